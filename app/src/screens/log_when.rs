//! When it was done: now, unless one says otherwise.

use domain::{Day, Moment};
use leptos::prelude::*;
use view::view;

use super::log::Draft;
use crate::components::choices::{Pick, Picks};
use crate::components::field::{FieldWords, LineField, LineKind};
use crate::messages::{self as m, lang};
use crate::shell::Shell;
use crate::watched::{Kept, Watched};

const NOW: &str = "now";
const EARLIER: &str = "earlier";
const YESTERDAY: &str = "yesterday";
const BEFORE: &str = "before";
/// A clock may be a little behind the one that opened the form.
const SLACK_MS: i64 = 60_000;

pub(super) fn is_in_the_future(when: Moment, now: Moment) -> bool {
    when.utc_ms > now.utc_ms.saturating_add(SLACK_MS)
}

/// `is_now`: the time is that of pressing Save.
#[component]
pub(super) fn WhenPart(draft: Draft, is_now: Kept<bool>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let when = draft.get(|draft| draft.when);
    let today = shell.view(|_, now| now.day());
    let picked = Watched::new(move || {
        let back = when.get().map(|when| today.get().0.saturating_sub(when.day().0));
        let picked = match (is_now.get(), back) {
            (true, _) | (_, None) => NOW,
            (false, Some(..=0)) => EARLIER,
            (false, Some(1)) => YESTERDAY,
            (false, Some(_)) => BEFORE,
        };
        Some(picked.to_owned())
    });
    let on_pick = Callback::new(move |value: String| {
        let now = shell.read(|_, now| now);
        is_now.set(value == NOW);
        draft.change(|draft| draft.when = chosen(&value, now));
    });
    let picks = vec![
        Pick::new(NOW, m::capital(m::now(lang))),
        Pick::new(EARLIER, m::log_when_earlier(lang)),
        Pick::new(YESTERDAY, m::capital(m::yesterday(lang))),
        Pick::new(BEFORE, m::log_when_before(lang)),
    ];
    view! {
        <div class="stack">
            <Picks legend=m::log_when(lang) name="when" picks picked on_pick />
            {move || (!is_now.get()).then(|| view! { <DayAndTime draft when /> })}
        </div>
    }
}

/// Where each choice starts from.
fn chosen(value: &str, now: Moment) -> Moment {
    let minute = now.minute_of_day();
    match value {
        EARLIER => now.day().at(minute.saturating_sub(60), now.offset_min),
        YESTERDAY => Day(now.day().0 - 1).at(minute, now.offset_min),
        BEFORE => Day(now.day().0 - 2).at(minute, now.offset_min),
        _ => now,
    }
}

#[component]
fn DayAndTime(draft: Draft, when: Watched<Option<Moment>>) -> impl IntoView {
    let shell = Shell::here();
    let lang = lang();
    let day = Watched::new(move || when.get().map(|when| iso_day(when.day())).unwrap_or_default());
    let time = Watched::new(move || {
        when.get().map(|when| m::clock(when.minute_of_day())).unwrap_or_default()
    });
    let problem = Watched::new(move || {
        let is_late =
            when.get().is_some_and(|when| is_in_the_future(when, shell.read(|_, now| now)));
        if is_late { m::log_later_than_now(lang).to_owned() } else { String::new() }
    });
    // While a field is being typed in, it may hold nothing: what was there stays.
    let on_day = Callback::new(move |text: String| {
        if let Some(day) = parse_day(&text) {
            draft.change(|draft| {
                draft.when = day.at(draft.when.minute_of_day(), draft.when.offset_min);
            });
        }
    });
    let on_time = Callback::new(move |text: String| {
        if let Some(minute) = parse_minute(&text) {
            draft.change(|draft| {
                draft.when = draft.when.day().at(minute, draft.when.offset_min);
            });
        }
    });
    let words = |id, label: &str| FieldWords { id, label: label.into(), ..FieldWords::default() };
    view! {
        <div class="pair">
            <LineField
                words=words("when-day", m::log_when_day(lang))
                kind=LineKind::Date
                value=day
                on_input=on_day
            />
            <LineField
                words=words("when-time", m::log_when_time(lang))
                kind=LineKind::Time
                value=time
                on_input=on_time
                problem
            />
        </div>
    }
}

/// As `<input type="date">` writes it.
pub(super) fn iso_day(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

pub(super) fn parse_day(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let year: i32 = parts.next()?.parse().ok().filter(|year| (2000..=9999).contains(year))?;
    let month: u8 = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: u8 = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(Day::from_ymd(year, month, day))
}

pub(super) fn parse_minute(text: &str) -> Option<u16> {
    let (hour, rest) = text.split_once(':')?;
    let hour: u16 = hour.parse().ok().filter(|hour| *hour < 24)?;
    let minute: u16 = rest.get(..2)?.parse().ok().filter(|minute| *minute < 60)?;
    Some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_writes_is_read_back() {
        let day = Day::from_ymd(2026, 5, 14);
        assert_eq!(parse_day(&iso_day(day)), Some(day));
        assert_eq!(parse_minute("14:02"), Some(842));
        assert_eq!(parse_minute("23:59:30"), Some(1439));
        for nothing in ["", "2026-13-01", "0002-01-01"] {
            assert_eq!(parse_day(nothing), None);
        }
        assert_eq!(parse_minute("24:00"), None);
    }

    #[test]
    fn earlier_today_never_becomes_yesterday() {
        let just_after_midnight = Day::from_ymd(2026, 5, 14).at(10, 120);
        assert_eq!(chosen(EARLIER, just_after_midnight).minute_of_day(), 0);
        assert_eq!(chosen(YESTERDAY, just_after_midnight).day(), Day::from_ymd(2026, 5, 13));
    }
}
