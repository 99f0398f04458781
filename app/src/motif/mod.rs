//! The one motif: rope, knots and flag. Everything but `draw` is plain geometry that knows no
//! screen; `draw` puts it on one.

mod climb;
mod coil;
pub(crate) mod draw;
mod ink;
mod knot;
mod rope;
mod strand_chart;
mod strands;
mod sync_line;
mod today;

pub(crate) use climb::{ClimbSpec, Seen, Voice};
pub(crate) use ink::escape;
pub(crate) use knot::Knot;
pub(crate) use rope::{RopeSpec, Size};
pub(crate) use strand_chart::{Column, per_strand};
pub(crate) use sync_line::Line;
