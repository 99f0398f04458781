//! What the ids in a sign-off are called today.

use std::panic::catch_unwind;

use documents::{Document, read_catalog};
use domain::{Catalog, PersonId};
use exchange::attestation::{Attestation, Names};

use crate::access::Directory;
use crate::store::{DocumentId, Store, StoreError};

/// The language where a text has several.
const LANGUAGE: &str = "en";
/// Reads only, and never writes: any actor will do.
const READER: [u8; 16] = [0; 16];

/// Ids stand for themselves where they are called nothing any more.
#[derive(Clone, Debug)]
pub struct Words {
    pub names: Names,
    /// Of each level of the scale, lowest first. Empty where the scale has changed since.
    pub levels: Vec<String>,
    pub framework: String,
    /// The competency's in its framework.
    pub code: Option<String>,
}

/// Blocks.
pub fn words_for(
    store: &dyn Store,
    directory: &Directory,
    signed: &Attestation,
) -> Result<Words, StoreError> {
    let catalog = catalogue(store, directory)?;
    let skill = &signed.skill;
    let competency = catalog.competencies.get(&skill.competency);
    let scale = competency.and_then(|competency| catalog.scale_of(competency));
    let is_same = scale
        .is_some_and(|scale| (&scale.id, scale.version) == (&skill.scale, skill.scale_version));
    let text = |number| Some(catalog.level_text(competency?, number)?.pick(LANGUAGE).to_owned());
    let levels: Option<Vec<_>> = is_same.then(|| (1..=skill.levels).map(text).collect()).flatten();
    let levels = levels.unwrap_or_default();
    let level = levels.get(usize::from(skill.level) - 1).cloned();
    let statement = competency.map(|one| one.statement.pick(LANGUAGE).to_owned());
    let framework = competency.and_then(|one| catalog.frameworks.get(&one.framework));
    let names = Names {
        organisation: directory.organisation.name.clone(),
        signer: name_of(directory, &signed.signer),
        subject: name_of(directory, &signed.subject),
        competency: statement.unwrap_or_else(|| skill.competency.to_string()),
        level: level.unwrap_or_else(|| skill.level.to_string()),
    };
    let framework = framework.map(|one| one.title.pick(LANGUAGE).to_owned()).unwrap_or_default();
    Ok(Words { names, levels, framework, code: competency.and_then(|one| one.code.clone()) })
}

fn name_of(directory: &Directory, id: &PersonId) -> String {
    directory.people.get(id).map_or_else(|| id.to_string(), |person| person.name.clone())
}

/// As far as it can be read.
fn catalogue(store: &dyn Store, directory: &Directory) -> Result<Catalog, StoreError> {
    let mut catalog = Catalog::default();
    for record in store.common_documents()? {
        if !directory.frozen.contains(&record.id) {
            catalog.merge(items(store, record.id)?);
        }
    }
    Ok(catalog)
}

fn items(store: &dyn Store, id: DocumentId) -> Result<Catalog, StoreError> {
    let chunks: Vec<_> = store.chunks(id)?.into_iter().map(|chunk| chunk.bytes).collect();
    let read = catch_unwind(|| read_catalog(&Document::load(&chunks, READER).document));
    Ok(read.unwrap_or_else(|_| {
        tracing::error!(document = %id, "reading a document panicked");
        Catalog::default()
    }))
}
