//! Job aids, good practice cards and prompts: a file holds all of each sort it has.

use std::collections::BTreeSet;

use domain::{Aid, Catalog, Prompt};

use super::{
    item::{Item, put, retire},
    languages::Spoken,
};
use crate::AidImport;

impl Item for Aid {
    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn retired(&mut self) -> &mut bool {
        &mut self.retired
    }

    fn stand_like(&mut self, _: &Self) {}
}

impl Item for Prompt {
    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn retired(&mut self) -> &mut bool {
        &mut self.retired
    }

    fn stand_like(&mut self, _: &Self) {}
}

pub(super) fn merge(catalog: &mut Catalog, import: AidImport) {
    if !import.aids.is_empty() {
        aids(catalog, import.aids);
    }
    if !import.prompts.is_empty() {
        prompts(catalog, import.prompts);
    }
}

fn aids(catalog: &mut Catalog, aids: Vec<Aid>) {
    let spoken = Spoken::of(aids.iter().flat_map(|aid| [&aid.title, &aid.body]));
    let named: BTreeSet<_> = aids.iter().map(|aid| aid.id.clone()).collect();
    for mut aid in aids {
        if let Some(current) = catalog.aids.get(&aid.id) {
            spoken.keep(&mut aid.title, &current.title);
            spoken.keep(&mut aid.body, &current.body);
        }
        put(&mut catalog.aids, aid.id.clone(), aid);
    }
    retire(&mut catalog.aids, |id, _| !named.contains(id));
}

fn prompts(catalog: &mut Catalog, prompts: Vec<Prompt>) {
    let spoken = Spoken::of(prompts.iter().map(|prompt| &prompt.text));
    let named: BTreeSet<_> = prompts.iter().map(|prompt| prompt.id.clone()).collect();
    for mut prompt in prompts {
        if let Some(current) = catalog.prompts.get(&prompt.id) {
            spoken.keep(&mut prompt.text, &current.text);
        }
        put(&mut catalog.prompts, prompt.id.clone(), prompt);
    }
    retire(&mut catalog.prompts, |id, _| !named.contains(id));
}
