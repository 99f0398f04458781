//! Cells that a spreadsheet would run as a formula.
//!
//! A cell that starts with `=`, `+`, `-`, `@` or a tab or line break, with any number of `'` before
//! it, gets one more `'`; reading takes one away. So what went out comes back, also what had a `'`.

use std::borrow::Cow;

fn is_risky(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// What is written for `cell`.
pub(crate) fn neutralised(cell: &str) -> Cow<'_, str> {
    if is_risky(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What a written cell stood for.
pub(crate) fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_risky(cell)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC X20
    #[test]
    fn a_cell_that_looks_like_a_formula_goes_out_harmless_and_comes_back() {
        for cell in ["=1+1", "+31 6", "-5", "@me", "'=x", "''@", "\t=x", "plain", "'s ochtends", ""]
        {
            let out = neutralised(cell);
            assert!(!out.starts_with(['=', '+', '-', '@', '\t']), "{out:?}");
            assert_eq!(restored(&out), cell);
        }
        assert_eq!(neutralised("=1+1"), "'=1+1");
        assert_eq!(neutralised("'s ochtends"), "'s ochtends");
    }
}
