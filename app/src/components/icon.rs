//! Icons: 24 px, 2 px round stroke, in the colour of the words beside them. Never alone: a word or
//! an `aria-label` says the same.

use leptos::prelude::*;
use view::view;

/// What an icon shows; each has a symbol in `style/icons.svg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Alert,
    Bin,
    Check,
    Checklist,
    Climb,
    Cross,
    Clock,
    Close,
    Done,
    EyeOff,
    First,
    Flag,
    Frayed,
    Half,
    Home,
    Install,
    Lock,
    Mic,
    Minus,
    Next,
    Heart,
    Note,
    Pair,
    People,
    Person,
    Phone,
    Plus,
    Renew,
    Qr,
    Ring,
    Search,
    Send,
    Share,
    Star,
    Undo,
    Unseen,
}

impl Sign {
    fn symbol(self) -> &'static str {
        match self {
            Self::Alert => "#i-alert",
            Self::Bin => "#i-bin",
            Self::Check => "#i-check",
            Self::Checklist => "#i-checklist",
            Self::Climb => "#i-climb",
            Self::Cross => "#i-cross",
            Self::Half => "#i-half",
            Self::Unseen => "#i-unseen",
            Self::Clock => "#i-clock",
            Self::Close => "#i-close",
            Self::Done => "#i-done",
            Self::EyeOff => "#i-eye-off",
            Self::First => "#i-first",
            Self::Flag => "#i-flag",
            Self::Frayed => "#i-frayed",
            Self::Home => "#i-home",
            Self::Install => "#i-install",
            Self::Lock => "#i-lock",
            Self::Mic => "#i-mic",
            Self::Minus => "#i-minus",
            Self::Next => "#i-next",
            Self::Heart => "#i-heart",
            Self::Note => "#i-note",
            Self::Pair => "#i-pair",
            Self::People => "#i-people",
            Self::Person => "#i-person",
            Self::Phone => "#i-phone",
            Self::Plus => "#i-plus",
            Self::Renew => "#i-renew",
            Self::Ring => "#i-ring",
            Self::Qr => "#i-qr",
            Self::Search => "#i-search",
            Self::Send => "#i-send",
            Self::Share => "#i-share",
            Self::Star => "#i-star",
            Self::Undo => "#i-undo",
        }
    }
}

/// `class`: more than "ic", such as "ic-s" for small.
#[component]
pub(crate) fn Icon(sign: Sign, #[prop(default = "ic")] class: &'static str) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=sign.symbol()></use>
        </svg>
    }
}

/// The symbols, once per page. Inline, so that no icon waits for a file.
#[component]
pub(crate) fn IconSprite() -> impl IntoView {
    const SYMBOLS: &str = include_str!("../../style/icons.svg");
    view! { <div class="sprite" aria-hidden="true" inner_html=SYMBOLS></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_its_symbol() {
        let symbols = include_str!("../../style/icons.svg");
        let source = include_str!("icon.rs");
        let named = source.split("\"#").filter_map(|rest| rest.split('"').next());
        let used: Vec<&str> = named.filter(|id| id.starts_with("i-")).collect();
        assert!(used.len() > 30);
        for id in used {
            assert!(symbols.contains(&["id=\"", id, "\""].concat()), "{id}");
        }
        assert_eq!(Sign::Undo.symbol(), "#i-undo");
    }
}
