//! What the person chose for this browser, and what only the browser can do for a screen.

use client::Event;
use wasm_bindgen_futures::spawn_local;

use super::handle::Shell;
use super::preferences::{self, Joined, Theme};
use super::sentences::{self, Choice};
use super::space::{self, Space};
use super::update::{self, Install};
use super::{device, files, page, shim};
use crate::messages::Lang;
use crate::watched::{Kept, Watched};

impl Shell {
    // ---- language and colours ----------------------------------------------------------------

    pub(crate) fn lang(self) -> Watched<Lang> {
        self.lang.into()
    }

    pub(crate) fn language_choice(self) -> Watched<Choice> {
        self.choice.into()
    }

    /// Draws everything again when the sentences are there; of several choices the last one counts.
    pub(crate) fn choose_language(self, lang: Lang) {
        self.choice.set(Choice::Made(lang));
        spawn_local(async move {
            let loaded = sentences::load(lang).await;
            if self.choice.get_untracked() != Choice::Made(lang) {
                return;
            }
            match loaded {
                Ok(()) => self.speak(lang),
                Err(error) => {
                    page::complain("language", &error);
                    self.choice.set(Choice::NotThere(lang));
                }
            }
        });
    }

    fn speak(self, lang: Lang) {
        preferences::set_language(lang.tag());
        page::set_root_attribute("lang", Some(lang.tag()));
        self.dispatch(Event::LanguageChosen { language: lang.tag().to_owned() });
        self.lang.set(lang);
    }

    pub(crate) fn theme(self) -> Watched<Theme> {
        self.theme.into()
    }

    /// `public/shim.js` does the same from the stored choice before the app has started.
    pub(crate) fn choose_theme(self, theme: Theme) {
        preferences::set_theme(theme);
        page::set_root_attribute("data-theme", theme.attribute());
        self.theme.set(theme);
    }

    pub(crate) fn more_contrast(self) -> Watched<bool> {
        self.more_contrast.into()
    }

    pub(crate) fn choose_more_contrast(self, is_on: bool) {
        preferences::set_more_contrast(is_on);
        page::set_root_attribute("data-contrast", is_on.then_some("more"));
        self.more_contrast.set(is_on);
    }

    // ---- people and phones -------------------------------------------------------------------

    /// Everybody who joined in this browser, for switching.
    pub(crate) fn people(self) -> Watched<Vec<Joined>> {
        self.people.into()
    }

    /// Who works here: "org/person".
    pub(crate) fn person(self) -> Option<String> {
        preferences::person()
    }

    /// A first name for this phone, such as "Android · Chrome".
    pub(crate) fn device_name(self) -> String {
        device::name()
    }

    /// Measured anew each time it is asked for; `None` until then and where the browser is silent.
    pub(crate) fn space(self) -> Watched<Option<Space>> {
        let signal = Kept::new(None);
        spawn_local(async move {
            let space = space::measure().await;
            // The screen may be gone.
            signal.set_if_there(space);
        });
        signal.into()
    }

    // ---- files and text ----------------------------------------------------------------------

    /// Dispatches what `make` makes of the file chosen in an `<input type="file">`.
    pub(crate) fn take_file(self, chosen: leptos::ev::Event, make: fn(Vec<u8>) -> Event) {
        spawn_local(async move {
            if let Some(bytes) = files::chosen(&chosen).await {
                self.dispatch(make(bytes));
            }
        });
    }

    /// Puts words where the person can paste them; `done` hears whether that was possible.
    pub(crate) fn copy(self, words: String, done: impl FnOnce(bool) + 'static) {
        spawn_local(async move {
            let answer = shim::ask("copyText", &[&words.into()]).await;
            done(answer.is_ok_and(|is_done| is_done.is_truthy()));
        });
    }

    // ---- the app itself ----------------------------------------------------------------------

    /// A new version waits on this phone.
    pub(crate) fn update_ready(self) -> Watched<bool> {
        self.update_ready.into()
    }

    /// Loads the new version, unless a form is not finished.
    pub(crate) fn apply_update(self) {
        if !self.read(|client, _| client.is_dirty()) {
            shim::tell("applyUpdate", &[]);
        }
    }

    pub(crate) fn put_off_update(self) {
        self.update_ready.set(false);
    }

    pub(crate) fn install_state(self) -> Watched<Install> {
        self.install.into()
    }

    /// Where `install_state` says `OnePress`.
    pub(crate) fn install(self) {
        update::install(self.install);
    }

    /// Loads the page again, for when the store does not answer.
    pub(crate) fn start_again(self) {
        if let Err(error) = page::window().location().reload() {
            page::complain("reload", &error);
        }
    }
}
