//! What is behind a drawing: the same numbers as a table, opened by a tap.

use leptos::prelude::*;
use view::view;

use crate::dom::Node;
use crate::messages::{self as m, lang};

/// A table as text. The first column names the row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) caption: String,
    pub(crate) heads: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

#[component]
pub(crate) fn Disclosure(#[prop(into)] summary: String, children: Children) -> impl IntoView {
    view! {
        <details class="more">
            <summary>{summary}</summary>
            {children()}
        </details>
    }
}

/// "See the numbers"
#[component]
pub(crate) fn NumbersBehind(numbers: Numbers) -> impl IntoView {
    let heads =
        numbers.heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let rows = numbers.rows.into_iter().map(row).collect_view();
    view! {
        <Disclosure summary=m::see_numbers(lang())>
            <table class="numbers">
                <caption class="vh">{numbers.caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Disclosure>
    }
}

fn row(cells: Vec<String>) -> Node {
    let mut cells = cells.into_iter();
    let name = cells.next().unwrap_or_default();
    let rest = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
    view! {
        <tr>
            <th scope="row">{name}</th>
            {rest}
        </tr>
    }
}
