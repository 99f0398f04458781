//! What a supervisor is told of their team, over a real database.

pub(crate) mod desk;
pub(crate) mod shop;
mod signed;

use domain::{Body, EntryId, Kind, Map, Moment, Rated, Role, Session, Side, Task, Team, Typed};
use serde_json::{Value, json};
use sync_server::access::Directory;
use sync_server::projection::team_for;
use sync_server::store::{Append, Change, Failing, Frozen, PeopleUpdate, SqliteStore, Store};

use crate::server::{Browser, NOON, Server, id, person, send};
use desk::{DAY, Sheet, rating, stock, truing, watched};

async fn team(browser: &Browser) -> Value {
    let answer = browser.get("/api/team").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// One person of it.
pub(crate) async fn told(browser: &Browser, name: &str) -> Value {
    let team = team(browser).await;
    let people = team["people"].as_array().unwrap();
    people.iter().find(|one| one["person"] == name).cloned().unwrap_or(Value::Null)
}

fn task(at: i64) -> Body {
    Body::Task(Task {
        what: Typed::Own("A wheel".into()),
        when: Moment::new(at, 0),
        minutes: None,
        quantity: None,
        tags: Map::from([(truing(), 3)]),
        first_time: false,
        learned_from: None,
        learned: Some("Words that stay where they are.".into()),
    })
}

// SPEC V1
#[tokio::test]
async fn a_supervisor_is_told_levels_dates_and_counts_and_no_words() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
    log.write(&server, "r1", rating(2, NOON - 3 * DAY));
    log.write(&server, "r2", rating(3, NOON - DAY));
    log.write(&server, "t1", task(NOON - 2 * DAY));
    let mut seen = Sheet::new(&sue, Kind::Obs, "sue", "sam").await;
    seen.write(&server, "o1", watched(Rated::Level(1), NOON - 5 * DAY));
    seen.write(&server, "o2", watched(Rated::Level(2), NOON - 2 * DAY));
    seen.write(&server, "o3", watched(Rated::CannotSay, NOON - DAY));
    let skill = json!({
        "competency": "truing",
        "own": {"level": 3, "levels": 4, "at": NOON - DAY, "count": 2},
        "seen": {"level": 2, "levels": 4, "at": NOON - 2 * DAY, "count": 2},
        "observers": 1,
    });
    let sam = json!({
        "person": "sam", "tasks": 1, "observed": NOON - DAY, "left_out": 0, "skills": [skill],
    });
    let pat = json!({"person": "pat", "tasks": 0, "left_out": 0, "skills": []});
    assert_eq!(team(&sue).await, json!({"people": [pat, sam]}));
}

// SPEC V1
#[tokio::test]
async fn what_several_saw_is_one_newest_level_by_so_many() {
    let server = Server::start().await;
    let floor = Team {
        id: domain::TeamId::new("floor").unwrap(),
        name: "floor".into(),
        members: vec![id("sam"), id("pat")],
        supervisors: vec![id("sue"), id("ted")],
    };
    let update = PeopleUpdate { teams: vec![floor], ..PeopleUpdate::default() };
    server.store.update_people(&update).unwrap();
    let (sue, ted) = (server.joined("sue").await, server.joined("ted").await);
    let mut one = Sheet::new(&sue, Kind::Obs, "sue", "sam").await;
    one.write(&server, "o1", watched(Rated::Level(3), NOON - DAY));
    let mut other = Sheet::new(&ted, Kind::Obs, "ted", "sam").await;
    let newest = other.write(&server, "o2", watched(Rated::Level(2), NOON));
    for browser in [&sue, &ted] {
        let skill = told(browser, "sam").await["skills"][0].clone();
        let seen = json!({"level": 2, "levels": 4, "at": NOON, "count": 2});
        assert_eq!((&skill["seen"], &skill["observers"]), (&seen, &json!(2)));
    }
    let void = domain::Void { at: newest.saved, reason: "The other wheel.".into() };
    other.put(&server, &domain::Entry { void: Some(void), ..newest });
    let skill = told(&sue, "sam").await["skills"][0].clone();
    assert_eq!((&skill["seen"]["level"], &skill["observers"]), (&json!(3), &json!(1)));
}

// SPEC V2
#[tokio::test]
async fn who_supervises_nobody_gets_an_empty_list() {
    let server = Server::start().await;
    let ann = person("ann", &[Role::Analyst, Role::Editor]);
    let update = PeopleUpdate { people: vec![ann], ..PeopleUpdate::default() };
    server.store.update_people(&update).unwrap();
    let sam = server.joined("sam").await;
    let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
    log.write(&server, "r1", rating(2, NOON));
    // Tom is Sam's buddy, Pat was.
    for name in ["sam", "pat", "tom", "ada", "ann"] {
        let answer = server.joined(name).await.get("/api/team").await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "{\"people\":[]}"));
    }
    let ted = team(&server.joined("ted").await).await;
    let of_ted: Vec<_> =
        ted["people"].as_array().unwrap().iter().map(|one| one["person"].clone()).collect();
    assert_eq!(of_ted, ["tom"]);
    assert_eq!(server.bare().get("/api/team").await.problem(), (401, "signed-out"));
}

// SPEC V2
#[tokio::test]
async fn who_is_not_in_charge_any_more_or_lost_the_role_is_told_nothing() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
    log.write(&server, "r1", rating(2, NOON));
    assert_eq!(told(&sue, "sam").await["skills"].as_array().unwrap().len(), 1);
    let update = |people, teams| PeopleUpdate { people, teams, ..PeopleUpdate::default() };
    let floor = |members: &[&str]| Team {
        id: domain::TeamId::new("floor").unwrap(),
        name: "floor".into(),
        members: members.iter().map(|name| id(name)).collect(),
        supervisors: vec![id("sue")],
    };
    server.store.update_people(&update(vec![], vec![floor(&["pat"])])).unwrap();
    assert_eq!(told(&sue, "sam").await, Value::Null);
    let gone =
        sync_server::store::PersonRecord { is_active: false, ..person("pat", &[Role::Worker]) };
    server.store.update_people(&update(vec![gone], vec![])).unwrap();
    assert_eq!(team(&sue).await, json!({"people": []}));
    let worker = person("sue", &[Role::Worker]);
    server.store.update_people(&update(vec![worker], vec![floor(&["sam"])])).unwrap();
    assert_eq!(team(&sue).await, json!({"people": []}));
}

// SPEC V4
#[tokio::test]
async fn what_cannot_be_read_costs_nothing_else_and_a_frozen_document_is_left_out_and_said() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
    log.write(&server, "r1", rating(2, NOON));
    log.write(&server, "x1", Body::Other { kind: "from the future".into() });
    log.scribble(&server, "x2");
    let mut seen = Sheet::new(&sue, Kind::Obs, "sue", "sam").await;
    seen.write(&server, "o1", watched(Rated::Level(1), NOON));
    // A piece that the disk has damaged.
    let torn = Change { hash: [5; 32], bytes: vec![0x85, 0x6f, 0x4a, 0x83, 1], clock_wrong: false };
    let append = Append {
        document: seen.id,
        person: Some(id("sue")),
        device: Some(seen.device.clone()),
        received_at: NOON,
        changes: vec![torn],
        heads: vec![[5; 32]],
    };
    server.store.append(&[append]).unwrap();
    let both = told(&sue, "sam").await;
    assert_eq!(both["left_out"], 1);
    assert_eq!((&both["skills"][0]["own"]["level"], &both["observed"]), (&json!(2), &json!(NOON)));

    let frozen = Frozen { document: log.id, at: NOON, reason: "a test".into() };
    server.store.freeze(&frozen).unwrap();
    let rest = told(&sue, "sam").await;
    assert_eq!((&rest["left_out"], &rest["skills"][0]["own"]), (&json!(2), &Value::Null));
    assert_eq!(rest["skills"][0]["seen"]["level"], 1);
    assert!(server.store.thaw(log.id).unwrap());
    assert_eq!(told(&sue, "sam").await["left_out"], 1);
}

// SPEC V5
#[tokio::test]
async fn an_answer_reads_only_documents_that_have_changed() {
    let server = Server::start().await;
    stock(&server);
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
    log.write(&server, "r1", rating(2, NOON));
    let mut seen = Sheet::new(&sue, Kind::Obs, "sue", "sam").await;
    let watched_at = |level| watched(Rated::Level(level), NOON);
    seen.write(&server, "o1", watched_at(1));
    let pen = desk::Pen::new(&sue, 2, false).await;
    let sign = exchange::attestation::Act::Sign { renews: None };
    let signed = pen.sign(sign, (&log, "r1"), 2, NOON);
    seen.write(&server, "s1", pen.entry(&signed));

    let counting = Failing::new(SqliteStore::open(server.data.path()).unwrap());
    let read = || {
        let before = counting.calls_by_method().get("chunks").copied().unwrap_or_default();
        let directory = Directory::read(&counting).unwrap();
        let today = Moment::new(NOON, 0).day();
        let team = team_for(&counting, &directory, &id("sue"), today, NOON).unwrap();
        let after = counting.calls_by_method().get("chunks").copied().unwrap_or_default();
        (team, after - before)
    };
    // The log twice: which of its entries were signed is known only once the sign-offs are.
    let (first, documents) = read();
    assert_eq!(documents, 4, "log, observations, catalogue");
    let signed = first.iter().find(|one| one.person == id("sam")).unwrap();
    assert!(signed.signed.is_some());
    assert_eq!(read(), (first, 0));
    log.write(&server, "r2", rating(3, NOON));
    assert_eq!(read().1, 1);
    seen.write(&server, "o2", watched_at(2));
    assert_eq!(read().1, 1);
    // Where nothing can be kept, all is told the same, and read again.
    seen.write(&server, "o3", watched_at(3));
    counting.fail("put_summary", 1);
    let (told, _) = read();
    assert_eq!((told.clone(), 1), read());
    assert_eq!(read(), (told, 0));
}

// SPEC V6
#[tokio::test]
async fn what_is_unchanged_is_not_sent_again() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
    log.write(&server, "r1", rating(2, NOON));
    let first = sue.get("/api/team").await;
    let tag = protocol::http::tag_of(first.text.as_bytes());
    assert_eq!(first.header("etag"), tag);
    let again = || sue.client.get(sue.at("/api/team")).header("if-none-match", &tag);
    assert_eq!(send(again()).await.status, 304);
    log.write(&server, "r2", rating(3, NOON));
    assert_eq!(send(again()).await.status, 200);
}

// SPEC V7
#[tokio::test]
async fn it_says_when_somebody_last_looked_and_how_much_was_done_in_thirty_days() {
    let server = Server::start().await;
    let (sam, sue, tom) =
        (server.joined("sam").await, server.joined("sue").await, server.joined("tom").await);
    let mut log = Sheet::new(&sam, Kind::Log, "sam", "sam").await;
    for (name, days) in [("t1", 0), ("t2", 29), ("t3", 30), ("t4", 400), ("t5", -3)] {
        log.write(&server, name, task(NOON - days * DAY));
    }
    let session = |side, began| {
        let session = Session::new(EntryId::new("s1").unwrap(), side, id("sam"), None);
        Body::Session(Session { began: Some(Moment::new(began, 0)), ..session })
    };
    // What the learner wrote of it is not what anybody saw.
    log.write(&server, "s1", session(Side::Learner, NOON));
    let mut shadow = Sheet::new(&tom, Kind::Shadow, "tom", "sam").await;
    shadow.write(&server, "s1", session(Side::Buddy, NOON - 9 * DAY));
    let mut seen = Sheet::new(&sue, Kind::Obs, "sue", "sam").await;
    // A clock that ran ahead says no more than when it arrived.
    seen.write(&server, "o1", watched(Rated::Level(1), NOON + 400 * DAY));
    let told = told(&sue, "sam").await;
    assert_eq!(told["tasks"], 2);
    assert_eq!((&told["shadowed"], &told["observed"]), (&json!(NOON - 9 * DAY), &json!(NOON)));
    assert_eq!(told["skills"][0]["seen"]["at"], NOON);
}
