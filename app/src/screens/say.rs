//! How moments, helpers and failed saves are said, the same on every screen.

use client::Fault;
use domain::{Day, Moment, Nobody, Source};

use crate::messages::{self as m, Lang};

/// Counts in sentences; more than four billion of anything read as that.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// "14:02"
pub(super) fn clock(at: Moment) -> String {
    m::clock(at.minute_of_day())
}

/// "14:02" today, "yesterday" or "14 May" before.
pub(super) fn short_time(lang: Lang, at: Moment, today: Day) -> String {
    if at.day() == today { clock(at) } else { m::relative_day(lang, at.day(), today) }
}

/// "Today, 14:02"
pub(super) fn day_and_time(lang: Lang, at: Moment, today: Day) -> String {
    m::capital(&m::day_at_time(lang, &m::relative_day(lang, at.day(), today), &clock(at)))
}

/// Why nobody can be asked to watch.
pub(super) fn nobody(lang: Lang, why: Nobody) -> &'static str {
    match why {
        Nobody::NotForThis => m::ask_not_for_this(lang),
        Nobody::NoSupervisor => m::ask_no_supervisor(lang),
        Nobody::NoBuddy => m::ask_no_buddy(lang),
        Nobody::Neither => m::ask_neither(lang),
        Nobody::AllAsked => m::ask_all_asked(lang),
        Nobody::Enough => m::ask_enough(lang),
    }
}

/// Who or what helped. `helper`: the person's name, where it is one.
pub(super) fn helped_by(lang: Lang, source: &Source, helper: Option<&str>) -> String {
    match source {
        Source::Person(_) => helper.unwrap_or_else(|| m::log_colleague(lang)).to_owned(),
        Source::Colleague => m::log_colleague(lang).to_owned(),
        Source::Customer => m::log_customer(lang).to_owned(),
        Source::Material => m::log_material(lang).to_owned(),
        Source::Myself => m::log_no_one(lang).to_owned(),
    }
}

/// "wheels: 6", or "6" where nothing is named. The unit has one form only, so it comes first.
pub(super) fn quantity(lang: Lang, count: u32, unit: Option<&str>) -> String {
    let number = m::number(lang, count);
    match unit {
        Some(unit) => [unit, ":\u{a0}", &number].concat(),
        None => number,
    }
}

pub(super) fn first_name(name: &str) -> String {
    name.split(' ').next().unwrap_or(name).to_owned()
}

/// Why something was not saved, and what to do.
pub(super) fn not_kept(lang: Lang, fault: &Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Full => (m::fail_full_title(lang), m::fail_full_words(lang)),
        Fault::TooLong => (m::fail_long_title(lang), m::fail_long_words(lang)),
        Fault::Closed | Fault::WrongPin | Fault::Other(_) => {
            (m::fail_storage_title(lang), m::fail_storage_words(lang))
        }
    }
}
