//! The line between the chip and the bollard: this phone on one side, the server on the other.

use super::ink::Drawing;
use super::ink::Ink;
use super::strands::{TIGHT, strand_width, strands};

const WIDTH: f64 = 1400.0;
const Y: f64 = 12.0;

/// Where the work on this phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Saved on this phone; no server in sight yet: a loose end.
    Saved,
    /// So many wait to be sent: a cord with rings.
    Waiting(u32),
    /// All on the server: laid rope.
    Sent,
    /// The server does not answer: a frayed gap.
    Away,
    /// Something needs the person: dots.
    Attention,
}

impl Line {
    /// A loose end reaches nothing.
    pub(crate) fn reaches_the_server(self) -> bool {
        self != Self::Saved
    }
}

pub(crate) fn sync_line(line: Line) -> Drawing {
    let mut ink = Ink::default();
    match line {
        Line::Saved => {
            ink.path("k-cord", "", "M0 12h26");
            ink.path("k-whip", " stroke-width=\"3\"", "M26 7v10");
        }
        Line::Waiting(count) => {
            ink.path("k-cord", "", "M0 12H1400");
            for i in 0..count.min(5) {
                ink.circle("k-self", (16.0 + 18.0 * f64::from(i), Y), 5.2, Some(1.8));
            }
        }
        Line::Sent => {
            let d = strands(&[(3.0, Y), (WIDTH, Y)], 10.0, TIGHT);
            ink.stroke("k-laid", strand_width(10.0), &d);
        }
        Line::Away => ink.path(
            "k-cord",
            "",
            "M0 12h5M5 12l6-5M5 12h7M5 12l6 5M24 7l6 5M23 12h7M24 17l6-5M30 12H1400",
        ),
        Line::Attention => ink.path("k-cord", " stroke-dasharray=\"2 3.5\"", "M0 12H1400"),
    }
    ink.finish(WIDTH, 24.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_hangs_on_the_cord() {
        assert_eq!(
            sync_line(Line::Waiting(3)).marks,
            r#"<path class="k-cord" d="M0 12H1400"/><circle class="k-self" cx="16" cy="12" r="5.2" stroke-width="1.8"/><circle class="k-self" cx="34" cy="12" r="5.2" stroke-width="1.8"/><circle class="k-self" cx="52" cy="12" r="5.2" stroke-width="1.8"/>"#
        );
        assert_eq!(sync_line(Line::Waiting(400)).marks.matches("<circle").count(), 5);
    }

    #[test]
    fn all_sent_is_laid_rope_from_the_phone_to_the_server() {
        let marks = sync_line(Line::Sent).marks;
        assert!(marks.starts_with(
            r#"<path class="k-laid" stroke-width="4.4" d="M4.3 14.9L8.3 9.1M11 14.9L15 9.1"#
        ));
        assert!(marks.ends_with(r#"M1394.7 14.9L1398.7 9.1"/>"#));
    }

    #[test]
    fn only_a_loose_end_reaches_nothing() {
        let lines = [Line::Saved, Line::Waiting(1), Line::Sent, Line::Away, Line::Attention];
        let reach: Vec<bool> = lines.into_iter().map(Line::reaches_the_server).collect();
        assert_eq!(reach, [false, true, true, true, true]);
    }
}
