//! Phones and a server in memory. The phone's store and the server's disk are maps that can be told
//! to fail; the wire is a queue of frames; everything between is the real code.

mod phone;
mod server;
mod trust;
mod workshop;

pub(crate) use phone::Phone;
pub(crate) use server::Server;
pub(crate) use trust::Trust;
pub(crate) use workshop::{
    catalog, edit_saying, log, log_saying, pair, person, roster, tasks_at, truing, wheel,
    wheel_list, workshop,
};

use domain::Moment;

/// 2026-11-22 08:00 at +01:00.
pub(crate) const MORNING: Moment = Moment { utc_ms: 1_795_330_800_000, offset_min: 60 };

/// Runs until nobody has anything left to do.
pub(crate) fn run(server: &mut Server, phones: &mut [&mut Phone]) {
    for _ in 0..10_000 {
        let mut busy = false;
        for phone in phones.iter_mut() {
            busy |= phone.step(server);
        }
        if !busy {
            return;
        }
    }
    panic!("the world does not come to rest");
}
