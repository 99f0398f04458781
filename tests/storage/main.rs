//! The server's disk and what people rely on it for: old stores, backups, faults, healing. The
//! server is real, over a real database and real sockets, and so is the phones' core.

mod damage;
mod golden;
mod healing;
mod house;
mod refused;
