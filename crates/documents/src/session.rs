//! The fields of one side of a shadowing session, in the shape frozen as version 1.
//!
//! `session`, `side`, `with` the other person, `type`/`type_v` or `title`, `plan`/`plan_off`,
//! `began`/`began_off`, `ended`/`ended_off`, `jots` {id: {`at`, `off`, `text`}}, `outcomes` {aspect:
//! {`scale_v`, `levels`, `level` (absent: not observed)}}, `next`, `thx`/`thx_off`.
//!
//! Both maps are written with the entry, also when they are empty, and changed in place: two phones of
//! one person add to the same ones.

use domain::{Aspect, EntryId, Jot, Outcome, PersonId, Rated, Session, Side};

use crate::entry::{id, moment, put_moment, put_typed, rated, typed};
use crate::node::{Fields, Look, Node};
use crate::reading::Problem;

pub(crate) const KIND: &str = "session";
const JOTS: &str = "jots";
const OUTCOMES: &str = "outcomes";
const TIMES: [(&str, &str); 4] =
    [("plan", "plan_off"), ("began", "began_off"), ("ended", "ended_off"), ("thx", "thx_off")];

pub(crate) fn put(fields: &mut Fields, session: &Session) {
    fields.insert("k".into(), KIND.into());
    fields.insert("session".into(), session.session.as_str().into());
    fields.insert("side".into(), session.side.as_str().into());
    fields.insert("with".into(), session.with.as_str().into());
    if let Some(what) = &session.what {
        put_typed(fields, what);
    }
    let times = [session.planned, session.began, session.ended, session.thanks];
    for ((ms, offset), at) in TIMES.into_iter().zip(times) {
        if let Some(at) = at {
            put_moment(fields, ms, offset, at);
        }
    }
    fields.insert(JOTS.into(), jots_node(&session.jots));
    fields.insert(OUTCOMES.into(), outcomes_node(&session.outcomes));
    if let Some(next) = &session.next_time {
        fields.insert("next".into(), next.as_str().into());
    }
}

fn jots_node(jots: &[Jot]) -> Node {
    let mut map = Fields::new();
    for jot in jots {
        let mut fields = Fields::new();
        put_moment(&mut fields, "at", "off", jot.at);
        fields.insert("text".into(), jot.text.as_str().into());
        map.insert(jot.id.to_string(), Node::Map(fields));
    }
    Node::Map(map)
}

fn outcomes_node(outcomes: &[Outcome]) -> Node {
    let mut map = Fields::new();
    for outcome in outcomes {
        let mut fields = Fields::new();
        fields.insert("scale_v".into(), outcome.version.into());
        fields.insert("levels".into(), u32::from(outcome.levels).into());
        if let Rated::Level(level) = outcome.rated {
            fields.insert("level".into(), u32::from(level).into());
        }
        map.insert(outcome.about.as_str().into(), Node::Map(fields));
    }
    Node::Map(map)
}

pub(crate) fn read(fields: &Fields, problems: &mut Vec<Problem>) -> Result<Session, Problem> {
    let nothing = Fields::new();
    let map = |name: &str| fields.map(name).unwrap_or(&nothing);
    let (jots, all_jots) = jots(map(JOTS));
    let (outcomes, all_outcomes) = outcomes(map(OUTCOMES));
    for (name, is_whole) in [(JOTS, all_jots), (OUTCOMES, all_outcomes)] {
        if !is_whole {
            problems.push(Problem::WrongType(name.into()));
        }
    }
    let [planned, began, ended, thanks] = TIMES.map(|(ms, offset)| moment(fields, ms, offset));
    Ok(Session {
        session: id(fields, "session", |text| EntryId::new(text).ok())?,
        side: id(fields, "side", Side::parse)?,
        with: id(fields, "with", |text| PersonId::new(text).ok())?,
        what: typed(fields),
        planned,
        began,
        ended,
        jots,
        outcomes,
        next_time: fields.text("next").map(str::to_owned),
        thanks,
    })
}

/// In the order of ids, and whether all could be read.
fn jots(map: &Fields) -> (Vec<Jot>, bool) {
    let mut jots = Vec::new();
    for (key, node) in map {
        if let (Ok(id), Node::Map(fields)) = (EntryId::new(key.as_str()), node)
            && let Some(at) = moment(fields, "at", "off")
        {
            jots.push(Jot { id, at, text: fields.text("text").unwrap_or_default().to_owned() });
        }
    }
    let is_whole = jots.len() == map.len();
    (jots, is_whole)
}

/// An aspect of a newer version is left out and no problem: it stays where it is.
fn outcomes(map: &Fields) -> (Vec<Outcome>, bool) {
    let mut outcomes = Vec::new();
    let mut is_whole = true;
    for (key, node) in map {
        let Some(about) = Aspect::parse(key) else { continue };
        let Node::Map(fields) = node else { continue };
        match rated(fields) {
            Ok((levels, rated)) => {
                let version = fields.count("scale_v").unwrap_or(Aspect::VERSION);
                outcomes.push(Outcome { about, version, levels, rated });
            }
            Err(_) => is_whole = false,
        }
    }
    (outcomes, is_whole)
}
