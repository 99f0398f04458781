//! Pairs of phones at work: one of each writes when it is due, whatever the server does, and the other
//! one reads.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result};
use automerge::ChangeHash;
use domain::{Moment, TaskTypeId};
use futures_util::stream::iter;
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use tests::year;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{JoinHandle, spawn_local};
use tokio::time::Instant;

use crate::clock::{moment, until};
use crate::course::{Course, Tally};
use crate::phone::Heard;
use crate::replica::Replica;
use crate::workshop::{Held, Post};

/// Pairs that connect at a time: a server that is busy with loading drops its phones.
const OPENING: usize = 4;
/// How often we look whether everything has arrived.
const LOOK: Duration = Duration::from_millis(5);

pub(crate) struct Floor {
    pairs: Vec<Pair>,
    shared: Rc<Shared>,
}

struct Pair {
    reader: Post,
    due: UnboundedSender<Instant>,
    course: Rc<RefCell<Course>>,
    phones: Vec<JoinHandle<()>>,
}

struct Shared {
    tally: RefCell<Tally>,
    trouble: RefCell<Option<anyhow::Error>>,
}

/// What one rate, held for a while, came to.
pub(crate) struct Outcome {
    pub(crate) rate: f64,
    pub(crate) tally: Tally,
    /// Changes that the other phone had not got when we stopped waiting.
    pub(crate) missing: usize,
}

impl Floor {
    /// Connects every pair and lets it agree with the server.
    pub(crate) async fn open(address: &str, pairs: Vec<(Post, Post, &Held)>) -> Result<Self> {
        let tally = RefCell::new(Tally::new()?);
        let shared = Rc::new(Shared { tally, trouble: RefCell::default() });
        let opening = pairs.into_iter().enumerate().map(|(number, (writer, reader, held))| {
            Pair::open(address, (writer, reader), held, number, shared.clone())
        });
        let pairs = iter(opening).buffered(OPENING).try_collect().await?;
        Ok(Self { pairs, shared })
    }

    /// Makes `rate` changes a second, on schedule, and waits for a while until all have arrived.
    pub(crate) async fn work(
        &self,
        rate: f64,
        lasting: Duration,
        drain: Duration,
    ) -> Result<Outcome> {
        self.shared.tally.replace(Tally::new()?);
        self.make(rate, lasting).await?;
        let end = Instant::now() + drain;
        while !self.is_settled() && Instant::now() < end {
            self.look()?;
            until(Instant::now() + LOOK).await;
        }
        Ok(self.outcome(rate, Tally::new()?))
    }

    /// Makes `rate` changes a second, and does not look what becomes of them.
    pub(crate) async fn make(&self, rate: f64, lasting: Duration) -> Result<()> {
        let start = Instant::now();
        let count = (rate * lasting.as_secs_f64()) as usize;
        for number in 0..count {
            let due = start + Duration::from_secs_f64(number as f64 / rate);
            until(due).await;
            let pair = &self.pairs[number % self.pairs.len()];
            if pair.due.send(due).is_err() {
                return self.look();
            }
        }
        until(start + lasting).await;
        Ok(())
    }

    /// Makes changes until `done`, on schedule.
    pub(crate) async fn work_until(
        &self,
        rate: f64,
        done: impl Future<Output = Result<Duration>>,
    ) -> Result<(Duration, Outcome)> {
        self.shared.tally.replace(Tally::new()?);
        let took = tokio::select! {
            took = done => took?,
            made = self.make(rate, Duration::from_secs(3_600)) => {
                made?;
                anyhow::bail!("the work ended before what it accompanied")
            }
        };
        Ok((took, self.outcome(rate, Tally::new()?)))
    }

    fn outcome(&self, rate: f64, fresh: Tally) -> Outcome {
        let mut tally = self.shared.tally.replace(fresh);
        let given_up = self.pairs.iter().map(|pair| pair.course.borrow_mut().give_up(&mut tally));
        let missing = given_up.sum();
        Outcome { rate, tally, missing }
    }

    fn is_settled(&self) -> bool {
        self.pairs.iter().all(|pair| pair.course.borrow().is_settled())
    }

    /// What went wrong, if anything did.
    fn look(&self) -> Result<()> {
        self.shared.trouble.take().map_or(Ok(()), Err)
    }

    /// Which changes the server has confirmed to their authors, and who may read them.
    pub(crate) fn acknowledged(&self) -> Vec<(Post, Vec<ChangeHash>)> {
        let of = |pair: &Pair| (pair.reader.clone(), pair.course.borrow().acknowledged());
        self.pairs.iter().map(of).collect()
    }
}

impl Pair {
    async fn open(
        address: &str,
        (writer, reader): (Post, Post),
        held: &Held,
        number: usize,
        shared: Rc<Shared>,
    ) -> Result<Self> {
        let mut log = held.content.log.clone();
        log.continue_as([u8::try_from(number % 250)?; 16]);
        let (due, dues) = unbounded_channel();
        let course = Rc::new(RefCell::new(Course::default()));
        // Each works from the moment it is connected: who does not answer pings is sent away.
        let writing = Replica::connect(address, &writer, log).await.context("a writer")?;
        let writing = write(writing, dues, course.clone(), shared.clone());
        let mut pair = Self { reader, due, course, phones: vec![watched(writing, shared.clone())] };
        let log = held.content.log.clone();
        let reading = Replica::connect(address, &pair.reader, log).await.context("a reader")?;
        let reading = read(reading, pair.course.clone(), shared.clone());
        pair.phones.push(watched(reading, shared));
        Ok(pair)
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.phones.iter().for_each(JoinHandle::abort);
    }
}

fn watched(
    phone: impl Future<Output = Result<()>> + 'static,
    shared: Rc<Shared>,
) -> JoinHandle<()> {
    spawn_local(async move {
        if let Err(error) = phone.await {
            shared.trouble.borrow_mut().get_or_insert(error);
        }
    })
}

async fn write(
    mut replica: Replica,
    mut dues: UnboundedReceiver<Instant>,
    course: Rc<RefCell<Course>>,
    shared: Rc<Shared>,
) -> Result<()> {
    let kind = [TaskTypeId::new("task-1")?];
    let mut number = 0;
    loop {
        tokio::select! {
            due = dues.recv() => {
                let Some(due) = due else { return Ok(()) };
                number += 1;
                let now: Moment = moment();
                let entry = year::task(u32::MAX - number, now, &kind[0])?;
                let written = replica.log.put_entry(&entry, now)?.context("nothing was written")?;
                let tally = &mut shared.tally.borrow_mut();
                course.borrow_mut().made(due, ChangeHash(written.hash), tally);
            }
            heard = replica.phone.hear() => {
                if let Heard::Sync(data) = heard? {
                    replica.take(&data)?;
                    let heads = replica.theirs().cloned().unwrap_or_default();
                    course.borrow_mut().confirmed(&heads, &mut shared.tally.borrow_mut());
                }
            }
        }
        replica.speak().await?;
    }
}

async fn read(mut replica: Replica, course: Rc<RefCell<Course>>, shared: Rc<Shared>) -> Result<()> {
    loop {
        if let Heard::Sync(data) = replica.phone.hear().await? {
            replica.take(&data)?;
            course.borrow_mut().seen(&replica.heads(), &mut shared.tally.borrow_mut());
            replica.speak().await?;
        }
    }
}

impl Outcome {
    pub(crate) fn json(&self) -> Value {
        json!({
            "rate": self.rate,
            "made": self.tally.made,
            "missing": self.missing,
            "to_other_phone_ms": self.tally.seen.json(),
            "to_receipt_ms": self.tally.confirmed.json(),
            "generator_late_ms": self.tally.late.json(),
        })
    }
}
