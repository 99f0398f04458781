//! The sync line: the chip hangs on the rope between this phone and the server.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::messages::{self as m, Lang, lang};
use crate::motif::Line;
use crate::motif::draw::SyncLine;
use crate::watched::Watched;

/// What the chip says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SyncChip {
    Saved,
    Waiting(u32),
    /// At what time, "14:02".
    Sent(String),
    Away,
    Attention,
}

impl SyncChip {
    fn state(&self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Waiting(_) => "waiting",
            Self::Sent(_) => "sent",
            Self::Away => "away",
            Self::Attention => "attention",
        }
    }

    /// Exactly as agreed, see SPEC L6.
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::Saved => m::sync_saved(lang).into(),
            Self::Waiting(count) => m::sync_waiting(lang, *count),
            Self::Sent(time) => m::sync_sent(lang, time),
            Self::Away => m::sync_away(lang).into(),
            Self::Attention => m::sync_attention(lang).into(),
        }
    }

    fn line(&self) -> Line {
        match self {
            Self::Saved => Line::Saved,
            Self::Waiting(count) => Line::Waiting(*count),
            Self::Sent(_) => Line::Sent,
            Self::Away => Line::Away,
            Self::Attention => Line::Attention,
        }
    }

    fn picture(&self) -> AnyView {
        let sign = match self {
            Self::Saved => Sign::Phone,
            Self::Sent(_) => Sign::Done,
            Self::Away => Sign::Frayed,
            Self::Attention => Sign::Alert,
            Self::Waiting(count) => {
                let shown = if *count > 99 { "99+".into() } else { count.to_string() };
                return view! { <span class="sync-n" aria-hidden="true">{shown}</span> }.into_any();
            }
        };
        view! { <Icon sign=sign /> }.into_any()
    }
}

/// On every screen. The words change inside one `role="status"`, so that they are announced.
#[component]
pub(crate) fn Top(#[prop(into)] chip: Watched<SyncChip>, details: &'static str) -> impl IntoView {
    let lang = lang();
    let line = Watched::new(move || chip.with(SyncChip::line));
    view! {
        <a class="skip" href="#main">{m::skip_to_content(lang)}</a>
        <div class="top">
            <a class="sync" data-state=move || chip.with(SyncChip::state) href=details>
                {move || chip.with(SyncChip::picture)}
                <span role="status">{move || chip.with(|chip| chip.words(lang))}</span>
            </a>
            <SyncLine line=line />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_words_in_every_language() {
        let chips = [
            SyncChip::Saved,
            SyncChip::Waiting(1),
            SyncChip::Sent("14:02".into()),
            SyncChip::Away,
            SyncChip::Attention,
        ];
        let states: Vec<&str> = chips.iter().map(SyncChip::state).collect();
        assert_eq!(states, ["saved", "waiting", "sent", "away", "attention"]);
        for chip in chips {
            assert_ne!(chip.words(Lang::En), chip.words(Lang::Nl));
        }
    }
}
