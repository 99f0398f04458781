//! Level over time: x is time, y is level, and every rise happens at the knot that caused it.
//!
//! What observers saw is rope that climbs from knot to knot and never falls; what the worker says is
//! a dashed line from ring to ring.

use super::ink::{Drawing, Ink, Point, number, step};
use super::knot::{Seal, both, ring, sealed, solid};
use super::strands::{TIGHT, strand_width, strands};
use domain::InOrder;

const WIDTH: f64 = 358.0;
const HEIGHT: f64 = 262.0;
const LEFT: f64 = 24.0;
const START: f64 = 29.0;
const FLOOR: f64 = 228.0;
const CEILING: f64 = 34.0;
const KNOT: f64 = 9.5;
const THICKNESS: f64 = 12.5;

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Voice {
    Own,
    Observed,
    Signed,
}

/// One rating. Days count from any fixed day; the whole chart uses the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) day: i32,
    pub(crate) level: u8,
    pub(crate) voice: Voice,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClimbSpec {
    /// 2 to 6.
    pub(crate) levels: u8,
    /// In any order.
    pub(crate) seen: Vec<Seen>,
    pub(crate) today: i32,
    /// "today", in the reader's language.
    pub(crate) today_word: String,
    /// The level to reach, by when, and how to write that day.
    pub(crate) target: Option<(u8, i32, String)>,
    /// The first day of each month in sight, with its short name.
    pub(crate) months: Vec<(i32, String)>,
}

impl ClimbSpec {
    /// The first and the last day the chart shows, so that the caller can name the months.
    pub(crate) fn days(seen: &[Seen], today: i32, target: Option<i32>) -> (i32, i32) {
        let first = seen.iter().map(|seen| seen.day).min().unwrap_or(today).min(today);
        let last = target.unwrap_or(today).max(today);
        let span = last.saturating_sub(first).max(28);
        (first.saturating_sub(span / 12), last)
    }
}

pub(crate) fn climb(spec: &ClimbSpec) -> Drawing {
    let mut ink = Ink::default();
    let form = Form::of(spec);
    let mut seen = spec.seen.clone();
    seen.retain(|seen| (1..=spec.levels).contains(&seen.level));
    seen.order_by_key(|seen| (seen.day, seen.voice));
    grid(&mut ink, &form, spec);
    observed_rope(&mut ink, &form, &seen, spec.today);
    own_line(&mut ink, &form, &seen, spec.today);
    target(&mut ink, &form, spec);
    knots(&mut ink, &form, &seen);
    ink.finish(WIDTH, HEIGHT)
}

struct Form {
    levels: u8,
    first: i32,
    per_day: f64,
}

impl Form {
    fn of(spec: &ClimbSpec) -> Self {
        let target = spec.target.as_ref().map(|(_, day, _)| *day);
        let (first, last) = ClimbSpec::days(&spec.seen, spec.today, target);
        let right = if last > spec.today { 321.7 } else { 330.0 };
        let days = f64::from(last.saturating_sub(first).max(1));
        Self { levels: spec.levels.max(1), first, per_day: (right - START) / days }
    }

    fn x(&self, day: i32) -> f64 {
        START + f64::from(day.saturating_sub(self.first)) * self.per_day
    }

    fn y(&self, level: u8) -> f64 {
        FLOOR - (FLOOR - CEILING) / f64::from(self.levels) * f64::from(level)
    }
}

fn grid(ink: &mut Ink, form: &Form, spec: &ClimbSpec) {
    for level in 1..=form.levels {
        let y = form.y(level);
        ink.path("rule", "", &[step("M", (LEFT, y)), "H358".into()].concat());
        ink.words("t-l", (2.0, y + 5.0), false, &level.to_string());
    }
    ink.path("axis", "", "M24 228H358");
    let mut free_from = 0.0;
    for (day, name) in &spec.months {
        let x = form.x(*day);
        if !(LEFT..=WIDTH).contains(&x) {
            continue;
        }
        // Names that would touch the one before are left out, the tick stays.
        if x >= free_from && x <= WIDTH - 26.0 {
            ink.words("", (x, 250.0), false, name);
            free_from = x + 38.0;
        }
        ink.path("axis", "", &[step("M", (x, FLOOR)), "v5".into()].concat());
    }
    let x = form.x(spec.today);
    let down = [step("M", (x, 20.0)), "V228".into()].concat();
    ink.path("k-cord", " stroke-dasharray=\"2 4\"", &down);
    ink.words("t-b", (x, 14.0), true, &spec.today_word);
}

fn observed_rope(ink: &mut Ink, form: &Form, seen: &[Seen], today: i32) {
    let foot = FLOOR - 7.0;
    let mut at: Point = (START + 3.0, foot);
    let mut d = String::new();
    for knot in seen.iter().filter(|seen| seen.voice != Voice::Own) {
        let rise: Point = (form.x(knot.day), form.y(knot.level));
        if rise.1 < at.1 {
            d.push_str(&strands(&rounded(&[at, (rise.0, at.1), rise]), THICKNESS, TIGHT));
            at = rise;
        }
    }
    if d.is_empty() {
        return;
    }
    let end = form.x(today);
    if end - at.0 > THICKNESS {
        d.push_str(&strands(&[at, (end, at.1)], THICKNESS, TIGHT));
    }
    ink.path("k-whip", " stroke-width=\"4\"", "M29 214v14");
    ink.stroke("k-laid", strand_width(THICKNESS), &d);
}

/// Rounds the one corner, as rope does.
fn rounded(points: &[Point; 3]) -> Vec<Point> {
    let [a, corner, b] = *points;
    let towards = |from: Point, to: Point| {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = (x * x + y * y).sqrt().max(0.001);
        let reach = 10_f64.min(length / 2.0) / length;
        (from.0 + x * reach, from.1 + y * reach)
    };
    let (p, q) = (towards(corner, a), towards(corner, b));
    let bend = (0..=6).map(|i| {
        let t = f64::from(i) / 6.0;
        let mix = |p: f64, c: f64, q: f64| {
            p * (1.0 - t) * (1.0 - t) + 2.0 * c * t * (1.0 - t) + q * t * t
        };
        (mix(p.0, corner.0, q.0), mix(p.1, corner.1, q.1))
    });
    std::iter::once(a).chain(bend).chain(std::iter::once(b)).collect()
}

fn own_line(ink: &mut Ink, form: &Form, seen: &[Seen], today: i32) {
    let mut d = String::new();
    for ring in seen.iter().filter(|seen| seen.voice == Voice::Own) {
        let (x, y) = (form.x(ring.day), form.y(ring.level));
        if d.is_empty() {
            d.push_str(&step("M", (x, y)));
        } else {
            d.push_str(&["H", &number(x), "V", &number(y)].concat());
        }
    }
    if !d.is_empty() {
        d.push_str(&["H", &number(form.x(today))].concat());
        ink.path("k-cord", " stroke-dasharray=\"5 4\"", &d);
    }
}

fn target(ink: &mut Ink, form: &Form, spec: &ClimbSpec) {
    let Some((level, day, by)) = &spec.target else { return };
    let (x, y) = (form.x((*day).max(spec.today)), form.y(*level));
    ink.circle("k-none", (x, y), 3.0, None);
    ink.path("k-pole", "", &[step("M", (x, y)), "v-26".into()].concat());
    ink.path("k-flag", "", &[step("M", (x, y - 26.0)), "l19 6-19 6z".into()].concat());
    ink.words("t-b", (x.min(WIDTH - 30.0), y + 20.0), true, by);
}

/// Rings last, so that what the worker says is never hidden; the same day and level is one knot.
fn knots(ink: &mut Ink, form: &Form, seen: &[Seen]) {
    let same = |a: &Seen, b: &Seen| a.day == b.day && a.level == b.level;
    let has = |knot: &Seen, voice: Voice| seen.iter().any(|s| same(s, knot) && s.voice == voice);
    for voice in [Voice::Observed, Voice::Signed, Voice::Own] {
        for knot in seen.iter().filter(|seen| seen.voice == voice) {
            let at = (form.x(knot.day), form.y(knot.level));
            let is_observed = has(knot, Voice::Observed);
            match voice {
                Voice::Signed => sealed(ink, at, KNOT, Seal::Ringed),
                Voice::Observed if has(knot, Voice::Signed) => {}
                Voice::Observed if has(knot, Voice::Own) => both(ink, at, KNOT),
                Voice::Observed => solid(ink, at, KNOT),
                Voice::Own if is_observed || has(knot, Voice::Signed) => {}
                Voice::Own => ring(ink, at, KNOT),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(day: i32, level: u8, voice: Voice) -> Seen {
        Seen { day, level, voice }
    }

    fn spec(seen: Vec<Seen>) -> ClimbSpec {
        ClimbSpec {
            levels: 4,
            seen,
            today: 133,
            today_word: "today".into(),
            target: None,
            months: vec![(0, "Jan".into()), (31, "Feb".into())],
        }
    }

    // The levels of the competency mock-up.
    #[test]
    fn four_levels_stand_where_the_design_has_them() {
        let marks = climb(&spec(vec![])).marks;
        for mark in [
            r#"<path class="rule" d="M24 179.5H358"/><text class="t-l" x="2" y="184.5">1</text>"#,
            r#"<path class="rule" d="M24 82.5H358"/><text class="t-l" x="2" y="87.5">3</text>"#,
            r#"<path class="rule" d="M24 34H358"/><text class="t-l" x="2" y="39">4</text>"#,
        ] {
            assert!(marks.contains(mark), "{mark}");
        }
    }

    // SPEC L1
    #[test]
    fn what_you_say_is_a_dashed_line_from_ring_to_ring_and_never_rope() {
        let own = [(31, 1), (82, 2), (120, 3)].map(|(day, level)| seen(day, level, Voice::Own));
        let marks = climb(&spec(own.to_vec())).marks;
        assert!(!marks.contains("k-laid") && !marks.contains("k-whip"));
        assert_eq!(marks.matches(r#"class="k-self""#).count(), 3);
        assert!(marks.contains(r#"r="8.3" stroke-width="2.5""#));
        let line = marks.split("5 4\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(line.matches('V').count(), 2);
        assert!(line.ends_with(&format!("H{}", number(Form::of(&spec(own.to_vec())).x(133)))));
    }

    #[test]
    fn the_rope_climbs_at_the_knot_that_caused_it_and_never_falls() {
        let marks = climb(&spec(vec![
            seen(90, 1, Voice::Observed),
            seen(20, 1, Voice::Observed),
            seen(60, 3, Voice::Observed),
            seen(70, 3, Voice::Signed),
        ]))
        .marks;
        assert!(marks.contains("k-laid") && marks.contains("k-seal"));
        assert_eq!(marks.matches(r#"class="k-obs""#).count(), 3);
        let top = Form { levels: 4, first: 0, per_day: 1.0 }.y(3);
        let rope = marks.split("stroke-width=\"5.5\" d=\"").nth(1).unwrap();
        let rope = rope.split('"').next().unwrap();
        let last_y: f64 = rope.rsplit(' ').next().unwrap().parse().unwrap();
        assert!((last_y - top).abs() < 6.0, "{last_y}");
    }

    #[test]
    fn agreeing_on_one_day_is_one_knot() {
        let marks = climb(&spec(vec![seen(50, 2, Voice::Own), seen(50, 2, Voice::Observed)])).marks;
        assert_eq!(marks.matches(r#"class="k-self""#).count(), 1);
        assert_eq!(marks.matches(r#"class="k-obs""#).count(), 1);
    }

    #[test]
    fn everything_stays_in_the_box_for_a_day_and_for_ten_years() {
        for (first, today, by) in [(133, 133, None), (0, 3650, None), (100, 133, Some(180))] {
            let mut spec = spec(vec![seen(first, 1, Voice::Own)]);
            spec.today = today;
            spec.target = by.map(|day| (3, day, "30 Jun".into()));
            let form = Form::of(&spec);
            for day in [first, today, by.unwrap_or(today)] {
                let x = form.x(day);
                assert!((START..=WIDTH - 24.0).contains(&x), "{day} at {x}");
            }
        }
    }
}
