//! Imports as text, so that a test reads like the screen it stands for.

use domain::{Competency, Text};
use exchange::{FrameworkImport, Report};

pub(crate) fn text(text: &Text) -> String {
    text.0
        .iter()
        .map(|(lang, words)| format!("{}={words}", lang.as_str()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Errors, notes, then the tree with scales, one line each.
pub(crate) fn framework(report: &Report<FrameworkImport>) -> String {
    let mut lines = findings(report);
    let Some(import) = &report.value else { return lines.join("\n") };
    let about = &import.framework;
    let edition = about.edition.as_deref().unwrap_or("-");
    let credit = about.credit.as_deref().unwrap_or("-");
    lines.push(format!("{} [{}] {edition} by {credit}", about.id, text(&about.title)));
    for scale in &import.scales {
        let levels = scale.levels().iter();
        let levels: Vec<_> = levels.map(|l| level(&text(&l.name), &text(&l.text))).collect();
        lines.push(format!("scale {}: {}", scale.id, levels.join(" | ")));
    }
    lines.extend(import.competencies.iter().map(|item| competency(item, &import.competencies)));
    for job in &import.jobs {
        let targets: Vec<_> =
            job.targets.iter().map(|(id, level)| format!("{id}={level}")).collect();
        lines.push(format!("job {} [{}]: {}", job.id, text(&job.name), targets.join(" ")));
    }
    lines.join("\n")
}

pub(crate) fn findings<T>(report: &Report<T>) -> Vec<String> {
    let errors = report.errors.iter().map(|error| format!("! {error}"));
    errors.chain(report.notes.iter().map(|note| format!("~ {note}"))).collect()
}

fn level(name: &str, words: &str) -> String {
    if words.is_empty() { name.to_owned() } else { format!("{name} ({words})") }
}

fn competency(item: &Competency, all: &[Competency]) -> String {
    let mut depth = 0;
    let mut above = item.parent.as_ref();
    while let Some(parent) = above.and_then(|id| all.iter().find(|c| &c.id == id)) {
        depth += 1;
        above = parent.parent.as_ref();
    }
    let mark = if item.is_area { "#" } else { "-" };
    let mut line = format!("{}{mark} {} {}", "  ".repeat(depth), item.id, text(&item.statement));
    if let Some(scale) = &item.scale {
        line += &format!(" @{scale}");
    }
    for (level, words) in &item.level_texts {
        line += &format!(" {level}:{}", text(words));
    }
    if let Some(months) = item.validity {
        line += &format!(" for {} months", months.get());
    }
    if item.retired {
        line += " retired";
    }
    line.replace('\n', "\\n")
}
