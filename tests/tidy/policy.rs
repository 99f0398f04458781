//! The table of who may do what stands in SPEC.md exactly as the code has it.

use anyhow::{Context, Result};
use tests::places;

const BEGIN: &str = "<!-- policy: written by a test -->\n";
const END: &str = "<!-- end of policy -->\n";
/// Set to anything, it makes the test write SPEC.md instead of comparing.
const REFRESH: &str = "ROPES_REFRESH";

/// SPEC S60
#[test]
fn the_policy_table_of_the_code_stands_in_the_spec() -> Result<()> {
    let path = places::root().join("SPEC.md");
    let spec = std::fs::read_to_string(&path).context("SPEC.md")?;
    let (before, rest) = spec.split_once(BEGIN).with_context(|| format!("no {BEGIN}"))?;
    let (table, after) = rest.split_once(END).with_context(|| format!("no {END}"))?;
    let now = domain::policy_table();
    if std::env::var_os(REFRESH).is_some() {
        std::fs::write(&path, [before, BEGIN, &now, END, after].concat())?;
        return Ok(());
    }
    assert_eq!(
        table, now,
        "the policy has changed: look at it, then run `{REFRESH}=1 cargo test -p tests --test tidy policy`"
    );
    Ok(())
}
