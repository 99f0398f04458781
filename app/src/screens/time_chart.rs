//! Work over time as strands, with the same numbers behind it.

use client::view::Bar;
use domain::Day;
use leptos::prelude::*;
use view::view;

use crate::components::disclosure::{Numbers, NumbersBehind};
use crate::messages::{self as m, Lang, lang};
use crate::motif::draw::StrandChart;
use crate::motif::{Column, per_strand};

const TASK_STEPS: [u32; 5] = [1, 2, 5, 10, 20];
const MINUTE_STEPS: [u32; 7] = [15, 30, 60, 120, 240, 300, 600];
/// So many strands are drawn at their full size.
const FULL_STRANDS: u32 = 19;
/// More columns than this have a name below every second one only.
const ALL_NAMED: usize = 8;

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Weeks,
    Months,
}

/// What the strands count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    Tasks,
    Time,
}

#[component]
pub(super) fn TimeChart(bars: Vec<Bar>, span: Span, count: Count) -> impl IntoView {
    let lang = lang();
    let columns = columns(lang, &bars, span, count);
    let steps: &[u32] = match count {
        Count::Tasks => &TASK_STEPS,
        Count::Time => &MINUTE_STEPS,
    };
    let most = columns.iter().map(|column| column.amount).max().unwrap_or(0);
    let fits = |per: &u32| most.div_ceil(*per) <= FULL_STRANDS;
    let per = steps.iter().copied().find(fits).unwrap_or_else(|| per_strand(&columns, steps));
    let title = chart_title(lang, span, count);
    view! {
        <StrandChart columns per title />
        <p class="meta strand-key">{strand_words(lang, per, count)}</p>
        <NumbersBehind numbers=numbers(lang, &bars, span, title) />
    }
}

pub(super) fn chart_title(lang: Lang, span: Span, count: Count) -> &'static str {
    match (span, count) {
        (Span::Weeks, Count::Tasks) => m::progress_tasks_weeks(lang),
        (Span::Weeks, Count::Time) => m::progress_time_weeks(lang),
        (Span::Months, Count::Tasks) => m::progress_tasks_months(lang),
        (Span::Months, Count::Time) => m::progress_time_months(lang),
    }
}

fn strand_words(lang: Lang, per: u32, count: Count) -> String {
    match (count, per) {
        (Count::Tasks, 1) => m::progress_strand_task(lang).to_owned(),
        (Count::Tasks, per) => m::progress_strand_tasks(lang, per),
        (Count::Time, per) => m::progress_strand_time(lang, &m::duration(lang, per)),
    }
}

fn columns(lang: Lang, bars: &[Bar], span: Span, count: Count) -> Vec<Column> {
    let last = bars.len().saturating_sub(1);
    let skips = bars.len() > ALL_NAMED;
    let column = |(i, bar): (usize, &Bar)| {
        let is_named = !skips || (last - i).is_multiple_of(2);
        let (amount, value) = match count {
            Count::Tasks => (bar.tasks, m::number(lang, bar.tasks)),
            Count::Time => (bar.minutes, hours(bar.minutes)),
        };
        let value = if amount == 0 && skips { String::new() } else { value };
        let label = if is_named { label(lang, bar.from, span, i == 0) } else { String::new() };
        Column { label, value, amount, is_now: i == last }
    };
    bars.iter().enumerate().map(column).collect()
}

/// Whole hours fit above a column; the table has the minutes.
fn hours(minutes: u32) -> String {
    match minutes {
        0 => "0".into(),
        1..=59 => "<1".into(),
        _ => ((minutes + 30) / 60).to_string(),
    }
}

fn label(lang: Lang, from: Day, span: Span, is_first: bool) -> String {
    match span {
        Span::Weeks if is_first => m::week_short(lang, u32::from(from.week().number)),
        Span::Weeks => from.week().number.to_string(),
        Span::Months => m::month_short(lang, from).to_owned(),
    }
}

fn numbers(lang: Lang, bars: &[Bar], span: Span, caption: &str) -> Numbers {
    let name = |bar: &Bar| match span {
        Span::Weeks => {
            m::week_from(lang, &m::day_month(lang, bar.from), u32::from(bar.from.week().number))
        }
        Span::Months => m::month_year(lang, bar.from),
    };
    let first = match span {
        Span::Weeks => m::table_week(lang),
        Span::Months => m::table_month(lang),
    };
    let row =
        |bar: &Bar| vec![name(bar), m::number(lang, bar.tasks), m::duration(lang, bar.minutes)];
    let total = vec![
        m::table_total(lang).to_owned(),
        m::number(lang, bars.iter().map(|bar| bar.tasks).sum()),
        m::duration(lang, bars.iter().map(|bar| bar.minutes).sum()),
    ];
    Numbers {
        caption: caption.to_owned(),
        heads: vec![first, m::table_tasks(lang), m::table_time(lang)],
        rows: bars.iter().rev().map(row).chain([total]).collect(),
    }
}

/// The last eight weeks beside a task's name: one strand each, so many as fit. The row says the rest.
#[component]
pub(super) fn WeekMarks(weekly: Vec<u32>) -> impl IntoView {
    let most = weekly.iter().copied().max().unwrap_or(0).clamp(1, 6);
    let mut d = String::new();
    for (i, tasks) in weekly.iter().enumerate() {
        for n in 0..(*tasks).min(most) {
            d.push_str(&format!("M{} {}l7 -4", 3 + 12 * i, 30 - 5 * n));
        }
    }
    let width = 12 * weekly.len() + 2;
    view! {
        <svg class="week-marks" viewBox=format!("0 0 {width} 34") aria-hidden="true">
            <path class="axis" d=format!("M0 33H{width}") />
            <path class="k-laid" stroke-width="3.4" d=d />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(count: i32) -> Vec<Bar> {
        let bar = |i| Bar { from: Day(20_000 + 31 * i), tasks: 3, minutes: 90 };
        (0..count).map(bar).collect()
    }

    #[test]
    fn a_year_names_every_second_month_and_always_this_one() {
        let columns = columns(Lang::En, &bars(12), Span::Months, Count::Time);
        assert_eq!(columns.iter().filter(|c| !c.label.is_empty()).count(), 6);
        assert!(columns[11].is_now && !columns[11].label.is_empty());
        assert_eq!(columns[0].value, "2");
    }

    #[test]
    fn the_table_has_what_the_drawing_rounds_away() {
        let numbers = numbers(Lang::En, &bars(8), Span::Weeks, "x");
        assert_eq!(numbers.rows.len(), 9);
        assert_eq!(numbers.rows[8][1..], ["24", "12\u{a0}h"]);
        assert_eq!(hours(20), "<1");
    }
}
