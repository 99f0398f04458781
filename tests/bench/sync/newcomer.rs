//! A phone with an empty store. It keeps the bytes of its log and does not read them: three hundred of
//! them live on the generator's one core.

use anyhow::{Context, Result, bail};
use automerge::Automerge;
use automerge::sync::{
    BloomFilter, ChunkList, Have, Message, MessageFlags, MessageVersion, State, SyncDoc,
};
use documents::Document;
use tokio::time::{Instant, timeout_at};

use crate::clock::until;
use crate::phone::{AGAIN, Heard, Phone};
use crate::workshop::{Content, Post};

pub(crate) struct Newcomer {
    phone: Phone,
    pieces: Vec<Vec<u8>>,
}

impl Newcomer {
    /// Returns once the last byte of the log is here. A phone that is cut off on the way comes again.
    pub(crate) async fn arrive(
        address: &str,
        post: &Post,
        content: &Content,
        end: Instant,
    ) -> Result<Self> {
        loop {
            let arriving = Self::arrive_once(address, post, content);
            match timeout_at(end, arriving).await.context("the log never came whole")? {
                Ok(newcomer) => return Ok(newcomer),
                Err(error) if Instant::now() + AGAIN > end => return Err(error),
                Err(_) => until(Instant::now() + AGAIN).await,
            }
        }
    }

    async fn arrive_once(address: &str, post: &Post, content: &Content) -> Result<Self> {
        let mut newcomer = Self { phone: Phone::join(address, post).await?, pieces: Vec::new() };
        newcomer.fetch(content).await?;
        Ok(newcomer)
    }

    async fn fetch(&mut self, content: &Content) -> Result<()> {
        self.phone.say(first_message()?).await?;
        loop {
            let Heard::Sync(data) = self.phone.hear().await? else {
                bail!("the server has no such document")
            };
            let message = Message::decode(&data)?;
            self.pieces.extend(message.changes.iter().map(<[u8]>::to_vec));
            if self.is_whole(content) {
                return self.phone.say(have_all(message)).await;
            }
            if message.changes.is_empty() {
                self.phone.say(need_all(message)).await?;
            }
        }
    }

    /// The document as one piece, or each of its changes.
    fn is_whole(&self, content: &Content) -> bool {
        let is_document = |piece: &Vec<u8>| piece.get(8) == Some(&0);
        self.pieces.iter().any(is_document) || self.pieces.len() >= content.changes.len()
    }

    /// Whether what came is the log. Takes its time, so ask after the measuring.
    pub(crate) fn check(&self, content: &Content) -> Result<()> {
        let came = Document::load(&self.pieces, [0; 16]).document;
        if came.heads() != content.log.heads() {
            bail!("what came is not the log");
        }
        Ok(())
    }

    /// Answers pings until it is dropped, or until the server goes.
    pub(crate) async fn rest(mut self) -> Result<()> {
        loop {
            self.phone.hear().await?;
        }
    }
}

fn first_message() -> Result<Vec<u8>> {
    let message = Automerge::new().generate_sync_message(&mut State::new());
    Ok(message.context("nothing to ask")?.encode())
}

/// "I have what you have", in answer to a message.
fn have_all(theirs: Message) -> Vec<u8> {
    let have = Have { last_sync: theirs.heads.clone(), bloom: BloomFilter::default() };
    message(Message { need: Vec::new(), have: vec![have], ..theirs })
}

/// "I have nothing and need that", in answer to a message.
fn need_all(theirs: Message) -> Vec<u8> {
    let have = Have { last_sync: Vec::new(), bloom: BloomFilter::default() };
    message(Message { need: theirs.heads, heads: Vec::new(), have: vec![have], ..theirs })
}

fn message(mut message: Message) -> Vec<u8> {
    let mut flags = MessageFlags::new();
    flags.set(MessageFlags::SUPPORTS_SYNC_RESET);
    message.flags = Some(flags);
    message.changes = ChunkList::empty();
    message.version = MessageVersion::V1;
    message.encode()
}
