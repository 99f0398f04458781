//! QR codes: drawn for the screen, seen through the camera, found in a picture that was chosen.

use client::{Cards, Event};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::handle::Shell;
use super::timers::sleep;
use super::{files, page, seal, shim};
use crate::watched::Kept;

/// A QR code on its way to the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    Drawing,
    /// How many squares a side has, then 1 for each dark one, row by row.
    Drawn(Vec<u8>),
    /// The second module did not load.
    Failed,
}

/// How it stands with looking for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// The camera is being opened.
    Opening,
    Looking,
    /// The camera is closed.
    Off,
    /// The person or the browser does not let Ropes use it.
    Refused,
    /// There is none, or another app holds it.
    NoCamera,
    /// The second module did not load.
    NoReader,
}

impl Shell {
    pub(crate) fn draw_code(self, text: String, code: Kept<Code>) {
        code.set(Code::Drawing);
        spawn_local(async move {
            let drawn = match seal::call("qr", text.as_bytes()).await {
                Ok(squares) => Code::Drawn(squares),
                Err(error) => {
                    page::complain("qr", &error.into());
                    Code::Failed
                }
            };
            code.set_if_there(drawn);
        });
    }

    /// Keeps the screen on, where the phone will, until it is let go.
    pub(crate) fn stay_awake(self, on: bool) {
        shim::tell("wakeLock", &[&on.into()]);
    }

    /// Looks through the camera until it sees a code or [`Shell::stop_looking`] is called.
    pub(crate) fn look_for_code(self, sight: Kept<Sight>) {
        sight.set(Sight::Opening);
        spawn_local(async move {
            // The screen has to stand before it can show what the camera sees.
            sleep(0).await;
            let looking = shim::callback(move || sight.set_if_there(Sight::Looking));
            let answer = shim::ask("lookForCode", &[&looking]).await.unwrap_or(JsValue::NULL);
            sight.set_if_there(match answer.as_string().as_deref() {
                None | Some("closed") => Sight::Off,
                Some("refused") => Sight::Refused,
                Some("unread") => Sight::NoReader,
                Some(_) => Sight::NoCamera,
            });
            if let Some(text) = seal::bytes(&answer) {
                self.dispatch(Event::Card(Cards::Read(text)));
            }
        });
    }

    pub(crate) fn stop_looking(self) {
        shim::tell("closeCamera", &[]);
    }

    /// A file with a card's text, or a picture of its code.
    pub(crate) fn read_card_file(self, chosen: leptos::ev::Event, sight: Kept<Sight>) {
        spawn_local(async move {
            let Some(bytes) = files::chosen(&chosen).await else { return };
            match shim::ask("textInFile", &[&Uint8Array::from(&*bytes).into()]).await {
                Ok(text) => {
                    let text = seal::bytes(&text).unwrap_or_default();
                    self.dispatch(Event::Card(Cards::Read(text)));
                }
                Err(error) => {
                    page::complain("file", &error);
                    sight.set_if_there(Sight::NoReader);
                }
            }
        });
    }
}
