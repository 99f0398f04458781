//! One element of HTML or SVG, with its attributes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use rstml::Infallible;
use rstml::node::{KeyedAttribute, NodeAttribute, NodeElement};
use syn::{Error, Expr, Result};

use crate::tree;

pub(crate) type Element = NodeElement<Infallible>;

/// Drawn, not written. `a`, `style` and `title` are in both languages; in ours they are HTML.
const SVG: [&str; 8] = ["circle", "defs", "g", "line", "path", "svg", "text", "use"];

pub(crate) fn is_component(one: &Element) -> bool {
    one.name().to_string().starts_with(|first: char| first.is_ascii_uppercase())
}

pub(crate) fn of(one: &Element) -> Result<TokenStream> {
    let tag = one.name().to_string();
    let make = if SVG.contains(&tag.as_str()) { quote!(svg) } else { quote!(html) };
    let settings =
        one.attributes().iter().map(|one| setting(&tag, one)).collect::<Result<Vec<_>>>()?;
    let children = one.children.iter().map(tree::child).collect::<Result<Vec<_>>>()?;
    Ok(quote! {{
        let mut node = crate::dom::Node::#make(#tag);
        #( node.#settings; )*
        #( node.#children; )*
        node
    }})
}

/// The call that sets one attribute.
fn setting(tag: &str, attribute: &NodeAttribute) -> Result<TokenStream> {
    let NodeAttribute::Attribute(attribute) = attribute else {
        return Err(Error::new_spanned(attribute, "an attribute needs a name"));
    };
    let key = attribute.key.to_string();
    let value = value(attribute)?;
    Ok(match key.split(':').collect::<Vec<_>>().as_slice() {
        ["on", event] => {
            let event = ident(event);
            quote! { on(::leptos::ev::#event, #value) }
        }
        ["on", event, "target"] => {
            let (event, kind) = (ident(event), ident(&capital(tag)));
            quote! { on_target::<::leptos::html::#kind, _>(::leptos::ev::#event, #value) }
        }
        ["class", name] => quote! { class(#name, #value) },
        ["prop", name] => quote! { property(#name, #value) },
        ["node_ref"] => quote! { refer(#value) },
        ["inner_html"] => quote! { inner(#value) },
        [name] => quote! { attribute(#name, #value) },
        _ => return Err(Error::new_spanned(attribute, "no such kind of attribute")),
    })
}

fn value(attribute: &KeyedAttribute) -> Result<&Expr> {
    attribute.value().ok_or_else(|| Error::new_spanned(attribute, "an attribute needs a value"))
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The name of the element's type in leptos.
fn capital(tag: &str) -> String {
    let (first, rest) = tag.split_at(1);
    [&first.to_ascii_uppercase(), rest].concat()
}
