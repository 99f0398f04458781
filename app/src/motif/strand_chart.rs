//! Work over time: a column of strands per week or month, one strand = one task, or so many minutes.

use super::ink::{Drawing, Ink, step};

const WIDTH: f64 = 358.0;
const FLOOR: f64 = 134.0;
/// The room for strands below the numbers.
const ROOM: f64 = 98.8;
const PITCH: f64 = 5.2;
const STROKE: f64 = 3.6;
/// A column of more strands than this is counted in larger steps.
const MOST_STRANDS: u32 = 40;

/// One week or month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Below the axis: "wk 13", "May".
    pub(crate) label: String,
    /// Above the strands: "14", "6 h".
    pub(crate) value: String,
    /// What the strands count: tasks or minutes.
    pub(crate) amount: u32,
    /// Drawn bold: the week we are in.
    pub(crate) is_now: bool,
}

/// How much one strand stands for, so that the caption can say it. `steps` rise, the last one is
/// taken when nothing fits: `[1, 2, 5, 10]` tasks, `[10, 30, 60, 120]` minutes.
pub(crate) fn per_strand(columns: &[Column], steps: &[u32]) -> u32 {
    let most = columns.iter().map(|column| column.amount).max().unwrap_or(0);
    let fits = |step: &&u32| strand_count(most, **step) <= MOST_STRANDS;
    steps.iter().find(fits).or(steps.last()).copied().unwrap_or(1).max(1)
}

/// `per`: from [`per_strand`].
pub(crate) fn strand_chart(columns: &[Column], per: u32) -> Drawing {
    let mut ink = Ink::default();
    ink.path("axis", "", "M0 134H358");
    let most = columns.iter().map(|column| strand_count(column.amount, per)).max().unwrap_or(0);
    let pitch = PITCH.min(ROOM / f64::from(most.max(1)));
    let room = WIDTH / columns.len().max(1) as f64;
    for (i, column) in columns.iter().enumerate() {
        let x = (i as f64 + 0.5) * room;
        let strands = strand_count(column.amount, per);
        let d: String = (0..strands).map(|n| strand(x, room.min(44.0) * 0.205, pitch, n)).collect();
        if strands > 0 {
            ink.stroke("k-laid", STROKE * pitch / PITCH, &d);
        }
        let top = if strands > 0 { top(pitch, strands) } else { FLOOR };
        ink.words("t-l", (x, top - 8.6), true, &column.value);
        ink.words(if column.is_now { "t-b" } else { "" }, (x, 155.0), true, &column.label);
    }
    ink.finish(WIDTH, 164.0)
}

/// Something is never drawn as nothing.
fn strand_count(amount: u32, per: u32) -> u32 {
    let rounded = amount.saturating_add(per / 2) / per;
    rounded.max(u32::from(amount > 0))
}

fn strand(x: f64, half: f64, pitch: f64, n: u32) -> String {
    let y = FLOOR - 5.0 * pitch / PITCH - pitch * f64::from(n);
    [step("M", (x - half, y + pitch / 2.0)), step("L", (x + half, y - pitch / 2.0))].concat()
}

fn top(pitch: f64, strands: u32) -> f64 {
    FLOOR - 5.0 * pitch / PITCH - pitch * (f64::from(strands) - 1.0) - pitch / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEKS: [u32; 8] = [6, 9, 8, 13, 11, 16, 18, 14];

    fn columns(amounts: &[u32]) -> Vec<Column> {
        let column = |(i, amount): (usize, &u32)| Column {
            label: format!("{}", 13 + i),
            value: amount.to_string(),
            amount: *amount,
            is_now: i + 1 == amounts.len(),
        };
        amounts.iter().enumerate().map(column).collect()
    }

    // The chart of the progress mock-up.
    #[test]
    fn one_strand_is_one_task() {
        let marks = strand_chart(&columns(&WEEKS), 1).marks;
        assert!(marks.starts_with(
            r#"<path class="axis" d="M0 134H358"/><path class="k-laid" stroke-width="3.6" d="M13.4 131.6L31.4 126.4M13.4 126.4L31.4 121.2M13.4 121.2L31.4 116M13.4 116L31.4 110.8M13.4 110.8L31.4 105.6M13.4 105.6L31.4 100.4"/><text class="t-l" x="22.4" y="91.8" text-anchor="middle">6</text>"#
        ), "{marks}");
        assert!(
            marks
                .contains(r#"<text class="t-l" x="290.9" y="29.4" text-anchor="middle">18</text>"#)
        );
        assert!(
            marks.contains(r#"<text class="t-b" x="335.6" y="155" text-anchor="middle">20</text>"#)
        );
        assert_eq!(marks.matches('L').count() as u32, WEEKS.iter().sum::<u32>());
    }

    // SPEC L4
    #[test]
    fn a_strand_stands_for_more_only_when_columns_would_get_too_tall() {
        assert_eq!(per_strand(&columns(&WEEKS), &[1, 2, 5]), 1);
        assert_eq!(per_strand(&columns(&[41]), &[1, 2, 5]), 2);
        assert_eq!(per_strand(&columns(&[9_000]), &[1, 2, 5]), 5);
        assert_eq!(per_strand(&columns(&[1_900, 30]), &[10, 30, 60, 120]), 60);
        assert_eq!(per_strand(&[], &[1, 2]), 1);
    }

    #[test]
    fn tall_columns_stay_below_their_numbers_and_inside_the_box() {
        for most in [19, 25, 40, 90] {
            let marks = strand_chart(&columns(&[most, 1, 0]), 1).marks;
            let y =
                marks.split("class=\"t-l\"").nth(1).and_then(|t| t.split("y=\"").nth(1)).unwrap();
            let y: f64 = y.split('"').next().unwrap().parse().unwrap();
            assert!(y > 16.0, "{most}: {y}");
        }
    }

    #[test]
    fn little_work_is_not_drawn_as_none() {
        assert_eq!(strand_count(0, 30), 0);
        assert_eq!(strand_count(5, 30), 1);
        assert_eq!(strand_count(44, 30), 1);
        assert_eq!(strand_count(45, 30), 2);
    }
}
