//! The rescue file and the export: what a person takes along, and takes back.

use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use client::view::{Attention, ExportDone, Mark, MeNotice, Phase};
use client::{Event, MemoryStore, Table};
use documents::Document;
use domain::{Day, Kind};
use serde_json::{Value, json};

use crate::world::{MORNING, Phone, Server, log, run, tasks_at, wheel, workshop};

/// A file with one entry of last year and one of this year, and a second phone of the same person
/// that knows neither and has no document of last year open.
fn a_file_and_another_phone(server: &mut Server) -> (Vec<u8>, Phone) {
    let mut samira = Phone::joined("samira", server);
    samira.now = Day::from_ymd(2025, 12, 30).at(600, 60);
    log(&mut samira, server);
    let mut other = Phone::joined_again("samira", server);
    for phone in [&mut samira, &mut other] {
        phone.is_offline = true;
    }
    log(&mut samira, server);
    samira.now = MORNING;
    log(&mut samira, server);
    let file = rescue_file(&mut samira, server);
    other.restart(server);
    run(server, &mut [&mut other]);
    (file, other)
}

fn rescue_file(phone: &mut Phone, server: &mut Server) -> Vec<u8> {
    phone.tell(Event::MakeRescueFile);
    run(server, &mut [phone]);
    phone.files.pop().unwrap().1
}

fn notice_after(phone: &mut Phone, server: &mut Server, event: Event) -> Option<MeNotice> {
    phone.tell(event);
    run(server, &mut [phone]);
    phone.client.me(phone.now).notice
}

// SPEC C40
#[test]
fn a_rescue_file_with_last_years_log_is_taken_in_one_go() {
    let mut server = workshop();
    let (file, mut other) = a_file_and_another_phone(&mut server);
    let notice = notice_after(&mut other, &mut server, Event::TakeRescueFile(file.clone()));
    assert_eq!(notice, Some(MeNotice::Rescued { added: 2, known: 1 }));
    let notice = notice_after(&mut other, &mut server, Event::TakeRescueFile(file));
    assert_eq!(notice, Some(MeNotice::Rescued { added: 0, known: 3 }));
}

// SPEC C40
#[test]
fn a_rescue_file_that_does_not_fit_changes_nothing_and_can_be_taken_later() {
    let mut server = workshop();
    let (file, mut other) = a_file_and_another_phone(&mut server);
    other.disk_is_full = true;
    let notice = notice_after(&mut other, &mut server, Event::TakeRescueFile(file.clone()));
    assert_eq!(notice, Some(MeNotice::RescueNotStored));
    assert_eq!((other.client.sync().waiting, other.client.home(other.now).tasks_today), (0, 0));
    other.disk_is_full = false;
    let notice = notice_after(&mut other, &mut server, Event::TakeRescueFile(file));
    assert_eq!(notice, Some(MeNotice::Rescued { added: 2, known: 1 }));
}

// SPEC C40
#[test]
fn a_rescue_file_is_not_taken_in_part_where_a_document_cannot_be_opened() {
    let mut server = workshop();
    let (file, mut other) = a_file_and_another_phone(&mut server);
    log(&mut other, &mut server);
    other.crash_twice(&mut server);
    let before = other.store().clone();
    let notice = notice_after(&mut other, &mut server, Event::TakeRescueFile(file));
    assert_eq!(notice, Some(MeNotice::RescueNotStored));
    assert_eq!(other.client.sync().waiting, 1, "its own entry");
    let chunks = |store: &MemoryStore| {
        store.0.iter().filter(|((table, _), _)| *table == Table::Chunks).count()
    };
    assert_eq!(chunks(other.store()), chunks(&before));
}

// SPEC C40
#[test]
fn what_a_rescue_file_brought_waits_until_the_server_has_it() {
    let mut server = workshop();
    let (file, mut other) = a_file_and_another_phone(&mut server);
    notice_after(&mut other, &mut server, Event::TakeRescueFile(file));
    let page = other.client.sync_page();
    assert_eq!((page.sync.waiting, page.waiting.len()), (2, 2));
    for row in page.waiting {
        assert_eq!(other.client.entry(&row.entry).unwrap().mark, Mark::OnPhone);
    }
    other.is_offline = false;
    other.wait(60_000);
    run(&mut server, &mut [&mut other]);
    assert_eq!(other.client.sync().waiting, 0);
}

// SPEC C64
#[test]
fn what_is_saved_while_signing_out_keeps_the_store() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.tell(Event::OpenTask(wheel()));
    run(&mut server, &mut [&mut samira]);
    let draft = samira.client.log_form().unwrap().draft;
    samira.tell(Event::SignOut);
    samira.step(&mut server);
    samira.tell_at_once(Event::SaveTask(draft));
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.sync_page().attention, [Attention::SignedOut]);
    let me = samira.client.me(samira.now);
    assert_eq!(me.notice, Some(MeNotice::SignOutRefused(1)));
    samira.tell(Event::Join { code: "samira".into(), device_name: String::new(), is_guest: false });
    run(&mut server, &mut [&mut samira]);
    assert_eq!((tasks_at(&server, "samira"), samira.client.sync().waiting), (1, 0));
}

// SPEC C41
#[test]
fn signing_out_knows_of_the_rescue_file_after_a_reload_and_forgets_it_at_the_next_save() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    log(&mut samira, &mut server);
    rescue_file(&mut samira, &mut server);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    let notice = notice_after(&mut samira, &mut server, Event::SignOut);
    assert_eq!(notice, Some(MeNotice::NoServer), "not refused");
    log(&mut samira, &mut server);
    let notice = notice_after(&mut samira, &mut server, Event::SignOut);
    assert_eq!(notice, Some(MeNotice::SignOutRefused(2)));
}

// SPEC C64
#[test]
fn who_signs_out_and_joins_again_on_the_same_page_goes_on() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    samira.tell(Event::SignOut);
    run(&mut server, &mut [&mut samira]);
    samira.tell(Event::Join { code: "samira".into(), device_name: String::new(), is_guest: false });
    while *samira.client.phase() != Phase::Ready {
        samira.step(&mut server);
    }
    // Nothing of the old work has come back yet.
    samira.is_offline = true;
    samira.tell(Event::OpenOwnTask { title: "trued a wheel".into() });
    run(&mut server, &mut [&mut samira]);
    let draft = samira.client.log_form().unwrap().draft;
    samira.tell(Event::SaveTask(draft));
    run(&mut server, &mut [&mut samira]);
    samira.is_offline = false;
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!((tasks_at(&server, "samira"), samira.client.sync().waiting), (2, 0));
}

/// Writes into the stored log what no version of ours writes.
fn strange_record(phone: &mut Phone) {
    let is_chunk = |((table, _), _): &(&(Table, String), &Vec<u8>)| *table == Table::Chunks;
    let chunks: Vec<_> = phone
        .store()
        .0
        .iter()
        .filter(is_chunk)
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let log = documents::DocumentKey::own(
        domain::OrgId::new("workshop").unwrap(),
        Kind::Log,
        domain::PersonId::new("samira").unwrap(),
        domain::Period(2026),
    );
    let prefix = format!("{}/", log.id());
    let mut own = vec![documents::genesis(Kind::Log)];
    own.extend(chunks.into_iter().filter(|((_, key), _)| key.starts_with(&prefix)).map(|(_, v)| v));
    let mut document = Document::load(&own, [77; 16]).document;
    let before = document.heads();
    let mut tx = document.automerge_mut().transaction();
    let (_, entries) = tx.get(ROOT, "entries").unwrap().unwrap();
    let record = tx.put_object(&entries, "strange", ObjType::Map).unwrap();
    tx.put(&record, "steps", 3).unwrap();
    tx.put(&record, "photo", vec![1_u8, 2]).unwrap();
    let list = tx.put_object(&record, "list", ObjType::List).unwrap();
    tx.insert(&list, 0, "x").unwrap();
    tx.commit();
    for change in document.changes_since(&before) {
        phone.store().0.insert((Table::Chunks, format!("{prefix}9999999999")), change.bytes);
    }
    phone.store().0.retain(|(table, _), _| *table != Table::Rows);
}

// SPEC X30
#[test]
fn the_export_holds_every_field_of_a_record_that_cannot_be_understood() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    samira.is_offline = true;
    strange_record(&mut samira);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    let notice = notice_after(&mut samira, &mut server, Event::ExportJson);
    assert_eq!(notice, Some(MeNotice::Exported(ExportDone::Json)));
    let (_, file) = samira.files.pop().unwrap();
    let export: Value = serde_json::from_slice(&file).unwrap();
    let row = &export["not_understood"][0];
    assert_eq!(row["entry"], "strange");
    assert_eq!(row["raw"], json!({ "steps": 3, "photo": [1, 2], "list": ["x"] }));
}
