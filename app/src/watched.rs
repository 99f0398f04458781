//! Values that are set, and values that follow others and are drawn anew only when they differ.
//!
//! A [`Memo`], an [`RwSignal`], and a [`Signal`] even more, compile their machinery for every type they
//! hold, and a phone downloads each copy. Here one memo and one signal of boxed values serve all types.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// What a screen follows. Can be copied anywhere; lives as long as the component that made it.
pub(crate) struct Watched<T> {
    source: Source,
    holds: PhantomData<fn() -> T>,
}

/// A value to be set; whoever follows it hears of it. Copied and held as a [`Watched`] is.
pub(crate) struct Kept<T> {
    signal: RwSignal<Held>,
    holds: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy)]
enum Source {
    Memo(Memo<Held>),
    Kept(RwSignal<Held>),
}

impl Source {
    fn get(self) -> Held {
        match self {
            Self::Memo(memo) => memo.get(),
            Self::Kept(signal) => signal.get(),
        }
    }

    fn get_untracked(self) -> Held {
        match self {
            Self::Memo(memo) => memo.get_untracked(),
            Self::Kept(signal) => signal.get_untracked(),
        }
    }
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watched<T> {}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T: PartialEq + Send + Sync + 'static> Watched<T> {
    pub(crate) fn new(read: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let memo = memo(Box::new(move || Held(Arc::new(read()))));
        Self { source: Source::Memo(memo), holds: PhantomData }
    }

    /// Never changes.
    pub(crate) fn fixed(value: T) -> Self {
        Kept::new(value).into()
    }

    pub(crate) fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(self.source.get().value())
    }

    pub(crate) fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(self.source.get_untracked().value())
    }

    pub(crate) fn track(self) {
        self.source.get();
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

impl<T: PartialEq + Send + Sync + 'static> Kept<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { signal: RwSignal::new(Held(Arc::new(value))), holds: PhantomData }
    }

    pub(crate) fn set(self, value: T) {
        self.signal.set(Held(Arc::new(value)));
    }

    pub(crate) fn update(self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// Nothing happens when the component that made it is gone.
    pub(crate) fn set_if_there(self, value: T) {
        // What comes back is the value that nobody wants any more.
        let _ = self.signal.try_set(Held(Arc::new(value)));
    }

    pub(crate) fn track(self) {
        self.signal.track();
    }

    pub(crate) fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        look(self.signal.get().value())
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
        self.signal.get_untracked().value::<T>().clone()
    }
}

impl<T: Default + PartialEq + Send + Sync + 'static> Default for Watched<T> {
    fn default() -> Self {
        Self::fixed(T::default())
    }
}

impl<T> From<Kept<T>> for Watched<T> {
    fn from(kept: Kept<T>) -> Self {
        Self { source: Source::Kept(kept.signal), holds: PhantomData }
    }
}

impl From<String> for Watched<String> {
    fn from(words: String) -> Self {
        Self::fixed(words)
    }
}

impl From<&str> for Watched<String> {
    fn from(words: &str) -> Self {
        Self::fixed(words.to_owned())
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
