//! Frames: what reads is written and read back as the same, and neither end of a connection panics.

use protocol::Limits;
use protocol::session::{ClientSession, ServerIdentity, ServerSession};
use protocol::wire::{Frame, PeerMeta, decode, encode};

pub(super) fn run(bytes: &[u8]) {
    let Ok(frame) = decode(bytes) else { return };
    assert_eq!(decode(&encode(&frame)).as_ref().ok(), Some(&frame));

    let me = ServerIdentity { peer_id: "server".into(), storage_id: "store".into() };
    let mut server = ServerSession::new(me, Limits::SERVER);
    let meta = PeerMeta::default();
    let join = Frame::Join { sender: "phone".into(), versions: vec!["1".into()], meta };
    server.on_binary(bytes);
    server.on_frame(join);
    server.on_binary(bytes);
    let mut phone = ClientSession::new("phone", Limits::PHONE);
    phone.on_frame(frame.clone());
    phone.on_frame(frame);
}
