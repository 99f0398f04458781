//! One competency as a rope: level n of N sits at (n - 0.5) / N of the width.
//!
//! Only what an observer saw or signed lays rope. A self-rating is a ring and never does.

use super::ink::{Drawing, Ink, Point, number, step};
use super::knot::{Seal, both, flag, ring, sealed, solid};
use super::strands::{LOOSE, TIGHT, strand_width, strands};

/// Small in a table, medium in a list, large on the competency's own page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Size {
    Small,
    #[default]
    Medium,
    Large,
}

/// What the rope says. Levels count from 1; one that the scale does not have is not drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RopeSpec {
    /// 2 to 6.
    pub(crate) levels: u8,
    /// What the worker says.
    pub(crate) own: Option<u8>,
    /// What an observer saw.
    pub(crate) observed: Option<u8>,
    pub(crate) signed: Option<u8>,
    pub(crate) target: Option<u8>,
    /// Not seen for 30 days.
    pub(crate) stale: bool,
    /// The sign-off has to be checked again soon.
    pub(crate) due: bool,
    pub(crate) size: Size,
    /// Another width than the size's own.
    pub(crate) width: Option<f64>,
}

impl Default for RopeSpec {
    fn default() -> Self {
        Self {
            levels: 4,
            own: None,
            observed: None,
            signed: None,
            target: None,
            stale: false,
            due: false,
            size: Size::Medium,
            width: None,
        }
    }
}

pub(crate) fn rope(spec: &RopeSpec) -> Drawing {
    let form = Form::of(spec);
    let mut ink = Ink::default();
    let laid = laid(spec);
    cord(&mut ink, &form, spec, laid);
    if let Some(level) = laid {
        lay(&mut ink, &form, spec, form.x(level));
    }
    for level in 1..=form.levels {
        if spec.target == Some(level) {
            pennant(&mut ink, &form, spec, level);
        }
        mark(&mut ink, &form, spec, level, laid);
    }
    ink.finish(form.width, form.height)
}

/// Up to where others confirmed it.
fn laid(spec: &RopeSpec) -> Option<u8> {
    spec.observed.max(spec.signed).filter(|level| *level <= spec.levels)
}

struct Form {
    levels: u8,
    is_small: bool,
    width: f64,
    height: f64,
    radius: f64,
    thickness: f64,
    flag: f64,
    /// Where the rope runs.
    y: f64,
}

impl Form {
    fn of(spec: &RopeSpec) -> Self {
        let (width, radius, thickness, flag, top): (f64, f64, f64, f64, f64) = match spec.size {
            Size::Small => (76.0, 6.0, 4.0, 8.0, 8.0),
            Size::Medium => (320.0, 11.0, 12.0, 17.0, 17.0),
            Size::Large => (344.0, 14.0, 16.0, 21.0, 22.0),
        };
        let is_small = spec.size == Size::Small;
        let (above, below): (f64, f64) = if is_small { (1.0, 1.0) } else { (1.45, 1.5) };
        let y = (top + radius * above).ceil();
        let height = (y + radius * below).ceil();
        let width = spec.width.unwrap_or(width);
        Self { levels: spec.levels, is_small, width, height, radius, thickness, flag, y }
    }

    fn x(&self, level: u8) -> f64 {
        (f64::from(level) - 0.5) / f64::from(self.levels) * self.width
    }

    fn at(&self, level: u8) -> Point {
        (self.x(level), self.y)
    }
}

fn cord(ink: &mut Ink, form: &Form, spec: &RopeSpec, laid: Option<u8>) {
    let class = if spec.stale { "k-cord k-stale" } else { "k-cord" };
    let from = (laid.map_or(1.5, |level| form.x(level)), form.y);
    ink.path(class, "", &[step("M", from), "H".into(), number(form.width - 1.5)].concat());
}

fn lay(ink: &mut Ink, form: &Form, spec: &RopeSpec, end: f64) {
    if form.is_small {
        let loose = if spec.stale {
            " stroke-width=\"3.4\" stroke-dasharray=\"4 3.2\""
        } else {
            " stroke-width=\"3.4\""
        };
        ink.path("k-laid", loose, &[step("M", (2.5, form.y)), "H".into(), number(end)].concat());
        return;
    }
    let (t, r) = (form.thickness, form.radius);
    let whip = [step("M", (r * 0.18, form.y - t * 0.48)), "V".into(), number(form.y + t * 0.48)];
    ink.stroke("k-whip", t * 0.32, &whip.concat());
    let pitch = if spec.stale { LOOSE } else { TIGHT };
    let d = strands(&[(r * 0.55, form.y), (end, form.y)], t, pitch);
    ink.stroke("k-laid", strand_width(t), &d);
}

fn pennant(ink: &mut Ink, form: &Form, spec: &RopeSpec, level: u8) {
    let r = form.radius;
    let lift = match (spec.signed == Some(level), form.is_small) {
        (true, true) => r * 0.9,
        (true, false) => r * 1.36,
        (false, _) if spec.own == Some(level) || spec.observed == Some(level) => r * 0.9,
        (false, true) => 2.0,
        (false, false) => r * 0.2,
    };
    flag(ink, form.at(level), form.flag + lift, form.flag);
}

/// Sealed beats agree beats solid beats ring.
fn mark(ink: &mut Ink, form: &Form, spec: &RopeSpec, level: u8, laid: Option<u8>) {
    let (at, r, here) = (form.at(level), form.radius, Some(level));
    match (spec.signed == here, spec.observed == here, spec.own == here) {
        (true, _, _) => sealed(ink, at, r, Seal::of(form.is_small, spec.due)),
        (false, true, true) => both(ink, at, r),
        (false, true, false) => solid(ink, at, r),
        (false, false, true) => ring(ink, at, r),
        (false, false, false) if here < laid => band(ink, form, at),
        (false, false, false) => {
            ink.circle("k-none", at, if form.is_small { 1.9 } else { r * 0.3 }, None);
        }
    }
}

/// A level already passed.
fn band(ink: &mut Ink, form: &Form, (x, y): Point) {
    if form.is_small {
        ink.stroke("k-pass", 2.4, &[step("M", (x, y - 3.2)), "v6.4".into()].concat());
        return;
    }
    let r = form.radius;
    let d = [step("M", (x, y - r * 0.62)), "v".into(), number(r * 1.24)].concat();
    ink.stroke("k-passgap", r, &d);
    ink.stroke("k-pass", r * 0.5, &d);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(own: u8, observed: u8, signed: u8, target: u8, size: Size) -> RopeSpec {
        let some = |level| (level > 0).then_some(level);
        RopeSpec {
            own: some(own),
            observed: some(observed),
            signed: some(signed),
            target: some(target),
            size,
            ..RopeSpec::default()
        }
    }

    // The two ropes of the home mock-up, whole.
    #[test]
    fn the_rope_of_the_home_screen_is_drawn_as_designed() {
        let small = rope(&said(3, 2, 0, 3, Size::Small));
        assert_eq!(small.view_box(), "0 0 76 20");
        assert_eq!(
            small.marks,
            r#"<path class="k-cord" d="M28.5 14H74.5"/><path class="k-laid" stroke-width="3.4" d="M2.5 14H28.5"/><path class="k-pass" stroke-width="2.4" d="M9.5 10.8v6.4"/><circle class="k-gap" cx="28.5" cy="14" r="6.2"/><circle class="k-obs" cx="28.5" cy="14" r="5"/><path class="k-pole" d="M47.5 14V0.6"/><path class="k-flag" d="M47.5 0.6l8 2.6 -8 2.6z"/><circle class="k-self" cx="47.5" cy="14" r="5.2" stroke-width="1.8"/><circle class="k-none" cx="66.5" cy="14" r="1.9"/>"#
        );
        let medium = rope(&said(3, 2, 0, 3, Size::Medium));
        assert_eq!(medium.view_box(), "0 0 320 50");
        assert_eq!(
            medium.marks,
            r#"<path class="k-cord" d="M120 33H318.5"/><path class="k-whip" stroke-width="3.8" d="M2 27.2V38.8"/><path class="k-laid" stroke-width="5.3" d="M7.7 36.5L12.5 29.5M15.9 36.5L20.7 29.5M24 36.5L28.8 29.5M32.1 36.5L36.9 29.5M40.3 36.5L45.1 29.5M48.4 36.5L53.2 29.5M56.6 36.5L61.4 29.5M64.7 36.5L69.5 29.5M72.8 36.5L77.6 29.5M81 36.5L85.8 29.5M89.1 36.5L93.9 29.5M97.3 36.5L102.1 29.5M105.4 36.5L110.2 29.5M113.5 36.5L118.3 29.5"/><path class="k-passgap" stroke-width="11" d="M40 26.2v13.6"/><path class="k-pass" stroke-width="5.5" d="M40 26.2v13.6"/><circle class="k-gap" cx="120" cy="33" r="11.4"/><circle class="k-obs" cx="120" cy="33" r="9.2"/><path class="k-pole" d="M200 33V6.1"/><path class="k-flag" d="M200 6.1l17 5.4 -17 5.4z"/><circle class="k-self" cx="200" cy="33" r="9.6" stroke-width="2.9"/><circle class="k-none" cx="280" cy="33" r="3.3"/>"#
        );
    }

    // "Wheel truing" at the top of the competency mock-up.
    #[test]
    fn a_sign_off_on_the_large_rope_is_sealed_and_the_target_flies() {
        let large = rope(&said(3, 2, 1, 3, Size::Large));
        assert_eq!(large.view_box(), "0 0 344 64");
        for mark in [
            r#"<path class="k-cord" d="M129 43H342.5"/>"#,
            r#"<path class="k-whip" stroke-width="5.1" d="M2.5 35.3V50.7"/>"#,
            r#"<circle class="k-ring" cx="43" cy="43" r="19" stroke-width="2.8"/>"#,
            r#"<path class="k-tick" stroke-width="3.5" d="M36.6 43.6l4.6 5 8.4 -9.7"/>"#,
            r#"<path class="k-flag" d="M215 9.4l21 6.7 -21 6.7z"/>"#,
            r#"<circle class="k-self" cx="215" cy="43" r="12.2" stroke-width="3.6"/>"#,
        ] {
            assert!(large.marks.contains(mark), "{mark}");
        }
    }

    // "Brakes" of the progress mock-up: agreed on 2, signed off at 1, a bare target.
    #[test]
    fn agreement_is_a_ring_with_a_solid_heart() {
        let marks = rope(&said(2, 2, 1, 3, Size::Medium)).marks;
        assert!(marks.contains(r#"<circle class="k-self" cx="120" cy="33" r="9.9" stroke-width="2.2"/><circle class="k-obs" cx="120" cy="33" r="5.3"/><path class="k-pole" d="M200 33V13.8"/>"#), "{marks}");
    }

    // SPEC L1
    #[test]
    fn a_self_rating_lays_no_rope() {
        let marks = rope(&said(4, 0, 0, 0, Size::Medium)).marks;
        assert!(marks.starts_with(r#"<path class="k-cord" d="M1.5 33H318.5"/>"#));
        assert!(!marks.contains("k-laid") && !marks.contains("k-pass"));
    }

    // SPEC L2
    #[test]
    fn scales_of_two_to_six_levels_spread_over_the_whole_width() {
        for levels in 2..=6_u8 {
            let spec = RopeSpec { levels, observed: Some(levels), ..RopeSpec::default() };
            let drawing = rope(&spec);
            let bands = drawing.marks.matches("k-passgap").count();
            assert_eq!(bands, usize::from(levels) - 1);
            let x = number((f64::from(levels) - 0.5) / f64::from(levels) * 320.0);
            assert!(drawing.marks.contains(&format!(r#"class="k-obs" cx="{x}""#)), "{levels}");
        }
    }

    #[test]
    fn a_level_the_scale_does_not_have_is_not_drawn() {
        let spec = RopeSpec { levels: 3, own: Some(5), observed: Some(6), ..RopeSpec::default() };
        let marks = rope(&spec).marks;
        assert!(!marks.contains("k-self") && !marks.contains("k-obs") && !marks.contains("k-laid"));
    }

    #[test]
    fn rope_nobody_looked_at_lies_loose() {
        let stale = |size| RopeSpec { stale: true, observed: Some(2), size, ..RopeSpec::default() };
        let tight = rope(&said(0, 2, 0, 0, Size::Medium)).marks;
        let loose = rope(&stale(Size::Medium)).marks;
        assert!(loose.contains("k-stale"));
        assert!(loose.matches('L').count() < tight.matches('L').count());
        assert!(rope(&stale(Size::Small)).marks.contains(r#"stroke-dasharray="4 3.2""#));
    }
}
