//! Who the phones belong to, which documents they work on, and what a server finds on its disk.

use std::rc::Rc;

use anyhow::Result;
use documents::{Document, DocumentId, DocumentKey};
use domain::{Kind, Moment, OrgId, Period, PersonId, TaskTypeId};
use tests::year;

use crate::plan::{ENTRIES, FEW, LOADS, NEWCOMERS, PAIRS, PEOPLE, YEAR};
use crate::server::Server;

/// Where one phone stands: who it is, and the document it has open.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    /// Known to Ropes; the others let everybody in.
    pub(crate) secret: String,
    pub(crate) document: String,
}

/// A log's content.
pub(crate) struct Content {
    pub(crate) log: Document,
    /// The genesis, then one for each entry.
    pub(crate) changes: Vec<Vec<u8>>,
    pub(crate) snapshot: Vec<u8>,
}

/// A document that a server starts with.
pub(crate) struct Held {
    pub(crate) id: DocumentId,
    pub(crate) author: usize,
    pub(crate) period: Period,
    pub(crate) content: Rc<Content>,
}

impl Held {
    /// Its name with the others: older releases of automerge-repo take only UUIDs of version 4.
    pub(crate) fn uuid(&self) -> DocumentId {
        let mut bytes = self.id.0;
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        DocumentId(bytes)
    }
}

pub(crate) struct Workshop {
    pub(crate) people: usize,
    /// Who reads whose logs.
    pub(crate) buddies: Vec<(usize, usize)>,
    pub(crate) held: Vec<Held>,
}

impl Workshop {
    /// Pairs of phones at work: the first half writes, the second half reads.
    pub(crate) fn small(now: Moment) -> Result<Self> {
        let content = Rc::new(content(now, ENTRIES)?);
        let held = (0..PAIRS).map(|author| held(author, Period::of(now), &content));
        let buddies = (0..PAIRS).map(|author| (PAIRS + author, author)).collect();
        Ok(Self { people: PAIRS * 2, buddies, held: held.collect::<Result<_>>()? })
    }

    /// Two logs each: this year's first, and newcomers have a whole year in it. The last ones are
    /// at work in pairs.
    pub(crate) fn large(now: Moment) -> Result<Self> {
        let (year, few) = (Rc::new(content(now, YEAR)?), Rc::new(content(now, FEW)?));
        let this = Period::of(now);
        let last = Period(this.0 - 1);
        let new = |author: usize| if author < NEWCOMERS { &year } else { &few };
        let held = (0..PEOPLE)
            .flat_map(|author| [held(author, this, new(author)), held(author, last, &few)])
            .collect::<Result<_>>()?;
        let buddies = (PEOPLE - 10..PEOPLE - 5).map(|author| (author + 5, author)).collect();
        Ok(Self { people: PEOPLE, buddies, held })
    }

    /// The phone of a document's author.
    pub(crate) fn author(&self, held: &Held, server: Server) -> Post {
        let id = if server.is_ropes() { held.id } else { held.uuid() };
        Post { secret: secret(held.author), document: id.to_string() }
    }

    /// The phones of the writer and the reader of every log that has a buddy.
    pub(crate) fn pairs(&self, server: Server) -> Vec<(Post, Post, &Held)> {
        let of = |(buddy, learner): &(usize, usize)| {
            let held = self.held.iter().find(|held| held.author == *learner)?;
            let writer = self.author(held, server);
            let reader = Post { secret: secret(*buddy), ..writer.clone() };
            Some((writer, reader, held))
        };
        self.buddies.iter().filter_map(of).collect()
    }
}

pub(crate) fn org() -> Result<OrgId> {
    Ok(OrgId::new("bench")?)
}

pub(crate) fn person(number: usize) -> Result<PersonId> {
    Ok(PersonId::new(format!("person-{number}"))?)
}

/// Of the one device of a person.
pub(crate) fn secret(person: usize) -> String {
    format!("device-{person}")
}

fn held(author: usize, period: Period, content: &Rc<Content>) -> Result<Held> {
    let id = DocumentKey::own(org()?, Kind::Log, person(author)?, period).id();
    Ok(Held { id, author, period, content: content.clone() })
}

fn content(now: Moment, entries: u32) -> Result<Content> {
    let types: Vec<_> = (0..12)
        .map(|number| TaskTypeId::new(format!("task-{number}")))
        .collect::<Result<_, _>>()?;
    let (log, changes) = year::log(now, &types, entries, LOADS)?;
    Ok(Content { snapshot: log.snapshot()?, log, changes })
}
