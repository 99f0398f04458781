//! Values that follow others, and are drawn anew only when they differ.
//!
//! A [`Memo`] compiles its machinery for every type it holds, and a phone downloads each copy. Here
//! one memo of boxed values serves all types.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// A memo of a `T`. Can be copied anywhere; lives as long as the component that made it.
pub(crate) struct Watched<T> {
    memo: Memo<Held>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watched<T> {}

impl<T: PartialEq + Send + Sync + 'static> Watched<T> {
    pub(crate) fn new(read: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { memo: memo(Box::new(move || Held(Arc::new(read())))), holds: PhantomData }
    }

    pub(crate) fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(self.memo.get().value())
    }

    pub(crate) fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(self.memo.get_untracked().value())
    }

    pub(crate) fn track(self) {
        self.memo.track();
    }

    pub(crate) fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    pub(crate) fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Watched<T>> for Signal<T> {
    fn from(watched: Watched<T>) -> Self {
        Self::derive(move || watched.get())
    }
}

/// The one memo there is.
fn memo(read: Box<dyn Fn() -> Held + Send + Sync>) -> Memo<Held> {
    Memo::new(move |_| read())
}

#[derive(Clone)]
struct Held(Arc<dyn Value>);

impl Held {
    #[expect(clippy::expect_used, reason = "`Watched` puts a `T` in and is typed by it")]
    fn value<T: 'static>(&self) -> &T {
        self.0.as_any().downcast_ref().expect("a watched value keeps its type")
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(other.0.as_any())
    }
}

trait Value: Any + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn is_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}
