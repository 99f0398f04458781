//! The drawings on the screen, each with its reading in words.

#![expect(unreachable_pub, reason = "leptos writes public functions for each component")]

use domain::InOrder;
use leptos::prelude::*;
use view::view;

use super::climb::{ClimbSpec, Seen, Voice, climb};
use super::coil::coil;
use super::ink::{Drawing, escape};
use super::knot::{Knot, small_knot};
use super::rope::{RopeSpec, Size, rope};
use super::strand_chart::{Column, strand_chart};
use super::sync_line::{Line, sync_line};
use super::today::{times, today};
use crate::dom::{Node, follow};
use crate::messages::{self as m, Lang, lang};
use crate::watched::Watched;

/// One competency. `label`: its name, and whose it is where that is not plain.
#[component]
pub(crate) fn Rope(spec: RopeSpec, #[prop(into)] label: String) -> impl IntoView {
    let class = match spec.size {
        Size::Small => "rope rope-s",
        Size::Medium => "rope rope-m",
        Size::Large => "rope rope-l",
    };
    spoken(&rope(&spec), class, m::rope_named(lang(), &label, &rope_words(lang(), &spec)))
}

/// The same as markup, for tables of thousands. `more` goes behind what it says.
pub(crate) fn rope_markup(lang: Lang, spec: &RopeSpec, label: &str, more: &str) -> String {
    let drawing = rope(spec);
    let words = m::rope_named(lang, label, &rope_words(lang, spec)) + more;
    let head = ["<svg class=\"rope rope-s\" viewBox=\"", &drawing.view_box()].concat();
    let label = ["\" role=\"img\" aria-label=\"", &escape(&words), "\">"].concat();
    [&head, &label, &drawing.marks, "</svg>"].concat()
}

/// "self 3, observer 2, target 3"
fn rope_words(lang: Lang, spec: &RopeSpec) -> String {
    let level = u32::from;
    let mut words = vec![
        spec.own.map_or_else(|| m::rope_own_none(lang).into(), |n| m::rope_own(lang, level(n))),
        spec.observed.map_or_else(
            || m::rope_observed_none(lang).into(),
            |n| m::rope_observed(lang, level(n)),
        ),
    ];
    words.extend(spec.signed.map(|n| m::rope_signed(lang, level(n))));
    words.extend(spec.target.map(|n| m::rope_target(lang, level(n))));
    words.extend(spec.stale.then(|| m::rope_stale(lang).into()));
    words.extend(spec.due.then(|| m::rope_due(lang).into()));
    words.join(", ")
}

/// Today's rope: one strand per task.
#[component]
pub(crate) fn TodayRope(
    #[prop(into)] tasks: Watched<u32>,
    /// The last strand was laid just now.
    #[prop(into, default = Watched::fixed(false))]
    is_new: Watched<bool>,
) -> impl IntoView {
    let lang = lang();
    follow(move || {
        let drawing = today(tasks.get(), is_new.get());
        spoken(&drawing, "fig today", m::home_today_rope(lang, tasks.get()))
    })
}

/// "Done three times", beside words that say the rest.
#[component]
pub(crate) fn Times(done: u32) -> impl IntoView {
    let drawing = times(done);
    let (width, height) = (drawing.width.to_string(), drawing.height.to_string());
    view! {
        <svg
            class="times"
            viewBox=drawing.view_box()
            width=width
            height=height
            aria-hidden="true"
            inner_html=drawing.marks
        ></svg>
    }
}

/// Work per week or month. `per`: what one strand stands for, see `per_strand`.
#[component]
pub(crate) fn StrandChart(
    columns: Vec<Column>,
    per: u32,
    #[prop(into)] title: String,
) -> impl IntoView {
    let points: Vec<String> =
        columns.iter().map(|c| m::chart_point(lang(), &c.label, &c.value)).collect();
    let words = m::chart_words(lang(), &points.join(", "), &title);
    spoken(&strand_chart(&columns, per), "fig", words)
}

/// Level over time. `say_day` writes a day of the chart as the reader would.
#[component]
pub(crate) fn Climb(spec: ClimbSpec, say_day: fn(Lang, i32) -> String) -> impl IntoView {
    let words = climb_words(lang(), &spec, say_day);
    spoken(&climb(&spec), "fig", words)
}

fn climb_words(lang: Lang, spec: &ClimbSpec, say_day: fn(Lang, i32) -> String) -> String {
    let said = |voice: Voice, sentence: fn(Lang, &str) -> String| {
        let mut seen: Vec<&Seen> = spec.seen.iter().filter(|seen| seen.voice == voice).collect();
        seen.order_by_key(|seen| seen.day);
        let points: Vec<String> = seen
            .iter()
            .map(|seen| m::comp_climb_point(lang, &say_day(lang, seen.day), u32::from(seen.level)))
            .collect();
        (!points.is_empty()).then(|| sentence(lang, &points.join(", ")))
    };
    let mut words: Vec<String> = [
        said(Voice::Own, m::comp_climb_own),
        said(Voice::Observed, m::comp_climb_observed),
        said(Voice::Signed, m::comp_climb_signed),
    ]
    .into_iter()
    .flatten()
    .collect();
    if words.is_empty() {
        words.push(m::comp_climb_none(lang).into());
    }
    if let Some((level, _, by)) = &spec.target {
        words.push(m::comp_climb_target(lang, by, u32::from(*level)));
    }
    m::comp_climb_words(lang, &words.join(" "))
}

/// The line between the chip and the server. The chip beside it says it in words.
#[component]
pub(crate) fn SyncLine(#[prop(into)] line: Watched<Line>) -> impl IntoView {
    follow(move || {
        let drawing = sync_line(line.get());
        view! {
            <svg
                class="line"
                viewBox=drawing.view_box()
                preserveAspectRatio="xMinYMid slice"
                aria-hidden="true"
                inner_html=drawing.marks
            ></svg>
            {line.get().reaches_the_server().then(|| view! {
                <svg class="post" viewBox="0 0 14 26" aria-hidden="true">
                    <path d="M1 1h12v5h-2l-1 14h3v5H1v-5h3L3 6H1z" />
                </svg>
            })}
        }
    })
}

/// A knot in a legend or before a row whose words say the same.
#[component]
pub(crate) fn SmallKnot(of: Knot) -> impl IntoView {
    silent(&small_knot(of, 24.0))
}

/// A knot on the cord of a log.
#[component]
pub(crate) fn CordKnot(of: Knot) -> impl IntoView {
    silent(&small_knot(of, 32.0))
}

/// The picture of a first day.
#[component]
pub(crate) fn Coil() -> impl IntoView {
    spoken(&coil(), "fig coil", m::home_coil(lang()).into())
}

fn spoken(drawing: &Drawing, class: &'static str, words: String) -> Node {
    view! {
        <svg
            class=class
            viewBox=drawing.view_box()
            role="img"
            aria-label=words
            inner_html=drawing.marks.clone()
        ></svg>
    }
}

fn silent(drawing: &Drawing) -> Node {
    view! {
        <svg
            class="k"
            viewBox=drawing.view_box()
            aria-hidden="true"
            inner_html=drawing.marks.clone()
        ></svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC L7: the words of the mock-ups.
    #[test]
    fn a_rope_is_read_as_its_numbers() {
        let spec =
            RopeSpec { own: Some(3), observed: Some(2), target: Some(3), ..RopeSpec::default() };
        assert_eq!(rope_words(Lang::En, &spec), "self 3, observer 2, target 3");
        let spec = RopeSpec { signed: Some(1), stale: true, due: true, ..RopeSpec::default() };
        assert_eq!(
            rope_words(Lang::Nl, &spec),
            "zelf nog geen niveau, nog niet gezien, afgetekend 1, 30 dagen niet gezien, binnenkort opnieuw bekijken"
        );
    }

    #[test]
    fn the_climb_is_read_rating_by_rating() {
        let seen = |day, level, voice| Seen { day, level, voice };
        let spec = ClimbSpec {
            levels: 4,
            seen: vec![seen(9, 2, Voice::Own), seen(4, 1, Voice::Own)],
            today: 10,
            today_word: String::new(),
            target: Some((3, 20, "30 Jun".into())),
            months: vec![],
        };
        let say = |_: Lang, day: i32| ["day ", &day.to_string()].concat();
        assert_eq!(
            climb_words(Lang::En, &spec, say),
            "Level over time. You: 1 on day 4, 2 on day 9. Target 3 by 30 Jun."
        );
    }
}
