//! `ropes limits`, and a server with other limits than the usual ones.

use serde_json::json;

use crate::founded::{founded, ran, ropes};
use crate::serve::serve_refused;
use crate::serving::Serving;

// SPEC H51
#[test]
fn the_limits_are_printed_as_a_file_that_can_be_used() {
    let founded = founded();
    let usual = ran(ropes().arg("limits").output().unwrap());
    assert_eq!(usual.code, Some(0));
    assert!(usual.out.contains("\nwrong_codes = 30\n"), "{}", usual.out);
    let file = founded.file("limits.toml", &usual.out);
    let again = ran(ropes().arg("limits").arg(&file).output().unwrap());
    assert_eq!((again.code, again.out), (Some(0), usual.out));
}

// SPEC H51
#[tokio::test]
async fn a_server_takes_its_limits_from_a_file_or_says_what_is_wrong_with_it() {
    let founded = founded();
    let bad = founded.file("bad.toml", "wrong_codes = 2\nwrong_cods = 3\n");
    let refused = serve_refused(founded.path(), &["--limits", bad.to_str().unwrap()]);
    assert_eq!(refused.code, Some(1));
    for words in ["bad.toml", "line 2", "`wrong_cods`", "`wrong_codes`", "ropes limits"] {
        assert!(refused.err.contains(words), "{words}: {}", refused.err);
    }

    let good = founded.file("good.toml", "# fewer\nwrong_codes = 2\n");
    let serving = Serving::start(founded.path(), &["--limits", good.to_str().unwrap()]);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut answers = Vec::new();
    for _ in 0..3 {
        let guess = client.post(format!("{}/api/join", serving.url()));
        let answer = guess.json(&json!({"code": "00000-000000"})).send().await.unwrap();
        answers.push(answer.status().as_u16());
    }
    assert_eq!(answers, [404, 404, 429]);
}
