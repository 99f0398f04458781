//! The page around the app: its window, language, colours, title and console.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

#[expect(clippy::expect_used, reason = "the app runs in a page, which has both")]
pub(super) fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

#[expect(clippy::expect_used, reason = "the app runs in a page, which has both")]
pub(super) fn document() -> Document {
    window().document().expect("a page has a document")
}

/// The element that the app fills; see `public/index.html`.
pub(super) fn app_root() -> Option<HtmlElement> {
    document().get_element_by_id("app")?.dyn_into().ok()
}

/// The language that the page says it is in: `public/shim.js` chose it.
pub(super) fn language() -> Option<String> {
    document().document_element()?.get_attribute("lang")
}

pub(super) fn complain(what: &str, error: &JsValue) {
    leptos::logging::error!("{what}: {error:?}");
}

/// For as long as the page lives.
pub(super) fn listen<E: JsCast + 'static>(
    target: &EventTarget,
    name: &str,
    mut run: impl FnMut(E) + 'static,
) {
    let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| run(event.unchecked_into()));
    let function = closure.into_js_value();
    if let Err(error) = target.add_event_listener_with_callback(name, function.unchecked_ref()) {
        complain(name, &error);
    }
}

/// Sets an attribute of `<html>`, or takes it away.
pub(super) fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let done = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
    if let Err(error) = done {
        complain(name, &error);
    }
}

/// The heading that says which screen this is.
pub(super) fn heading() -> Option<Element> {
    document().query_selector("#app h1").ok().flatten()
}

/// The title says what the heading says.
pub(super) fn set_title_from_heading() {
    let words = heading().and_then(|heading| heading.text_content()).unwrap_or_default();
    let title = match words.trim() {
        "" => "Ropes".to_owned(),
        words => [words, " · Ropes"].concat(),
    };
    if document().title() != title {
        document().set_title(&title);
    }
}

/// Moves the focus to the heading, so that a screen reader says where somebody came.
pub(super) fn focus_heading() {
    let Some(heading) = heading().and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    heading.set_tab_index(-1);
    if let Err(error) = heading.focus() {
        complain("focus", &error);
    }
}

/// When the screen has been drawn.
pub(super) fn next_frame(run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    if let Err(error) = window().request_animation_frame(run.unchecked_ref()) {
        complain("requestAnimationFrame", &error);
    }
}
