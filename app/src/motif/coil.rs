//! A coil of rope with a free end: the picture of a first day.

use super::ink::{Drawing, Ink, Point};
use super::strands::{TIGHT, strand_width, strands};

const CENTRE: Point = (109.0, 91.0);
const THICKNESS: f64 = 19.0;
/// Cosine and sine of one step's turn. All 180 steps make 3.2 turns; the tables of the general
/// functions would be downloaded for this drawing alone.
const TURN: Point = (0.993767919160596, 0.111468932206325);
const INNER: f64 = 8.0;
const OUTER: f64 = 75.0;
/// Where the free end leaves the coil, how it bends, and where it ends.
const LEAVES: [Point; 4] = [(109.0, 166.0), (185.0, 166.0), (240.0, 142.0), (303.0, 112.4)];

pub(crate) fn coil() -> Drawing {
    let mut ink = Ink::default();
    let path: Vec<Point> =
        (0..=180).map(on_the_coil).chain((1..=40).map(on_the_free_end)).collect();
    ink.stroke("k-laid", strand_width(THICKNESS), &strands(&path, THICKNESS, TIGHT));
    ink.path("k-whip", " stroke-width=\"6\"", "M313.6 118.6L305.3 100.4");
    ink.finish(326.0, 176.0)
}

/// Outwards, and downwards at the end.
fn on_the_coil(step: u32) -> Point {
    let part = f64::from(step) / 180.0;
    let radius = INNER + (OUTER - INNER) * part;
    let turned = |(x, y): Point, _| (x * TURN.0 - y * TURN.1, x * TURN.1 + y * TURN.0);
    let (x, y) = (step..180).fold((0.0, 1.0), turned);
    (CENTRE.0 + radius * x, CENTRE.1 + radius * y)
}

fn on_the_free_end(step: u32) -> Point {
    let t = f64::from(step) / 40.0;
    let [a, b, c, d] = LEAVES;
    let mix = |a: f64, b: f64, c: f64, d: f64| {
        let u = 1.0 - t;
        a * u * u * u + 3.0 * b * u * u * t + 3.0 * c * u * t * t + d * t * t * t
    };
    (mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_end_starts_where_the_coil_ends() {
        let (end, start) = (on_the_coil(180), on_the_free_end(0));
        assert!((end.0 - start.0).abs() < 0.1 && (end.1 - start.1).abs() < 0.1);
    }

    #[test]
    fn the_coil_stays_in_its_box() {
        for (x, y) in (0..=180).map(on_the_coil).chain((0..=40).map(on_the_free_end)) {
            assert!((8.0..=318.0).contains(&x) && (8.0..=168.0).contains(&y), "{x} {y}");
        }
    }
}
