//! Who is asked to watch a kind of task, by the policy of the house, and what a buddy answers with.

use client::view::{OwedState, ToAsk};
use client::{Event, Observe, Shadow};
use domain::{Asking, EntryId, Nobody, PersonId, Rated, Role};

use crate::observing::{meet, observe, open, watch};
use crate::world::{
    Phone, Server, catalog, log_saying, pair, person, run, truing, wheel, workshop,
};

const BUDDY: Asking = Asking { supervisors: false, buddies: true, ..Asking::USUAL };

fn id(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

/// Truing a wheel has this policy. Marek is Samira's buddy, Ingrid and Jan supervise her.
fn house(asking: Asking) -> Server {
    let mut server = workshop();
    pair(&mut server);
    server.roster.people.push(person("jan", Role::Supervisor));
    server.roster.teams[0].supervisors.push(id("jan"));
    let mut shop = catalog();
    shop.task_types.get_mut(&wheel()).unwrap().asking = Some(asking);
    server.put_catalog(&shop);
    server
}

/// Samira's phone, and a wheel she trued.
fn trued(server: &mut Server) -> (Phone, EntryId) {
    let mut samira = Phone::joined("samira", server);
    let task = log_saying(&mut samira, server, "");
    (samira, task)
}

fn asking(phone: &Phone, task: &EntryId) -> ToAsk {
    phone.client.around(task).asking
}

fn names(to_ask: &ToAsk) -> Vec<&str> {
    to_ask.whom.iter().map(|one| one.first_name.as_str()).collect()
}

// SPEC E40
#[test]
fn only_whom_the_policy_names_is_offered_and_can_be_asked() {
    let mut server = house(BUDDY);
    let (mut samira, task) = trued(&mut server);
    let bar = samira.client.home(samira.now).saved.unwrap();
    assert_eq!(bar.ask.map(|one| one.first_name).as_deref(), Some("marek"));
    assert_eq!(names(&asking(&samira, &task)), ["marek"]);
    observe(&mut samira, &mut server, Observe::Ask { to: id("ingrid"), task: task.clone() });
    assert!(samira.client.owed(samira.now).to_me.is_empty());

    let mut server = house(Asking { buddies: true, ..Asking::USUAL });
    let (samira, task) = trued(&mut server);
    assert_eq!(names(&asking(&samira, &task)), ["marek", "ingrid", "jan"]);
}

// SPEC E41
#[test]
fn where_there_is_nobody_it_is_said_why() {
    let mut server = house(BUDDY);
    server.roster.buddies.clear();
    let (mut samira, task) = trued(&mut server);
    let bar = samira.client.home(samira.now).saved.unwrap();
    assert_eq!((bar.ask, bar.nobody), (None, Some(Nobody::NoBuddy)));
    assert_eq!(asking(&samira, &task).nobody, Some(Nobody::NoBuddy));
    // What is everybody's own affair is not said beside what was just saved.
    let nobody = Asking { buddies: false, ..BUDDY };
    let mut shop = catalog();
    shop.task_types.get_mut(&wheel()).unwrap().asking = Some(nobody);
    server.put_catalog(&shop);
    meet(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).saved.and_then(|bar| bar.nobody), None);
    assert_eq!(asking(&samira, &task).nobody, Some(Nobody::NotForThis));
}

// SPEC E41
#[test]
fn as_many_are_asked_as_the_policy_wants_and_then_nobody() {
    let mut server = house(Asking { observers: 2, ..Asking::USUAL });
    let (mut samira, task) = trued(&mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let mut jan = Phone::joined("jan", &mut server);
    meet(&mut server, &mut [&mut samira, &mut ingrid, &mut jan]);
    watch(&mut ingrid, &mut server, &task);
    meet(&mut server, &mut [&mut samira, &mut ingrid, &mut jan]);
    let first = asking(&samira, &task);
    assert_eq!((first.watched, first.observers, first.nobody), (1, 2, None));
    observe(&mut samira, &mut server, Observe::Ask { to: id("jan"), task: task.clone() });
    assert_eq!(names(&asking(&samira, &task)), ["ingrid"]);
    meet(&mut server, &mut [&mut samira, &mut jan]);
    watch(&mut jan, &mut server, &task);
    meet(&mut server, &mut [&mut samira, &mut jan]);
    let both = asking(&samira, &task);
    assert_eq!((both.watched, both.nobody), (2, Some(Nobody::Enough)));
}

/// Samira asked Marek, whose phone has heard of it.
fn asked_marek() -> (Server, Phone, Phone) {
    let mut server = house(BUDDY);
    let (mut samira, task) = trued(&mut server);
    let mut marek = Phone::joined("marek", &mut server);
    observe(&mut samira, &mut server, Observe::Ask { to: id("marek"), task });
    meet(&mut server, &mut [&mut samira, &mut marek]);
    marek.is_offline = true;
    (server, samira, marek)
}

fn does(phone: &mut Phone, server: &mut Server, event: Event) {
    phone.now = phone.now.plus_ms(60_000);
    phone.tell(event);
    run(server, &mut [phone]);
}

// SPEC E42
#[test]
fn a_buddy_answers_with_a_session_that_begins_after_they_were_asked() {
    let (mut server, mut samira, mut marek) = asked_marek();
    let row = marek.client.owed(marek.now).by_me.remove(0);
    assert!(row.in_session);
    let start = Shadow::Start { with: row.person, what: row.task_type };
    does(&mut marek, &mut server, Event::Shadow(start));
    assert!(marek.client.owed(marek.now).by_me.is_empty());
    meet(&mut server, &mut [&mut samira, &mut marek]);
    assert!(samira.client.owed(samira.now).to_me.is_empty());
}

// SPEC E42
#[test]
fn a_buddys_no_reaches_who_asked() {
    let (mut server, mut samira, mut marek) = asked_marek();
    let row = marek.client.owed(marek.now).by_me.remove(0);
    let no = Observe::Decline { request: row.request, reason: "No time".into() };
    does(&mut marek, &mut server, Event::Observe(no));
    assert!(marek.client.owed(marek.now).by_me.is_empty());
    meet(&mut server, &mut [&mut samira, &mut marek]);
    let told = samira.client.owed(samira.now).to_me.remove(0);
    assert_eq!(told.state, OwedState::Declined("No time".into()));
}

// SPEC E43
#[test]
fn who_watches_is_told_the_level_they_should_have_unless_they_are_known_to_have_it() {
    let mut server = house(Asking { least: Some(3), ..Asking::USUAL });
    let people = server.roster.people.iter_mut();
    people.filter(|one| one.id == id("ingrid")).for_each(|one| one.roles.push(Role::Worker));
    let (mut samira, task) = trued(&mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    open(&mut ingrid, &mut server, Some(&task));
    let least = |phone: &Phone| phone.client.observe_form().unwrap().least;
    assert_eq!(least(&ingrid), Some(3));
    let rate = |level| Event::Rate { competency: truing(), rated: Rated::Level(level), task: None };
    does(&mut ingrid, &mut server, rate(2));
    assert_eq!(least(&ingrid), Some(3));
    does(&mut ingrid, &mut server, rate(3));
    assert_eq!(least(&ingrid), None);
}
