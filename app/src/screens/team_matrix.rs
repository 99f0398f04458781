//! The matrix of people and skills as the markup of one table. Thousands of elements of our own would
//! each be made and held by themselves; text is read by the browser in one go.

use client::view::{Cell, Matrix, MatrixRow};
use domain::Day;

use crate::messages::{self as m, Lang};
use crate::motif::draw::rope_markup;
use crate::motif::{RopeSpec, Size, escape};
use crate::router::Route;

use super::say;

const RENEW: &str = "<svg class=\"ic\" aria-hidden=\"true\"><use href=\"#i-renew\"/></svg>";

/// Head and body of the table.
pub(super) fn markup(lang: Lang, matrix: &Matrix, today: Day) -> String {
    let mut out = String::from("<thead><tr><th scope=\"col\">");
    put(&mut out, &["<span class=\"vh\">", m::team_name(lang), "</span></th>"]);
    for (_, name) in &matrix.skills {
        put(&mut out, &["<th scope=\"col\">", &escape(name), "</th>"]);
    }
    out.push_str("</tr></thead><tbody>");
    for row in &matrix.rows {
        put_row(&mut out, lang, matrix, row, today);
    }
    out.push_str("</tbody>");
    out
}

fn put_row(out: &mut String, lang: Lang, matrix: &Matrix, row: &MatrixRow, today: Day) {
    let (href, name) = (Route::Person(row.person.clone()).path(), escape(&row.name));
    put(out, &["<tr><th scope=\"row\"><a href=\"", &escape(&href), "\">", &name]);
    put(out, &[&last_seen(lang, row, today), "</a></th>"]);
    for ((skill, skill_name), cell) in matrix.skills.iter().zip(&row.cells) {
        let Some(cell) = cell else {
            out.push_str("<td><span class=\"na\">–</span></td>");
            continue;
        };
        let href = Route::PersonSkill(row.person.clone(), skill.clone()).path();
        let spec = spec(cell, row.is_unseen);
        let label = [row.name.as_str(), skill_name].join(", ");
        put(out, &["<td><a href=\"", &escape(&href), "\">"]);
        out.push_str(&rope_markup(lang, &spec, &label, &spoken(lang, cell, today)));
        put(out, &[&age(lang, cell, today), "</a></td>"]);
    }
    out.push_str("</tr>");
}

/// "seen today", or for how long not, with a sign before it.
fn last_seen(lang: Lang, row: &MatrixRow, today: Day) -> String {
    let words = match row.last {
        Some(day) if row.is_unseen => m::team_days(lang, days(day, today)),
        Some(day) => m::team_seen(lang, &m::relative_day(lang, day, today)),
        None => m::team_never(lang).to_owned(),
    };
    let (class, sign) = match row.is_unseen {
        true => ("late", "<svg class=\"ic\" aria-hidden=\"true\"><use href=\"#i-eye-off\"/></svg>"),
        false => ("meta", ""),
    };
    ["<small class=\"", class, "\">", sign, &escape(&words), "</small>"].concat()
}

fn spec(cell: &Cell, is_unseen: bool) -> RopeSpec {
    RopeSpec {
        levels: cell.levels,
        own: cell.own,
        observed: cell.seen,
        signed: cell.signed,
        due: cell.is_due,
        target: cell.target,
        stale: is_unseen,
        size: Size::Small,
        ..RopeSpec::default()
    }
}

/// "14 d · 4×", or that a sign-off has ended.
fn age(lang: Lang, cell: &Cell, today: Day) -> String {
    if cell.ended.is_some() {
        return [
            "<small class=\"late\" aria-hidden=\"true\">",
            RENEW,
            m::team_over(lang),
            "</small>",
        ]
        .concat();
    }
    let Some(day) = cell.day else { return String::new() };
    let words = m::team_age(lang, cell.count, days(day, today));
    ["<small aria-hidden=\"true\">", &escape(&words), "</small>"].concat()
}

/// The same, read aloud.
fn spoken(lang: Lang, cell: &Cell, today: Day) -> String {
    let Some(day) = cell.day else { return String::new() };
    let when = m::relative_day(lang, day, today);
    let ended = cell.ended.map(|day| m::team_ended(lang, &m::day_with_year(lang, day)));
    let parts = [Some(when), Some(m::team_times(lang, cell.count)), ended];
    parts.iter().flatten().flat_map(|part| [", ", part]).collect()
}

fn days(day: Day, today: Day) -> u32 {
    say::count(usize::try_from(today.0.saturating_sub(day.0)).unwrap_or_default())
}

fn put(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
}

#[cfg(test)]
mod tests {
    use domain::{CompetencyId, PersonId};

    use super::*;

    fn drawn(name: &str, cell: Option<Cell>) -> String {
        let row = MatrixRow {
            person: PersonId::new("p1").unwrap(),
            name: name.into(),
            last: Some(Day(100)),
            is_unseen: false,
            cells: vec![cell],
        };
        let skill = (CompetencyId::new("C 2/\"").unwrap(), "Wheels & \"co\"".to_owned());
        markup(Lang::En, &Matrix { skills: vec![skill], rows: vec![row] }, Day(114))
    }

    fn cell() -> Cell {
        let (own, seen) = (Some(3), Some(2));
        let (signed, target, ended) = (None, None, None);
        let day = Some(Day(100));
        Cell { levels: 4, own, seen, signed, is_due: false, ended, target, day, count: 4 }
    }

    // SPEC V17
    #[test]
    fn a_cell_says_in_words_what_it_shows_with_its_age_and_count() {
        let table = drawn("Iris", Some(cell()));
        for part in [
            "<th scope=\"col\">Wheels &amp; &quot;co&quot;</th>",
            "<th scope=\"row\"><a href=\"/person/p1\">Iris",
            "<a href=\"/person/p1/skill/C%202%2F%22\">",
            "aria-label=\"Iris, Wheels &amp; &quot;co&quot;: self 3, observer 2, 11 Apr, 4 times\"",
            ">14 d · 4×</small>",
            "class=\"k-obs\"",
        ] {
            assert!(table.contains(part), "{part} in {table}");
        }
        assert!(drawn("Iris", None).contains("<td><span class=\"na\">–</span></td>"));
    }

    // SPEC V22
    #[test]
    fn a_sign_off_that_ended_is_said_and_not_drawn_and_one_that_ends_soon_is() {
        let ended = drawn("Iris", Some(Cell { ended: Some(Day(99)), ..cell() }));
        assert!(ended.contains("4 times, sign-off ended 10 April 1970\""), "{ended}");
        assert!(ended.contains("</svg>ended</small>") && !ended.contains("signed off"), "{ended}");
        let due = drawn("Iris", Some(Cell { signed: Some(2), is_due: true, ..cell() }));
        assert!(due.contains("signed off 2") && due.contains("check again soon"), "{due}");
    }

    // SPEC V17
    #[test]
    fn a_name_cannot_break_out_of_the_table() {
        let table = drawn("</th><script>\"x'", Some(cell()));
        assert!(!table.contains("<script>") && table.contains("&lt;script&gt;&quot;x"));
    }
}
