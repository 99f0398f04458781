//! Shadowing: two people at one task, each with their own half of what is written about it.
//!
//! Neither writes in the other's document. [`shadowings`] puts the halves that can be read together.

use crate::{Entry, EntryId, InOrder, Moment, PersonId, Rated, Typed};

/// One person's half of a shadowing session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What both halves carry: the entry id of the half that planned or started it.
    pub session: EntryId,
    pub side: Side,
    /// The other person.
    pub with: PersonId,
    pub what: Option<Typed>,
    pub planned: Option<Moment>,
    pub began: Option<Moment>,
    pub ended: Option<Moment>,
    pub jots: Vec<Jot>,
    /// Each aspect once.
    pub outcomes: Vec<Outcome>,
    pub next_time: Option<String>,
    /// When the learner said thanks; in the buddy's half, when the buddy saw that.
    pub thanks: Option<Moment>,
}

impl Session {
    /// One in which nothing has happened yet.
    pub fn new(session: EntryId, side: Side, with: PersonId, what: Option<Typed>) -> Self {
        Self {
            session,
            side,
            with,
            what,
            planned: None,
            began: None,
            ended: None,
            jots: Vec::new(),
            outcomes: Vec::new(),
            next_time: None,
            thanks: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Showed it.
    Buddy,
    Learner,
}

impl Side {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buddy => "buddy",
            Self::Learner => "learner",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Buddy, Self::Learner].into_iter().find(|side| side.as_str() == text)
    }

    pub fn other(self) -> Self {
        match self {
            Self::Buddy => Self::Learner,
            Self::Learner => Self::Buddy,
        }
    }
}

/// A note of one moment. Without words it is a time stamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jot {
    pub id: EntryId,
    pub at: Moment,
    pub text: String,
}

/// What is rated at the end. The first three are the buddy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// How much of it the learner did alone; a learner rates this too.
    Alone,
    /// How good the work was.
    Result,
    /// How hard this one was.
    Hard,
    /// Whether the session helped: the learner's.
    Useful,
}

impl Aspect {
    pub const ALL: [Self; 4] = [Self::Alone, Self::Result, Self::Hard, Self::Useful];
    /// Of the words of the levels, which are the app's own.
    pub const VERSION: u32 = 1;
    pub const LEVELS: u8 = 4;

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Result => "result",
            Self::Hard => "hard",
            Self::Useful => "useful",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.as_str() == text)
    }

    /// What each side is asked.
    pub fn asked(side: Side) -> &'static [Self] {
        match side {
            Side::Buddy => &[Self::Alone, Self::Result, Self::Hard],
            Side::Learner => &[Self::Alone, Self::Useful],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub about: Aspect,
    /// Of the levels' words.
    pub version: u32,
    pub levels: u8,
    /// Here [`Rated::CannotSay`] is "not observed".
    pub rated: Rated,
}

/// A half where it was found.
#[derive(Clone, Copy, Debug)]
pub struct Half<'a> {
    /// Of the document it stands in.
    pub author: &'a PersonId,
    pub subject: &'a str,
    pub entry: &'a Entry,
    /// The entry's body.
    pub session: &'a Session,
}

/// What both wrote, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadowing {
    pub session: EntryId,
    pub buddy: PersonId,
    pub learner: PersonId,
    pub what: Option<Typed>,
    pub planned: Option<Moment>,
    /// In the order of time.
    pub said: Vec<Said>,
}

/// One thing that one side wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub side: Side,
    pub part: Part,
    pub at: Moment,
    /// Of the note, else of the half it is in.
    pub id: EntryId,
    /// Of a note, and for next time.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A half stands here.
    Half,
    /// A half was taken back.
    Void,
    Began,
    Jot,
    Ended,
    Outcome(Outcome),
    NextTime,
    /// By the buddy: they were seen.
    Thanks,
}

impl Session {
    /// Other words for one of the notes.
    pub fn reword(&mut self, id: &EntryId, text: &str) {
        for jot in self.jots.iter_mut().filter(|jot| &jot.id == id) {
            jot.text = text.to_owned();
        }
    }
}

impl Half<'_> {
    /// Buddy and learner, where the document is the one that such a half belongs in: nobody adds to
    /// the session of two others.
    fn pair(&self) -> Option<(&PersonId, &PersonId)> {
        let with = &self.session.with;
        match self.session.side {
            Side::Buddy => (self.subject == with.as_str() && self.author != with)
                .then_some((self.author, with)),
            Side::Learner => (self.author.as_str() == self.subject && self.author != with)
                .then_some((with, self.author)),
        }
    }
}

/// All sessions in these halves, in no particular order; the halves may come in any.
pub fn shadowings(mut halves: Vec<Half<'_>>) -> Vec<Shadowing> {
    // The half that planned or started it goes first: its task and time count.
    halves.order_by_key(|half| (half.entry.id != half.session.session, half.entry.id.clone()));
    let mut pages: Vec<Shadowing> = Vec::new();
    for half in &halves {
        let Some((buddy, learner)) = half.pair() else { continue };
        let session = &half.session.session;
        let same =
            |p: &Shadowing| &p.session == session && &p.buddy == buddy && &p.learner == learner;
        let place = pages.iter().position(same).unwrap_or_else(|| {
            let (session, buddy, learner) = (session.clone(), buddy.clone(), learner.clone());
            let (what, planned, said) = (None, None, Vec::new());
            pages.push(Shadowing { session, buddy, learner, what, planned, said });
            pages.len() - 1
        });
        pages[place].add(half);
    }
    for page in &mut pages {
        page.said.order_by_key(|said| (said.at.utc_ms, said.side));
    }
    pages
}

impl Shadowing {
    /// Two halves of one side, from two phones that did not know of each other, add up.
    fn add(&mut self, half: &Half<'_>) {
        let (one, saved) = (half.session, half.entry.saved);
        if half.entry.void.is_some() {
            return self.say(half, Part::Void, Some(saved));
        }
        self.say(half, Part::Half, Some(saved));
        self.what = self.what.take().or_else(|| one.what.clone());
        self.planned = self.planned.or(one.planned);
        self.say(half, Part::Began, one.began);
        for jot in &one.jots {
            let (side, part, id) = (one.side, Part::Jot, jot.id.clone());
            self.said.push(Said { side, part, at: jot.at, id, text: jot.text.clone() });
        }
        let last = Some(one.ended.unwrap_or(saved));
        for outcome in &one.outcomes {
            self.say(half, Part::Outcome(*outcome), last);
        }
        if let Some(text) = &one.next_time {
            self.say(half, Part::NextTime, last);
            self.said.last_mut().into_iter().for_each(|said| said.text.clone_from(text));
        }
        self.say(half, Part::Ended, one.ended);
        self.say(half, Part::Thanks, one.thanks);
    }

    fn say(&mut self, half: &Half<'_>, part: Part, at: Option<Moment>) {
        if let Some(at) = at {
            let (side, id, text) = (half.session.side, half.entry.id.clone(), String::new());
            self.said.push(Said { side, part, at, id, text });
        }
    }

    pub fn person(&self, side: Side) -> &PersonId {
        match side {
            Side::Buddy => &self.buddy,
            Side::Learner => &self.learner,
        }
    }

    /// Which of the two somebody is.
    pub fn side_of(&self, person: &PersonId) -> Option<Side> {
        [Side::Buddy, Side::Learner].into_iter().find(|side| self.person(*side) == person)
    }

    /// The first of its kind.
    pub fn find(&self, side: Side, part: Part) -> Option<&Said> {
        self.said.iter().find(|said| said.side == side && said.part == part)
    }

    pub fn has(&self, side: Side, part: Part) -> bool {
        self.find(side, part).is_some()
    }

    /// When the first of them began.
    pub fn began(&self) -> Option<Moment> {
        self.said.iter().find(|said| said.part == Part::Began).map(|said| said.at)
    }

    /// Nothing of it stands.
    pub fn is_void(&self) -> bool {
        self.said.iter().all(|said| said.part == Part::Void)
    }
}

#[cfg(test)]
mod tests {
    use super::Side::{Buddy, Learner};
    use super::*;
    use crate::{Body, Void};

    const NOON: Moment = Moment { utc_ms: 1_779_000_000_000, offset_min: 120 };

    fn id(text: &str) -> EntryId {
        EntryId::new(text).unwrap()
    }

    fn person(text: &str) -> PersonId {
        PersonId::new(text).unwrap()
    }

    fn at(minute: i64) -> Moment {
        NOON.plus_ms(minute * 60_000)
    }

    fn half(side: Side, with: &str, jots: &[(&str, i64)]) -> Session {
        let jot = |(words, minute): &(&str, i64)| Jot {
            id: id(&format!("jot-{minute}")),
            at: at(*minute),
            text: (*words).into(),
        };
        Session {
            session: id("s"),
            side,
            with: person(with),
            what: None,
            planned: None,
            began: None,
            ended: None,
            jots: jots.iter().map(jot).collect(),
            outcomes: vec![],
            next_time: None,
            thanks: None,
        }
    }

    /// Author, subject, and the entry in their document.
    type Found = (PersonId, &'static str, Entry);

    fn found(entry: &str, author: &str, subject: &'static str, session: Session) -> Found {
        let (edited, void, copied_from, body) = (None, None, None, Body::Session(session));
        let entry = Entry { id: id(entry), saved: NOON, edited, body, void, copied_from };
        (person(author), subject, entry)
    }

    fn pages(all: &[&Found]) -> Vec<Shadowing> {
        shadowings(
            all.iter()
                .map(|(author, subject, entry)| {
                    let Body::Session(session) = &entry.body else { panic!("{entry:?}") };
                    Half { author, subject, entry, session }
                })
                .collect(),
        )
    }

    // SPEC J2, J4
    #[test]
    fn halves_in_any_order_make_one_page_with_all_that_both_wrote() {
        let buddy = Session {
            what: Some(Typed::Own("Set up V-brakes".into())),
            began: Some(at(0)),
            ended: Some(at(45)),
            next_time: Some("Front brake first.".into()),
            thanks: Some(at(60)),
            ..half(Buddy, "samira", &[("cable", 2), ("screw", 16)])
        };
        let learner = Session {
            what: Some(Typed::Own("Brakes".into())),
            began: Some(at(1)),
            ended: Some(at(52)),
            thanks: Some(at(53)),
            ..half(Learner, "marek", &[("left arm", 10)])
        };
        // A second phone of the learner, which knew nothing of the first.
        let tablet = half(Learner, "marek", &[("2 mm", 31)]);
        let all = [
            found("s", "marek", "samira", buddy),
            found("l", "samira", "samira", learner),
            found("t", "samira", "samira", tablet),
        ];
        let [a, b, c] = [&all[0], &all[1], &all[2]];
        let whole = pages(&[a, b, c]);
        for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
            assert_eq!(pages(&order), whole);
        }
        let [page] = whole.try_into().unwrap();
        let of = |part: Part| page.said.iter().filter(move |said| said.part == part);
        let jots: Vec<_> = of(Part::Jot).map(|said| (said.side, &*said.text)).collect();
        let expected =
            [(Buddy, "cable"), (Learner, "left arm"), (Buddy, "screw"), (Learner, "2 mm")];
        assert_eq!(jots, expected);
        let endings: Vec<_> = of(Part::Ended).map(|said| (said.side, said.at)).collect();
        assert_eq!(endings, [(Buddy, at(45)), (Learner, at(52))]);
        assert_eq!(page.what, Some(Typed::Own("Set up V-brakes".into())));
        assert_eq!(page.began(), Some(at(0)));
        assert_eq!(page.find(Learner, Part::Thanks).map(|said| said.at), Some(at(53)));
        assert_eq!(page.find(Buddy, Part::NextTime).unwrap().text, "Front brake first.");
        assert_eq!(of(Part::Half).count(), 3);
    }

    // SPEC J3
    #[test]
    fn a_page_says_whose_half_is_not_there_and_who_took_theirs_back() {
        let mut mine = found("s", "marek", "samira", half(Buddy, "samira", &[("cable", 2)]));
        let [page] = pages(&[&mine]).try_into().unwrap();
        assert!(page.has(Buddy, Part::Half) && !page.has(Learner, Part::Half));
        mine.2.void = Some(Void { at: NOON, reason: "ill".into() });
        let [page] = pages(&[&mine]).try_into().unwrap();
        assert!(page.is_void() && page.has(Buddy, Part::Void) && !page.has(Buddy, Part::Jot));
    }

    // SPEC J5
    #[test]
    fn nobody_adds_to_the_session_of_two_others() {
        let buddy = found("s", "marek", "samira", half(Buddy, "samira", &[("cable", 2)]));
        for (author, subject, session) in [
            // In the own log, with the words of a buddy.
            ("tuan", "tuan", half(Buddy, "samira", &[("lie", 3)])),
            // About oneself with oneself.
            ("tuan", "tuan", half(Learner, "tuan", &[("lie", 3)])),
            // A learner's half in a document about somebody else.
            ("marek", "samira", half(Learner, "marek", &[("lie", 3)])),
        ] {
            let lie = found("x", author, subject, session);
            assert_eq!(pages(&[&lie, &buddy]), pages(&[&buddy]), "{author}");
        }
        // A third person's own half is a session of its own.
        let third = found("x", "tuan", "tuan", half(Learner, "marek", &[("lie", 3)]));
        let pages = pages(&[&third, &buddy]);
        assert_eq!(pages.len(), 2);
        assert!(
            pages.iter().all(|page| !page.has(Learner, Part::Jot) || !page.has(Buddy, Part::Jot))
        );
    }
}
