//! Where in the app somebody is, as a path. Plain text in, plain values out; the browser's history
//! is the shell's.
//!
//! Written here and not taken from `leptos_router`: one flat list of screens needs no nesting, no
//! matching at run time and no loading states, and the crate costs tens of kilobytes on each phone.

mod percent;

use domain::{AidId, CompetencyId, EntryId, PersonId};

use percent::{decode, encode};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Route {
    #[default]
    Home,
    /// All tasks of the job, not only the first few.
    Tasks,
    /// The form of the task that was opened.
    Log,
    Entry(EntryId),
    /// The card of an own task, for somebody else's camera.
    Card(EntryId),
    /// The card that proves an own sign-off.
    Proof(EntryId),
    /// Reading such a card.
    Scan,
    /// Rating oneself, after a task or without one.
    Rate {
        competency: CompetencyId,
        task: Option<EntryId>,
    },
    Progress,
    Skill(CompetencyId),
    Journal,
    People,
    /// All people of a supervisor at once.
    Team,
    Person(PersonId),
    PersonSkill(PersonId, CompetencyId),
    /// Shadowing: all sessions of oneself or somebody else.
    Sessions(Option<PersonId>),
    Session(EntryId),
    SessionEnd(EntryId),
    /// Before a session with somebody.
    Shadow(PersonId),
    Search,
    Me,
    Devices,
    WhoSees,
    Goals,
    /// Exports and the rescue file.
    TakeAlong,
    Install,
    /// Other people who joined in this browser.
    Switch,
    /// "Is my work safe?". Not `/sync`, which is the server's own.
    Safe,
    /// What the server did not accept.
    NotAccepted,
    /// With the code of an invitation, where the link had one. It stands behind the `#`, which
    /// browsers keep to themselves.
    Join(Option<String>),
    Aid(AidId),
    /// The form of who is being watched.
    Observe,
    /// What was seen, to be signed level by level.
    Sign(EntryId),
    /// Who waits for whom.
    Owed,
}

impl Route {
    /// From the parts of an address: `/rate/C%202`, `?task=…`, `#…`. `None`: no such screen.
    pub(crate) fn parse(path: &str, query: &str, fragment: &str) -> Option<Self> {
        let mut segments = Vec::new();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            segments.push(decode(segment)?);
        }
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match *segments.as_slice() {
            [] => Self::Home,
            ["tasks"] => Self::Tasks,
            ["log"] => Self::Log,
            ["entry", id, "card"] => Self::Card(EntryId::new(id).ok()?),
            ["entry", id, "proof"] => Self::Proof(EntryId::new(id).ok()?),
            ["scan"] => Self::Scan,
            ["entry", id] => Self::Entry(EntryId::new(id).ok()?),
            ["rate", id] => {
                let task = parameter(query, "task").and_then(|id| EntryId::new(id).ok());
                Self::Rate { competency: CompetencyId::new(id).ok()?, task }
            }
            ["progress"] => Self::Progress,
            ["skill", id] => Self::Skill(CompetencyId::new(id).ok()?),
            ["journal"] => Self::Journal,
            ["people"] => Self::People,
            ["team"] => Self::Team,
            ["person", id] => Self::Person(PersonId::new(id).ok()?),
            ["person", id, "skill", skill] => {
                Self::PersonSkill(PersonId::new(id).ok()?, CompetencyId::new(skill).ok()?)
            }
            ["sessions"] => Self::Sessions(None),
            ["sessions", id] => Self::Sessions(Some(PersonId::new(id).ok()?)),
            ["session", id] => Self::Session(EntryId::new(id).ok()?),
            ["session", id, "end"] => Self::SessionEnd(EntryId::new(id).ok()?),
            ["shadow", id] => Self::Shadow(PersonId::new(id).ok()?),
            ["search"] => Self::Search,
            ["me"] => Self::Me,
            ["me", "devices"] => Self::Devices,
            ["me", "who"] => Self::WhoSees,
            ["me", "goals"] => Self::Goals,
            ["me", "take"] => Self::TakeAlong,
            ["me", "install"] => Self::Install,
            ["me", "switch"] => Self::Switch,
            ["safe"] => Self::Safe,
            ["safe", "not-accepted"] => Self::NotAccepted,
            ["join"] => {
                let code = decode(fragment.trim_start_matches('#')).unwrap_or_default();
                Self::Join((!code.is_empty()).then_some(code))
            }
            ["observe"] => Self::Observe,
            ["sign", id] => Self::Sign(EntryId::new(id).ok()?),
            ["owed"] => Self::Owed,
            ["aid", id] => Self::Aid(AidId::new(id).ok()?),
            _ => return None,
        })
    }

    /// The address of this screen.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Home => "/".into(),
            Self::Tasks => "/tasks".into(),
            Self::Log => "/log".into(),
            Self::Entry(id) => join("/entry/", id.as_str()),
            Self::Card(id) => join("/entry/", id.as_str()) + "/card",
            Self::Proof(id) => join("/entry/", id.as_str()) + "/proof",
            Self::Scan => "/scan".into(),
            Self::Rate { competency, task } => {
                let path = join("/rate/", competency.as_str());
                match task {
                    Some(task) => join(&(path + "?task="), task.as_str()),
                    None => path,
                }
            }
            Self::Progress => "/progress".into(),
            Self::Skill(id) => join("/skill/", id.as_str()),
            Self::Journal => "/journal".into(),
            Self::People => "/people".into(),
            Self::Team => "/team".into(),
            Self::Person(id) => join("/person/", id.as_str()),
            Self::PersonSkill(id, skill) => {
                join(&(join("/person/", id.as_str()) + "/skill/"), skill.as_str())
            }
            Self::Sessions(None) => "/sessions".into(),
            Self::Sessions(Some(id)) => join("/sessions/", id.as_str()),
            Self::Session(id) => join("/session/", id.as_str()),
            Self::SessionEnd(id) => join("/session/", id.as_str()) + "/end",
            Self::Shadow(id) => join("/shadow/", id.as_str()),
            Self::Search => "/search".into(),
            Self::Me => "/me".into(),
            Self::Devices => "/me/devices".into(),
            Self::WhoSees => "/me/who".into(),
            Self::Goals => "/me/goals".into(),
            Self::TakeAlong => "/me/take".into(),
            Self::Install => "/me/install".into(),
            Self::Switch => "/me/switch".into(),
            Self::Safe => "/safe".into(),
            Self::NotAccepted => "/safe/not-accepted".into(),
            Self::Join(None) => "/join".into(),
            Self::Join(Some(code)) => join("/join#", code),
            Self::Aid(id) => join("/aid/", id.as_str()),
            Self::Observe => "/observe".into(),
            Self::Sign(id) => join("/sign/", id.as_str()),
            Self::Owed => "/owed".into(),
        }
    }

    /// The screen that "Back" leads to when the app was opened right here.
    pub(crate) fn parent(&self) -> Self {
        match self {
            Self::Rate { task: Some(task), .. } => Self::Entry(task.clone()),
            Self::Rate { competency, task: None } => Self::Skill(competency.clone()),
            Self::Skill(_) => Self::Progress,
            Self::Person(_) | Self::Team | Self::Observe | Self::Scan => Self::People,
            Self::Card(entry) | Self::Proof(entry) => Self::Entry(entry.clone()),
            Self::Sign(observation) => Self::Entry(observation.clone()),
            Self::PersonSkill(person, _) => Self::Person(person.clone()),
            Self::Session(_) | Self::Shadow(_) => Self::Sessions(None),
            Self::Sessions(Some(id)) => Self::Person(id.clone()),
            Self::SessionEnd(session) => Self::Session(session.clone()),
            Self::NotAccepted => Self::Safe,
            Self::Devices
            | Self::WhoSees
            | Self::Goals
            | Self::TakeAlong
            | Self::Install
            | Self::Switch => Self::Me,
            Self::Home
            | Self::Tasks
            | Self::Log
            | Self::Entry(_)
            | Self::Progress
            | Self::Journal
            | Self::People
            | Self::Sessions(None)
            | Self::Search
            | Self::Me
            | Self::Safe
            | Self::Join(_)
            | Self::Owed
            | Self::Aid(_) => Self::Home,
        }
    }
}

fn join(path: &str, id: &str) -> String {
    [path, &encode(id)].concat()
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| decode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(route: Route, path: &str) {
        assert_eq!(route.path(), path);
        let (rest, fragment) = path.split_once('#').unwrap_or((path, ""));
        let (only_path, query) = rest.split_once('?').unwrap_or((rest, ""));
        assert_eq!(Route::parse(only_path, query, fragment), Some(route), "{path}");
    }

    fn entry(id: &str) -> EntryId {
        EntryId::new(id).unwrap()
    }

    fn skill(id: &str) -> CompetencyId {
        CompetencyId::new(id).unwrap()
    }

    // SPEC F1
    #[test]
    fn every_screen_has_an_address_that_leads_back_to_it() {
        let person = PersonId::new("Wc_1-x").unwrap();
        check(Route::Home, "/");
        check(Route::Tasks, "/tasks");
        check(Route::Log, "/log");
        check(Route::Entry(entry("e1")), "/entry/e1");
        check(Route::Card(entry("e1")), "/entry/e1/card");
        check(Route::Proof(entry("e1")), "/entry/e1/proof");
        check(Route::Scan, "/scan");
        check(Route::Rate { competency: skill("C2"), task: None }, "/rate/C2");
        check(Route::Rate { competency: skill("C2"), task: Some(entry("e1")) }, "/rate/C2?task=e1");
        check(Route::Progress, "/progress");
        check(Route::Skill(skill("C2")), "/skill/C2");
        check(Route::Journal, "/journal");
        check(Route::People, "/people");
        check(Route::Team, "/team");
        check(Route::Person(person.clone()), "/person/Wc_1-x");
        check(Route::Shadow(person.clone()), "/shadow/Wc_1-x");
        check(Route::Sessions(Some(person.clone())), "/sessions/Wc_1-x");
        check(Route::PersonSkill(person, skill("C2")), "/person/Wc_1-x/skill/C2");
        check(Route::Sessions(None), "/sessions");
        check(Route::Session(entry("e1")), "/session/e1");
        check(Route::SessionEnd(entry("e1")), "/session/e1/end");
        check(Route::Search, "/search");
        check(Route::Me, "/me");
        check(Route::Devices, "/me/devices");
        check(Route::WhoSees, "/me/who");
        check(Route::Goals, "/me/goals");
        check(Route::TakeAlong, "/me/take");
        check(Route::Install, "/me/install");
        check(Route::Switch, "/me/switch");
        check(Route::Safe, "/safe");
        check(Route::NotAccepted, "/safe/not-accepted");
        check(Route::Join(None), "/join");
        check(Route::Join(Some("ABCD-EFGH".into())), "/join#ABCD-EFGH");
        check(Route::Aid(AidId::new("a1").unwrap()), "/aid/a1");
        check(Route::Observe, "/observe");
        check(Route::Sign(entry("e1")), "/sign/e1");
        check(Route::Owed, "/owed");
    }

    // SPEC F2
    #[test]
    fn an_id_with_any_letters_survives_an_address() {
        check(
            Route::Skill(skill("4.A / «één»?#&=%")),
            "/skill/4.A%20%2F%20%C2%AB%C3%A9%C3%A9n%C2%BB%3F%23%26%3D%25",
        );
        check(
            Route::Rate { competency: skill("https://x.example/c?1"), task: Some(entry("e-1")) },
            "/rate/https%3A%2F%2Fx.example%2Fc%3F1?task=e-1",
        );
    }

    #[test]
    fn an_address_of_nothing_leads_nowhere() {
        for path in ["/sync", "/api/me", "/entry", "/entry/a%2Fb", "/skill/%zz", "/me/x", "/x"] {
            assert_eq!(Route::parse(path, "", ""), None, "{path}");
        }
        assert_eq!(Route::parse("/me/", "", ""), Some(Route::Me));
    }

    // SPEC F3
    #[test]
    fn a_screen_that_was_opened_by_its_address_still_has_a_way_back() {
        let check = |route: Route, parent: &str| assert_eq!(route.parent().path(), parent);
        check(Route::Rate { competency: skill("C2"), task: Some(entry("e1")) }, "/entry/e1");
        check(Route::Rate { competency: skill("C2"), task: None }, "/skill/C2");
        check(Route::SessionEnd(entry("e1")), "/session/e1");
        check(Route::Goals, "/me");
        check(Route::Home, "/");
    }
}
