//! The websocket to `/sync`, one at a time. A socket that was closed here is silent: what it still had
//! to say belongs to an earlier connection.

use std::cell::RefCell;
use std::rc::Rc;

use client::Event;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::page::{complain, window};

pub(super) struct Socket {
    open: RefCell<Option<Connection>>,
    tell: Rc<dyn Fn(Event)>,
}

struct Connection {
    socket: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _closed: Closure<dyn FnMut()>,
    _received: Closure<dyn FnMut(MessageEvent)>,
}

impl Socket {
    pub(super) fn new(tell: Rc<dyn Fn(Event)>) -> Self {
        Self { open: RefCell::new(None), tell }
    }

    /// Closes an open one first. `SocketClosed` follows when it cannot be opened.
    pub(super) fn open(&self, ticket: Option<String>) {
        self.close();
        match Connection::new(ticket, &self.tell) {
            Ok(connection) => *self.open.borrow_mut() = Some(connection),
            Err(error) => {
                complain("websocket", &error);
                (self.tell)(Event::SocketClosed);
            }
        }
    }

    /// No `SocketClosed` follows: whoever asked knows.
    pub(super) fn close(&self) {
        *self.open.borrow_mut() = None;
    }

    /// What cannot be sent any more is dropped: the sync protocol starts anew with each connection.
    pub(super) fn send(&self, bytes: &[u8]) {
        let open = self.open.borrow();
        let Some(Connection { socket, .. }) = open.as_ref() else { return };
        if socket.ready_state() != WebSocket::OPEN {
            return;
        }
        if let Err(error) = socket.send_with_u8_array(bytes) {
            complain("websocket", &error);
        }
    }
}

impl Connection {
    fn new(ticket: Option<String>, tell: &Rc<dyn Fn(Event)>) -> Result<Self, JsValue> {
        let mut address = address()?;
        if let Some(ticket) = ticket {
            address = [&address, "?ticket=", &ticket].concat();
        }
        let socket = WebSocket::new(&address)?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let opened = Closure::<dyn FnMut()>::new({
            let tell = Rc::clone(tell);
            move || tell(Event::SocketOpened)
        });
        // An `error` is always followed by a `close`.
        let closed = Closure::<dyn FnMut()>::new({
            let tell = Rc::clone(tell);
            move || tell(Event::SocketClosed)
        });
        let received = Closure::<dyn FnMut(MessageEvent)>::new({
            let tell = Rc::clone(tell);
            move |message: MessageEvent| {
                // The protocol has no text frames.
                if let Ok(buffer) = message.data().dyn_into::<ArrayBuffer>() {
                    tell(Event::Received(Uint8Array::new(&buffer).to_vec()));
                }
            }
        });
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(received.as_ref().unchecked_ref()));
        Ok(Self { socket, _opened: opened, _closed: closed, _received: received })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onclose(None);
        self.socket.set_onmessage(None);
        if let Err(error) = self.socket.close() {
            complain("websocket", &error);
        }
    }
}

fn address() -> Result<String, JsValue> {
    let location = window().location();
    let scheme = if location.protocol()? == "https:" { "wss" } else { "ws" };
    Ok(format!("{scheme}://{}/sync", location.host()?))
}
