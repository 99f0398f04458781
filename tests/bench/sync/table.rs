//! The README's table, made from the raw figures and from nothing else.

use std::path::Path;

use anyhow::{Context, Result};
use tests::places;

use crate::raw::Raw;
use crate::row::{Better, Goal, ROWS, Row};
use crate::server::Server;

const BEGIN: &str = "<!-- bench sync -->\n";
const END: &str = "<!-- end of bench sync -->\n";
const HEAD: &str =
    "| | Ropes | Ropes, no fsync | samod 0.16 | automerge-repo 2.5 | sync-server 0.2.8 | goal |
|---|---|---|---|---|---|---|
";

/// Puts the table between its marks in the README.
pub(crate) fn write(file: &Path) -> Result<()> {
    let readme = places::root().join("README.md");
    let text = std::fs::read_to_string(&readme)?;
    let (before, rest) = text.split_once(BEGIN).context("the README has no mark for the table")?;
    let (_, after) = rest.split_once(END).context("the README's table has no end")?;
    let table = table(&Raw::read(file)?);
    Ok(std::fs::write(readme, [before, BEGIN, &table, END, after].concat())?)
}

fn table(raw: &Raw) -> String {
    let rows = ROWS.iter().map(|row| line(raw, row)).collect::<Vec<_>>().concat();
    let word = |what: &str| raw.about(what).to_string().replace('"', "");
    let about = format!(
        "Measured on {}, {}, in one session of {} minutes; medians, in brackets the lowest and the \
         highest run.\n",
        word("date"),
        word("machine"),
        word("minutes")
    );
    [HEAD, &rows, &killed(raw), "\n", &about].concat()
}

fn line(raw: &Raw, row: &Row) -> String {
    let cells = Server::ALL.map(|server| cell(raw, row, server)).join(" | ");
    let goals: Vec<_> = row.goals.iter().map(|goal| goal_cell(raw, row, *goal)).collect();
    format!("| {} | {cells} | {} |\n", row.title, goals.join("; "))
}

fn cell(raw: &Raw, row: &Row, server: Server) -> String {
    let figures = figures(raw, row, server);
    match (median(&figures), figures.as_slice()) {
        (Some(median), [_]) => with_unit(shown(median), row.unit),
        (Some(median), [lowest, .., highest]) => {
            let spread = format!("{} ({}–{})", shown(median), shown(*lowest), shown(*highest));
            with_unit(spread, row.unit)
        }
        (Some(_), []) | (None, _) => unfinished(raw, row, server),
    }
}

fn with_unit(figure: String, unit: &str) -> String {
    format!("{figure} {unit}").trim_end().to_owned()
}

/// A run that did not get to its end says how far it came.
fn unfinished(raw: &Raw, row: &Row, server: Server) -> String {
    let runs = raw.figures(server, row.measure);
    match runs.first().and_then(|run| Some((run.get("arrived")?, run.get("asked")?))) {
        Some((arrived, asked)) => format!("{arrived} of {asked} came"),
        None if raw.failed(server, row.measure).is_some() => "failed".to_owned(),
        None => "–".to_owned(),
    }
}

fn goal_cell(raw: &Raw, row: &Row, goal: Goal) -> String {
    match goal {
        Goal::Most(most) => {
            let ours = median(&figures(raw, row, Server::Ropes));
            let is_met = ours.is_some_and(|ours| ours <= most);
            verdict(is_met, format!("below {}", with_unit(shown(most), row.unit)))
        }
        Goal::Times(ours, wanted) => {
            let factor = factor(raw, row, ours);
            let name = if ours == Server::RopesUnsynced { "no fsync " } else { "" };
            let reached = factor.as_ref().map_or("?".to_owned(), Factor::shown);
            let is_met = factor.is_some_and(|factor| factor.times >= wanted);
            verdict(is_met, format!("{name}{}, is {reached}", times(wanted)))
        }
    }
}

fn verdict(is_met: bool, text: String) -> String {
    if is_met { text } else { format!("**missed**: {text}") }
}

fn times(factor: f64) -> String {
    if factor > 1_000.0 { "> 1,000×".to_owned() } else { format!("{}×", shown(factor)) }
}

/// How many times better than the best rival.
struct Factor {
    times: f64,
    /// No rival came to its end; so long they were waited for.
    is_bound: bool,
}

impl Factor {
    fn shown(&self) -> String {
        let over = if self.is_bound { "over " } else { "" };
        format!("{over}{}", times(self.times))
    }
}

fn factor(raw: &Raw, row: &Row, ours: Server) -> Option<Factor> {
    let rivals = || Server::ALL.into_iter().filter(|server| !server.is_ropes());
    let ended: Vec<_> = rivals().filter_map(|rival| median(&figures(raw, row, rival))).collect();
    let ours = median(&figures(raw, row, ours))?.max(0.001);
    let is_bound = ended.is_empty();
    let best = match row.better {
        Better::More => ended.into_iter().max_by(f64::total_cmp)?,
        Better::Less if is_bound => {
            let waited = rivals().flat_map(|rival| raw.figures(rival, row.measure));
            waited.filter_map(|run| run.pointer(row.path)?.as_f64()).min_by(f64::total_cmp)?
        }
        Better::Less => ended.into_iter().min_by(f64::total_cmp)?,
    };
    let times = match row.better {
        Better::Less => best / ours,
        Better::More => ours / best,
    };
    Some(Factor { times, is_bound })
}

/// Of all runs, lowest first.
fn figures(raw: &Raw, row: &Row, server: Server) -> Vec<f64> {
    let runs = raw.figures(server, row.measure).into_iter();
    let mut figures: Vec<_> = runs.filter_map(|run| row.figure(run)).collect();
    figures.sort_by(f64::total_cmp);
    figures
}

fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    let is_odd = sorted.len() % 2 == 1;
    Some(if is_odd { upper } else { f64::midpoint(sorted[middle - 1], upper) })
}

/// All runs together: no change may be lost in any of them.
fn killed(raw: &Raw) -> String {
    let sum = |server, what: &str| -> u64 {
        raw.figures(server, "killed").iter().filter_map(|run| run[what].as_u64()).sum()
    };
    let cells = Server::ALL.map(|server| {
        let (lost, told) = (sum(server, "lost"), sum(server, "acknowledged"));
        format!("{} of {} in {}", grouped(lost), grouped(told), sum(server, "kills"))
    });
    let goal = verdict(sum(Server::Ropes, "lost") == 0, "0".to_owned());
    let title = "confirmed and lost after `kill -9` at that rate, in so many kills";
    format!("| {title} | {} | {goal} |\n", cells.join(" | "))
}

/// Three digits count, thousands in groups.
fn shown(figure: f64) -> String {
    match figure.abs() {
        size if size >= 100.0 => {
            let sign = if figure < 0.0 { "-" } else { "" };
            format!("{sign}{}", grouped(size.round() as u64))
        }
        size if size >= 10.0 => format!("{figure:.0}"),
        _ => format!("{figure:.1}").trim_end_matches(".0").to_owned(),
    }
}

fn grouped(number: u64) -> String {
    match number {
        0..=999 => number.to_string(),
        1_000.. => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

#[cfg(test)]
mod checks {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let said: Vec<_> = [0.04, 3.0, 3.25, 25.4, 250.0, 12_345.6, -1_234.0].map(shown).into();
        assert_eq!(said, ["0", "3", "3.2", "25", "250", "12,346", "-1,234"]);
        assert_eq!(median(&[1.0, 2.0, 4.0, 8.0]), Some(3.0));
        assert_eq!(median(&[]), None);
    }
}
