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
    /// Author about someone they supervise today.
    Supervising,
    /// Author about someone they are a buddy of today.
    Guiding,
    /// Author about someone they supervised until lately: the grace runs.
    LatelySupervising,
    /// Author about someone they were a buddy of until lately: the grace runs.
    LatelyGuiding,
    /// Author about someone they have nothing to do with any more.
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
    pub const ALL: [Self; 10] = [
        Self::Own,
        Self::Supervising,
        Self::Guiding,
        Self::LatelySupervising,
        Self::LatelyGuiding,
        Self::Former,
        Self::Subject,
        Self::Supervisor,
        Self::Buddy,
        Self::Colleague,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Supervising => "supervising",
            Self::Guiding => "guiding",
            Self::LatelySupervising => "lately supervising",
            Self::LatelyGuiding => "lately guiding",
            Self::Former => "former",
            Self::Subject => "subject",
            Self::Supervisor => "supervisor",
            Self::Buddy => "buddy",
            Self::Colleague => "colleague",
        }
    }
}

impl Access {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Read => "read",
            Self::Write => "write",
        }
    }
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
    /// Supervised the subject until lately, and the grace runs.
    pub supervised: bool,
    /// Was a buddy of the subject until lately, and the grace runs.
    pub was_buddy: bool,
}

impl Standing {
    /// Every relation that holds; the best access of them counts.
    pub fn relations(self) -> impl Iterator<Item = Relation> {
        let writes = self.is_author && !self.is_subject;
        [
            (self.is_author && self.is_subject, Relation::Own),
            (writes && self.supervises, Relation::Supervising),
            (writes && self.is_buddy, Relation::Guiding),
            (writes && self.supervised, Relation::LatelySupervising),
            (writes && self.was_buddy, Relation::LatelyGuiding),
            (writes, Relation::Former),
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
///
/// An ended relation ends reading what others wrote at once. Only the author's own document about
/// the person has a grace: what was written before the end may still arrive. It outlives the role,
/// since who steps down loses both on one day.
pub fn access(role: Role, relation: Relation, kind: Kind) -> Access {
    match kind {
        Kind::Catalog => Access::Read,
        Kind::Log => log(role, relation),
        Kind::Journal => journal(role, relation),
        Kind::Shadow => shadow(role, relation),
        Kind::Obs => obs(role, relation),
    }
}

fn log(role: Role, relation: Relation) -> Access {
    use Access::{None, Read, Write};
    use Relation as R;
    match (role, relation) {
        (Role::Worker, R::Own) => Write,
        (_, R::Own) => Read,
        (Role::Supervisor, R::Supervisor) => Read,
        (Role::Worker, R::Buddy) => Read,
        (_, R::Supervising | R::Guiding | R::LatelySupervising | R::LatelyGuiding) => None,
        (_, R::Former | R::Subject | R::Supervisor | R::Buddy | R::Colleague) => None,
    }
}

fn journal(role: Role, relation: Relation) -> Access {
    use Access::{None, Read, Write};
    use Relation as R;
    match (role, relation) {
        (Role::Worker, R::Own) => Write,
        (_, R::Own) => Read,
        (_, R::Supervising | R::Guiding | R::LatelySupervising | R::LatelyGuiding) => None,
        (_, R::Former | R::Subject | R::Supervisor | R::Buddy | R::Colleague) => None,
    }
}

fn shadow(role: Role, relation: Relation) -> Access {
    use Access::{None, Read, Write};
    use Relation as R;
    match (role, relation) {
        (Role::Worker, R::Guiding) => Write,
        (_, R::LatelyGuiding) => Write,
        (_, R::Guiding | R::Supervising | R::LatelySupervising | R::Former) => Read,
        (_, R::Subject) => Read,
        (Role::Supervisor, R::Supervisor) => Read,
        (Role::Worker, R::Buddy) => Read,
        (_, R::Own | R::Supervisor | R::Buddy | R::Colleague) => None,
    }
}

fn obs(role: Role, relation: Relation) -> Access {
    use Access::{None, Read, Write};
    use Relation as R;
    match (role, relation) {
        (Role::Supervisor, R::Supervising) => Write,
        (_, R::LatelySupervising) => Write,
        (_, R::Supervising | R::Guiding | R::LatelyGuiding | R::Former) => Read,
        (_, R::Subject) => Read,
        (Role::Supervisor, R::Supervisor) => Read,
        (_, R::Own | R::Supervisor | R::Buddy | R::Colleague) => None,
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

/// Days for which what an ended relation wrote before may still arrive, where nobody says otherwise.
pub const GRACE_DAYS: u16 = 14;

/// The whole table, as it stands in SPEC.md.
pub fn policy_table() -> String {
    let mut table = String::from("| kind | relation |");
    Role::ALL.iter().for_each(|role| table += &format!(" {} |", role.as_str()));
    table += "\n|---|---|---|---|---|---|---|\n";
    for kind in Kind::ALL {
        for relation in Relation::ALL {
            table += &format!("| {} | {} |", kind.as_str(), relation.as_str());
            for role in Role::ALL {
                table += &format!(" {} |", access(role, relation, kind).as_str());
            }
            table.push('\n');
        }
    }
    table
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
        use Relation as R;
        let authors = [R::Own, R::Supervising, R::Guiding, R::LatelySupervising, R::LatelyGuiding];
        for kind in Kind::ALL {
            for role in Role::ALL {
                for relation in Relation::ALL {
                    let is_author = authors.contains(&relation);
                    assert!(is_author || access(role, relation, kind) < Access::Write);
                }
            }
        }
    }

    // SPEC S61
    #[test]
    fn an_ended_relation_leaves_a_grace_to_write_and_none_to_read() {
        let author = Standing { is_author: true, ..Standing::default() };
        for (roles, kind, now, lately) in [
            (
                [Role::Supervisor],
                Kind::Obs,
                Standing { supervises: true, ..author },
                Standing { supervised: true, ..author },
            ),
            (
                [Role::Worker],
                Kind::Shadow,
                Standing { is_buddy: true, ..author },
                Standing { was_buddy: true, ..author },
            ),
        ] {
            assert_eq!(allowed(&roles, now, kind), Access::Write);
            assert_eq!(allowed(&roles, lately, kind), Access::Write);
            assert_eq!(allowed(&roles, author, kind), Access::Read);
            assert_eq!(
                allowed(&[Role::Analyst], lately, kind),
                Access::Write,
                "it outlives the role"
            );
            let reader = |standing| Standing { is_author: false, ..standing };
            for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Catalog) {
                let access = allowed(&roles, reader(lately), kind);
                assert_eq!(access, Access::None, "{}", kind.as_str());
            }
        }
    }

    // SPEC S61
    #[test]
    fn a_buddy_writes_no_observations_and_a_supervisor_no_shadowing() {
        let author = Standing { is_author: true, ..Standing::default() };
        let both = [Role::Worker, Role::Supervisor];
        let buddy = Standing { is_buddy: true, was_buddy: true, ..author };
        assert_eq!(allowed(&both, buddy, Kind::Obs), Access::Read);
        let supervisor = Standing { supervises: true, supervised: true, ..author };
        assert_eq!(allowed(&both, supervisor, Kind::Shadow), Access::Read);
    }

    #[test]
    fn a_person_without_a_role_reads_nothing() {
        assert_eq!(allowed(&[], Standing::default(), Kind::Catalog), Access::None);
    }
}
