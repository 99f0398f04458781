//! The one thread that commits changes: whatever waits while a commit runs goes into the next one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Instant;

use crate::hub::metrics::Metrics;
use crate::store::{Append, Store, StoreError};

const APPENDS_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 8 << 20;

/// Takes appends from any thread.
pub(crate) struct Writer {
    desk: Desk,
    metrics: Arc<Metrics>,
}

enum Desk {
    /// The thread ends when the last handle is gone.
    Thread(mpsc::Sender<Job>),
    /// No thread: who commits waits for the disk alone.
    Here(Arc<dyn Store>),
}

struct Job {
    append: Append,
    done: mpsc::SyncSender<Result<(), StoreError>>,
}

impl Writer {
    pub(crate) fn start(store: Arc<dyn Store>, metrics: Arc<Metrics>) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let thread = thread::Builder::new().name("writer".to_owned());
        let counted = metrics.clone();
        thread.spawn(move || run(&*store, &counted, &queue))?;
        Ok(Self { desk: Desk::Thread(jobs), metrics })
    }

    /// Commits where it is asked to.
    pub(crate) fn here(store: Arc<dyn Store>, metrics: Arc<Metrics>) -> Self {
        Self { desk: Desk::Here(store), metrics }
    }

    /// Blocks until the changes are on disk.
    pub(crate) fn commit(&self, append: Append) -> Result<(), StoreError> {
        let _waiting = self.metrics.commits_waiting.enter();
        match &self.desk {
            Desk::Thread(jobs) => {
                let (done, answer) = mpsc::sync_channel(1);
                jobs.send(Job { append, done }).map_err(|_| gone())?;
                answer.recv().map_err(|_| gone())?
            }
            Desk::Here(store) => commit(&**store, &self.metrics, &[append]),
        }
    }
}

fn gone() -> StoreError {
    StoreError::Other("the writer has stopped".into())
}

fn run(store: &dyn Store, metrics: &Metrics, queue: &mpsc::Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        commit_all(store, metrics, batch(first, queue));
    }
}

fn batch(first: Job, queue: &mpsc::Receiver<Job>) -> Vec<Job> {
    let mut bytes = first.bytes();
    let mut jobs = vec![first];
    while jobs.len() < APPENDS_AT_ONCE && bytes < BYTES_AT_ONCE {
        let Ok(job) = queue.try_recv() else { break };
        bytes += job.bytes();
        jobs.push(job);
    }
    jobs
}

/// All at once, or else one by one, so that nobody fails for another's sake.
fn commit_all(store: &dyn Store, metrics: &Metrics, jobs: Vec<Job>) {
    let (appends, waiting): (Vec<_>, Vec<_>) =
        jobs.into_iter().map(|job| (job.append, job.done)).unzip();
    let together = commit(store, metrics, &appends);
    match (together, waiting.as_slice()) {
        (outcome, [one]) => answer(one, outcome),
        (Ok(()), all) => all.iter().for_each(|done| answer(done, Ok(()))),
        (Err(_), all) => appends.into_iter().zip(all).for_each(|(append, done)| {
            answer(done, commit(store, metrics, &[append]));
        }),
    }
}

fn commit(store: &dyn Store, metrics: &Metrics, appends: &[Append]) -> Result<(), StoreError> {
    let began = Instant::now();
    let committed = catch_unwind(AssertUnwindSafe(|| store.append(appends)));
    metrics.commit_seconds.observe(began.elapsed());
    let outcome = committed.unwrap_or_else(|_| Err(StoreError::Other("the store panicked".into())));
    match &outcome {
        Ok(()) => {
            metrics.commits.up();
            metrics.changes.add(appends.iter().map(|append| append.changes.len()).sum());
        }
        Err(error) => {
            metrics.commit_failures.up();
            tracing::error!(%error, appends = appends.len(), "changes were not stored");
        }
    }
    outcome
}

/// A sender that gave up waiting has nothing to be told.
fn answer(done: &mpsc::SyncSender<Result<(), StoreError>>, outcome: Result<(), StoreError>) {
    done.send(outcome).unwrap_or_default();
}

impl Job {
    fn bytes(&self) -> usize {
        self.append.changes.iter().map(|change| change.bytes.len()).sum()
    }
}
