//! The person's own page.

use domain::{Moment, Person};

use crate::client::Client;
use crate::view::{Device, Me, Reader, Why};

impl Client {
    pub fn me(&self, now: Moment) -> Me {
        let identity = self.identity.as_ref();
        let person = identity.and_then(|identity| self.roster.person(&identity.person));
        let job = person.and_then(|person| self.catalog.jobs.get(person.job.as_ref()?));
        let offset = now.offset_min;
        let devices = identity.map_or(&[][..], |identity| &identity.devices);
        let mine = |team: &&domain::Team| {
            self.person()
                .is_some_and(|me| team.members.contains(me) || team.supervisors.contains(me))
        };
        Me {
            name: identity.map_or_else(String::new, |identity| identity.name.clone()),
            org: identity.map_or_else(String::new, |identity| identity.org_name.clone()),
            job: job.map(|job| job.name.pick(&self.language).to_owned()),
            roles: self.roles().to_vec(),
            teams: self.roster.teams.iter().filter(mine).map(|team| team.name.clone()).collect(),
            readers: self.readers(now),
            devices: devices
                .iter()
                .map(|device| Device {
                    id: device.id.clone(),
                    name: device.name.clone(),
                    since: Moment::new(device.since, offset),
                    last_seen: device.last_seen.map(|ms| Moment::new(ms, offset)),
                    is_this: identity.is_some_and(|me| me.device.as_str() == device.id),
                })
                .collect(),
            notice: self.me_notice.clone(),
            entries: self.own_readings().len(),
            unsent: self.unsent(),
        }
    }

    /// Everybody who can read this person's log today, as the roster says.
    fn readers(&self, now: Moment) -> Vec<Reader> {
        let Some(me) = self.person() else { return Vec::new() };
        let reader = |why: Why| {
            move |person: &Person| Reader {
                person: person.id.clone(),
                name: person.name.clone(),
                why,
            }
        };
        let supervisors = self.roster.supervisors_of(me).into_iter().map(reader(Why::Supervisor));
        let buddies = self.roster.buddies_of(me, now.day()).into_iter().map(reader(Why::Buddy));
        let mut readers: Vec<Reader> = Vec::new();
        for reader in supervisors.chain(buddies) {
            if !readers.iter().any(|known| known.person == reader.person) {
                readers.push(reader);
            }
        }
        readers
    }
}
