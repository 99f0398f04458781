//! One line for each figure of a bench, with its target and its limit.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

/// What is measured, in which unit, and how much of it is good and how much too much.
pub struct Figure {
    pub name: &'static str,
    pub unit: &'static str,
    pub target: f64,
    pub limit: f64,
}

impl Figure {
    /// Prints and returns the median.
    pub fn of(&self, runs: &[f64]) -> f64 {
        let Figure { name, unit, target, limit } = self;
        let median = median(runs);
        let mark = match median {
            _ if median <= *target => "",
            _ if median <= *limit => "  over target",
            _ => "  OVER THE LIMIT",
        };
        let digits = if median < 10.0 { 2 } else { 0 };
        println!(
            "{name}: median {median:.digits$} {unit} of {} (target {target}, limit {limit}){mark}",
            runs.len()
        );
        median
    }
}

pub fn median(runs: &[f64]) -> f64 {
    let mut runs = runs.to_vec();
    runs.sort_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied().unwrap_or(f64::NAN)
}
