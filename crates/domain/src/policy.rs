//! Who may read and write which document: one exhaustive table.
//!
//! The server decides from its own tables who stands where ([`Standing`]); this file alone decides
//! what follows from it. Nothing a document says plays a part.

use crate::{Kind, Role};

/// What one person may do with one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    None,
    Read,
    Write,
}

/// How the viewer stands to a document's author and subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Author and subject at once: a worker's own log or journal.
    Own,
    /// Author about someone they supervise or buddy today.
    InCharge,
    /// Author about someone they no longer supervise or buddy.
    Former,
    /// The person the document is about, written by someone else.
    Subject,
    /// Supervises the subject.
    Supervisor,
    /// Buddy of the subject.
    Buddy,
    /// Anyone else of the organisation.
    Colleague,
}

impl Relation {
    pub const ALL: [Self; 7] = [
        Self::Own,
        Self::InCharge,
        Self::Former,
        Self::Subject,
        Self::Supervisor,
        Self::Buddy,
        Self::Colleague,
    ];
}

/// The facts about a viewer and a document, from the server's own tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub is_author: bool,
    pub is_subject: bool,
    /// Supervises a team the subject is in, today.
    pub supervises: bool,
    /// Is a buddy of the subject, today.
    pub is_buddy: bool,
}

impl Standing {
    /// Every relation that holds; the best access of them counts.
    pub fn relations(self) -> impl Iterator<Item = Relation> {
        let in_charge = self.supervises || self.is_buddy;
        [
            (self.is_author && self.is_subject, Relation::Own),
            (self.is_author && !self.is_subject && in_charge, Relation::InCharge),
            (self.is_author && !self.is_subject && !in_charge, Relation::Former),
            (self.is_subject && !self.is_author, Relation::Subject),
            (self.supervises && !self.is_subject, Relation::Supervisor),
            (self.is_buddy && !self.is_subject, Relation::Buddy),
            (true, Relation::Colleague),
        ]
        .into_iter()
        .filter_map(|(holds, relation)| holds.then_some(relation))
    }
}

/// One cell of the table.
pub fn access(role: Role, relation: Relation, kind: Kind) -> Access {
    use Access::{None, Read, Write};
    match kind {
        Kind::Catalog => Read,
        Kind::Log => match (role, relation) {
            (Role::Worker, Relation::Own) => Write,
            (_, Relation::Own) => Read,
            (Role::Supervisor, Relation::Supervisor) => Read,
            (Role::Worker, Relation::Buddy) => Read,
            (_, Relation::InCharge | Relation::Former | Relation::Subject) => None,
            (_, Relation::Supervisor | Relation::Buddy | Relation::Colleague) => None,
        },
        Kind::Journal => match (role, relation) {
            (Role::Worker, Relation::Own) => Write,
            (_, Relation::Own) => Read,
            (_, Relation::InCharge | Relation::Former | Relation::Subject) => None,
            (_, Relation::Supervisor | Relation::Buddy | Relation::Colleague) => None,
        },
        Kind::Shadow => match (role, relation) {
            (Role::Worker, Relation::InCharge) => Write,
            (_, Relation::InCharge | Relation::Former) => Read,
            (_, Relation::Subject) => Read,
            (Role::Supervisor, Relation::Supervisor) => Read,
            (Role::Worker, Relation::Buddy) => Read,
            (_, Relation::Own | Relation::Colleague) => None,
            (_, Relation::Supervisor | Relation::Buddy) => None,
        },
        Kind::Obs => match (role, relation) {
            (Role::Supervisor, Relation::InCharge) => Write,
            (_, Relation::InCharge | Relation::Former) => Read,
            (_, Relation::Subject) => Read,
            (Role::Supervisor, Relation::Supervisor) => Read,
            (_, Relation::Own | Relation::Colleague) => None,
            (_, Relation::Supervisor | Relation::Buddy) => None,
        },
    }
}

/// What a person with these roles, standing like this, may do: the best cell of the table.
/// Nobody without a role may do anything.
pub fn allowed(roles: &[Role], standing: Standing, kind: Kind) -> Access {
    roles
        .iter()
        .flat_map(|role| standing.relations().map(|relation| access(*role, relation, kind)))
        .max()
        .unwrap_or(Access::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_but_the_owner_reads_a_journal() {
        for role in Role::ALL {
            for relation in Relation::ALL.into_iter().filter(|r| *r != Relation::Own) {
                assert_eq!(access(role, relation, Kind::Journal), Access::None);
            }
        }
    }

    #[test]
    fn admin_editor_and_analyst_read_nobodys_log() {
        for role in [Role::Admin, Role::Editor, Role::Analyst] {
            for relation in Relation::ALL.into_iter().filter(|r| *r != Relation::Own) {
                assert_eq!(access(role, relation, Kind::Log), Access::None);
            }
        }
    }

    #[test]
    fn only_an_author_ever_writes() {
        for kind in Kind::ALL {
            for role in Role::ALL {
                for relation in Relation::ALL {
                    let is_author = matches!(relation, Relation::Own | Relation::InCharge);
                    assert!(is_author || access(role, relation, kind) < Access::Write);
                }
            }
        }
    }

    #[test]
    fn an_ended_relation_ends_the_right_to_write() {
        let author = Standing { is_author: true, ..Standing::default() };
        let roles = [Role::Supervisor];
        assert_eq!(allowed(&roles, author, Kind::Obs), Access::Read);
        let in_charge = Standing { supervises: true, ..author };
        assert_eq!(allowed(&roles, in_charge, Kind::Obs), Access::Write);
    }

    #[test]
    fn a_person_without_a_role_reads_nothing() {
        assert_eq!(allowed(&[], Standing::default(), Kind::Catalog), Access::None);
    }
}
