//! A phone with its copy of a log: the sync that every automerge client does.

use anyhow::{Context, Result};
use automerge::ChangeHash;
use automerge::sync::{Message, State, SyncDoc};
use documents::Document;
use tests::wait;
use tokio::time::{Instant, timeout_at};

use crate::clock::until;
use crate::phone::{AGAIN, Heard, Phone};
use crate::workshop::Post;

pub(crate) struct Replica {
    pub(crate) phone: Phone,
    pub(crate) log: Document,
    state: State,
}

impl Replica {
    /// Connects with what the phone has, and returns when the server has the same.
    pub(crate) async fn connect(address: &str, post: &Post, log: Document) -> Result<Self> {
        let replica = Self::find(address, post, log).await?;
        replica.context("the server has no such document")
    }

    /// As `connect`; nothing where the server has no such document. Who is cut off on the way comes
    /// again: automerge-repo's server deafens phones that come in its first moments, and drops them.
    pub(crate) async fn find(address: &str, post: &Post, log: Document) -> Result<Option<Self>> {
        let end = Instant::now() + wait::PATIENCE;
        loop {
            let finding = timeout_at(end, Self::find_once(address, post, log.clone()));
            match finding.await.context("the server never had the same")? {
                Err(_) if Instant::now() + AGAIN < end => until(Instant::now() + AGAIN).await,
                outcome => return outcome,
            }
        }
    }

    async fn find_once(address: &str, post: &Post, log: Document) -> Result<Option<Self>> {
        let phone = Phone::join(address, post).await?;
        let mut replica = Self { phone, log, state: State::new() };
        let found = replica.settle().await?;
        Ok(found.then_some(replica))
    }

    async fn settle(&mut self) -> Result<bool> {
        self.speak().await?;
        loop {
            match self.phone.hear().await? {
                Heard::Sync(data) => self.take(&data)?,
                Heard::Unavailable => return Ok(false),
            }
            self.speak().await?;
            if self.theirs() == Some(&self.heads()) {
                return Ok(true);
            }
        }
    }

    pub(crate) fn take(&mut self, data: &[u8]) -> Result<()> {
        let message = Message::decode(data)?;
        Ok(self.log.automerge_mut().receive_sync_message(&mut self.state, message)?)
    }

    /// Says what there is to say.
    pub(crate) async fn speak(&mut self) -> Result<()> {
        match self.log.automerge().generate_sync_message(&mut self.state) {
            Some(message) => self.phone.say(message.encode()).await,
            None => Ok(()),
        }
    }

    pub(crate) fn heads(&self) -> Vec<ChangeHash> {
        self.log.automerge().get_heads()
    }

    /// The heads that the server has reported.
    pub(crate) fn theirs(&self) -> Option<&Vec<ChangeHash>> {
        self.state.their_heads.as_ref()
    }
}
