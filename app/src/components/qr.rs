//! A QR code: black on white in every theme, as large as its place.

use std::fmt::Write;

use view::view;

use crate::dom::Node;

/// Empty squares around the code, by which a camera finds it.
const AROUND: usize = 4;

/// `squares`: how many a side has, then 1 for each dark one, row by row.
pub(crate) fn qr(squares: &[u8], label: String) -> Node {
    let (side, squares) = squares.split_first().unwrap_or((&0, &[]));
    let side = usize::from(*side);
    let all = side + 2 * AROUND;
    let view_box = format!("-{AROUND} -{AROUND} {all} {all}");
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
            <path d=dark(side, squares)></path>
        </svg>
    }
}

/// One bar for dark squares that stand beside each other.
fn dark(side: usize, squares: &[u8]) -> String {
    let mut path = String::new();
    for (y, row) in squares.chunks(side.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == 1 {
                // Writing to a text does not fail.
                let _ = write!(path, "M{x} {y}h{0}v1h-{0}z", run.len());
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_squares_beside_each_other_are_one_bar() {
        assert_eq!(dark(3, &[1, 1, 0, 0, 0, 1]), "M0 0h2v1h-2zM2 1h1v1h-1z");
        assert_eq!(dark(0, &[]), "");
    }
}
