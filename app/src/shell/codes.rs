//! QR codes: drawn for the screen, seen through the camera, found in a picture that was chosen.

use client::{Cards, Event};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

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

/// Between two pictures, so that the screen stays quick.
const BETWEEN_MS: i32 = 80;

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
            let ended = self.look(sight).await;
            sight.set_if_there(ended);
        });
    }

    pub(crate) fn stop_looking(self) {
        shim::tell("closeCamera", &[]);
    }

    /// A file with a card's text, or a picture of its code.
    pub(crate) fn read_card_file(self, chosen: leptos::ev::Event, sight: Kept<Sight>) {
        spawn_local(async move {
            let Some(bytes) = files::chosen(&chosen).await else { return };
            match shim::ask("filePicture", &[&Uint8Array::from(&*bytes).into()]).await {
                Ok(picture) => match read(&picture).await {
                    Ok(text) => self.card_read(text.unwrap_or_default()),
                    Err(error) => {
                        page::complain("read_qr", &error.into());
                        sight.set_if_there(Sight::NoReader);
                    }
                },
                // No picture, so the text itself.
                Err(_) => self.card_read(bytes),
            }
        });
    }

    fn card_read(self, text: Vec<u8>) {
        self.dispatch(Event::Card(Cards::Read(text)));
    }

    async fn look(self, sight: Kept<Sight>) -> Sight {
        // Both take their time; the camera asks the person first.
        let opening = shim::call("openCamera", &[]);
        if let Err(error) = seal::load().await {
            page::complain("seal", &error.into());
            self.stop_looking();
            return Sight::NoReader;
        }
        match opened(opening).await.as_deref() {
            Some("on") => sight.set_if_there(Sight::Looking),
            Some("refused") => return Sight::Refused,
            Some("closed") => return Sight::Off,
            _ => return Sight::NoCamera,
        }
        loop {
            let picture = shim::call("cameraPicture", &[]).unwrap_or(JsValue::NULL);
            if picture.is_null() {
                return Sight::Off;
            }
            // A picture that the reader trips over is followed by another one.
            if let Ok(Some(text)) = read(&picture).await {
                self.stop_looking();
                self.card_read(text);
                return Sight::Off;
            }
            sleep(BETWEEN_MS).await;
        }
    }
}

async fn opened(opening: Result<JsValue, JsValue>) -> Option<String> {
    JsFuture::from(opening.ok()?.dyn_into::<js_sys::Promise>().ok()?).await.ok()?.as_string()
}

/// What the code in a picture says, if there is one in it.
async fn read(picture: &JsValue) -> Result<Option<Vec<u8>>, String> {
    let Some(picture) = picture.dyn_ref::<Array>() else { return Ok(None) };
    let answer =
        seal::apply("read_qr", &[&picture.get(0), &picture.get(1), &picture.get(2)]).await?;
    Ok(seal::bytes(&answer))
}
