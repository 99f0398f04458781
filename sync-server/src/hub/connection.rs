//! One socket: what it brings goes to the session, what waits for it is made when it has room.

use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use domain::{Access, DeviceId, PersonId};
use futures_util::stream::SplitStream;
use futures_util::{SinkExt, StreamExt};
use protocol::session::{Mode, ServerSession, ServerStep};
use protocol::{End, EndCode, Refusal, RefusalCode, wire};
use tokio::time::{MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::access::Directory;
use crate::auth::SignedIn;
use crate::hub::Core;
use crate::hub::lanes::{Lane, Queue};
use crate::hub::lock::Lock;
use crate::hub::mailbox::{Farewell, Mailbox, Next};
use crate::hub::pacing::Pacing;
use crate::hub::permit::Permit;
use crate::hub::socket::{self, Sink, Socket};
use crate::limits::Pace;
use crate::store::DocumentId;

/// Who was found at the other end before the upgrade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) person: PersonId,
    pub(crate) device: DeviceId,
}

impl From<&SignedIn> for Who {
    fn from(user: &SignedIn) -> Self {
        Self { person: user.person.clone(), device: user.device.clone() }
    }
}

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) id: u64,
    pub(crate) person: PersonId,
    pub(crate) device: DeviceId,
    pub(crate) session: Lock<ServerSession>,
    pub(crate) mailbox: Mailbox,
    /// Understands our own frames.
    pub(crate) is_ropes: AtomicBool,
    pub(crate) refusals: AtomicU32,
    /// What its rights were last judged by.
    pub(crate) judged: Lock<Option<Arc<Directory>>>,
    /// Documents of which something was thrown away on this connection.
    pub(crate) rejected: Lock<HashSet<DocumentId>>,
    /// Own documents that the person may no longer write, and why.
    closed: Lock<HashMap<DocumentId, RefusalCode>>,
}

pub(crate) mod code {
    //! Websocket close codes. From 4000 on they are ours.

    use protocol::EndCode;

    pub(crate) const GOING_AWAY: u16 = 1001;
    pub(crate) const PROTOCOL: u16 = 1002;
    pub(crate) const UNSUPPORTED: u16 = 1003;
    pub(crate) const TOO_LARGE: u16 = 1009;
    const FAILED: u16 = 1011;
    const REVOKED: u16 = 4401;
    const REPLACED: u16 = 4409;
    const TOO_MANY: u16 = 4429;
    const TRY_AGAIN_LATER: u16 = 1013;

    pub(crate) fn of(end: EndCode) -> u16 {
        match end {
            EndCode::Stopping => GOING_AWAY,
            EndCode::Revoked => REVOKED,
            EndCode::Replaced => REPLACED,
            EndCode::TooManyConnections | EndCode::TooManyPhones | EndCode::TooManyRequests => {
                TOO_MANY
            }
            EndCode::ServerFull => TRY_AGAIN_LATER,
            EndCode::NotStored | EndCode::NotKept => FAILED,
            EndCode::FrameTooLarge => TOO_LARGE,
            EndCode::Unreadable | EndCode::Version => PROTOCOL,
        }
    }
}

/// How long a peer may take to read our last words, and then to answer them.
const GOODBYE: Duration = Duration::from_secs(2);

impl Connection {
    pub(crate) fn new(id: u64, who: Who, session: ServerSession) -> Self {
        Self {
            id,
            person: who.person,
            device: who.device,
            session: Lock::new(session),
            mailbox: Mailbox::default(),
            is_ropes: AtomicBool::new(false),
            refusals: AtomicU32::new(0),
            judged: Lock::default(),
            rejected: Lock::default(),
            closed: Lock::default(),
        }
    }

    /// What a document may be opened for, if at all. A phone of ours may send what its author may no
    /// longer write, so that it can be kept and named; other clients know only how to read.
    pub(crate) fn rights(&self, id: DocumentId, permit: &Permit, is_frozen: bool) -> Option<Mode> {
        let mut closed = self.closed.lock();
        closed.remove(&id);
        match permit {
            Permit::None | Permit::Unmade(_) | Permit::TooMany | Permit::Open(Access::None) => None,
            Permit::Expected | Permit::Open(Access::Read) => Some(Mode::Read),
            Permit::Open(Access::Write) | Permit::Closed(_) if is_frozen => Some(Mode::Read),
            Permit::Open(Access::Write) => Some(Mode::Write),
            Permit::Closed(code) => {
                closed.insert(id, *code);
                let is_ropes = self.is_ropes.load(Ordering::Relaxed);
                Some(if is_ropes { Mode::Write } else { Mode::Read })
            }
        }
    }

    /// Where work on this document waits when it is long.
    pub(crate) fn queue(&self, document: &str) -> Queue {
        if self.session.lock().has_spoken(document) { Queue::AtWork } else { Queue::Arriving }
    }

    /// Why this person may no longer write their own document.
    pub(crate) fn closed(&self, id: DocumentId) -> Option<Refusal> {
        let code = *self.closed.lock().get(&id)?;
        let message = match code {
            RefusalCode::RelationEnded => "you no longer work with this person",
            RefusalCode::TooLarge
            | RefusalCode::InflatesTooFar
            | RefusalCode::Malformed
            | RefusalCode::Forbidden
            | RefusalCode::NotAccepted
            | RefusalCode::Frozen
            | RefusalCode::TooManyDocuments => "you may only read this document",
        };
        Some(Refusal::new(code, message))
    }

    /// Says why in a frame, then closes.
    pub(crate) fn end(&self, code: EndCode, words: impl Into<String>) {
        let end = End::new(code, words);
        let frame = self.session.lock().error_frame(end.to_string());
        self.mailbox.send(frame);
        self.mailbox.close(Farewell { code: code::of(code), reason: end.to_string() });
    }

    /// Ends once what came in was stored and answered. Says why in a frame too.
    pub(crate) fn go_away(&self) {
        let reason = End::new(EndCode::Stopping, "the server is stopping").to_string();
        let frame = self.session.lock().error_frame(reason.clone());
        self.mailbox.finish(frame, Farewell { code: code::GOING_AWAY, reason });
    }
}

/// Serves one socket until it ends.
pub(crate) async fn serve(core: Arc<Core>, socket: Socket, who: Who) {
    let connection = core.welcome(who);
    let (sink, stream) = socket.split();
    let mut reader = pin!(read(&core, &connection, stream));
    let mut writer = pin!(write(&core, &connection, sink));
    tokio::select! {
        () = &mut reader => {}
        () = &mut writer => {
            // What the peer still sends is read and dropped, or our last words would be lost.
            timeout(GOODBYE, reader).await.unwrap_or_default();
        }
    }
    core.part(&connection);
}

async fn read(core: &Arc<Core>, connection: &Arc<Connection>, mut stream: SplitStream<Socket>) {
    let settings = &core.settings;
    let mut pacing = Pacing::new(Pace::new(settings.frames_per_second, settings.frames_at_once));
    loop {
        connection.mailbox.room().await;
        pacing.turn(&core.metrics).await;
        let next = timeout(settings.silence, stream.next()).await;
        pacing.heard(if let Ok(Some(Ok(Message::Binary(it)))) = &next { it.len() } else { 0 });
        let step = match next {
            Ok(Some(Ok(_))) if !connection.mailbox.takes_in() => continue,
            Ok(Some(Ok(Message::Binary(bytes)))) => {
                core.metrics.frames_in.up();
                core.metrics.bytes_in.add(bytes.len());
                connection.session.lock().on_binary(&bytes)
            }
            Ok(Some(Ok(Message::Text(_)))) => connection.session.lock().on_text(),
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)))) => continue,
            Ok(Some(Err(Error::Capacity(CapacityError::MessageTooLong { .. })))) => {
                connection.end(EndCode::FrameTooLarge, "a frame that is too large");
                // Nothing can be read any more; the writer says so and ends.
                return std::future::pending().await;
            }
            Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) | Err(_) => return,
        };
        let _busy = connection.mailbox.busy();
        if let ServerStep::Incoming { document, data } = step {
            let (connection, data) = (connection.clone(), Arc::<[u8]>::from(data));
            let take = move |core: &Core, lane| core.take(&connection, &document, &data, lane);
            core.in_turn(take).await;
        } else {
            core.follow(connection, step);
        }
    }
}

/// Returns when the peer is gone, or has been told goodbye and had its time to read that.
async fn write(core: &Arc<Core>, connection: &Arc<Connection>, sink: Sink) {
    let overdue = async {
        connection.mailbox.closing().await;
        tokio::time::sleep(GOODBYE).await;
    };
    tokio::select! {
        () = say(core, connection, sink) => {}
        () = overdue => {}
    }
}

async fn say(core: &Arc<Core>, connection: &Arc<Connection>, mut sink: Sink) {
    let every = core.settings.ping_every;
    let mut ping = interval_at(tokio::time::Instant::now() + every, every);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let next = tokio::select! {
            next = connection.mailbox.next() => next,
            _ = ping.tick() => {
                if !in_time(core, sink.send(Message::Ping(Vec::new().into()))).await {
                    return;
                }
                continue;
            }
        };
        let frame = match next {
            Next::Frame(frame) => Some(frame),
            Next::Document(document) => core.speak(connection, document).await,
            Next::Close(Farewell { code, reason }) => {
                let frame = CloseFrame { code: code.into(), reason: short(reason).into() };
                in_time(core, sink.send(Message::Close(Some(frame)))).await;
                return;
            }
        };
        let Some(frame) = frame else { continue };
        let bytes = wire::encode(&frame);
        core.metrics.frames_out.up();
        core.metrics.bytes_out.add(bytes.len());
        if !in_time(core, socket::send(&mut sink, bytes)).await {
            return;
        }
    }
}

/// Returns whether the peer took it.
async fn in_time(core: &Core, sending: impl Future<Output = Result<(), Error>>) -> bool {
    matches!(timeout(core.settings.silence, sending).await, Ok(Ok(())))
}

/// A close frame holds 123 bytes of reason.
fn short(mut reason: String) -> String {
    while reason.len() > 123 {
        reason.pop();
    }
    reason
}

impl Core {
    /// Does what the session makes of a frame. Blocks where it is a message about a document.
    pub(crate) fn follow(&self, connection: &Connection, step: ServerStep) {
        match step {
            ServerStep::Joined { peer, meta, reply } => {
                connection.is_ropes.store(meta.ropes.is_some(), Ordering::Relaxed);
                if let Some(older) = self.registry.join(connection, &peer) {
                    older.end(EndCode::Replaced, "the same peer has connected again");
                }
                connection.mailbox.send(reply);
            }
            ServerStep::Incoming { document, data } => {
                self.take(connection, &document, &data, Lane::All);
            }
            ServerStep::Close { reply, reason } => {
                let (code, why) = how_to_close(reason);
                self.metrics.refused.up(why);
                connection.mailbox.send(reply);
                let farewell = Farewell { code, reason: reason.end().to_string() };
                connection.mailbox.close(farewell);
            }
            ServerStep::Ignored(_) | ServerStep::Left => {}
        }
    }
}

/// The websocket's code, and the word by which it is counted.
fn how_to_close(reason: protocol::session::CloseReason) -> (u16, &'static str) {
    use protocol::session::CloseReason as Reason;
    match reason {
        Reason::TextFrame => (code::UNSUPPORTED, "text-frame"),
        Reason::TooLarge => (code::TOO_LARGE, "frame-too-large"),
        Reason::Unreadable => (code::PROTOCOL, "unreadable"),
        Reason::NotJoined => (code::PROTOCOL, "not-joined"),
        Reason::JoinedTwice => (code::PROTOCOL, "joined-twice"),
        Reason::Version => (code::PROTOCOL, "version"),
    }
}
