//! Who sees which people and which documents.

use documents::DocumentKey;
use domain::{Kind, OrgId, Period};
use serde_json::{Value, json};
use sync_server::import::import_people;
use sync_server::store::{PeopleUpdate, Store};

use crate::server::{Browser, Server, id, person, send};

async fn names(browser: &Browser) -> Vec<String> {
    let roster = browser.get("/api/roster").await.body;
    let people = roster["people"].as_array().unwrap().iter();
    let mut names: Vec<_> = people.map(|p| p["id"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// `kind author→subject year access`, sorted.
async fn documents(browser: &Browser) -> Vec<String> {
    let list = browser.get("/api/documents").await.body;
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |d: &Value| {
        let (author, subject) = (text(&d["author"]), text(&d["subject"]));
        format!("{} {author}→{subject} {} {}", text(&d["kind"]), d["period"], text(&d["access"]))
    };
    let mut lines: Vec<_> = list.as_array().unwrap().iter().map(line).collect();
    lines.sort();
    lines
}

// SPEC S22
#[tokio::test]
async fn each_sees_the_people_the_work_needs_and_no_others() {
    let server = Server::start().await;
    let check = async |viewer: &str, expected: &[&str]| {
        assert_eq!(names(&server.joined(viewer).await).await, expected, "as {viewer}");
    };
    check("sam", &["pat", "sam", "sue", "tom"]).await;
    check("pat", &["pat", "sam", "sue"]).await;
    check("tom", &["sam", "ted", "tom"]).await;
    check("sue", &["pat", "sam", "sue", "tom"]).await;
    check("ted", &["ted", "tom"]).await;
    check("ada", &["ada", "pat", "sam", "sue", "ted", "tom"]).await;
}

// SPEC S23
#[tokio::test]
async fn an_unchanged_roster_is_not_sent_again() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let first = browser.get("/api/roster").await;
    let tag = first.header("etag").to_owned();
    let ask = || browser.client.get(browser.at("/api/roster")).header("if-none-match", &tag);
    let same = send(ask()).await;
    assert_eq!((same.status.as_u16(), same.text.as_str()), (304, ""));
    let renamed = sync_server::store::PersonRecord {
        name: "Patricia".into(),
        ..person("pat", &[domain::Role::Worker])
    };
    let update = PeopleUpdate { people: vec![renamed], ..PeopleUpdate::default() };
    server.store.update_people(&update).unwrap();
    assert_eq!(send(ask()).await.status, 200);
}

// SPEC S24, J21
#[tokio::test]
async fn the_list_names_all_one_may_read_or_write_also_before_it_exists() {
    let server = Server::start().await;
    let own = |name: &str| {
        let own = |kind, year| format!("{kind} {name}→{name} {year} write");
        vec![own("journal", 2025), own("journal", 2026), own("log", 2025), own("log", 2026)]
    };
    let read =
        |name: &str| [2025, 2026].map(|year| format!("log {name}→{name} {year} read")).to_vec();
    let check = async |viewer: &str, parts: &[Vec<String>]| {
        let mut expected = parts.concat();
        expected.sort();
        assert_eq!(documents(&server.joined(viewer).await).await, expected, "as {viewer}");
    };
    let shadow = |access: &str| vec![format!("shadow tom→sam 2026 {access}")];
    check("sam", &[own("sam"), shadow("read")]).await;
    check("tom", &[own("tom"), read("sam"), shadow("write")]).await;
    check("sue", &[own("sue"), read("sam"), read("pat")]).await;
    check("ted", &[read("tom")]).await;
    check("ada", &[]).await;
}

// SPEC S24
#[tokio::test]
async fn a_journal_is_listed_for_nobody_else_even_once_it_exists() {
    let server = Server::start().await;
    let sam = server.joined("sam").await;
    let journal = json!({"kind": "journal", "subject": "sam", "period": 2026});
    assert_eq!(sam.put("/api/documents", &journal).await.status, 200);
    for viewer in ["sue", "tom", "pat", "ada"] {
        let lines = documents(&server.joined(viewer).await).await;
        assert!(!lines.iter().any(|line| line.contains("journal sam")), "{viewer}: {lines:?}");
    }
}

// SPEC S25
#[tokio::test]
async fn an_ended_relation_ends_the_listing_at_once() {
    let server = Server::start().await;
    let tom = server.joined("tom").await;
    assert!(documents(&tom).await.iter().any(|line| line.starts_with("log sam")));
    server.pass(86_400_000);
    assert!(!documents(&tom).await.iter().any(|line| line.starts_with("log sam")));
    assert_eq!(names(&tom).await, ["ted", "tom"]);
}

// SPEC S26
#[tokio::test]
async fn a_document_is_always_its_authenticated_authors() {
    let server = Server::start().await;
    let (sam, pat) = (server.joined("sam").await, server.joined("pat").await);
    let own = json!({"kind": "log", "subject": "sam", "period": 2026});
    let answer = sam.put("/api/documents", &own).await;
    let org = OrgId::new("bicycles").unwrap();
    let key = DocumentKey::own(org, Kind::Log, id("sam"), Period(2026));
    assert_eq!(answer.body["document_id"], key.id().to_string());
    assert_eq!(sam.put("/api/documents", &own).await.body, answer.body);
    assert_eq!(server.store.heads(key.id()).unwrap(), [documents::genesis_hash(Kind::Log)]);

    assert_eq!(pat.put("/api/documents", &own).await.problem(), (403, "forbidden"));
    assert_eq!(server.store.documents().unwrap().len(), 1);
    assert_eq!(server.store.document(key.id()).unwrap().unwrap().author, Some(id("sam")));
}

// SPEC S27
#[tokio::test]
async fn nobody_registers_what_they_may_not_write() {
    let server = Server::start().await;
    let put = async |viewer: &str, wish: Value| {
        let answer = server.joined(viewer).await.put("/api/documents", &wish).await;
        if answer.status == 200 { "registered".into() } else { answer.problem().1.to_owned() }
    };
    let (forbidden, bad) = ("forbidden", "bad-request");
    let wish =
        |kind: &str, subject: &str| json!({"kind": kind, "subject": subject, "period": 2026});
    assert_eq!(put("sam", wish("catalog", "work")).await, forbidden);
    assert_eq!(put("ada", wish("catalog", "work")).await, forbidden);
    assert_eq!(put("ada", wish("log", "ada")).await, forbidden);
    assert_eq!(put("sam", wish("obs", "pat")).await, forbidden);
    assert_eq!(put("ted", wish("obs", "sam")).await, forbidden);
    assert_eq!(put("sue", wish("shadow", "sam")).await, forbidden);
    assert_eq!(put("sam", wish("diary", "sam")).await, bad);
    assert_eq!(put("sam", json!({"kind": "log", "subject": "sam"})).await, bad);
    assert_eq!(put("sam", json!({"kind": "log", "subject": "sam", "period": 12345})).await, bad);
    assert_eq!(put("sue", wish("obs", "sam")).await, "registered");
    assert_eq!(put("tom", wish("shadow", "sam")).await, "registered");
    assert_eq!(server.store.documents().unwrap().len(), 2);
}

// SPEC S61
#[tokio::test]
async fn a_former_buddy_registers_within_the_grace_and_not_after() {
    let server = Server::start().await;
    let pat = server.joined("pat").await;
    let wish = |year: u16| json!({"kind": "shadow", "subject": "sam", "period": year});
    assert_eq!(pat.put("/api/documents", &wish(2026)).await.status, 200);
    let writes =
        |lines: Vec<String>| lines.iter().any(|l| l.starts_with("shadow pat→sam 2026 write"));
    server.pass(13 * 86_400_000);
    assert!(writes(documents(&pat).await));
    server.pass(86_400_000);
    assert!(!writes(documents(&pat).await));
    assert_eq!(pat.put("/api/documents", &wish(2025)).await.problem(), (403, "forbidden"));
    let lines = documents(&pat).await;
    assert!(lines.contains(&"shadow pat→sam 2026 read".to_owned()), "one's own stays readable");
    assert!(!lines.iter().any(|line| line.starts_with("log sam")));
}

// SPEC J17, J22
#[tokio::test]
async fn a_hand_over_gives_the_new_buddy_what_was_written_and_a_leaver_takes_nothing_along() {
    let server = Server::start().await;
    let (tom, pat, sam) =
        (server.joined("tom").await, server.joined("pat").await, server.joined("sam").await);
    let wish = json!({"kind": "shadow", "subject": "sam", "period": 2026});
    assert_eq!(tom.put("/api/documents", &wish).await.status, 200);
    let people = |last: &str| {
        let rows =
            "nr-ada,Ada,admin,,,\nnr-sam,Sam,worker,floor,,nr-pat\nnr-pat,Pat,worker,floor,,\n";
        format!("person,name,roles,team,supervises,buddy\n{rows}{last}")
    };
    let import = |file: String, everyone: bool| {
        import_people(&*server.store, file.as_bytes(), everyone, server.now()).unwrap()
    };
    let has = |lines: &[String], line: &str| lines.iter().any(|one| one.starts_with(line));

    import(people("nr-tom,Tom,worker,store,,\n"), false);
    let (of_tom, of_pat) = (documents(&tom).await, documents(&pat).await);
    assert!(has(&of_tom, "shadow tom→sam 2026 write"), "the grace runs: {of_tom:?}");
    assert!(!has(&of_tom, "log sam"), "and reading has ended");
    assert!(has(&of_pat, "shadow tom→sam 2026 read") && has(&of_pat, "log sam"));
    assert!(has(&of_pat, "shadow pat→sam 2026 write"));

    import(people(""), true);
    assert_eq!(tom.get("/api/me").await.problem().0, 401);
    for reader in [&sam, &pat] {
        assert!(has(&documents(reader).await, "shadow tom→sam 2026 read"));
    }
}

// SPEC S63
#[tokio::test]
async fn a_request_about_somebody_who_may_not_be_seen_is_answered_like_one_about_nobody() {
    let server = Server::start().await;
    let (sam, ted) = (server.joined("sam").await, server.joined("ted").await);
    let whole = |answer: crate::server::Answer| {
        let mut headers = answer.headers.clone();
        headers.remove("date");
        (answer.status, format!("{headers:?}"), answer.text)
    };
    let before = whole(ted.get("/api/documents").await);
    let own = json!({"kind": "log", "subject": "sam", "period": 2026});
    assert_eq!(sam.put("/api/documents", &own).await.status, 200);
    assert_eq!(whole(ted.get("/api/documents").await), before);

    for kind in ["log", "journal", "shadow", "obs"] {
        let wish = |subject: &str| json!({"kind": kind, "subject": subject, "period": 2026});
        let known = whole(ted.put("/api/documents", &wish("sam")).await);
        assert_eq!(known.0, 403, "{kind}");
        assert_eq!(whole(ted.put("/api/documents", &wish("nobody")).await), known, "{kind}");
    }
    let device = server.store.devices().unwrap().into_iter().find(|d| d.person == id("sam"));
    let revoke = async |device: &str| {
        whole(ted.post(&format!("/api/devices/{device}/revoke"), &json!({})).await)
    };
    assert_eq!(revoke(device.unwrap().id.as_str()).await, revoke("nobody").await);
}
