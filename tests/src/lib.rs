//! What the tests stand on: the real server as a process, real browsers, a world without either, and
//! the repository's own sources. No product code lives here.

pub mod browser;
pub mod figure;
pub mod flows;
pub mod phone;
pub mod places;
pub mod ropes;
pub mod shared;
pub mod site;
pub mod source;
pub mod thirty;
pub mod wait;
pub mod year;
