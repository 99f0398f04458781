//! One attribute, class or property of an element, and how it is kept up.

use leptos::prelude::*;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Element;

use super::value::{Told, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Attribute,
    /// One word of the class, there or not.
    Class,
    /// What a script would set: the text in a field, the tick in a box.
    Property,
    /// Markup of our own, in place of children.
    Inner,
}

pub(super) struct Setting {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) value: Value,
}

/// A setting of an element on the page.
pub(super) struct Kept {
    kind: Kind,
    name: &'static str,
    now: Now,
}

enum Now {
    Fixed(Told),
    /// Ends with this.
    Follows(#[expect(dead_code, reason = "an effect lives as long as it is held")] Effects),
}

type Effects = RenderEffect<Told>;

impl Setting {
    pub(super) fn build(self, element: &Element) -> Kept {
        let Self { kind, name, value } = self;
        let now = match value {
            Value::Fixed(told) => {
                apply(element, kind, name, &told);
                Now::Fixed(told)
            }
            Value::Follows(tell) => Now::Follows(follow(element.clone(), kind, name, tell)),
        };
        Kept { kind, name, now }
    }

    pub(super) fn fits(&self, kept: &Kept) -> bool {
        (self.kind, self.name) == (kept.kind, kept.name)
    }

    /// A word of the class is written again in any case: a new class attribute has taken it away.
    pub(super) fn rebuild(self, element: &Element, kept: &mut Kept) {
        if let (Value::Fixed(new), Now::Fixed(old)) = (&self.value, &kept.now)
            && new == old
            && self.kind != Kind::Class
        {
            return;
        }
        *kept = self.build(element);
    }
}

fn follow(
    element: Element,
    kind: Kind,
    name: &'static str,
    tell: Box<dyn Fn() -> Told>,
) -> RenderEffect<Told> {
    RenderEffect::new(move |before: Option<Told>| {
        let told = tell();
        if before.as_ref() != Some(&told) {
            apply(&element, kind, name, &told);
        }
        told
    })
}

fn apply(element: &Element, kind: Kind, name: &str, told: &Told) {
    match (kind, told) {
        (Kind::Attribute, Told::Absent) => Rndr::remove_attribute(element, name),
        (Kind::Attribute, Told::Present) => Rndr::set_attribute(element, name, ""),
        (Kind::Attribute, Told::Words(words)) => Rndr::set_attribute(element, name, words),
        (Kind::Class, Told::Absent) => {
            Rndr::remove_class(&Rndr::class_list(element), name);
        }
        (Kind::Class, Told::Present | Told::Words(_)) => {
            Rndr::add_class(&Rndr::class_list(element), name);
        }
        (Kind::Property, Told::Absent) => Rndr::set_property(element, name, &false.into()),
        (Kind::Property, Told::Present) => Rndr::set_property(element, name, &true.into()),
        (Kind::Property, Told::Words(words)) => {
            Rndr::set_property_or_value(element, name, &words.as_ref().into());
        }
        (Kind::Inner, Told::Absent | Told::Present) => Rndr::set_inner_html(element, ""),
        (Kind::Inner, Told::Words(markup)) => Rndr::set_inner_html(element, markup),
    }
}
