//! `ropes people` and `ropes devices`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;
use domain::{Moment, PersonId, Team};
use protocol::http::{day_to_text, roles_to_texts};
use serde::Serialize;

use super::{Data, Say, place};

#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
    /// Print a JSON list
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct PersonLine {
    person: String,
    key: String,
    name: String,
    roles: Vec<String>,
    job: Option<String>,
    teams: Vec<String>,
    supervises: Vec<String>,
    active: bool,
}

/// Times are milliseconds since 1970.
#[derive(Serialize)]
struct DeviceLine {
    device: String,
    person: String,
    person_name: String,
    name: String,
    created: i64,
    last_seen: i64,
    revoked: Option<i64>,
}

impl List {
    pub(super) fn people(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, _) = place::open_founded(&self.data.data)?;
        let teams = store.teams()?;
        let named = |of: fn(&Team) -> &Vec<PersonId>, person: &PersonId| {
            let teams = teams.iter().filter(|team| of(team).contains(person));
            teams.map(|team| team.name.clone()).collect::<Vec<_>>()
        };
        let mut people = store.people()?;
        people.sort_by(|a, b| a.key.cmp(&b.key));
        let lines = people.into_iter().map(|person| PersonLine {
            teams: named(|team| &team.members, &person.id),
            supervises: named(|team| &team.supervisors, &person.id),
            person: person.id.to_string(),
            key: person.key,
            name: person.name,
            roles: roles_to_texts(&person.roles),
            job: person.job.map(|job| job.to_string()),
            active: person.is_active,
        });
        self.print(&lines.collect::<Vec<_>>(), say, |line| {
            let left = if line.active { "" } else { "  (left)" };
            let teams = line.teams.join(", ");
            format!("{}  {}  [{}]  {teams}{left}", line.key, line.name, line.roles.join(", "))
        })
    }

    pub(super) fn devices(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, _) = place::open_founded(&self.data.data)?;
        let people = store.people()?.into_iter().map(|person| (person.id, person.name));
        let names: BTreeMap<_, _> = people.collect();
        let lines = store.devices()?.into_iter().map(|device| DeviceLine {
            person_name: names.get(&device.person).cloned().unwrap_or_default(),
            device: device.id.to_string(),
            person: device.person.to_string(),
            name: device.name,
            created: device.created_at,
            last_seen: device.last_seen,
            revoked: device.revoked_at,
        });
        let day = |ms| day_to_text(Moment::new(ms, 0).day());
        self.print(&lines.collect::<Vec<_>>(), say, |line| {
            let state = line.revoked.map_or_else(
                || format!("seen {}", day(line.last_seen)),
                |at| format!("revoked {}", day(at)),
            );
            format!("{}  {}  {}  {state}", line.device, line.person_name, line.name)
        })
    }

    fn print<T: Serialize>(
        &self,
        lines: &[T],
        say: &mut Say<'_>,
        text: impl Fn(&T) -> String,
    ) -> anyhow::Result<ExitCode> {
        if self.json {
            say.json(&lines)?;
        } else {
            lines.iter().for_each(|line| say.line(&text(line)));
        }
        Ok(ExitCode::SUCCESS)
    }
}
