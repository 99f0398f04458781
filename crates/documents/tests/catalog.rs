//! The catalogue in documents.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::Map;

use documents::{Document, pack_catalog, read_catalog, unpack_catalog, write_catalog};
use domain::{
    Aid, AidId, AidKind, Asking, Catalog, Checklist, ChecklistId, ChecklistTask, Competency,
    CompetencyId, Framework, FrameworkId, JobRole, JobRoleId, Kind, Level, Moment, Months, Prompt,
    PromptId, Scale, ScaleId, Step, StepId, TaskType, TaskTypeId, Text,
};

const NOON: Moment = Moment { utc_ms: 1_779_000_000_000, offset_min: 0 };

fn text(en: &str) -> Text {
    Text::of("en", en).and("nl", format!("{en} (nl)"))
}

fn catalog() -> Catalog {
    let framework = FrameworkId::new("bikes").unwrap();
    let competency = |id: &str, parent: Option<&str>| Competency {
        id: CompetencyId::new(id).unwrap(),
        framework: framework.clone(),
        version: 1,
        code: Some(id.to_uppercase()),
        statement: text(id),
        parent: parent.map(|id| CompetencyId::new(id).unwrap()),
        order: 3,
        is_area: parent.is_none(),
        scale: parent.map(|_| ScaleId::new("four").unwrap()),
        level_texts: Map::from([(2, text("with help"))]),
        validity: parent.and(Months::new(12)),
        retired: false,
    };
    let level = |name: &str| Level { name: text(name), text: Text::default() };
    let levels = vec![level("watch"), level("help"), level("alone"), level("teach")];
    let truing = CompetencyId::new("truing").unwrap();
    let scale = Scale::new(ScaleId::new("four").unwrap(), 2, levels).unwrap();
    let task = TaskType {
        id: TaskTypeId::new("true-wheel").unwrap(),
        version: 4,
        name: text("True a rear wheel"),
        minutes: Some(25),
        unit: Some(text("wheels")),
        tags: vec![truing.clone()],
        steps: vec![text("dish"), text("sides")],
        aids: vec![AidId::new("dish-aid").unwrap()],
        jobs: vec![JobRoleId::new("mechanic").unwrap()],
        asking: Some(Asking { buddies: true, least: Some(3), observers: 2, ..Asking::USUAL }),
        first_week: Some(2),
        retired: true,
    };
    let aid = Aid {
        id: AidId::new("dish-aid").unwrap(),
        version: 1,
        kind: AidKind::GoodPractice,
        title: text("Dish"),
        body: text("Look at it."),
        link: Some("https://ropes.example/dish".into()),
        tags: vec![truing.clone()],
        retired: false,
    };
    let job = JobRole {
        id: JobRoleId::new("mechanic").unwrap(),
        version: 1,
        name: text("Mechanic"),
        targets: Map::from([(truing, 3)]),
        retired: false,
    };
    let prompt = Prompt {
        id: PromptId::new("p1").unwrap(),
        version: 1,
        text: text("What surprised you?"),
        retired: false,
    };
    let title = text("Bicycle workshop");
    let about =
        Framework { id: framework.clone(), title, edition: None, credit: Some("us".into()) };
    let competencies = [competency("wheels", None), competency("truing", Some("wheels"))];
    Catalog {
        frameworks: Map::from([(framework, about)]),
        scales: Map::from([(scale.id.clone(), scale)]),
        competencies: competencies.map(|c| (c.id.clone(), c)).into(),
        task_types: Map::from([(task.id.clone(), task)]),
        aids: Map::from([(aid.id.clone(), aid)]),
        jobs: Map::from([(job.id.clone(), job)]),
        prompts: Map::from([(prompt.id.clone(), prompt)]),
        checklists: Map::from([(list().id, list())]),
    }
}

fn list() -> Checklist {
    let step = |id: &str, critical| Step {
        id: StepId::new(id).unwrap(),
        text: text("Spins both wheels"),
        critical,
        competencies: vec![CompetencyId::new("truing").unwrap()],
        reasons: vec![text("Did not look")],
    };
    let task = ChecklistTask {
        name: text("On the stand"),
        task_type: Some(TaskTypeId::new("true-wheel").unwrap()),
        steps: vec![step("1.1", false), step("1.2", true)],
    };
    let other = ChecklistTask { name: Text::default(), task_type: None, steps: vec![] };
    Checklist {
        id: ChecklistId::new("final").unwrap(),
        version: 3,
        title: text("Final check"),
        tasks: vec![task, other],
        retired: false,
    }
}

// SPEC D13, E1
#[test]
fn a_catalogue_reads_back_as_it_was_written() {
    let mut document = Document::new(Kind::Catalog, [1; 16]);
    assert!(write_catalog(&mut document, &catalog(), NOON).unwrap().is_some());
    assert_eq!(read_catalog(&document), catalog());
    assert_eq!(write_catalog(&mut document, &catalog(), NOON).unwrap(), None, "nothing differs");
}

// SPEC D14
#[test]
fn a_row_of_a_version_that_knew_less_is_made_anew() {
    let row = pack_catalog(&catalog());
    assert_eq!(unpack_catalog(&row), Some(catalog()));
    let of_before: Vec<u8> = [&[1], &row[1..]].concat();
    assert_eq!(unpack_catalog(&of_before), None);
}

// SPEC D13
#[test]
fn writing_a_part_leaves_the_rest() {
    let mut document = Document::new(Kind::Catalog, [1; 16]);
    write_catalog(&mut document, &catalog(), NOON).unwrap();
    let mut part = Catalog { prompts: catalog().prompts, ..Catalog::default() };
    part.prompts.values_mut().for_each(|prompt| prompt.retired = true);
    write_catalog(&mut document, &part, NOON).unwrap();
    let after = read_catalog(&document);
    assert!(after.prompts.values().all(|prompt| prompt.retired));
    assert_eq!(after.task_types, catalog().task_types);
}
