//! Sign-offs: their bytes, and what every attack on them comes to.

mod attacked;
mod badge;
mod canonical;
mod cast;
mod exported;
mod following;
mod golden;
mod in_time;
mod roots;
