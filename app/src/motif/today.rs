//! Today's rope: one strand per task, the newest in hi-vis until the next action.

use super::ink::{Drawing, Ink, Point, number, step};
use super::strands::{TIGHT, strand};

const WIDTH: f64 = 358.0;
const Y: f64 = 12.0;
const START: f64 = 10.0;
const THICKNESS: f64 = 16.0;
const PITCH: f64 = THICKNESS * TIGHT;

/// `newest_is_new`: the last strand was laid just now.
pub(crate) fn today(tasks: u32, newest_is_new: bool) -> Drawing {
    let (mut ink, count) = (Ink::default(), f64::from(tasks));
    let pitch = PITCH.min((WIDTH - START - 14.0) / count.max(1.0));
    let thickness = THICKNESS * pitch / PITCH;
    let end = START + count * pitch + 2.0;
    ink.path("k-cord", "", &[step("M", (end, Y)), "H".into(), number(WIDTH)].concat());
    ink.path("k-whip", " stroke-width=\"4\"", "M4 4v16");
    let at = |i: u32| (START + (f64::from(i) + 0.5) * pitch, Y);
    let old = if newest_is_new { tasks.saturating_sub(1) } else { tasks };
    if old > 0 {
        let d: String = (0..old).map(|i| slanted(at(i), thickness)).collect();
        ink.stroke("k-laid", thickness * 0.4375, &d);
    }
    if old < tasks {
        let d = slanted(at(old), thickness);
        ink.stroke("k-laid", thickness * 0.625, &d);
        ink.stroke("k-laid k-new", thickness * 0.4, &d);
    }
    ink.finish(WIDTH, 24.0)
}

/// "Done three times today", beside the name of a task. More than five read as five.
pub(crate) fn times(done: u32) -> Drawing {
    let (mut ink, done) = (Ink::default(), done.clamp(1, 5));
    let d: String = (0..done)
        .map(|i| [step("M", (4.6 + 8.0 * f64::from(i), 11.5)), "l4.8-7".into()].concat())
        .collect();
    ink.path("k-laid", " stroke-width=\"5\"", &d);
    ink.finish(8.0 * f64::from(done) + 6.0, 16.0)
}

fn slanted(at: Point, thickness: f64) -> String {
    strand(at, (1.0, 0.0), thickness)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Today's rope of the home mock-up.
    #[test]
    fn five_tasks_are_five_strands() {
        assert_eq!(
            today(5, false).marks,
            r#"<path class="k-cord" d="M65.6 12H358"/><path class="k-whip" stroke-width="4" d="M4 4v16"/><path class="k-laid" stroke-width="7" d="M12.2 16.6L18.6 7.4M22.9 16.6L29.3 7.4M33.6 16.6L40 7.4M44.3 16.6L50.7 7.4M55 16.6L61.4 7.4"/>"#
        );
    }

    // The same after the next save: SPEC L3.
    #[test]
    fn the_strand_just_laid_is_hi_vis_on_an_ink_outline() {
        let marks = today(6, true).marks;
        assert!(marks.starts_with(r#"<path class="k-cord" d="M76.3 12H358"/>"#));
        assert!(marks.ends_with(
            r#"<path class="k-laid" stroke-width="10" d="M65.8 16.6L72.2 7.4"/><path class="k-laid k-new" stroke-width="6.4" d="M65.8 16.6L72.2 7.4"/>"#
        ));
    }

    #[test]
    fn a_very_long_day_still_fits() {
        for tasks in [31, 32, 33, 60, 200] {
            let marks = today(tasks, false).marks;
            assert_eq!(marks.matches('L').count(), tasks as usize);
            let cord = marks.split('M').nth(1).and_then(|d| d.split(' ').next()).unwrap();
            assert!(cord.parse::<f64>().unwrap() < WIDTH, "{tasks}: {cord}");
        }
    }

    #[test]
    fn no_task_is_a_cord_with_a_whipped_start() {
        assert_eq!(
            today(0, false).marks,
            r#"<path class="k-cord" d="M12 12H358"/><path class="k-whip" stroke-width="4" d="M4 4v16"/>"#
        );
    }

    #[test]
    fn times_done_are_strands() {
        assert_eq!(times(3).view_box(), "0 0 30 16");
        assert_eq!(
            times(3).marks,
            r#"<path class="k-laid" stroke-width="5" d="M4.6 11.5l4.8-7M12.6 11.5l4.8-7M20.6 11.5l4.8-7"/>"#
        );
    }
}
