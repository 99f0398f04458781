//! The HTTP types as JSON: golden texts, unknown fields and words, and the way into `domain`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::{Access, Kind, Role, Rollup, Roster};
use json::Json;
use protocol::http::{
    DocumentDto, JoinRequest, JoinResponse, Me, Problem, ProblemCode, PutDocument,
    PutDocumentAnswer, RegisteredDocument, RollupsDto, RosterDto, Ticket, read, rollups_from_json,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The JSON reads, writes back as it was, and reads the same with a field from the future in it.
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(json: &str) -> T {
    let value: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(&newer(json)).unwrap(), value);
    value
}

/// And the phone reads the same by hand.
fn answer<T>(json: &str, from_json: fn(&Json) -> Option<T>) -> T
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let value = check(json);
    for text in [json, &newer(json)] {
        assert_eq!(read(text.as_bytes(), from_json).as_ref(), Some(&value), "{text}");
    }
    value
}

fn newer(json: &str) -> String {
    format!(r#"{{"from_the_future":{{"a":[1]}},{}"#, &json[1..])
}

/// And the phone writes the same by hand.
fn request(json: &str, written: &Json) {
    assert_eq!(String::from_utf8(written.to_bytes()).unwrap(), json);
}

#[test]
fn joining_reads_and_writes_as_it_did() {
    // SPEC P20
    for json in [
        r#"{"code":"K7QM-2XWD","device_name":"Pixel"}"#,
        r#"{"code":"K7QM-2XWD","device_name":"","token":true}"#,
    ] {
        request(json, &check::<JoinRequest>(json).to_json());
    }
    answer(
        r#"{"org":"o1","org_name":"Spaak","person":"p1","name":"Iris","device":"d1","peer_id":"d1","server_time":1795353600123,"roles":["worker","buddy-to-be"],"token":"t"}"#,
        JoinResponse::from_json,
    );
    check::<Ticket>(r#"{"ticket":"abc"}"#);
    let json = r#"{"org":"o1","person":"p1","device":"d1","peer_id":"d1","server_time":0}"#;
    let short: JoinResponse = serde_json::from_str(json).unwrap();
    assert_eq!(read(json.as_bytes(), JoinResponse::from_json).as_ref(), Some(&short));
    assert_eq!((short.name.as_str(), short.token), ("", None));
}

#[test]
fn me_reads_and_writes_as_it_did() {
    // SPEC P20
    let me = answer(
        r#"{"org":"o1","org_name":"Spaak","person":"p1","name":"Iris","roles":["worker"],"device":"d1","devices":[{"id":"d1","name":"Pixel","since":1,"last_seen":2,"current":true},{"id":"d2","name":"","since":1,"current":false}]}"#,
        Me::from_json,
    );
    assert_eq!(me.devices.len(), 2);
}

#[test]
fn a_roster_becomes_people_and_back() {
    // SPEC P20
    let dto = answer(
        r#"{"people":[{"id":"p1","name":"Iris","roles":["worker"],"job":"mechanic"},{"id":"p2","name":"Joost","roles":["supervisor"]}],"teams":[{"id":"t1","name":"Werkplaats","members":["p1"],"supervisors":["p2"]}],"relations":[{"relation":"buddy","buddy":"p2","learner":"p1","from":"2026-11-01","until":"2026-11-30"},{"relation":"buddy","buddy":"p2","learner":"p1","from":"2026-12-01"}]}"#,
        RosterDto::from_json,
    );
    let roster = Roster::try_from(dto.clone()).unwrap();
    assert_eq!(roster.people[0].roles, [Role::Worker]);
    assert_eq!(RosterDto::from(&roster), dto);
}

// SPEC V10
#[test]
fn a_team_becomes_levels_and_dates_and_back() {
    let json = r#"{"people":[{"person":"p1","tasks":12,"observed":1795353600123,"shadowed":1,"signed":2,"left_out":1,"skills":[{"competency":"C 2","own":{"level":3,"levels":4,"at":5,"count":2},"seen":{"levels":4,"at":6,"count":1},"observers":1,"signed":{"level":2,"levels":4,"at":7,"by":"p2","version":3,"until":"2027-05-14"}},{"competency":"C 3","observers":0}]},{"person":"p3","tasks":0,"left_out":0,"skills":[]}]}"#;
    let dto: RollupsDto = check(json);
    let team = read(json.as_bytes(), rollups_from_json).unwrap();
    assert_eq!(RollupsDto::from(team.as_slice()), dto);
    assert_eq!(read(newer(json).as_bytes(), rollups_from_json), Some(team));
    let none: Option<Vec<Rollup>> = Some(vec![]);
    for json in [r#"{}"#, r#"{"people":[{"person":""},{"tasks":3}]}"#] {
        assert_eq!(read(json.as_bytes(), rollups_from_json), none, "{json}");
    }
    assert_eq!(read(br#"{"people":{}}"#, rollups_from_json), None);
    let odd = r#"{"people":[{"person":"p1","skills":[{"competency":""},{"competency":"C","own":{"level":300,"levels":4,"at":5,"count":1},"signed":{"level":1}}]}]}"#;
    let odd = read(odd.as_bytes(), rollups_from_json).unwrap();
    assert_eq!(odd[0].skills.len(), 1);
}

#[test]
fn a_roster_with_words_from_the_future_still_reads() {
    // SPEC P21
    let json = r#"{"people":[{"id":"p1","name":"Iris","roles":["worker","mentor"]}],"relations":[{"relation":"mentor","buddy":"p1","learner":"p1","from":"soon"}]}"#;
    let dto: RosterDto = serde_json::from_str(json).unwrap();
    assert_eq!(read(json.as_bytes(), RosterDto::from_json).as_ref(), Some(&dto));
    let roster = Roster::try_from(dto).unwrap();
    assert_eq!(roster.people[0].roles, [Role::Worker]);
    assert!(roster.buddies.is_empty());
}

#[test]
fn a_roster_with_a_bad_id_or_day_says_which() {
    // SPEC P21
    let bad = |json: &str| {
        let dto: RosterDto = serde_json::from_str(json).unwrap();
        Roster::try_from(dto).unwrap_err().to_string()
    };
    assert_eq!(bad(r#"{"people":[{"id":"a/b","name":""}]}"#), r#""a/b" is not an id"#);
    let relation = r#"{"relations":[{"buddy":"a","learner":"b","from":"2026-02-30"}]}"#;
    assert_eq!(bad(relation), r#""2026-02-30" is not a day"#);
}

#[test]
fn documents_read_and_a_kind_from_the_future_is_left_alone() {
    // SPEC P21
    let dto = answer(
        r#"{"document_id":"27VF","kind":"log","author":"p1","subject":"p1","period":2026,"access":"write"}"#,
        DocumentDto::from_json,
    );
    let document = RegisteredDocument::try_from(dto.clone()).unwrap();
    assert_eq!((document.kind, document.access), (Kind::Log, Access::Write));
    assert_eq!(DocumentDto::from(&document), dto);
    let catalog = answer(
        r#"{"document_id":"27VF","kind":"catalog","subject":"work","access":"read"}"#,
        DocumentDto::from_json,
    );
    assert!(RegisteredDocument::try_from(catalog).is_ok());
    let later: DocumentDto =
        check(r#"{"document_id":"27VF","kind":"plan","subject":"p1","access":"read"}"#);
    assert_eq!(
        RegisteredDocument::try_from(later).unwrap_err().to_string(),
        r#""plan" is not a kind of document we know"#
    );
    for json in
        [r#"{"kind":"log","subject":"p1","period":2026}"#, r#"{"kind":"catalog","subject":"work"}"#]
    {
        request(json, &check::<PutDocument>(json).to_json());
    }
    check::<PutDocumentAnswer>(r#"{"document_id":"27VF"}"#);
}

#[test]
fn a_problem_keeps_its_code_even_one_from_the_future() {
    // SPEC P22
    let known = answer(
        r#"{"title":"this invite was used","status":410,"code":"code-used","detail":"on 3 March"}"#,
        Problem::from_json,
    );
    assert_eq!(known, Problem::new(ProblemCode::CodeUsed).with_detail("on 3 March"));
    let later = answer(
        r#"{"type":"about:blank","title":"","status":418,"code":"teapot"}"#,
        Problem::from_json,
    );
    assert_eq!(later.code, ProblemCode::Other("teapot".into()));
    let codes: Vec<_> =
        ProblemCode::KNOWN.iter().map(|c| format!("{} {}", c.status(), c.as_str())).collect();
    assert_eq!(
        codes.join(", "),
        "401 signed-out, 401 revoked, 404 code-unknown, 410 code-used, 410 code-expired, \
         400 code-mistyped, 403 forbidden, 429 too-many-tries, 400 bad-request, 404 not-found, \
         413 too-large, 429 too-many-requests, 403 too-many-documents, \
         403 too-many-keys, 409 does-not-count"
    );
}

#[test]
fn an_answer_that_lacks_something_is_no_answer() {
    // SPEC P20
    let list = |json: &str| read(json.as_bytes(), DocumentDto::list_from_json);
    let one = r#"{"document_id":"27VF","kind":"catalog","subject":"work","access":"read"}"#;
    assert_eq!(list(&format!("[{one},{one}]")).map(|list| list.len()), Some(2));
    assert_eq!(list(&format!(r#"[{one},{{"kind":"log"}}]"#)), None, "not a shorter list");
    assert_eq!(list(one), None);
    for json in ["", "{}", r#"{"org":1}"#, r#"{"people":{}}"#, r#"{"people":[{"id":"p1"}]}"#] {
        assert_eq!(read(json.as_bytes(), Me::from_json), None, "{json}");
        assert_eq!(read(json.as_bytes(), Problem::from_json), None, "{json}");
    }
    assert_eq!(read(br#"{"people":[{"id":"p1"}]}"#, RosterDto::from_json), None);
}
