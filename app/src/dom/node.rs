//! An element that is yet to be drawn.

use leptos::ev::Targeted;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::event::EventDescriptor;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Event};
use leptos::tachys::view::{Position, PositionState, Render, RenderHtml};
use send_wrapper::SendWrapper;

use super::child::IntoChild;
use super::event::Listener;
use super::setting::{Kind, Setting};
use super::state::NodeState;
use super::value::IntoValue;

/// Made by `view!`. Small to hand around: what is in it lies elsewhere. A phone draws on one thread,
/// which leptos has to be told.
pub(crate) struct Node(Box<SendWrapper<Parts>>);

pub(super) struct Parts {
    pub(super) tag: &'static str,
    pub(super) is_svg: bool,
    pub(super) settings: Vec<Setting>,
    pub(super) listeners: Vec<Listener>,
    pub(super) children: Vec<AnyView>,
    /// Who wants to hold the element once it is there.
    pub(super) refer: Option<Refer>,
}

type Refer = Box<dyn FnOnce(&Element)>;

impl Node {
    pub(crate) fn html(tag: &'static str) -> Self {
        Self::new(tag, false)
    }

    pub(crate) fn svg(tag: &'static str) -> Self {
        Self::new(tag, true)
    }

    fn new(tag: &'static str, is_svg: bool) -> Self {
        let (settings, listeners, children) = (Vec::new(), Vec::new(), Vec::new());
        let parts = Parts { tag, is_svg, settings, listeners, children, refer: None };
        Self(Box::new(SendWrapper::new(parts)))
    }

    pub(crate) fn attribute(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(Kind::Attribute, name, value);
    }

    pub(crate) fn class(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(Kind::Class, name, value);
    }

    pub(crate) fn property(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(Kind::Property, name, value);
    }

    pub(crate) fn inner(&mut self, markup: impl IntoValue) {
        self.set(Kind::Inner, "", markup);
    }

    fn set(&mut self, kind: Kind, name: &'static str, value: impl IntoValue) {
        let value = value.into_value();
        self.0.settings.push(Setting { kind, name, value });
    }

    pub(crate) fn refer<E: ElementType>(&mut self, to: impl NodeRefContainer<E>) {
        self.0.refer = Some(Box::new(move |element| to.load(element)));
    }

    pub(crate) fn on<E>(&mut self, event: E, mut handle: impl FnMut(E::EventType) + 'static)
    where
        E: EventDescriptor,
        E::EventType: From<Event>,
    {
        let handle = Box::new(move |event: Event| handle(event.into()));
        self.0.listeners.push(Listener::new(event.name(), handle));
    }

    /// `T`: the element, whose type the event's target has.
    pub(crate) fn on_target<T, E>(
        &mut self,
        event: E,
        mut handle: impl FnMut(Targeted<E::EventType, T::Output>) + 'static,
    ) where
        T: ElementType,
        E: EventDescriptor,
        E::EventType: From<Event>,
    {
        self.on(event, move |event| handle(event.into()));
    }

    pub(crate) fn node(&mut self, node: Node) {
        self.0.children.push(node.into_any());
    }

    pub(crate) fn child(&mut self, child: impl IntoChild) {
        self.0.children.push(child.into_child());
    }
}

impl Render for Node {
    type State = NodeState;

    fn build(self) -> NodeState {
        NodeState::build(self.0.take())
    }

    fn rebuild(self, state: &mut NodeState) {
        state.rebuild(self.0.take());
    }
}

leptos::tachys::no_attrs!(Node);

/// A phone has no HTML from a server: what leptos asks of a view besides drawing is answered in the
/// plainest way.
impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        text: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
        text.extend(["<", self.0.tag, "></", self.0.tag, ">"]);
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> NodeState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
