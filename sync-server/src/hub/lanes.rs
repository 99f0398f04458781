//! Who may work now. Loading a document and the first word about it are long work and wait for
//! their own few places, so that phones that arrive do not hold up those at work: not even one at work
//! whose document has left memory, since it queues elsewhere.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::hub::Core;
use crate::hub::settings::Settings;

#[derive(Debug)]
pub(crate) struct Lanes {
    all: Semaphore,
    /// The share of `all` that long work may have for phones that arrive, and as much for the others.
    arriving: Semaphore,
    at_work: Semaphore,
}

/// Where long work waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Queue {
    /// The peer has heard nothing of the document yet on this connection.
    Arriving,
    AtWork,
}

/// Which work may be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Documents in memory that the peer was told of before.
    Short,
    All,
}

/// What became of a piece of work.
#[derive(Debug)]
pub(crate) enum Work<T> {
    Done(T),
    /// Nothing was done: it is long work, and waits here.
    Long(Queue),
}

impl<T> Work<T> {
    pub(crate) fn done(self) -> Option<T> {
        match self {
            Self::Done(done) => Some(done),
            Self::Long(_) => None,
        }
    }
}

impl Lanes {
    pub(crate) fn new(settings: &Settings) -> Self {
        let long = settings.loads_at_once.max(1);
        let all = Semaphore::new(settings.at_once.max(2 * long + 1));
        Self { all, arriving: Semaphore::new(long), at_work: Semaphore::new(long) }
    }

    fn long(&self, queue: Queue) -> &Semaphore {
        match queue {
            Queue::Arriving => &self.arriving,
            Queue::AtWork => &self.at_work,
        }
    }
}

impl Core {
    /// Does work at once if it is short, else in its turn.
    pub(crate) async fn in_turn<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl Fn(&Self, Lane) -> Work<T> + Send + Clone + 'static,
    ) -> Option<T> {
        let short = work.clone();
        let queue = match self.blocking(move |core| short(core, Lane::Short)).await? {
            Work::Done(done) => return Some(done),
            Work::Long(queue) => queue,
        };
        self.metrics.long_work.up();
        let _turn = self.lanes.long(queue).acquire().await.ok()?;
        self.blocking(move |core| work(core, Lane::All)).await?.done()
    }

    /// Runs work that blocks. It runs to its end even when nobody waits for it any more: a commit
    /// under way must find its document.
    pub(crate) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Option<T> {
        let waiting = self.metrics.messages_waiting.enter();
        let _permit = self.lanes.all.acquire().await.ok()?;
        drop(waiting);
        let core = self.clone();
        tokio::task::spawn_blocking(move || work(&core)).await.ok()
    }
}
