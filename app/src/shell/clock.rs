//! Time and chance, for events.

use client::Context;
use domain::Moment;

use super::page::window;

pub(crate) fn now() -> Moment {
    let date = js_sys::Date::new_0();
    // Minutes west of UTC; within a day of it, so the cast is exact.
    let offset_min = -(date.get_timezone_offset() as i16);
    Moment::new(date.get_time() as i64, offset_min)
}

/// Milliseconds from now until the day changes on this phone's clock.
pub(super) fn until_midnight() -> u32 {
    let now = now();
    let midnight = domain::Day(now.day().0 + 1).at(0, now.offset_min);
    u32::try_from(midnight.utc_ms - now.utc_ms).unwrap_or(u32::MAX)
}

pub(super) fn context() -> Context {
    Context { now: now(), random: random() }
}

/// Bytes nobody can guess.
#[expect(clippy::expect_used, reason = "ids that are not random would mix up people's work")]
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).map(drop))
        .expect("the browser gives random bytes");
    bytes
}
