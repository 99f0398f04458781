//! What leaves: CSV that is harmless in a spreadsheet and JSON that reads without us.

use std::collections::BTreeMap;

use domain::{
    Body, Catalog, Day, Entry, FrameworkId, Goal, Map, Moment, OrgId, PromptId, Rated, Reflection,
    ScaleId, SelfRating, Source, Task, TaskTypeId, Typed, Void,
};
use exchange::{
    CatalogImport, EntryRow, Mark, OwnData, RawRow, entries_csv, framework_csv, own_data_json,
};
use serde_json::{Value, json};

use crate::workshop::{self, competency, entry_id, person};

fn at(minute: u16) -> Moment {
    Day::from_ymd(2026, 5, 14).at(minute, 120)
}

fn entry(id: &str, body: Body) -> Entry {
    let (edited, void, copied_from) = (None, None, None);
    Entry { id: entry_id(id), saved: at(600), edited, body, void, copied_from }
}

fn entries() -> Vec<Entry> {
    let task = Task {
        what: Typed::Type { id: TaskTypeId::new("true").unwrap(), version: 1 },
        when: at(540),
        minutes: Some(25),
        quantity: Some(2),
        tags: Map::from([(competency("w1"), 1), (competency("elsewhere"), 4)]),
        first_time: true,
        learned_from: Some(Source::Person(person("bo"))),
        learned: Some("=Slow, then \"slower\"\nand even".to_owned()),
    };
    let own = Task {
        what: Typed::Own("@Fixed the door".to_owned()),
        minutes: None,
        quantity: None,
        tags: Map::new(),
        first_time: false,
        learned_from: Some(Source::Myself),
        learned: None,
        ..task.clone()
    };
    let rating = |rated| SelfRating {
        competency: competency("w1"),
        competency_version: 1,
        scale: ScaleId::new("steps").unwrap(),
        scale_version: 1,
        levels: 2,
        rated,
        when: at(550),
        task: Some(entry_id("e1")),
    };
    let reflection = Reflection {
        prompt: Some((PromptId::new("today").unwrap(), 1)),
        text: "'=not a formula".to_owned(),
        when: at(560),
        task: None,
    };
    let goal = Goal {
        text: "Teach it".to_owned(),
        competency: Some(competency("b1")),
        when: at(561),
        reached: Some(at(570)),
    };
    let mut list = vec![
        entry("e1", Body::Task(task)),
        entry("e2", Body::Task(own)),
        entry("e3", Body::Rating(rating(Rated::Level(1)))),
        entry("e4", Body::Rating(rating(Rated::CannotSay))),
        entry("e5", Body::Reflection(reflection)),
        entry("e6", Body::Goal(goal)),
        entry("e7", Body::Other { kind: "dance".to_owned() }),
    ];
    list[1].void = Some(Void { at: at(601), reason: "-wrong day".to_owned() });
    list[4].copied_from = Some(entry_id("j1"));
    list
}

fn table(mark: Mark) -> Vec<u8> {
    let (bo, entries) = (person("bo"), entries());
    let rows: Vec<_> = entries.iter().map(|entry| EntryRow { person: &bo, entry }).collect();
    entries_csv(&rows, &workshop::catalog(), &workshop::names(), "nl", mark)
}

// SPEC X20, X21
#[test]
fn entries_leave_as_a_strict_table_that_no_spreadsheet_runs() {
    let bytes = table(Mark::Bom);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.starts_with("\u{FEFF}entry,person,name,kind,when,"));
    assert_eq!(text.matches("\r\n").count(), 8, "one row each, ended by CRLF");
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert!(rows.iter().flat_map(BTreeMap::values).all(|c| !c.starts_with(['=', '+', '-', '@'])));
    let task = &rows[0];
    assert_eq!(task["when"], "2026-05-14T09:00:00.000+02:00");
    assert_eq!((&*task["task"], &*task["tags"]), ("Wiel richten", "elsewhere;W1"));
    assert_eq!(task["learned_from"], "'=Bo \"the bolt\" Vos");
    assert_eq!(task["text"], "'=Slow, then \"slower\"\nand even");
    assert_eq!((&*rows[1]["task"], &*rows[1]["void_reason"]), ("'@Fixed the door", "'-wrong day"));
    assert_eq!((&*rows[2]["level"], &*rows[2]["level_name"]), ("1", "Nog niet"));
    assert_eq!((&*rows[3]["level"], &*rows[3]["level_name"]), ("", "can't say yet"));
    assert_eq!(rows[4]["text"], "''=not a formula");
    assert_eq!((&*rows[6]["kind"], &*rows[6]["when"]), ("dance", ""));
    assert!(table(Mark::None).starts_with(b"entry,"));
}

// SPEC X20
#[test]
fn a_framework_leaves_as_csv_and_comes_back_the_same() {
    let import = CatalogImport::Framework(workshop::framework(workshop::FRAMEWORK));
    let mut catalog = workshop::merged(&Catalog::default(), import);
    let gone = catalog.competencies.get_mut(&competency("b1")).unwrap();
    gone.retired = true;
    gone.validity = domain::Months::new(18);
    let id = FrameworkId::new("workshop").unwrap();
    for mark in [Mark::Bom, Mark::None] {
        let bytes = framework_csv(&catalog, &id, mark).unwrap();
        let read = workshop::whole(exchange::read_framework(&bytes, "whatever.csv"));
        let fresh = workshop::merged(&Catalog::default(), CatalogImport::Framework(read.clone()));
        assert_eq!(fresh, catalog);
        assert_eq!(workshop::merged(&catalog, CatalogImport::Framework(read)), catalog);
    }
    assert_eq!(framework_csv(&catalog, &FrameworkId::new("other").unwrap(), Mark::None), None);
}

fn own_data() -> Value {
    let raw = [RawRow {
        document_id: "4NMN".to_owned(),
        entry: Some("e7".to_owned()),
        problem: "a kind this version does not know".to_owned(),
        raw: json::Json::object().with("k", "dance").with("steps", 3_u32),
    }];
    let (org, who) = (OrgId::new("org").unwrap(), person("ana"));
    let data = OwnData {
        org: (&org, "Spoke & Sons"),
        person: (&who, "Ana Prins"),
        made_at: at(720),
        entries: &entries(),
        catalog: &workshop::catalog(),
        names: &workshop::names(),
        raw: &raw,
    };
    serde_json::from_slice(&own_data_json(&data)).unwrap()
}

// SPEC X26
#[test]
fn own_data_reads_without_us() {
    let data = own_data();
    assert_eq!((&data["format"], &data["version"]), (&json!("ropes-own-data"), &json!(1)));
    assert_eq!(data["person"], json!({"id": "ana", "name": "Ana Prins"}));
    let entry = |at: usize| &data["entries"][at];
    assert_eq!(data["entries"].as_array().unwrap().len(), 7);
    assert_eq!(entry(0)["saved"], "2026-05-14T10:00:00.000+02:00");
    assert_eq!(
        entry(0)["task"]["tags"][1],
        json!({"id": "w1", "version": 1, "current_version": 1, "code": "W1",
               "words": {"en": "Trues a wheel", "nl": "Richt een wiel"}})
    );
    assert_eq!(entry(0)["task"]["tags"][0]["words"], Value::Null);
    assert_eq!(entry(0)["task"]["learned_from"]["person"]["id"], "bo");
    assert_eq!(entry(1)["void"]["reason"], "-wrong day");
    assert_eq!(entry(1)["task"]["own_words"], "@Fixed the door");
    let rating = &entry(2)["rating"];
    assert_eq!((&rating["level"], &rating["levels"]), (&json!(1), &json!(2)));
    assert_eq!(rating["level_name"], json!({"en": "Not yet", "nl": "Nog niet"}));
    assert_eq!(rating["level_text"], json!({"en": "With the stand"}));
    assert_eq!(
        (&entry(3)["rating"]["level"], &entry(3)["rating"]["cannot_say"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(entry(4)["copied_from"], "j1");
    assert_eq!(entry(4)["reflection"]["prompt"]["words"]["en"], "What surprised you today?");
    assert_eq!(entry(5)["goal"]["reached"], "2026-05-14T09:30:00.000+02:00");
    assert_eq!(entry(6)["kind"], "dance");
    assert_eq!(data["not_understood"][0]["raw"], json!({"k": "dance", "steps": 3}));
}

/// Version 1 only ever gains fields: the ones here stay where they are.
// SPEC X26
#[test]
fn the_shape_of_own_data_keeps_its_fields() {
    let golden: Value = serde_json::from_str(include_str!("fixtures/own_data_1.json")).unwrap();
    holds(&own_data(), &golden, "");
}

fn holds(data: &Value, golden: &Value, path: &str) {
    match golden {
        Value::Object(fields) => {
            for (key, value) in fields {
                let found = data.get(key).unwrap_or_else(|| panic!("{path}.{key} is gone"));
                holds(found, value, &format!("{path}.{key}"));
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                holds(&data[at], value, &format!("{path}[{at}]"));
            }
        }
        plain => assert_eq!(data, plain, "{path}"),
    }
}
