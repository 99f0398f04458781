//! How much a message, a document, a connection, a device, a person or an address may cost: the
//! numbers an operator may set, in one file.

mod pace;

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

pub use pace::TooOften;
pub(crate) use pace::{Pace, Paces, Used};

macro_rules! limits {
    ($($(#[doc = $words:literal])+ $name:ident: $default:expr,)+) => {
        /// What the server takes, as read from a file. What the file does not name is as usual.
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct ServerLimits {
            $($(#[doc = $words])+ pub $name: u64,)+
        }

        impl Default for ServerLimits {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        impl ServerLimits {
            /// Name, words and value of each, in a fixed order.
            fn each(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
                [$((stringify!($name), concat!($($words),+), self.$name),)+].into_iter()
            }
        }
    };
}

limits! {
    /// bytes of one frame
    frame_bytes: 4 << 20,
    /// bytes that the compressed parts of one frame may inflate to
    inflated_bytes: 32 << 20,
    /// inflated bytes for one compressed byte, once 256 KiB have come of it
    inflate_ratio: 100,
    /// changes in one frame
    frame_changes: 50_000,
    /// operations in one frame
    frame_operations: 1_000_000,
    /// bytes of all changes of one document
    document_bytes: 16 << 20,
    /// changes of one document
    document_changes: 100_000,
    /// documents that one person may be the author of; a supervisor of 200 people makes 200 a year
    person_documents: 5_000,
    /// keys that one device may have certified in its life; one a year is usual
    device_keys: 20,
    /// connections of one device; when there are more, the oldest is closed
    device_connections: 8,
    /// connections of all devices of one person; when there are more, the oldest is closed
    person_connections: 32,
    /// connections of everybody; while there are as many, a new one is refused. Each needs an open
    /// file of the process
    connections: 10_000,
    /// frames that one connection may send each second, for long; each 64 KiB of one count as
    /// another, and what comes faster waits
    frames_per_second: 200,
    /// frames that one connection may send at once
    frames_at_once: 5_000,
    /// refused messages after which a connection is closed
    connection_refusals: 16,
    /// bytes of refused changes that are kept for one device, until the next start
    quarantine_bytes: 4 << 20,
    /// requests that one device may make each second, for long
    device_requests_per_second: 10,
    /// requests that one device may make at once
    device_requests_at_once: 300,
    /// requests that may come from one address each second, for long; a whole workshop may have
    /// one address, and the machine itself is not counted
    address_requests_per_second: 200,
    /// requests that may come from one address at once
    address_requests_at_once: 5_000,
    /// wrong invite codes that one address may try in so many minutes
    wrong_codes: 30,
    /// see wrong_codes
    wrong_codes_minutes: 10,
    /// bytes of memory for open documents, estimated
    open_bytes: 256 << 20,
    /// seconds after which a document that nobody uses leaves memory
    idle_seconds: 60,
    /// documents that may be worked on at once, waiting for the disk included
    at_once: 64,
    /// how many of them may be loaded, or be told to a phone for the first time; half the cores
    /// if it is not set
    loads_at_once: half_the_cores(),
    /// seconds after which a connection that says nothing, or takes nothing, is closed
    silence_seconds: 180,
}

/// Why a file with limits is not used.
#[derive(Debug, thiserror::Error)]
pub enum BadLimits {
    #[error("these are not limits")]
    Unreadable(#[from] toml::de::Error),
    #[error("{0} must be at least 1")]
    Zero(&'static str),
}

impl FromStr for ServerLimits {
    type Err = BadLimits;

    /// Reads TOML.
    fn from_str(text: &str) -> Result<Self, BadLimits> {
        let limits: Self = toml::from_str(text)?;
        let zero = limits.each().find(|(_, _, value)| *value == 0);
        zero.map_or(Ok(limits), |(name, ..)| Err(BadLimits::Zero(name)))
    }
}

/// As a file that reads back.
impl fmt::Display for ServerLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, words, value) in self.each() {
            writeln!(f, "#{words}\n{name} = {value}")?;
        }
        Ok(())
    }
}

fn half_the_cores() -> u64 {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let error = text.parse::<ServerLimits>().unwrap_err();
        let source = std::error::Error::source(&error).map(ToString::to_string);
        format!("{error}: {}", source.unwrap_or_default())
    }

    // SPEC H51
    #[test]
    fn what_is_printed_reads_back_and_a_part_of_it_leaves_the_rest() {
        let usual = ServerLimits::default();
        assert_eq!(usual.to_string().parse::<ServerLimits>().unwrap(), usual);
        assert_eq!("".parse::<ServerLimits>().unwrap(), usual);
        let some: ServerLimits = "# fewer\nwrong_codes = 3\n".parse().unwrap();
        assert_eq!(some, ServerLimits { wrong_codes: 3, ..usual });
    }

    // SPEC H51
    #[test]
    fn what_is_wrong_with_a_file_is_said_by_line_and_name() {
        let unknown = refused("wrong_codes = 3\nframe_byte = 9\n");
        assert!(unknown.contains("line 2") && unknown.contains("`frame_byte`"), "{unknown}");
        assert!(unknown.contains("`frame_bytes`"), "{unknown}");
        let negative = refused("wrong_codes = -3\n");
        assert!(negative.contains("line 1") && negative.contains("wrong_codes"), "{negative}");
        assert!(refused("at_once = 0\n").starts_with("at_once must be at least 1"));
    }
}
