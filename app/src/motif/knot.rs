//! The four knots and the flag. What others saw is solid; what you say is a ring.

use super::ink::{Drawing, Ink, Point, number, step};

/// What a small knot in a list or a legend says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Knot {
    /// You say.
    Ring,
    /// They saw.
    Solid,
    /// You say the same as they saw.
    Both,
    /// Signed off.
    Sealed,
    /// A target.
    Flag,
}

/// A knot of its own, 24 px high, in the middle of a box `width` wide.
pub(crate) fn small_knot(knot: Knot, width: f64) -> Drawing {
    let (mut ink, at) = (Ink::default(), (width / 2.0, 12.0));
    match knot {
        Knot::Ring => ring(&mut ink, at, 9.0),
        Knot::Solid => solid(&mut ink, at, 9.0),
        Knot::Both => both(&mut ink, at, 9.0),
        Knot::Sealed => sealed(&mut ink, at, if width > 24.0 { 8.0 } else { 7.5 }, Seal::Ringed),
        Knot::Flag => {
            ink.path("k-pole", "", "M6 22V4");
            ink.path("k-flag", "", "M6 4l15 4.5-15 4.5z");
        }
    }
    ink.finish(width, 24.0)
}

pub(super) fn ring(ink: &mut Ink, at: Point, r: f64) {
    ink.circle("k-self", at, r - r * 0.13, Some((r * 0.26).max(1.8)));
}

pub(super) fn solid(ink: &mut Ink, at: Point, r: f64) {
    ink.circle("k-gap", at, r * 0.84 + (r * 0.2).max(1.2), None);
    ink.circle("k-obs", at, r * 0.84, None);
}

pub(super) fn both(ink: &mut Ink, at: Point, r: f64) {
    ink.circle("k-self", at, r - r * 0.1, Some((r * 0.2).max(1.5)));
    ink.circle("k-obs", at, r * 0.48, None);
}

/// How a sign-off is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    Ringed,
    /// Check again soon: the outer ring opens.
    RingedDue,
    /// Too small for a ring.
    Plain,
    PlainDue,
}

impl Seal {
    pub(super) fn of(is_small: bool, is_due: bool) -> Self {
        match (is_small, is_due) {
            (false, false) => Self::Ringed,
            (false, true) => Self::RingedDue,
            (true, false) => Self::Plain,
            (true, true) => Self::PlainDue,
        }
    }
}

pub(super) fn sealed(ink: &mut Ink, at: Point, r: f64, seal: Seal) {
    let class = match seal {
        Seal::PlainDue => {
            ink.circle("k-ring k-due-s", at, r * 0.85, Some(1.9));
            ink.stroke("k-tick k-tick-due", 1.7, &tick(at, r));
            return;
        }
        Seal::Plain => None,
        Seal::Ringed => Some("k-ring"),
        Seal::RingedDue => Some("k-ring k-due"),
    };
    if let Some(class) = class {
        ink.circle(class, at, r * 1.36, Some(r * 0.2));
    }
    ink.circle("k-seal", at, r, None);
    ink.stroke("k-tick", (r * 0.25).max(1.7), &tick(at, r));
}

fn tick((x, y): Point, r: f64) -> String {
    let k = r * 0.46;
    let (down, up) = ((k * 0.72, k * 0.78), (k * 1.3, -k * 1.5));
    [step("M", (x - k, y + r * 0.04)), step("l", down), step(" ", up)].concat()
}

/// A pennant on a pole that starts behind the knot; `height` is its full height above the rope.
pub(super) fn flag(ink: &mut Ink, (x, y): Point, height: f64, size: f64) {
    let top = y - height;
    ink.path("k-pole", "", &[step("M", (x, y)), "V".into(), number(top)].concat());
    let (out, back) = ((size, size * 0.32), (-size, size * 0.32));
    ink.path(
        "k-flag",
        "",
        &[step("M", (x, top)), step("l", out), step(" ", back), "z".into()].concat(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    // As the legend of the progress mock-up draws them.
    #[test]
    fn small_knots_are_those_of_the_legend() {
        let marks = |knot| small_knot(knot, 24.0).marks;
        assert_eq!(
            marks(Knot::Ring),
            r#"<circle class="k-self" cx="12" cy="12" r="7.8" stroke-width="2.3"/>"#
        );
        assert_eq!(
            marks(Knot::Solid),
            r#"<circle class="k-gap" cx="12" cy="12" r="9.4"/><circle class="k-obs" cx="12" cy="12" r="7.6"/>"#
        );
        assert_eq!(
            marks(Knot::Sealed),
            r#"<circle class="k-ring" cx="12" cy="12" r="10.2" stroke-width="1.5"/><circle class="k-seal" cx="12" cy="12" r="7.5"/><path class="k-tick" stroke-width="1.9" d="M8.6 12.3l2.5 2.7 4.5 -5.2"/>"#
        );
    }

    #[test]
    fn knots_on_a_cord_have_room_beside_them() {
        assert_eq!(
            small_knot(Knot::Both, 32.0).marks,
            r#"<circle class="k-self" cx="16" cy="12" r="8.1" stroke-width="1.8"/><circle class="k-obs" cx="16" cy="12" r="4.3"/>"#
        );
    }
}
