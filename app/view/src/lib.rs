//! `view!` as leptos writes it, for a module that a phone has to download.
//!
//! Leptos gives every element a type of its own, made of its attributes and children, and each use is
//! compiled anew. Here an element is a handful of calls on one type, `crate::dom::Node`; components
//! stay leptos's own. What leptos understands besides (spread attributes, slots, `let:`) is an error.

mod element;
mod tree;

use proc_macro::TokenStream;

/// Elements, components and text, written as in leptos. Needs `crate::dom` where it is used.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    tree::of(tokens.into()).unwrap_or_else(|error| error.into_compile_error()).into()
}

#[cfg(test)]
mod tests;
