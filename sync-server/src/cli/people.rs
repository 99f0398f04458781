//! `ropes invite` and `ropes revoke`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use domain::DeviceId;

use super::{Data, Say, place};
use crate::auth::{INVITE_DAYS, create_invite};
use crate::store::{PersonRecord, Store};

#[derive(Args)]
pub(super) struct InviteOne {
    /// Their number in the imported file, their id, or their whole name
    #[arg(allow_hyphen_values = true)]
    person: String,
    #[command(flatten)]
    data: Data,
    /// Print {person, code, url, expires}
    #[arg(long)]
    json: bool,
}

impl InviteOne {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let data = self.data.data.as_path();
        let (store, _) = place::open_founded(data)?;
        let person = find(&*store, &self.person)?;
        let url = place::noted_url(data).unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
        let invite = create_invite(&*store, &person.id, &url, place::now())?;
        if self.json {
            say.json(&invite)?;
            return Ok(ExitCode::SUCCESS);
        }
        say.line(&format!("{}: {}", person.name, invite.url));
        say.line(&format!("Code {}, for one device, within {INVITE_DAYS} days", invite.code));
        Ok(ExitCode::SUCCESS)
    }
}

/// By key, else by id, else by name where only one has it.
fn find(store: &dyn Store, text: &str) -> anyhow::Result<PersonRecord> {
    let people: Vec<_> = store.people()?.into_iter().filter(|person| person.is_active).collect();
    let exact = |p: &&PersonRecord| p.key == text || p.id.as_str() == text;
    if let Some(person) = people.iter().find(exact) {
        return Ok(person.clone());
    }
    let named: Vec<_> = people.iter().filter(|p| p.name.eq_ignore_ascii_case(text)).collect();
    match named.as_slice() {
        [one] => Ok((*one).clone()),
        [] => bail!("nobody here is {text:?}: see `ropes people`"),
        [_, _, ..] => bail!("several people are called {text:?}: use their number or id"),
    }
}

#[derive(Args)]
pub(super) struct Revoke {
    /// The device's id, from `ropes devices`
    #[arg(allow_hyphen_values = true)]
    device: String,
    #[command(flatten)]
    data: Data,
}

impl Revoke {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, _) = place::open_founded(&self.data.data)?;
        let id = DeviceId::new(self.device.as_str())?;
        if !store.revoke_device(&id, place::now())? {
            bail!("there is no device {id}: see `ropes devices`");
        }
        say.line(&format!("{id} is signed out. What it had not sent is still on it."));
        Ok(ExitCode::SUCCESS)
    }
}
