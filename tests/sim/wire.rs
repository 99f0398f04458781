//! One websocket between a tab and the server, and what is under way on it. A cut can fall between
//! any two bytes: a frame that is not whole is lost, and so is all that follows it.

use std::collections::VecDeque;

use domain::PersonId;
use sync_server::hub::Line;

use crate::browser::TabId;
use crate::die::Die;

/// Frames that fit on the line to a phone before the server must wait.
const WINDOW: usize = 4;
/// What a frame costs besides its payload.
const HEADER: usize = 4;

pub(crate) struct Wire {
    pub(crate) tab: TabId,
    /// Whom the server let in.
    pub(crate) person: Option<PersonId>,
    /// The server's end; `None` before it accepted, and after it let go.
    pub(crate) line: Option<Line>,
    pub(crate) up: VecDeque<Vec<u8>>,
    pub(crate) down: VecDeque<Down>,
    /// The phone has not been told that it is over, and has not closed it.
    pub(crate) phone_listens: bool,
    pub(crate) is_dialing: bool,
    /// Nothing new gets through.
    pub(crate) is_cut: bool,
    /// The server may have something to say.
    pub(crate) may_say: bool,
}

/// What the phone will hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Down {
    Opened,
    Frame(Vec<u8>),
}

impl Wire {
    pub(crate) fn dialing(tab: TabId) -> Self {
        Self {
            tab,
            person: None,
            line: None,
            up: VecDeque::new(),
            down: VecDeque::new(),
            phone_listens: true,
            is_dialing: true,
            is_cut: false,
            may_say: false,
        }
    }

    pub(crate) fn accept(&mut self, line: Line, person: PersonId) {
        self.is_dialing = false;
        self.person = Some(person);
        self.line = Some(line);
        self.down.push_back(Down::Opened);
    }

    pub(crate) fn send_up(&mut self, frame: Vec<u8>) {
        if !self.is_cut {
            self.up.push_back(frame);
        }
    }

    pub(crate) fn send_down(&mut self, frame: Vec<u8>) {
        if !self.is_cut && self.phone_listens {
            self.down.push_back(Down::Frame(frame));
        }
    }

    pub(crate) fn server_can_hear(&self) -> bool {
        !self.up.is_empty() && self.line.as_ref().is_some_and(Line::has_room)
    }

    pub(crate) fn server_may_say(&self) -> bool {
        self.may_say && self.line.is_some() && (self.down.len() < WINDOW || self.is_cut)
    }

    /// The phone has read all there was before the end.
    pub(crate) fn is_over_for_phone(&self) -> bool {
        let is_over = self.is_cut || (self.line.is_none() && !self.is_dialing);
        self.phone_listens && self.down.is_empty() && is_over
    }

    /// The server has read all there was before the end.
    pub(crate) fn is_over_for_server(&self) -> bool {
        self.line.is_some() && self.up.is_empty() && (self.is_cut || !self.phone_listens)
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.line.is_none() && !self.phone_listens
    }

    /// Cuts both directions, each at some byte of what is under way.
    pub(crate) fn cut(&mut self, die: &mut Die) {
        self.is_cut = true;
        let sizes: Vec<_> = self.up.iter().map(Vec::len).collect();
        self.up.truncate(whole_frames(&sizes, die));
        self.cut_down(die);
    }

    /// The server's process is gone; what it had sent may still arrive.
    pub(crate) fn lose_server(&mut self, die: &mut Die) {
        self.is_cut = true;
        self.line = None;
        self.up.clear();
        self.cut_down(die);
    }

    fn cut_down(&mut self, die: &mut Die) {
        let size = |down: &Down| match down {
            Down::Opened => 0,
            Down::Frame(bytes) => bytes.len(),
        };
        let sizes: Vec<_> = self.down.iter().map(size).collect();
        self.down.truncate(whole_frames(&sizes, die));
    }
}

/// How many frames arrive whole when the stream ends at some byte.
fn whole_frames(sizes: &[usize], die: &mut Die) -> usize {
    let all: usize = sizes.iter().map(|size| size + HEADER).sum();
    let mut left = die.below(all + 1);
    let fits = |size: &&usize| {
        let fits = **size + HEADER <= left;
        left = left.saturating_sub(**size + HEADER);
        fits
    };
    sizes.iter().take_while(fits).count()
}
