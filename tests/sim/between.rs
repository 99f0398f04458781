//! What passes between phones and server: requests, connections, frames, and their ends.

use client::Event;
use sync_server::hub::Said;

use crate::machine::Answer;
use crate::oracle;
use crate::trace::words_of;
use crate::wire::Down;
use crate::world::{Check, World};

impl World {
    pub(crate) fn http(&mut self, id: u64) -> Check {
        let Some(mut request) = self.requests.remove(&id) else { return Ok(()) };
        let (browser, tab, ticket) = (request.browser, request.tab, request.ticket);
        let place = &mut self.browsers[browser];
        if request.is_lost || !place.is_online {
            return self.tell(browser, tab, Event::NotAnswered(ticket));
        }
        let path = &request.request.path;
        if let Some(Answer { status, body, cookie }) = request.answer {
            self.trace.small(self.now, || format!("{path} {status}"));
            place.cookie = cookie.or(place.cookie.take());
            return self.tell(browser, tab, Event::Answered { ticket, status, body });
        }
        let answer = self.machine.http(place.cookie.as_deref(), &request.request);
        if answer.is_none() {
            return self.tell(browser, tab, Event::NotAnswered(ticket));
        }
        request.answer = answer;
        self.requests.insert(id, request);
        self.is_news = true;
        Ok(())
    }

    pub(crate) fn dial(&mut self, id: u64) -> Check {
        let Some(wire) = self.wires.get_mut(&id) else { return Ok(()) };
        let tab = wire.tab;
        let Some((browser, _)) = self.place_of(tab) else { return Ok(()) };
        let place = &self.browsers[browser];
        let line = if place.is_online { self.machine.dial(place.cookie.as_deref()) } else { None };
        let Some(wire) = self.wires.get_mut(&id) else { return Ok(()) };
        match line {
            Some((line, person)) => wire.accept(line, person),
            None => {
                wire.is_dialing = false;
                wire.phone_listens = false;
                return self.tell(browser, tab, Event::SocketClosed);
            }
        }
        Ok(())
    }

    pub(crate) fn hear(&mut self, id: u64) -> Check {
        let Some(wire) = self.wires.get_mut(&id) else { return Ok(()) };
        if let (Some(line), Some(frame)) = (&wire.line, wire.up.pop_front()) {
            self.trace.small(self.now, || words_of(&frame));
            let before = self.machine.store().versions().unwrap().receipts;
            line.hear(&frame);
            let person = wire.person.as_ref().ok_or("a frame of nobody")?;
            oracle::may_be_stored(&self.machine, person, before)?;
            self.frames += 1;
            self.server_did_something();
        }
        Ok(())
    }

    pub(crate) fn speak(&mut self, id: u64) -> Check {
        let Some(wire) = self.wires.get_mut(&id) else { return Ok(()) };
        let Some(line) = &wire.line else { return Ok(()) };
        match line.say() {
            None => wire.may_say = false,
            Some(Said::Close { reason, .. }) => {
                self.trace.small(self.now, || reason);
                wire.line = None;
            }
            Some(Said::Frame(bytes)) => {
                let person = wire.person.as_ref().ok_or("a frame for nobody")?;
                self.trace.small(self.now, || words_of(&bytes));
                oracle::may_be_sent(&self.machine, person, &bytes)?;
                wire.send_down(bytes);
            }
        }
        Ok(())
    }

    pub(crate) fn take_frame(&mut self, id: u64) -> Check {
        let Some(wire) = self.wires.get_mut(&id) else { return Ok(()) };
        let tab = wire.tab;
        let event = match wire.down.pop_front() {
            Some(Down::Opened) => Event::SocketOpened,
            Some(Down::Frame(bytes)) => Event::Received(bytes),
            None => return Ok(()),
        };
        if let Event::Received(bytes) = &event {
            self.trace.small(self.now, || words_of(bytes));
        }
        self.frames += 1;
        let Some((browser, _)) = self.place_of(tab) else { return Ok(()) };
        self.tell(browser, tab, event)
    }

    pub(crate) fn closed(&mut self, id: u64) -> Check {
        let Some(wire) = self.wires.get_mut(&id) else { return Ok(()) };
        wire.phone_listens = false;
        let tab = wire.tab;
        let Some((browser, _)) = self.place_of(tab) else { return Ok(()) };
        self.tell(browser, tab, Event::SocketClosed)
    }

    pub(crate) fn parted(&mut self, id: u64) -> Check {
        if let Some(wire) = self.wires.get_mut(&id) {
            wire.line = None;
        }
        Ok(())
    }
}
