//! Laid rope along any path: one short, slanted, round-capped stroke per strand.

use super::ink::{Point, step};

/// How tightly the strands lie, as a share of the rope's thickness.
pub(crate) const TIGHT: f64 = 0.67;
/// Rope that nobody has looked at for a while.
pub(crate) const LOOSE: f64 = 1.15;

/// The strands of a rope `thickness` thick along the polyline `points`, as path data.
pub(crate) fn strands(points: &[Point], thickness: f64, pitch: f64) -> String {
    let legs = legs(points);
    let total: f64 = legs.iter().map(|leg| leg.length).sum();
    let count = (total / (thickness * pitch)).round().max(1.0);
    let gap = total / count;
    (0..count as usize)
        .filter_map(|i| strand_at(&legs, (i as f64 + 0.5) * gap, thickness))
        .collect()
}

/// The stroke width that belongs to a rope of this thickness.
pub(crate) fn strand_width(thickness: f64) -> f64 {
    thickness * 0.44
}

/// One strand across the point (x, y) of a rope that runs along the unit vector (dx, dy).
pub(crate) fn strand((x, y): Point, (dx, dy): Point, thickness: f64) -> String {
    let (along, across) = (thickness * 0.2, thickness * 0.29);
    let (nx, ny) = (-dy, dx);
    let from = (x - dx * along + nx * across, y - dy * along + ny * across);
    let to = (x + dx * along - nx * across, y + dy * along - ny * across);
    [step("M", from), step("L", to)].concat()
}

struct Leg {
    from: Point,
    along: Point,
    length: f64,
}

fn legs(points: &[Point]) -> Vec<Leg> {
    let pairs = points.iter().zip(points.iter().skip(1));
    pairs
        .filter_map(|(&from, &to)| {
            let (x, y) = (to.0 - from.0, to.1 - from.1);
            let length = (x * x + y * y).sqrt();
            (length > 0.0).then(|| Leg { from, along: (x / length, y / length), length })
        })
        .collect()
}

fn strand_at(legs: &[Leg], mut distance: f64, thickness: f64) -> Option<String> {
    let last = legs.len().checked_sub(1)?;
    for (i, leg) in legs.iter().enumerate() {
        if distance <= leg.length || i == last {
            let (dx, dy) = leg.along;
            let at = (leg.from.0 + dx * distance, leg.from.1 + dy * distance);
            return Some(strand(at, leg.along, thickness));
        }
        distance -= leg.length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    // The rope of the home mock-up: from the start to an observer's 2 of 4.
    const HOME: &str = "M7.7 36.5L12.5 29.5M15.9 36.5L20.7 29.5M24 36.5L28.8 29.5M32.1 36.5L36.9 29.5M40.3 36.5L45.1 29.5M48.4 36.5L53.2 29.5M56.6 36.5L61.4 29.5M64.7 36.5L69.5 29.5M72.8 36.5L77.6 29.5M81 36.5L85.8 29.5M89.1 36.5L93.9 29.5M97.3 36.5L102.1 29.5M105.4 36.5L110.2 29.5M113.5 36.5L118.3 29.5";

    #[test]
    fn a_rope_is_one_slanted_stroke_per_strand() {
        assert_eq!(strands(&[(6.05, 33.0), (120.0, 33.0)], 12.0, TIGHT), HOME);
    }

    #[test]
    fn a_rope_follows_a_bend() {
        let d = strands(&[(0.0, 0.0), (20.0, 0.0), (20.0, -20.0)], 10.0, TIGHT);
        assert_eq!(d.matches('M').count(), 6);
        assert!(d.starts_with("M1.3 2.9L5.3 -2.9"));
        assert!(d.ends_with("M22.9 -14.7L17.1 -18.7"), "{d}");
    }

    #[test]
    fn no_path_is_no_rope() {
        assert_eq!(strands(&[(3.0, 3.0)], 10.0, TIGHT), "");
        assert_eq!(strands(&[], 10.0, TIGHT), "");
    }
}
