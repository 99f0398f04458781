//! Nodes and what stands beside each other.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::node::{Node, NodeBlock};
use syn::{Error, Expr, Result, Stmt};

use crate::element::{self, Element};

/// What a whole macro call stands for.
pub(crate) fn of(tokens: TokenStream) -> Result<TokenStream> {
    let nodes = rstml::parse2(tokens)?;
    beside(&nodes)
}

/// One node as it is; several, or none, as a list.
fn beside(nodes: &[Node]) -> Result<TokenStream> {
    if let [node] = nodes {
        return alone(node);
    }
    let children = nodes.iter().map(child).collect::<Result<Vec<_>>>()?;
    Ok(quote! {{
        let mut all = crate::dom::All::default();
        #( all.#children; )*
        all.into_view()
    }})
}

/// An expression for a node.
fn alone(node: &Node) -> Result<TokenStream> {
    match node {
        Node::Element(one) if element::is_component(one) => component(one),
        Node::Element(one) => element::of(one),
        Node::Text(text) => Ok(text.value.to_token_stream()),
        Node::Block(block) => {
            Ok(only(block).map_or_else(|| block.to_token_stream(), ToTokens::to_token_stream))
        }
        Node::Comment(_)
        | Node::Doctype(_)
        | Node::Fragment(_)
        | Node::RawText(_)
        | Node::Custom(_) => Err(Error::new_spanned(node, "put text into quotes")),
    }
}

/// The call that adds a node to a parent.
pub(crate) fn child(node: &Node) -> Result<TokenStream> {
    let value = alone(node)?;
    Ok(match node {
        Node::Element(one) if !element::is_component(one) => quote! { node(#value) },
        _ => quote! { child(#value) },
    })
}

/// A component is leptos's; only what is in it is ours.
fn component(one: &Element) -> Result<TokenStream> {
    let (name, attributes) = (one.name(), one.attributes());
    let whole = if one.children.is_empty() {
        quote! { <#name #(#attributes)* /> }
    } else {
        let children = beside(&one.children)?;
        quote! { <#name #(#attributes)*>{ crate::dom::IntoChild::into_child(#children) }</#name> }
    };
    Ok(quote! { crate::dom::any(::leptos::prelude::view! { #whole }) })
}

/// What is in a block of one expression.
fn only(block: &NodeBlock) -> Option<&Expr> {
    match block.try_block()?.stmts.as_slice() {
        [Stmt::Expr(expression, None)] => Some(expression),
        _ => None,
    }
}
