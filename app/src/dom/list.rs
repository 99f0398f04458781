//! What stands beside each other.

use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;

use super::{IntoChild, Node};

/// Views without an element around them.
#[derive(Default)]
pub(crate) struct All(Vec<AnyView>);

impl All {
    pub(crate) fn node(&mut self, node: Node) {
        self.0.push(node.into_any());
    }

    pub(crate) fn child(&mut self, child: impl IntoChild) {
        self.0.push(child.into_child());
    }

    pub(crate) fn into_view(self) -> StaticVec<AnyView> {
        self.0.into()
    }
}
