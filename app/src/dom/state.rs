//! An element on the page.

use leptos::prelude::*;
use leptos::tachys::renderer::types::{Element, Node as Place};
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Render};

use super::event::Listening;
use super::node::Parts;
use super::setting::Kept;

const SVG: &str = "http://www.w3.org/2000/svg";

pub(crate) struct NodeState {
    element: Element,
    tag: &'static str,
    settings: Vec<Kept>,
    listening: Vec<Listening>,
    children: Vec<AnyViewState>,
}

impl NodeState {
    pub(super) fn build(parts: Parts) -> Self {
        let Parts { tag, is_svg, settings, listeners, children, refer } = parts;
        let element = Rndr::create_element(tag, is_svg.then_some(SVG));
        let settings = settings.into_iter().map(|one| one.build(&element)).collect();
        let listening = listeners.into_iter().map(|one| one.build(&element)).collect();
        let children = children.into_iter().map(|child| built_in(&element, child)).collect();
        if let Some(refer) = refer {
            refer(&element);
        }
        Self { element, tag, settings, listening, children }
    }

    /// An element of the same form stays, with what the reader does in it; another takes its place.
    pub(super) fn rebuild(&mut self, parts: Parts) {
        if !self.fits(&parts) {
            let mut new = Self::build(parts);
            self.insert_before_this(&mut new);
            self.unmount();
            *self = new;
            return;
        }
        let Parts { settings, listeners, children, refer, .. } = parts;
        for (new, kept) in settings.into_iter().zip(&mut self.settings) {
            new.rebuild(&self.element, kept);
        }
        for (new, old) in listeners.into_iter().zip(&self.listening) {
            new.rebuild(old);
        }
        for (new, old) in children.into_iter().zip(&mut self.children) {
            new.rebuild(old);
        }
        if let Some(refer) = refer {
            refer(&self.element);
        }
    }

    fn fits(&self, parts: &Parts) -> bool {
        let Parts { tag, settings, listeners, children, .. } = parts;
        (*tag, settings.len(), listeners.len(), children.len())
            == (self.tag, self.settings.len(), self.listening.len(), self.children.len())
            && settings.iter().zip(&self.settings).all(|(new, old)| new.fits(old))
            && listeners.iter().zip(&self.listening).all(|(new, old)| new.fits(old))
    }
}

fn built_in(element: &Element, child: AnyView) -> AnyViewState {
    let mut state = child.build();
    state.mount(element, None);
    state
}

impl Mountable for NodeState {
    fn unmount(&mut self) {
        Rndr::remove(&self.element);
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Place>) {
        Rndr::insert_node(parent, &self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = Rndr::get_parent(&self.element).and_then(Element::cast_from);
        parent.is_some_and(|parent| {
            child.mount(&parent, Some(&self.element));
            true
        })
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}
