//! Phones and a server in memory, exchanging documents until quiet.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod world;

use automerge::ROOT;
use automerge::transaction::Transactable;
use protocol::wire::Frame;
use world::{LOG, World};

#[test]
fn what_one_phone_wrote_reaches_the_server_and_the_other_phone() {
    // SPEC P10
    let mut world = World::new(&["iris", "joost"]);
    world.write("iris", LOG, "a", "trued a wheel");
    world.connect("iris");
    world.connect("joost");
    world.follow("joost", LOG);
    world.run();
    assert_eq!(world.on_server(LOG), "a=trued a wheel");
    assert_eq!(world.on_phone("joost", LOG), "a=trued a wheel");
}

#[test]
fn a_long_absence_arrives_in_pieces_that_a_server_takes() {
    // SPEC P31
    let mut world = World::new(&["iris"]);
    let mut state = 2_026_u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + ((state >> 40) % 26) as u8)
    };
    for number in 0..40 {
        let words: String = (0..200_000).map(|_| letter()).collect();
        world.write("iris", LOG, &format!("k{number:02}"), &words);
    }
    world.connect("iris");
    world.run();
    assert_eq!(world.phones["iris"].heard, Vec::<String>::new());
    assert_eq!(world.committed[LOG].get_heads(), world.phones["iris"].documents[LOG].get_heads());
    assert_eq!(world.phones["iris"].unsent(LOG), Some(0));
    assert!(world.loads > 5, "{} messages with changes", world.loads);
}

#[test]
fn a_document_that_comes_whole_takes_the_place_of_one_it_includes() {
    // SPEC P32
    let mut world = World::new(&["iris", "joost"]);
    (0..20).for_each(|number| world.write("iris", LOG, &format!("k{number:02}"), "1"));
    world.connect("iris");
    world.run();
    world.follow("joost", LOG);
    world
        .phones
        .get_mut("joost")
        .unwrap()
        .documents
        .get_mut(LOG)
        .unwrap()
        .set_actor(automerge::ActorId::from([7; 16]));
    world.connect("joost");
    world.run();
    let joost = &world.phones["joost"];
    assert_eq!(joost.wholes, 1);
    assert_eq!(joost.documents[LOG].get_heads(), world.committed[LOG].get_heads());
    assert_eq!(*joost.documents[LOG].get_actor(), automerge::ActorId::from([7; 16]));
    assert_eq!(joost.unsent(LOG), Some(0));
    world.write("joost", LOG, "k00", "2");
    world.run();
    assert_eq!(world.on_server(LOG), world.on_phone("joost", LOG));
}

#[test]
fn a_document_that_comes_whole_leaves_what_only_the_phone_has() {
    // SPEC P32
    let mut world = World::new(&["iris", "joost"]);
    (0..20).for_each(|number| world.write("iris", LOG, &format!("k{number:02}"), "1"));
    world.connect("iris");
    world.run();
    world.write("joost", LOG, "own", "joost");
    world.connect("joost");
    world.run();
    assert_eq!(world.phones["joost"].wholes, 0);
    let all = world.on_phone("joost", LOG);
    assert!(all.starts_with("k00=1 k01=1") && all.ends_with("own=joost"), "{all}");
    assert_eq!(world.on_server(LOG), all);
}

#[test]
fn both_write_at_once_and_all_see_all() {
    // SPEC P10
    let mut world = World::new(&["iris", "joost", "mo"]);
    for name in ["iris", "joost", "mo"] {
        world.connect(name);
        world.follow(name, LOG);
    }
    world.write("iris", LOG, "a", "1");
    world.write("joost", LOG, "b", "2");
    world.run();
    world.write("mo", LOG, "same", "mo");
    world.write("iris", LOG, "same", "iris");
    world.run();
    let all = "a=1 b=2 same=iris|mo";
    assert_eq!(world.on_server(LOG), all);
    for name in ["iris", "joost", "mo"] {
        assert_eq!(world.on_phone(name, LOG), all, "{name}");
    }
}

#[test]
fn the_first_frame_about_a_document_is_a_request_and_later_ones_are_not() {
    // SPEC P11
    let mut world = World::new(&["iris"]);
    world.write("iris", LOG, "a", "1");
    world.connect("iris");
    world.step("iris");
    let phone = world.phones.get_mut("iris").unwrap();
    let doc = phone.documents[LOG].clone();
    let again = phone.session.generate(LOG, &doc);
    assert_eq!(again, None, "connecting has sent the request");
    world.run();
    world.write("iris", LOG, "b", "2");
    let phone = world.phones.get_mut("iris").unwrap();
    assert!(phone.unsent(LOG).is_some());
    world.run();
    assert_eq!(world.on_server(LOG), "a=1 b=2");
}

#[test]
fn nothing_is_said_before_the_server_answered_the_join() {
    // SPEC P11
    let mut world = World::new(&["iris"]);
    world.write("iris", LOG, "a", "1");
    let phone = world.phones.get_mut("iris").unwrap();
    let doc = phone.documents[LOG].clone();
    assert_eq!(phone.session.generate(LOG, &doc), None);
    assert_eq!(phone.unsent(LOG), None, "no receipt and no claim without the server's word");
}

#[test]
fn the_servers_heads_are_the_receipt() {
    // SPEC P12
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    world.follow("iris", LOG);
    world.run();
    assert_eq!(world.phones["iris"].unsent(LOG), Some(0));
    world.write("iris", LOG, "a", "1");
    world.write("iris", LOG, "b", "2");
    assert_eq!(world.phones["iris"].unsent(LOG), Some(2));
    world.run();
    assert_eq!(world.phones["iris"].unsent(LOG), Some(0));
    let heads: Vec<_> = world.committed[LOG].get_heads().iter().map(|hash| hash.0).collect();
    assert_eq!(world.phones["iris"].session.their_heads(LOG), Some(heads));
}

#[test]
fn a_reader_gets_everything_and_changes_nothing() {
    // SPEC P13
    let mut world = World::new(&["iris", "joost"]);
    world.readers.push(("joost", LOG));
    world.connect("iris");
    world.connect("joost");
    world.write("iris", LOG, "a", "1");
    world.follow("joost", LOG);
    world.run();
    world.write("joost", LOG, "forged", "yes");
    world.run();
    world.write("iris", LOG, "b", "2");
    world.run();
    assert_eq!(world.on_server(LOG), "a=1 b=2");
    assert_eq!(world.on_phone("iris", LOG), "a=1 b=2");
    assert_eq!(world.on_phone("joost", LOG), "a=1 b=2 forged=yes");
    assert!(world.phones["joost"].session.server_reads_only(LOG));
    assert_eq!(world.phones["joost"].unsent(LOG), Some(1), "never called sent");
}

#[test]
fn a_reader_who_wrote_before_connecting_still_gets_everything() {
    // SPEC P13
    let mut world = World::new(&["iris", "joost"]);
    world.readers.push(("joost", LOG));
    world.write("joost", LOG, "forged", "yes");
    world.connect("joost");
    world.connect("iris");
    world.write("iris", LOG, "a", "1");
    world.run();
    assert_eq!(world.on_server(LOG), "a=1");
    assert_eq!(world.on_phone("joost", LOG), "a=1 forged=yes");
}

#[test]
fn a_change_of_rights_holds_from_the_next_message_on() {
    // SPEC P14
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    world.write("iris", LOG, "a", "1");
    world.run();
    let mode = |world: &mut World, mode| {
        world.connections.get_mut("iris").unwrap().open(LOG, mode);
        world.run();
    };
    mode(&mut world, protocol::session::Mode::Read);
    assert!(world.phones["iris"].session.server_reads_only(LOG));
    world.write("iris", LOG, "b", "2");
    world.run();
    assert_eq!(world.on_server(LOG), "a=1");
    mode(&mut world, protocol::session::Mode::Write);
    assert_eq!(world.on_server(LOG), "a=1 b=2", "what was ignored is sent again");
    assert_eq!(world.phones["iris"].unsent(LOG), Some(0));
}

#[test]
fn a_new_connection_starts_afresh_and_loses_nothing() {
    // SPEC P15
    let mut world = World::new(&["iris", "joost"]);
    world.connect("joost");
    world.follow("joost", LOG);
    for round in 0..12 {
        world.write("iris", LOG, &format!("k{round:02}"), "x");
        world.connect("iris");
        for _ in 0..round % 5 {
            world.step("iris");
        }
        world.disconnect("iris");
    }
    world.connect("iris");
    world.run();
    assert_eq!(world.on_server(LOG), world.on_phone("iris", LOG));
    assert_eq!(world.on_phone("joost", LOG), world.on_phone("iris", LOG));
    assert_eq!(world.on_server(LOG).split(' ').count(), 12);
}

#[test]
fn a_reconnect_with_nothing_new_is_answered_without_the_document() {
    // SPEC P16
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    for n in 0..20 {
        world.write("iris", LOG, &format!("k{n}"), "x");
    }
    world.run();
    let (frames, loads) = (world.frames, world.loads);
    world.connect("iris");
    world.run();
    assert_eq!(world.loads, loads);
    assert_eq!(world.frames - frames, 4, "join, peer, request, sync");
    assert_eq!(world.phones["iris"].unsent(LOG), Some(0));
    world.write("iris", LOG, "later", "y");
    world.run();
    assert!(world.on_server(LOG).contains("later=y"), "and goes on from there");
}

#[test]
fn many_documents_take_turns_on_one_connection() {
    // SPEC P17
    let mut world = World::new(&["iris", "joost"]);
    let documents: Vec<String> = (0..60).map(|n| format!("document-{n}")).collect();
    world.connect("iris");
    world.connect("joost");
    for (n, document) in documents.iter().enumerate() {
        world.write("iris", document, "n", &n.to_string());
        world.follow("joost", document);
    }
    world.run();
    for (n, document) in documents.iter().enumerate() {
        assert_eq!(world.on_phone("joost", document), format!("n={n}"));
    }
}

#[test]
fn a_dirty_document_waits_once_and_in_turn() {
    // SPEC P17
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    world.follow("iris", "one");
    world.follow("iris", "two");
    world.run();
    let server = world.connections.get_mut("iris").unwrap();
    for document in ["two", "one", "two", "never opened", "one", "two"] {
        server.mark_dirty(document);
    }
    let order: Vec<_> = std::iter::from_fn(|| server.next_dirty()).collect();
    assert_eq!(order, ["two", "one"]);
    server.mark_dirty("one");
    server.forget("one");
    assert!(!server.has_dirty());
    assert!(!server.is_open("one"));
}

/// A sync frame of the phone about the log with this data.
fn forged(world: &World, data: Vec<u8>) -> Frame {
    let sender = world.connections["iris"].peer_id().unwrap().to_owned();
    Frame::Sync { sender, target: "server".into(), document: LOG.into(), data }
}

#[test]
fn malformed_data_is_refused_and_the_session_goes_on() {
    // SPEC P18
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    world.write("iris", LOG, "a", "1");
    world.run();
    let damaged = {
        let mut data = vec![0x42, 0, 0, 0, 1];
        let changes = world.committed[LOG].get_changes(&[]);
        let chunk = changes[0].raw_bytes();
        data.push(chunk.len() as u8);
        data.extend(chunk);
        *data.last_mut().unwrap() ^= 1;
        data
    };
    let filter = vec![0x42, 0, 0, 1, 0, 3, 1, 0, 7, 0];
    for data in [
        vec![0x42],
        b"nonsense".to_vec(),
        vec![0x42, 0, 0, 0, 1, 5, 1, 2, 3, 4, 5],
        filter,
        damaged,
    ] {
        let frame = forged(&world, data);
        world.phones.get_mut("iris").unwrap().send_raw(&frame);
        world.run();
    }
    let heard = &world.phones["iris"].heard;
    assert_eq!(heard.len(), 5, "{heard:?}");
    assert!(heard.iter().all(|line| line.contains("code: \"malformed\"")), "{heard:?}");
    world.write("iris", LOG, "b", "2");
    world.run();
    assert_eq!(world.on_server(LOG), "a=1 b=2");
}

#[test]
fn a_phone_refuses_malformed_data_and_keeps_its_document() {
    // SPEC P18
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    world.write("iris", LOG, "a", "1");
    world.run();
    let target = world.connections["iris"].peer_id().unwrap().to_owned();
    let bad = Frame::Sync {
        sender: "server".into(),
        target,
        document: LOG.into(),
        data: vec![0x42, 0, 0, 0, 1, 3, 1, 2, 3],
    };
    world.deliver("iris", &bad);
    assert_eq!(world.phones["iris"].heard, ["the server's message was not taken"]);
    world.write("iris", LOG, "b", "2");
    world.run();
    assert_eq!(world.on_server(LOG), "a=1 b=2");
}

#[test]
fn a_second_change_with_a_used_number_is_not_accepted() {
    // SPEC P18
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    world.write("iris", LOG, "a", "1");
    world.run();
    let mut doc = world::genesis();
    doc.set_actor(world.phones["iris"].documents[LOG].get_actor().clone());
    let mut change = doc.transaction();
    change.put(ROOT, "a", "2").unwrap();
    change.commit();
    let changes = doc.get_changes(&world::genesis().get_heads());
    let chunk = changes[0].raw_bytes();
    let data = [&[0x42, 0, 0, 0, 1, chunk.len() as u8], chunk].concat();
    let frame = forged(&world, data);
    world.phones.get_mut("iris").unwrap().send_raw(&frame);
    world.run();
    assert_eq!(world.on_server(LOG), "a=1");
    let heard = &world.phones["iris"].heard;
    assert!(heard[0].contains("code: \"not-accepted\""), "{heard:?}");
}

#[test]
fn after_a_rejection_the_phone_gets_the_servers_copy_and_is_told() {
    // SPEC P19
    let mut world = World::new(&["iris"]);
    world.connect("iris");
    world.follow("iris", LOG);
    world.run();
    world.write("iris", LOG, "bad", "content");
    let session = &mut world.phones.get_mut("iris").unwrap().session;
    assert!(!session.server_reads_only(LOG));
    let before = world.committed[LOG].clone();
    world.run();
    world.committed.insert(LOG.to_owned(), before);
    world.connections.get_mut("iris").unwrap().reject(LOG);
    world.run();
    assert!(world.phones["iris"].session.server_reads_only(LOG));
    assert_eq!(world.phones["iris"].unsent(LOG), Some(1), "the receipt is taken back");
    world.write("iris", LOG, "later", "content");
    world.run();
    assert_eq!(world.on_server(LOG), "");
}

#[test]
fn any_order_of_writing_connecting_and_losing_frames_ends_the_same() {
    // SPEC P15
    for seed in 1..=40_u64 {
        let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut roll = |sides: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            dice % sides
        };
        let names = ["iris", "joost", "mo"];
        let mut world = World::new(&names);
        for turn in 0..120 {
            let name = names[roll(3) as usize];
            let document = ["one", "two"][roll(2) as usize];
            match roll(6) {
                0 => world.connect(name),
                1 => world.disconnect(name),
                2 => {
                    world.write(name, document, &format!("k{}", roll(5)), &format!("{name}{turn}"))
                }
                _ => drop(world.step(name)),
            }
        }
        for name in names {
            world.connect(name);
            world.follow(name, "one");
            world.follow(name, "two");
        }
        world.run();
        for document in ["one", "two"] {
            for name in names {
                let same = world.on_phone(name, document) == world.on_server(document);
                assert!(same, "seed {seed}: {name} differs in {document}");
                assert_eq!(world.phones[name].unsent(document), Some(0), "seed {seed}");
            }
        }
    }
}
