//! `ropes serve` as a process of its own.

use std::path::Path;

use serde_json::{Value, json};
use sync_server::store::SqliteStore;

use crate::founded::{Ran, ran, ropes};
use crate::serving::Serving;

/// Starts a server that is expected not to.
pub(crate) fn serve_refused(data: &Path, words: &[&str]) -> Ran {
    let mut serve = ropes();
    serve.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(words);
    ran(serve.output().unwrap())
}

// SPEC S35
#[tokio::test]
async fn the_first_start_needs_a_name_and_prints_one_admins_link() {
    let data = tempfile::tempdir().unwrap();
    let nameless = serve_refused(data.path(), &[]);
    assert_eq!(nameless.code, Some(1));
    assert!(nameless.err.contains("--org NAME"), "{}", nameless.err);

    let serving = Serving::start(data.path(), &["--org", "Spokes & Sons"]);
    let [code] = serving.codes()[..] else { panic!("{:?}", serving.lines()) };
    let join = reqwest::Client::builder().no_proxy().build().unwrap();
    let join = join.post(format!("{}/api/join", serving.url())).json(&json!({"code": code}));
    let joined: Value = join.send().await.unwrap().json().await.unwrap();
    assert_eq!(joined["roles"], json!(["admin"]));
    assert_eq!(joined["org_name"], "Spokes & Sons");
    assert_eq!(serving.stop().code(), Some(0));

    let again = Serving::start(data.path(), &[]);
    assert_eq!(again.codes(), Vec::<&str>::new());
}

// SPEC S36
#[tokio::test]
async fn one_directory_has_one_server_and_commands_work_beside_it() {
    let data = tempfile::tempdir().unwrap();
    let serving = Serving::start(data.path(), &["--org", "Spokes"]);
    let second = serve_refused(data.path(), &[]);
    assert_eq!(second.code, Some(1));
    assert!(second.err.contains("is running"), "{}", second.err);

    let client = reqwest::Client::builder().cookie_store(true).no_proxy().build().unwrap();
    let body = json!({"code": serving.codes()[0]});
    client.post(format!("{}/api/join", serving.url())).json(&body).send().await.unwrap();
    let file = data.path().join("people.csv");
    std::fs::write(&file, "person,name,roles\n7,Sam,worker\n").unwrap();
    let import =
        ropes().args(["import", "people"]).arg(&file).arg("--data").arg(data.path()).output();
    assert_eq!(ran(import.unwrap()).code, Some(0));
    let roster = client.get(format!("{}/api/roster", serving.url())).send().await.unwrap();
    let roster: Value = roster.json().await.unwrap();
    assert_eq!(roster["people"].as_array().unwrap().len(), 2);

    let devices = ropes().args(["devices", "--json", "--data"]).arg(data.path()).output().unwrap();
    let devices: Value = serde_json::from_slice(&devices.stdout).unwrap();
    let device = devices[0]["device"].as_str().unwrap();
    let revoke = ropes().args(["revoke", device, "--data"]).arg(data.path()).output().unwrap();
    assert_eq!(ran(revoke).code, Some(0));
    let me = client.get(format!("{}/api/me", serving.url())).send().await.unwrap();
    let problem: Value = me.json().await.unwrap();
    assert_eq!(problem["code"], "revoked");
}

// SPEC S37
#[test]
fn the_demo_prints_a_link_for_each_person_and_never_enters_a_real_organisation() {
    let (demo, real) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let serving = Serving::start(demo.path(), &["--demo"]);
    assert_eq!(serving.codes().len(), 14);
    drop(serving);
    drop(Serving::start(real.path(), &["--org", "Spokes"]));
    let refused = serve_refused(real.path(), &["--demo"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("a real organisation"), "{}", refused.err);
    assert!(SqliteStore::open(real.path()).is_ok());
}

// SPEC S64
#[tokio::test]
async fn the_days_of_the_grace_can_be_set() {
    let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = "person,name,roles,team,supervises,buddy,buddy_from,buddy_until\n\
        1,Bo,worker,,,,,\n2,Lee,worker,,,1,2000-01-01,2000-02-01\n";
    for (data, words, expected) in
        [(&data, &["--grace-days", "60000"][..], 200), (&other, &[][..], 403)]
    {
        let words = [&["--org", "Spokes"], words].concat();
        let serving = Serving::start(data.path(), &words);
        let people = data.path().join("people.csv");
        std::fs::write(&people, file).unwrap();
        let import =
            ropes().args(["import", "people"]).arg(&people).arg("--data").arg(data.path()).output();
        assert_eq!(ran(import.unwrap()).code, Some(0));
        let invite = ropes().args(["invite", "1", "--json", "--data"]).arg(data.path()).output();
        let invite: Value = serde_json::from_slice(&invite.unwrap().stdout).unwrap();
        let client = reqwest::Client::builder().cookie_store(true).no_proxy().build().unwrap();
        let body = json!({"code": invite["code"]});
        client.post(format!("{}/api/join", serving.url())).json(&body).send().await.unwrap();
        let list = ropes().args(["people", "--json", "--data"]).arg(data.path()).output().unwrap();
        let list: Value = serde_json::from_slice(&list.stdout).unwrap();
        let lee = list.as_array().unwrap().iter().find(|p| p["key"] == "2").unwrap();
        let wish = json!({"kind": "shadow", "subject": lee["person"], "period": 2026});
        let put = client.put(format!("{}/api/documents", serving.url())).json(&wish);
        assert_eq!(put.send().await.unwrap().status(), expected);
    }
}
