//! Sessions of buddies and learners. Both sides are made from the pair alone, so that two phones that
//! know nothing of each other tell of the same session.

use domain::{
    Aspect, Body, Catalog, Day, Entry, EntryId, Jot, Kind, Moment, Outcome, PersonId, Rated,
    Session, Side, TaskTypeId, Typed,
};

use super::DAYS;
use super::dice::Dice;
use super::wall_clock;
use super::words::{self, Line};
use super::work::{MINUTE, Saved};

/// The days on which a pair has one, counted from the first Monday; all are working days of everybody.
const DAYS_OF_PAIRS: [i32; 3] = [8, 29, 92];
const TASKS: [&str; 3] = ["set-up-v-brakes", "true-rear-wheel", "index-rear-gears"];

/// A buddy and a learner, and the language each writes in.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) buddy: (PersonId, &'static str),
    pub(crate) learner: (PersonId, &'static str),
    /// How many of their days they had.
    pub(crate) days: Option<i32>,
    /// They have one planned.
    pub(crate) plans: bool,
}

/// What one side of a pair saved.
pub(crate) fn sessions_of(
    pair: &Pair,
    side: Side,
    catalog: &Catalog,
    first_day: Day,
) -> Vec<Saved> {
    let (me, lang, other) = match side {
        Side::Buddy => (&pair.buddy.0, pair.buddy.1, &pair.learner.0),
        Side::Learner => (&pair.learner.0, pair.learner.1, &pair.buddy.0),
    };
    let monday = Day(first_day.0 + 6).monday();
    let dice =
        |place: &str| Dice::of(&["shadow", pair.buddy.0.as_str(), pair.learner.0.as_str(), place]);
    let mut saved = Vec::new();
    for (place, (number, task)) in DAYS_OF_PAIRS.into_iter().zip(TASKS).enumerate() {
        let has_ended = pair.days.is_some_and(|days| monday.0 + number - first_day.0 >= days);
        let Ok(task) = TaskTypeId::new(task) else { continue };
        if has_ended {
            continue;
        }
        let mut both = dice(&place.to_string());
        let (session, lag) = (both.entry_id(), both.between(0, 60) as u16);
        let at = wall_clock::at(Day(monday.0 + number), 13 * 60 + lag);
        let half = Half { me, lang, side, other, session, task, at };
        saved.extend(half.saved(catalog));
    }
    if side == Side::Buddy && pair.plans {
        saved.push(plan(me, other, dice("plan").entry_id(), first_day));
    }
    saved
}

struct Half<'a> {
    me: &'a PersonId,
    lang: &'static str,
    side: Side,
    other: &'a PersonId,
    session: EntryId,
    task: TaskTypeId,
    at: Moment,
}

impl Half<'_> {
    /// The buddy starts it; the learner joins in a minute later. Written down in one go.
    fn saved(&self, catalog: &Catalog) -> Option<Saved> {
        let mut dice = Dice::of(&["half", self.session.as_str(), self.me.as_str()]);
        let version = catalog.task_types.get(&self.task)?.version;
        let began = self.at.plus_ms(i64::from(self.side == Side::Learner) * MINUTE);
        let mut at = began;
        let lines = self.lines(self.side.as_str());
        let jots: Vec<_> = lines
            .iter()
            .map(|line| {
                at = at.plus_ms(dice.between(4, 14) * MINUTE);
                Jot { id: dice.entry_id(), at, text: line.words.to_owned() }
            })
            .collect();
        let ended = at.plus_ms(dice.between(5, 9) * MINUTE);
        let answer = |about: &Aspect| Outcome {
            about: *about,
            version: Aspect::VERSION,
            levels: Aspect::LEVELS,
            rated: Rated::Level(dice.between(2, 4) as u8),
        };
        let outcomes = Aspect::asked(self.side).iter().map(answer).collect();
        let next = self.lines("next").first().map(|line| line.words.to_owned());
        let session = Session {
            began: Some(began),
            ended: Some(ended),
            jots,
            outcomes,
            next_time: next.filter(|_| self.side == Side::Buddy),
            thanks: (self.side == Side::Learner).then(|| ended.plus_ms(MINUTE)),
            ..self.empty(Some(Typed::Type { id: self.task.clone(), version }))
        };
        let id = match self.side {
            Side::Buddy => self.session.clone(),
            Side::Learner => Dice::of(&["learner's", self.session.as_str()]).entry_id(),
        };
        Some(saved(self.me, id, ended.plus_ms(2 * MINUTE), session))
    }

    fn empty(&self, what: Option<Typed>) -> Session {
        Session::new(self.session.clone(), self.side, self.other.clone(), what)
    }

    fn lines(&self, whose: &str) -> Vec<Line> {
        let language = match self.lang {
            "nl" => "-nl",
            _ => "-en",
        };
        let mut lines = words::lines(words::SHADOWING, &[whose, language].concat());
        lines.retain(|line| line.about == self.task.as_str());
        lines
    }
}

/// One for the day the demo starts, so that both are reminded of it.
fn plan(me: &PersonId, other: &PersonId, id: EntryId, first_day: Day) -> Saved {
    let at = wall_clock::at(Day(first_day.0 + DAYS), 15 * 60);
    let session =
        Session { planned: Some(at), ..Session::new(id.clone(), Side::Buddy, other.clone(), None) };
    saved(me, id, wall_clock::at(Day(first_day.0 + DAYS - 1), 12 * 60), session)
}

fn saved(me: &PersonId, id: EntryId, at: Moment, session: Session) -> Saved {
    let (kind, about) = match session.side {
        Side::Buddy => (Kind::Shadow, session.with.clone()),
        Side::Learner => (Kind::Log, me.clone()),
    };
    let (edited, void, copied_from) = (None, None, None);
    let body = Body::Session(session);
    Saved { at, kind, about, entry: Entry { id, saved: at, edited, body, void, copied_from } }
}
