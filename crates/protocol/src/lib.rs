//! What travels between a phone and the server: frames, limits, HTTP types, and both ends of a
//! connection as state machines. No sockets, no storage, no clock.
//!
//! ```text
//! phone                                            server
//! ClientSession::new(page_peer_id(..), PHONE)      ServerSession::new(identity, SERVER)
//! send(encode(join_frame()))            ────────▶  on_binary(bytes) = Joined { peer, reply, .. }
//!                                                    check that the ticket may speak as `peer`
//! on_frame(decode(bytes)) = Connected   ◀────────    send(encode(reply))
//! generate(doc, &automerge)             ────────▶  on_binary(bytes) = Incoming { document, data }
//!                                                    look up access; open(document, mode)
//!                                                      or send refusal_frame / unavailable_frame
//!                                                    settle(document, data, heads)  → done, or
//!                                                    receive(document, data, &mut copy)
//!                                                      judge and COMMIT get_changes(&before)
//!                                                      Err(refusal) or judged bad → sift, COMMIT
//!                                                        what is good, reject + refusal_frame
//!                                                      not committed → close, drop the session
//!                                                    mark_dirty on every session, this one too
//! on_frame(..) = Incoming               ◀────────  while the socket can take it:
//!   apply(doc, message, &mut automerge)              next_dirty() → generate(document, &automerge)
//!   store if changed; generate again
//! ```
//!
//! - A session lives as long as one websocket. A new websocket gets a new session; that is all
//!   there is to a reconnect.
//! - The server commits before it generates, so the heads it reports are a receipt:
//!   [`session::ClientSession::their_heads`] and [`session::ClientSession::unsent`].
//! - Document ids are the text of the wire here.
//! - Automerge may panic on hostile data: the server calls [`session::ServerSession::receive`]
//!   inside `catch_unwind`, and drops the session and the copy when it does.

mod end;
pub mod http;
pub mod limits;
mod refusal;
pub mod session;
pub mod wire;

pub use end::{End, EndCode};
pub use limits::Limits;
pub use refusal::{HASH_START, Refusal, RefusalCode, names_change};
