//! A workshop of three people and one task, and what a person does in it.

use client::Event;
use documents::read_entries;
use domain::{
    Buddy, Catalog, Checklist, ChecklistId, ChecklistTask, Competency, CompetencyId, EntryId,
    FrameworkId, Kind, Level, Map, Person, PersonId, Role, Roster, Scale, ScaleId, Step, StepId,
    TaskType, TaskTypeId, Team, TeamId, Text,
};

use super::{Phone, Server, run};

pub(crate) fn person(id: &str, role: Role) -> Person {
    let id = PersonId::new(id).unwrap();
    Person { name: format!("{id} Testperson"), id, roles: vec![role], job: None }
}

pub(crate) fn roster() -> Roster {
    let ids = |list: &[&str]| list.iter().map(|id| PersonId::new(*id).unwrap()).collect();
    Roster {
        people: vec![
            person("samira", Role::Worker),
            person("tuan", Role::Worker),
            person("ingrid", Role::Supervisor),
        ],
        teams: vec![Team {
            id: TeamId::new("floor").unwrap(),
            name: "Floor".into(),
            members: ids(&["samira"]),
            supervisors: ids(&["ingrid"]),
        }],
        buddies: vec![],
    }
}

/// Marek is samira's buddy since a week ago.
pub(crate) fn pair(server: &mut Server) {
    server.roster.people.push(person("marek", Role::Worker));
    let id = |name| PersonId::new(name).unwrap();
    server.roster.buddies.push(Buddy {
        buddy: id("marek"),
        learner: id("samira"),
        from: domain::Day(super::MORNING.day().0 - 7),
        until: None,
    });
}

pub(crate) fn truing() -> CompetencyId {
    CompetencyId::new("truing").unwrap()
}

pub(crate) fn wheel() -> TaskTypeId {
    TaskTypeId::new("true-wheel").unwrap()
}

pub(crate) fn catalog() -> Catalog {
    let level = |name: &str| Level { name: Text::of("en", name), text: Text::default() };
    let levels = ["watch", "with help", "alone", "teach"].map(level).into();
    let scale = Scale::new(ScaleId::new("four").unwrap(), 1, levels).unwrap();
    let competency = Competency {
        id: truing(),
        framework: FrameworkId::new("bikes").unwrap(),
        version: 3,
        code: None,
        statement: Text::of("en", "Wheel truing"),
        parent: None,
        order: 0,
        is_area: false,
        validity: None,
        scale: Some(scale.id.clone()),
        level_texts: Map::new(),
        retired: false,
    };
    let task = TaskType {
        id: wheel(),
        version: 2,
        name: Text::of("en", "True a rear wheel").and("nl", "Achterwiel richten"),
        minutes: Some(25),
        unit: None,
        tags: vec![truing()],
        steps: vec![],
        aids: vec![],
        jobs: vec![],
        asking: None,
        first_week: None,
        retired: false,
    };
    Catalog {
        scales: [(scale.id.clone(), scale)].into(),
        competencies: [(competency.id.clone(), competency)].into(),
        task_types: [(task.id.clone(), task)].into(),
        checklists: [(wheel_list().id, wheel_list())].into(),
        ..Catalog::default()
    }
}

/// How to watch somebody true a wheel.
pub(crate) fn wheel_list() -> Checklist {
    let step = |id: &str, words: &str| Step {
        id: StepId::new(id).unwrap(),
        text: Text::of("en", words),
        critical: false,
        competencies: vec![truing()],
        reasons: vec![Text::of("en", "Half turns").and("nl", "Halve slagen")],
    };
    let steps = vec![step("1", "Checks the dish"), step("2", "Turns by quarters")];
    let task = ChecklistTask { name: Text::default(), task_type: Some(wheel()), steps };
    Checklist {
        id: ChecklistId::new("wheel").unwrap(),
        version: 4,
        title: Text::of("en", "Truing"),
        tasks: vec![task],
        retired: false,
    }
}

pub(crate) fn workshop() -> Server {
    Server::new(roster(), &catalog())
}

/// Taps a tile and presses Save.
pub(crate) fn log(phone: &mut Phone, server: &mut Server) {
    log_saying(phone, server, "");
}

/// The same with words about what was learned.
pub(crate) fn log_saying(phone: &mut Phone, server: &mut Server, words: &str) -> EntryId {
    phone.now = phone.now.plus_ms(60_000);
    phone.tell(Event::OpenTask(wheel()));
    run(server, &mut [phone]);
    save_saying(phone, server, words)
}

/// Changes the words of a saved task.
pub(crate) fn edit_saying(phone: &mut Phone, server: &mut Server, id: &EntryId, words: &str) {
    phone.now = phone.now.plus_ms(60_000);
    phone.tell(Event::OpenEdit(id.clone()));
    run(server, &mut [phone]);
    save_saying(phone, server, words);
}

fn save_saying(phone: &mut Phone, server: &mut Server, words: &str) -> EntryId {
    let mut draft = phone.client.log_form().unwrap().draft;
    draft.learned = words.into();
    let id = draft.entry.clone();
    phone.tell(Event::SaveTask(draft));
    run(server, &mut [phone]);
    id
}

/// What a person's log of this year holds on the server.
pub(crate) fn tasks_at(server: &Server, person: &str) -> usize {
    server.document(Kind::Log, person, 2026).map_or(0, |document| read_entries(document).len())
}
