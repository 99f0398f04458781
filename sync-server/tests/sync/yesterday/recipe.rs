//! A session as today's phone and server play it: a phone joins, finds what another phone wrote,
//! brings what it wrote itself, hears of more, and writes once more while it is connected.

use documents::Document;
use domain::{Kind, Moment};

use super::replay::Http;
use super::session::{Line, Session};
use crate::phone::{Phone, Said, entry};
use crate::world::{NOON, World, log};

const REQUESTS: [&str; 4] = [
    r#"POST /api/join {"code":"CODE","device_name":"phone","token":true}"#,
    r"GET /api/me",
    r#"PUT /api/documents {"kind":"log","subject":"samira","period":2026}"#,
    r"GET /api/documents",
];

pub(super) async fn play() -> Session {
    let world = World::new().await;
    let id = log("samira");
    let mut lines = Vec::new();
    let mut http = Http::new(&world, "samira");
    for request in REQUESTS {
        lines.push(Line::Ask(request.to_owned()));
        lines.push(Line::Answer(http.ask(request).await.to_string()));
    }
    let mut two = Phone::connect(&world, "samira-2").await;
    two.open(id).await;
    two.sends(id, "laced a hub").await;
    lines.extend(two.documents[&id].changes().into_iter().skip(1).map(|c| Line::Had(c.bytes)));

    let mut log = Document::new(Kind::Log, *b"yesterday's page");
    for words in ["trued a wheel", "patched a tube"] {
        lines.push(Line::Own(write(&mut log, words)));
    }
    let mut one = Phone::connect(&world, "samira-1").await;
    one.documents.insert(id, log);
    one.speak(id).await;
    one.shows(id, &["laced a hub", "patched a tube", "trued a wheel"]).await;
    one.is_sent(id).await;
    heard(&mut one, &mut lines);

    let known = two.documents[&id].heads();
    two.log(id, "oiled a chain").await;
    let more = two.documents[&id].changes_since(&known);
    lines.extend(more.into_iter().map(|change| Line::Other(change.bytes)));
    one.until("the other's", |phone| phone.words(id).len() == 4).await;
    one.is_sent(id).await;
    heard(&mut one, &mut lines);

    lines.push(Line::Own(write(one.documents.get_mut(&id).unwrap(), "swept the floor")));
    one.speak(id).await;
    one.is_sent(id).await;
    heard(&mut one, &mut lines);
    Session(lines)
}

fn write(log: &mut Document, words: &str) -> Vec<u8> {
    log.put_entry(&entry(words, NOON), Moment::new(NOON, 60)).unwrap().unwrap().bytes
}

/// Takes over what was said since.
fn heard(phone: &mut Phone, lines: &mut Vec<Line>) {
    lines.extend(phone.frames.drain(..).map(|said| match said {
        Said::ByPhone(bytes) => Line::Phone(bytes),
        Said::ByServer(bytes) => Line::Server(bytes),
    }));
}
