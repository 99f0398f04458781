//! Clients we did not write, against the built server.
