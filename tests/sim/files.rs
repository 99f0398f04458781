//! Rescue files, as they lie about in people's downloads.

use std::collections::BTreeSet;

use client::Event;
use documents::{Hash, change_of};
use exchange::read_rescue;

use crate::browser::TabId;
use crate::world::{Check, World};

/// One in so many is somebody else's.
const MIXED_UP: usize = 10;

pub(crate) struct RescueFile {
    pub(crate) person: &'static str,
    bytes: Vec<u8>,
    /// What is in it.
    pub(crate) changes: BTreeSet<Hash>,
}

impl World {
    /// A phone gave somebody a file.
    pub(crate) fn keep_file(&mut self, browser: usize, bytes: Vec<u8>) -> Check {
        let Ok(rescue) = read_rescue(&bytes) else { return Ok(()) };
        let person = self.browsers[browser].person;
        if rescue.person.as_str() != person {
            return Err(format!("{person} got a file of {}", rescue.person));
        }
        let chunks = rescue.documents.iter().flat_map(|document| &document.chunks);
        let changes = chunks.map(|chunk| change_of(chunk).unwrap().0).collect();
        self.files.push(RescueFile { person, bytes, changes });
        Ok(())
    }

    pub(crate) fn make_file(&mut self, browser: usize, tab: TabId) -> Check {
        self.say(format!("{} makes a rescue file", self.browsers[browser].name));
        self.tell(browser, tab, Event::MakeRescueFile)
    }

    /// A file of the same person, on any phone of theirs, as often as they like.
    pub(crate) fn take_file(&mut self, browser: usize, tab: TabId) -> Check {
        let (name, person) = (self.browsers[browser].name, self.browsers[browser].person);
        let any = self.die.below(MIXED_UP) == 0;
        let fitting = (0..self.files.len()).filter(|at| any || self.files[*at].person == person);
        let fitting: Vec<_> = fitting.collect();
        let Some(at) = self.die.pick(&fitting) else { return Ok(()) };
        self.say(format!("{name} takes rescue file {at}"));
        let bytes = self.files[at].bytes.clone();
        self.tell(browser, tab, Event::TakeRescueFile(bytes))
    }
}
