//! One refusal never blocks a person's later work: the app's core and the server as they are.

use anyhow::{Context, Result};
use client::view::LogDraft;
use client::{Client, Event};
use documents::{Document, DocumentKey, read_entries};
use domain::{Kind, OrgId, Period};
use sync_server::hub::Settings;
use sync_server::limits::ServerLimits;
use sync_server::store::Store;
use tests::phone::Phone;

use crate::house::{House, person};

async fn log(phone: &mut Phone, title: &str, learned: String) -> Result<()> {
    phone.tell(Event::OpenOwnTask { title: title.into() });
    let what = domain::Typed::Own(title.into());
    let asks = |client: &Client| client.log_form().is_some_and(|form| form.draft.what == what);
    phone.until("asked what was done", asks).await?;
    let draft = phone.client.log_form().context("no form")?.draft;
    let entry = draft.entry.clone();
    phone.tell(Event::SaveTask(LogDraft { learned, ..draft }));
    phone.until("done saving", |client| client.entry(&entry).is_some()).await
}

// SPEC H35, C30 and C31
#[tokio::test]
async fn of_ten_entries_the_fourth_is_refused_nine_arrive_and_the_tenth_is_kept() -> Result<()> {
    // A phone saves an entry of this length; this server takes less.
    let limits = ServerLimits { inflated_bytes: 128 << 10, ..ServerLimits::default() };
    let mut house = House::new(Settings::from(&limits)).await?;
    let mut samira = house.phone("samira", 4).await?;
    for number in 1..=10 {
        let learned = if number == 4 { "a".repeat(200 << 10) } else { String::new() };
        log(&mut samira, &format!("entry {number:02}"), learned).await?;
    }
    let now = samira.now();
    let is_over = |client: &Client| client.not_accepted().len() == 1 && client.sync().waiting == 0;
    samira.until("through", is_over).await?;

    let store = house.store()?;
    let period = Period::of(now);
    let id = DocumentKey::own(OrgId::new("bicycles")?, Kind::Log, person("samira")?, period).id();
    let chunks: Vec<_> = store.chunks(id)?.into_iter().map(|chunk| chunk.bytes).collect();
    let stored = Document::load(&chunks, [1; 16]);
    assert_eq!((read_entries(&stored.document).len(), stored.damaged.len()), (9, 0));
    assert_eq!(store.quarantined()?[0].reason, "inflates-too-far");
    house.is_sound()?;

    samira.load_page();
    samira.until("opened again", |client| client.not_accepted().len() == 1).await?;
    let row = samira.client.not_accepted().remove(0);
    assert_eq!((row.title.as_deref(), row.code.as_str()), (Some("entry 04"), "inflates-too-far"));
    samira.tell(Event::ExportNotAccepted(row.id.clone()));
    samira.until("exported", |client| client.not_accepted()[0].is_exported).await?;
    samira.tell(Event::DropNotAccepted(row.id));
    samira.until("rid of it", |client| client.not_accepted().is_empty()).await?;
    house.close().await
}
