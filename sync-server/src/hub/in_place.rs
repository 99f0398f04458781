//! Changes taken into the document itself, without a copy of it: most of what a change costs in memory
//! traffic. The document is out of its place meanwhile, and comes back when the changes are on disk;
//! whatever goes wrong, it is gone, and read again from the store.

use std::sync::atomic::Ordering;

use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::intake::Trouble;
use crate::hub::judge::Judge;
use crate::hub::lanes::Lane;
use crate::hub::open::Open;
use crate::store::DocumentId;

/// Whoever was refused something on this connection costs others no more reading; what waits for other
/// changes is in memory only.
pub(crate) fn may_take_in_place(connection: &Connection, open: &Open) -> bool {
    let was_refused = connection.refusals.load(Ordering::Relaxed) > 0;
    !was_refused && open.waiting.is_empty() && open.is_small()
}

impl Core {
    /// After an error the document is what the store has.
    pub(crate) fn take_in_place(
        &self,
        connection: &Connection,
        place: &mut Option<Open>,
        (id, text): (DocumentId, &str),
        data: &[u8],
    ) -> Result<(), Trouble> {
        let Some(mut open) = place.take() else { return Err(Trouble::Absent) };
        let taken = self.take_into_open(connection, &mut open, (id, text), data);
        if taken.is_ok() {
            *place = Some(open);
        } else {
            self.note_dropped(id);
            self.open(place, id, Lane::All)?;
        }
        taken
    }

    fn take_into_open(
        &self,
        connection: &Connection,
        open: &mut Open,
        (id, text): (DocumentId, &str),
        data: &[u8],
    ) -> Result<(), Trouble> {
        let before = open.changes();
        let (received, changes) = self.apply(connection, text, data, &mut open.document)?;
        if received.ignored {
            self.leave_alone(connection, (id, text), data);
            return Ok(());
        }
        let judge = Judge::new(open, &self.settings, connection.closed(id));
        let judge = judge.since(before, &received.before, open);
        let document = &open.document;
        self.settle((connection, id), document, (&received, &changes), judge, data.len())?;
        open.advance(&changes, received.waits.then_some(data));
        Ok(())
    }
}
