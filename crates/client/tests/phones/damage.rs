//! Bytes in the phone's store that nobody can read: kept, said, and mended from the server.

use client::Table;
use client::view::{Attention, SyncState};

use crate::world::{Phone, log, run, tasks_at, workshop};

/// What the damage is like, of a chunk that was whole.
const DAMAGES: [fn(&mut Vec<u8>); 3] = [
    |bytes| bytes.truncate(bytes.len() / 2),
    |bytes| bytes.fill(0x5a),
    // A chunk of a type that a later version may know.
    |bytes| bytes[8] = 0x7f,
];

fn of(table: Table, phone: &mut Phone) -> Vec<Vec<u8>> {
    let here = |((t, _), value): (&(Table, String), &Vec<u8>)| (*t == table).then(|| value.clone());
    phone.store().0.iter().filter_map(here).collect()
}

fn damage(phone: &mut Phone, how: fn(&mut Vec<u8>)) {
    let chunks = phone.store().0.iter_mut().filter(|((table, _), _)| *table == Table::Chunks);
    chunks.for_each(|(_, bytes)| how(bytes));
}

// SPEC C42
#[test]
fn damaged_bytes_are_kept_and_said_while_work_goes_on_and_the_server_gives_the_rest_back() {
    for how in DAMAGES {
        let mut server = workshop();
        let mut samira = Phone::joined("samira", &mut server);
        log(&mut samira, &mut server);
        damage(&mut samira, how);
        let damaged = of(Table::Chunks, &mut samira);
        samira.is_offline = true;
        for _ in 0..3 {
            samira.restart(&mut server);
            run(&mut server, &mut [&mut samira]);
        }
        assert_eq!(samira.client.home(samira.now).tasks_today, 1, "its row is still shown");
        assert!(samira.client.sync_page().attention.contains(&Attention::DamagedDocument));
        log(&mut samira, &mut server);
        samira.is_offline = false;
        samira.wait(60_000);
        run(&mut server, &mut [&mut samira]);
        assert_eq!((tasks_at(&server, "samira"), samira.client.sync().state), (2, SyncState::Sent));
        samira.restart(&mut server);
        run(&mut server, &mut [&mut samira]);
        assert_eq!(samira.client.home(samira.now).tasks_today, 2);
        assert_eq!(samira.client.sync_page().attention, []);
        let aside = of(Table::Aside, &mut samira);
        assert!(damaged.iter().all(|bytes| aside.contains(bytes)), "byte for byte");
    }
}

// SPEC C42
#[test]
fn what_was_never_sent_and_is_damaged_stays_shown_and_is_never_called_sent() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    log(&mut samira, &mut server);
    damage(&mut samira, DAMAGES[0]);
    samira.restart(&mut server);
    samira.is_offline = false;
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).tasks_today, 1);
    assert_eq!(samira.client.sync().state, SyncState::Attention);
    assert_eq!(samira.client.sync().waiting, 1);
}
