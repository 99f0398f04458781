//! A newcomer's first weeks, on their phone and their buddies'.

use client::view::FirstWeeks;
use client::{Event, Place, Shadow};
use domain::{Buddy, Day, JobRoleId, PersonId, Role, Text};

use crate::observing::meet;
use crate::world::{MORNING, Phone, Server, catalog, log, pair, person, run, wheel, workshop};

fn id(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

/// Marek is Samira's buddy since a week ago. Mechanics see wheels in their first week and brakes in
/// their second; baking is for bakers, and sweeping is in no plan.
fn house() -> Server {
    let mut server = workshop();
    pair(&mut server);
    let mechanic = JobRoleId::new("mechanic").unwrap();
    let samira = server.roster.people.iter_mut().find(|one| one.id == id("samira")).unwrap();
    samira.job = Some(mechanic.clone());
    let mut shop = catalog();
    let wheels = shop.task_types[&wheel()].clone();
    let baker = JobRoleId::new("baker").unwrap();
    for (name, week, jobs) in [
        ("brakes", Some(2), vec![mechanic]),
        ("baking", Some(1), vec![baker]),
        ("sweeping", None, vec![]),
    ] {
        let mut task = wheels.clone();
        task.id = domain::TaskTypeId::new(name).unwrap();
        (task.name, task.first_week, task.jobs) = (Text::of("en", name), week, jobs);
        shop.task_types.insert(task.id.clone(), task);
    }
    shop.task_types.get_mut(&wheel()).unwrap().first_week = Some(1);
    server.put_catalog(&shop);
    server
}

fn plan(phone: &Phone, whose: Option<&str>) -> Option<FirstWeeks> {
    phone.client.sessions(whose.map(id).as_ref(), phone.now).first_weeks
}

fn done(plan: &FirstWeeks) -> Vec<(u8, &str, usize, usize)> {
    let tasks = plan.tasks.iter();
    tasks.map(|task| (task.week, task.name.as_str(), task.sessions, task.logged)).collect()
}

// SPEC J30
#[test]
fn learner_and_buddy_see_the_plan_of_the_job_and_what_of_it_is_done() {
    let mut server = house();
    let mut samira = Phone::joined("samira", &mut server);
    let mut marek = Phone::joined("marek", &mut server);
    let first = plan(&marek, Some("samira")).unwrap();
    assert_eq!(done(&first), [(1, "True a rear wheel", 0, 0), (2, "brakes", 0, 0)]);
    assert_eq!((first.week, first.with), (2, id("samira")));
    let start = Shadow::Start { with: id("samira"), what: Some(wheel()) };
    marek.tell(Event::Shadow(start));
    run(&mut server, &mut [&mut marek]);
    assert!(matches!(marek.place, Some(Place::Session(_))));
    log(&mut samira, &mut server);
    meet(&mut server, &mut [&mut samira, &mut marek]);
    let own = plan(&samira, None).unwrap();
    assert_eq!(own.with, id("marek"));
    for plan in [own, plan(&marek, Some("samira")).unwrap()] {
        assert_eq!(done(&plan), [(1, "True a rear wheel", 1, 1), (2, "brakes", 0, 0)]);
    }
    assert_eq!(plan(&marek, None), None, "a buddy has none of their own");
}

// SPEC J31
#[test]
fn a_later_buddy_sees_what_was_done_with_whom_and_the_weeks_go_on() {
    let mut server = house();
    let mut marek = Phone::joined("marek", &mut server);
    let start = Shadow::Start { with: id("samira"), what: Some(wheel()) };
    marek.tell(Event::Shadow(start));
    run(&mut server, &mut [&mut marek]);
    server.roster.people.push(person("oksana", Role::Worker));
    // A week later Oksana takes over; nobody is told of the pair that is over.
    let week = 7 * 86_400_000;
    server.now_ms += week;
    let (buddy, learner, from) = (id("oksana"), id("samira"), Day(MORNING.day().0 + 7));
    server.roster.buddies = vec![Buddy { buddy, learner, from, until: None }];
    let mut oksana = Phone::joined("oksana", &mut server);
    oksana.now = oksana.now.plus_ms(week);
    meet(&mut server, &mut [&mut oksana]);
    let plan = plan(&oksana, Some("samira")).unwrap();
    assert_eq!((plan.week, plan.tasks[0].sessions), (2, 1));
    assert_eq!(plan.tasks[0].with, ["marek Testperson"]);
}
