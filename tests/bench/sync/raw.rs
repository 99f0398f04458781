//! The raw figures of a session: one line of JSON for each run of each measure of each server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use domain::Moment;
use serde_json::{Value, json};

use crate::server::Server;

pub(crate) struct Raw {
    file: PathBuf,
    /// When and on what: one object.
    about: Value,
    pub(crate) runs: Vec<Value>,
}

impl Raw {
    pub(crate) fn new(file: &Path, now: Moment, machine: &str) -> Self {
        let (year, month, day) = now.day().ymd();
        let date = format!("{year}-{month:02}-{day:02}");
        let about = json!({ "date": date, "machine": machine });
        Self { file: file.to_path_buf(), about, runs: Vec::new() }
    }

    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let mut lines = text.lines().map(serde_json::from_str);
        let about = lines.next().context("no figures")??;
        let runs = lines.collect::<Result<_, _>>()?;
        Ok(Self { file: file.to_path_buf(), about, runs })
    }

    pub(crate) fn keep(
        &mut self,
        server: Server,
        measure: &str,
        run: usize,
        figures: Result<Value>,
    ) -> Result<()> {
        let mut line = json!({ "server": server.key(), "measure": measure, "run": run });
        match figures {
            Ok(figures) => line["figures"] = figures,
            Err(error) => line["failed"] = format!("{error:#}").into(),
        }
        println!("{line}");
        self.runs.push(line);
        self.write()
    }

    pub(crate) fn took(&mut self, time: Duration) -> Result<()> {
        self.about["minutes"] = ((time.as_secs_f64() / 6.0).round() / 10.0).into();
        self.write()
    }

    pub(crate) fn about(&self, what: &str) -> &Value {
        &self.about[what]
    }

    /// The figures of all runs of a measure that went through.
    pub(crate) fn figures(&self, server: Server, measure: &str) -> Vec<&Value> {
        let of = |line: &&Value| line["server"] == server.key() && line["measure"] == measure;
        self.runs.iter().filter(of).filter_map(|line| line.get("figures")).collect()
    }

    /// The first reason why a measure did not go through.
    pub(crate) fn failed(&self, server: Server, measure: &str) -> Option<&str> {
        let of = |line: &&Value| line["server"] == server.key() && line["measure"] == measure;
        self.runs.iter().filter(of).find_map(|line| line["failed"].as_str())
    }

    /// The step of the best rate carried so far.
    pub(crate) fn step(&self, server: Server) -> Option<i32> {
        let steps = self.figures(server, "highest").into_iter();
        let steps = steps.filter_map(|figures| figures["step"].as_i64());
        steps.max().and_then(|step| i32::try_from(step).ok())
    }

    fn write(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let lines: Vec<_> =
            [&self.about].into_iter().chain(&self.runs).map(|line| format!("{line}\n")).collect();
        std::fs::write(&self.file, lines.concat()).context("cannot keep the figures")
    }
}
