//! What `ropes serve` does in an empty directory, and whom it prints links for.

use anyhow::bail;
use domain::{Moment, PersonId, Role};

use super::{Say, place};
use crate::access::register_catalog;
use crate::auth::{create_invite, org_id, person_id};
use crate::store::{Organisation, PeopleUpdate, PersonRecord, Store};
use crate::{AppState, demo};

/// Somebody to print a link for.
pub(super) struct Guest {
    line: String,
    person: PersonId,
}

/// What to begin with, where nothing is yet.
pub(super) struct Begin<'a> {
    pub(super) org: Option<&'a str>,
    pub(super) demo: bool,
}

/// Founds what is to be founded, and says who needs a link.
pub(super) fn first_start(store: &dyn Store, begin: &Begin<'_>) -> anyhow::Result<Vec<Guest>> {
    let now = place::now();
    if begin.demo {
        let moment = Moment::new(now, 0);
        return Ok(demo::create(store, moment.day(), moment)?.into_iter().map(guest).collect());
    }
    match (store.organisation()?, begin.org) {
        (Some(known), Some(name)) if known.name != *name => {
            bail!("this directory holds {:?}: leave --org out, or name another one", known.name)
        }
        (Some(_), _) => Ok(Vec::new()),
        (None, Some(name)) => Ok(vec![found(store, name, now)?]),
        (None, None) => bail!("nothing is here yet: add --org NAME to found an organisation"),
    }
}

fn guest(person: demo::DemoPerson) -> Guest {
    let roles: Vec<_> = person.roles.iter().map(|role| role.as_str()).collect();
    let team = person.team.map(|team| format!(", {team}")).unwrap_or_default();
    let line = format!("{} ({}{team})", person.name, roles.join(", "));
    Guest { line, person: person.person }
}

/// A new organisation with one admin.
fn found(store: &dyn Store, name: &str, now: i64) -> anyhow::Result<Guest> {
    let new = Organisation { id: org_id()?, name: name.into(), created_at: now, is_demo: false };
    let organisation = store.found(&new)?;
    let admin = PersonRecord {
        id: person_id()?,
        key: "admin".to_owned(),
        name: "Admin".to_owned(),
        roles: vec![Role::Admin],
        job: None,
        is_active: true,
    };
    let person = admin.id.clone();
    store.update_people(&PeopleUpdate { people: vec![admin], ..PeopleUpdate::default() })?;
    register_catalog(store, &organisation.id, documents::CATALOG_WORK, now)?;
    Ok(Guest { line: format!("Admin of {name}"), person })
}

/// Prints a fresh link for each.
pub(super) fn print_links(
    state: &AppState,
    guests: &[Guest],
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    for guest in guests {
        let invite = create_invite(&**state.store(), &guest.person, state.url(), state.now())?;
        say.line(&format!("{}\n    {}", guest.line, invite.url));
    }
    Ok(())
}
