//! What an element does when it is pressed or written in.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::tachys::renderer::types::{Element, Event};
use leptos::tachys::renderer::{RemoveEventHandler, Rndr};

pub(super) type Handler = Box<dyn FnMut(Event)>;

pub(super) struct Listener {
    name: Cow<'static, str>,
    handler: Handler,
}

/// A listener on the page. What it calls can be exchanged, so that an element drawn anew keeps the
/// one that the browser knows.
pub(super) struct Listening {
    name: Cow<'static, str>,
    handler: Rc<RefCell<Handler>>,
    #[expect(dead_code, reason = "the browser may call as long as this is held")]
    remover: RemoveEventHandler<Element>,
}

impl Listener {
    /// What is made while `handler` runs belongs to who is drawing now.
    pub(super) fn new(name: Cow<'static, str>, mut handler: Handler) -> Self {
        let owner = Owner::current().unwrap_or_default();
        Self { name, handler: Box::new(move |event| owner.with(|| handler(event))) }
    }

    pub(super) fn build(self, element: &Element) -> Listening {
        let handler = Rc::new(RefCell::new(self.handler));
        let call = handler.clone();
        let remover = Rndr::add_event_listener(
            element,
            &self.name,
            Box::new(move |event| (call.borrow_mut())(event)),
        );
        Listening { name: self.name, handler, remover }
    }

    pub(super) fn fits(&self, listening: &Listening) -> bool {
        self.name == listening.name
    }

    pub(super) fn rebuild(self, listening: &Listening) {
        *listening.handler.borrow_mut() = self.handler;
    }
}
