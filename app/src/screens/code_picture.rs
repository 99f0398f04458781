//! A text as a QR code on the screen, which stays on as long as it is shown.

use leptos::prelude::*;
use view::view;

use crate::components::buttons::{Button, Weight};
use crate::components::icon::Sign;
use crate::components::notice::{Mood, Notice};
use crate::components::qr::qr;
use crate::dom::follow;
use crate::messages::{self as m, Lang};
use crate::shell::{Code, Shell};
use crate::watched::Kept;

/// `label` says what the code is of.
pub(super) fn code_picture(shell: Shell, lang: Lang, text: String, label: String) -> AnyView {
    let code = Kept::new(Code::Drawing);
    let draw = Callback::new(move |()| shell.draw_code(text.clone(), code));
    draw.run(());
    shell.stay_awake(true);
    on_cleanup(move || shell.stay_awake(false));
    follow(move || match code.get() {
        Code::Drawing => view! {
            <div class="qr" role="status"><span class="vh">{m::card_making(lang)}</span></div>
        }
        .into_any(),
        Code::Drawn(squares) => qr(&squares, label.clone()).into_any(),
        Code::Failed => {
            let (title, words) = (m::card_undrawn(lang), m::card_undrawn_words(lang));
            view! {
                <Notice mood=Mood::Alarm sign=Sign::Alert title words>
                    <Button label=m::seal_again(lang) weight=Weight::Ink on_press=draw />
                </Notice>
            }
            .into_any()
        }
    })
}
