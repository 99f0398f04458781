//! What `view!` writes.

use crate::tree;

/// The calls for a view, or what is wrong with it, without spaces.
fn check(view: &str, calls: &str) {
    let written = match view.parse().map(tree::of) {
        Ok(Ok(tokens)) => tokens.to_string(),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(plain(&written), plain(calls));
}

#[test]
fn an_element_is_a_handful_of_calls_in_the_order_written() {
    check(
        r#"<p class="due" aria-hidden=hidden>{words} " " <b>"now"</b></p>"#,
        r#"{
            let mut node = crate::dom::Node::html("p");
            node.attribute("class", "due");
            node.attribute("aria-hidden", hidden);
            node.child(words);
            node.child(" ");
            node.node({
                let mut node = crate::dom::Node::html("b");
                node.child("now");
                node
            });
            node
        }"#,
    );
}

#[test]
fn drawings_are_made_as_drawings() {
    check(
        r#"<svg><path d=line /></svg>"#,
        r#"{
            let mut node = crate::dom::Node::svg("svg");
            node.node({
                let mut node = crate::dom::Node::svg("path");
                node.attribute("d", line);
                node
            });
            node
        }"#,
    );
}

#[test]
fn what_is_no_plain_attribute_has_a_call_of_its_own() {
    check(
        "<input class:code=is_code prop:value=value node_ref=field on:click=press \
         on:input:target=typed inner_html=marks />",
        r#"{
            let mut node = crate::dom::Node::html("input");
            node.class("code", is_code);
            node.property("value", value);
            node.refer(field);
            node.on(::leptos::ev::click, press);
            node.on_target::<::leptos::html::Input, _>(::leptos::ev::input, typed);
            node.inner(marks);
            node
        }"#,
    );
}

#[test]
fn a_component_is_leptoss_and_what_is_in_it_ours() {
    check(
        "<Page title=title><Icon sign=sign />{words}</Page>",
        "crate::dom::any(::leptos::prelude::view! {
            <Page title=title>{ crate::dom::IntoChild::into_child({
                let mut all = crate::dom::All::default();
                all.child(crate::dom::any(::leptos::prelude::view! { <Icon sign=sign /> }));
                all.child(words);
                all.into_view()
            }) }</Page>
        })",
    );
}

#[test]
fn what_is_not_understood_is_an_error() {
    check("<p {..rest}></p>", "an attribute needs a name");
    check("<p hidden></p>", "an attribute needs a value");
    check("<p style:color=red></p>", "no such kind of attribute");
    check("<p>words</p>", "put text into quotes");
}
