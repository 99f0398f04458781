//! What may stand in an element.

use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;

use super::Node;
use crate::watched::Watched;

/// Whatever it was, it is one type of view from here on: what leptos would compile for each type of
/// its own is compiled once.
pub(crate) trait IntoChild {
    fn into_child(self) -> AnyView;
}

macro_rules! drawn {
    ($($type:ty),*) => {
        $(impl IntoChild for $type {
            fn into_child(self) -> AnyView {
                self.into_any()
            }
        })*
    };
}

drawn!(Node, &'static str, String, StaticVec<AnyView>);

macro_rules! counted {
    ($($type:ty),*) => {
        $(impl IntoChild for $type {
            fn into_child(self) -> AnyView {
                self.to_string().into_any()
            }
        })*
    };
}

counted!(u8, u32, usize);

impl IntoChild for Watched<String> {
    fn into_child(self) -> AnyView {
        (move || self.get()).into_child()
    }
}

impl IntoChild for AnyView {
    fn into_child(self) -> AnyView {
        self
    }
}

/// Drawn again whenever a signal in it changes.
pub(crate) fn follow<T: IntoChild>(mut draw: impl FnMut() -> T + Send + 'static) -> AnyView {
    let draw: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || draw().into_child());
    draw.into_any()
}

/// What a component draws; only leptos knows its type.
pub(crate) fn any(component: View<impl IntoView + 'static>) -> AnyView {
    component.into_inner().into_any()
}

impl<T: IntoChild> IntoChild for Option<T> {
    fn into_child(self) -> AnyView {
        self.map_or_else(|| ().into_any(), IntoChild::into_child)
    }
}

impl<T: IntoChild> IntoChild for Vec<T> {
    fn into_child(self) -> AnyView {
        let children: Vec<AnyView> = self.into_iter().map(IntoChild::into_child).collect();
        StaticVec::from(children).into_any()
    }
}

impl<F, T> IntoChild for F
where
    F: FnMut() -> T + Send + 'static,
    T: IntoChild,
{
    fn into_child(self) -> AnyView {
        follow(self)
    }
}
