//! CASE associations: who hangs under whom.

use serde_json::Value;

use super::{
    case::Index,
    draft::Draft,
    json::{names_of, number, objects, text},
};
use crate::{Remark, findings::Findings, table::squashed};

const COLUMN: Option<&str> = Some("CFAssociations");

/// Where an `isChildOf` association ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parent {
    Top,
    Item(usize),
}

/// Gives each draft its first parent. Associations of other kinds say nothing about the tree.
/// `roots` are the names of the document itself.
pub(super) fn attach(
    package: &Value,
    roots: &[String],
    index: &Index,
    drafts: &mut [Draft],
    line_of: impl Fn(usize) -> u64,
    findings: &mut Findings,
) {
    let mut kept: Vec<Option<Parent>> = vec![None; drafts.len()];
    let is_child = |(_, link): &(usize, &Value)| {
        text(link, "associationType").is_some_and(|sort| squashed(&sort) == "ischildof")
    };
    for (at, link) in objects(package, "CFAssociations").filter(is_child) {
        let line = line_of(at);
        let (child, parent) = (ends(link, "originNodeURI"), ends(link, "destinationNodeURI"));
        let Some(child) = child.iter().find_map(|name| index.get(name)).copied() else {
            let name = child.into_iter().next().unwrap_or_default();
            findings.note(line, COLUMN, Remark::LooseAssociation(name));
            continue;
        };
        let found = if parent.iter().any(|name| roots.contains(name)) {
            Parent::Top
        } else if let Some(item) = parent.iter().find_map(|name| index.get(name)) {
            Parent::Item(*item)
        } else {
            let name = parent.into_iter().next().unwrap_or_default();
            findings.note(drafts[child].line, COLUMN, Remark::NoParent(name));
            continue;
        };
        match kept[child] {
            Some(earlier) if earlier == found => {}
            Some(earlier) => {
                let remark = Remark::SeveralParents {
                    kept: label(drafts, earlier),
                    dropped: label(drafts, found),
                };
                findings.note(drafts[child].line, COLUMN, remark);
            }
            None => {
                kept[child] = Some(found);
                let draft = &mut drafts[child];
                draft.sequence = number(link, "sequenceNumber").or(draft.sequence);
                draft.parent = match found {
                    Parent::Top => None,
                    Parent::Item(item) => Some(item),
                };
            }
        }
    }
}

/// The names of one end, under the spellings of both editions.
fn ends(link: &Value, key: &str) -> Vec<String> {
    let spellings = [key.to_owned(), key.replace("URI", "Uri"), key.replace("NodeURI", "Node")];
    let found = spellings.iter().find_map(|key| link.get(key.as_str()));
    found.map(names_of).unwrap_or_default()
}

fn label(drafts: &[Draft], parent: Parent) -> String {
    match parent {
        Parent::Top => "the top".to_owned(),
        Parent::Item(item) => drafts[item].label().to_owned(),
    }
}
