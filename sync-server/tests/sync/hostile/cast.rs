//! Seven viewers, one of each role besides one of all and one of none, and documents at every place
//! around each of them.

use documents::DocumentKey;
use domain::{
    Access, Buddy, Day, Kind, Moment, Period, Role, Standing, Supervised, Team, TeamId, allowed,
};
use sync_server::store::PeopleUpdate;

use crate::world::{NOON, YEAR, org, person, someone};

/// Called after what they are.
pub(crate) const VIEWERS: [(&str, &[Role]); 7] = [
    ("worker", &[Role::Worker]),
    ("supervisor", &[Role::Supervisor]),
    ("editor", &[Role::Editor]),
    ("analyst", &[Role::Analyst]),
    ("admin", &[Role::Admin]),
    ("everything", &Role::ALL),
    ("nothing", &[]),
];

/// Whom a document is about, or by, as one viewer sees it.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Me,
    /// In a team I supervise.
    Member,
    /// Whose buddy I am.
    Learner,
    /// In a team I supervised until lately.
    LateMember,
    /// Whose buddy I was until lately.
    LateLearner,
    /// Whose buddy I was long ago.
    Past,
    Stranger,
    /// Somebody who writes about everybody.
    Author,
}

/// Author and subject. With the kinds they make every relation there is, and some that no phone
/// would ever make.
const PLACES: [(Who, Who); 17] = [
    (Who::Me, Who::Me),
    (Who::Me, Who::Member),
    (Who::Me, Who::Learner),
    (Who::Me, Who::LateMember),
    (Who::Me, Who::LateLearner),
    (Who::Me, Who::Past),
    (Who::Author, Who::LateMember),
    (Who::Author, Who::LateLearner),
    (Who::LateMember, Who::LateMember),
    (Who::LateLearner, Who::LateLearner),
    (Who::Author, Who::Me),
    (Who::Author, Who::Member),
    (Who::Author, Who::Learner),
    (Who::Author, Who::Stranger),
    (Who::Member, Who::Member),
    (Who::Learner, Who::Learner),
    (Who::Stranger, Who::Stranger),
];

const KINDS: [Kind; 4] = [Kind::Log, Kind::Journal, Kind::Shadow, Kind::Obs];

/// A document as one viewer stands to it.
pub(crate) struct Place {
    pub(crate) key: DocumentKey,
    pub(crate) standing: Standing,
    /// What the policy table says.
    pub(crate) access: Access,
}

impl Who {
    fn name(self, viewer: &str) -> &str {
        match self {
            Self::Me => viewer,
            Self::Member => "member",
            Self::Learner => "learner",
            Self::LateMember => "late-member",
            Self::LateLearner => "late-learner",
            Self::Past => "past",
            Self::Stranger => "stranger",
            Self::Author => "author",
        }
    }
}

/// Everybody, and who stands how to whom today.
pub(crate) fn people() -> PeopleUpdate {
    let worker: &[Role] = &[Role::Worker];
    let others = ["member", "learner", "late-member", "late-learner", "past", "stranger", "author"];
    let others = others.map(|id| (id, worker));
    let all = VIEWERS.into_iter().chain(others);
    let viewers = VIEWERS.map(|(viewer, _)| person(viewer));
    let team = Team {
        id: TeamId::new("all-of-them").unwrap(),
        name: "All of them".into(),
        members: vec![person("member")],
        supervisors: viewers.to_vec(),
    };
    let today = Moment::new(NOON, 0).day();
    let buddy = |viewer: &domain::PersonId, learner: &str, until: i32| Buddy {
        buddy: viewer.clone(),
        learner: person(learner),
        from: Day(today.0 - 300),
        until: Some(Day(until)),
    };
    let learner = viewers.iter().map(|viewer| buddy(viewer, "learner", today.0));
    let late = viewers.iter().map(|viewer| buddy(viewer, "late-learner", today.0 - 14));
    let past = viewers.iter().map(|viewer| buddy(viewer, "past", today.0 - 200));
    let supervised = viewers.iter().map(|viewer| Supervised {
        supervisor: viewer.clone(),
        worker: person("late-member"),
        until: Day(today.0 - 14),
    });
    PeopleUpdate {
        people: all.map(|(id, roles)| someone(id, roles)).collect(),
        teams: vec![team],
        buddies: Some(learner.chain(late).chain(past).collect()),
        supervised: supervised.collect(),
        ..PeopleUpdate::default()
    }
}

/// Every document of a year around a viewer, and the catalogue.
pub(crate) fn places(viewer: (&str, &[Role]), year: Period) -> Vec<Place> {
    let around =
        PLACES.iter().flat_map(|place| KINDS.map(|kind| around(viewer, *place, kind, year)));
    around.chain(catalog(viewer.1, year)).collect()
}

fn around(
    (viewer, roles): (&str, &[Role]),
    (author, subject): (Who, Who),
    kind: Kind,
    year: Period,
) -> Place {
    let standing = Standing {
        is_author: author == Who::Me,
        is_subject: subject == Who::Me,
        supervises: subject == Who::Member,
        is_buddy: subject == Who::Learner,
        supervised: subject == Who::LateMember,
        was_buddy: subject == Who::LateLearner,
    };
    let key = DocumentKey {
        org: org(),
        kind,
        author: Some(person(author.name(viewer))),
        subject: subject.name(viewer).to_owned(),
        period: Some(year),
    };
    Place { key, standing, access: allowed(roles, standing, kind) }
}

fn catalog(roles: &[Role], year: Period) -> Option<Place> {
    let standing = Standing::default();
    let key = DocumentKey::catalog(org(), "work");
    let access = allowed(roles, standing, Kind::Catalog);
    (year == YEAR).then_some(Place { key, standing, access })
}
