//! Why a connection ends: a stable code and a sentence, in the `error` frame before the close and in
//! the close itself.

use std::fmt;

/// Their texts never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndCode {
    /// The server stops, and will be back.
    Stopping,
    /// The device was revoked.
    Revoked,
    /// The same peer has connected again.
    Replaced,
    /// The device has more connections than one may have; this was the oldest.
    TooManyConnections,
    /// The person has more connections than one may have; this was the oldest.
    TooManyPhones,
    /// The server has as many connections as it takes.
    ServerFull,
    /// More than one connection, device or address may send.
    TooManyRequests,
    /// What came was not stored, and has to come again.
    NotStored,
    /// Changes that waited for others were dropped, and have to come again.
    NotKept,
    /// A frame above the limit.
    FrameTooLarge,
    /// A frame that makes no sense, or none at this time.
    Unreadable,
    /// No version of the protocol in common.
    Version,
}

impl EndCode {
    pub const ALL: [Self; 12] = [
        Self::Stopping,
        Self::Revoked,
        Self::Replaced,
        Self::TooManyConnections,
        Self::TooManyRequests,
        Self::NotStored,
        Self::NotKept,
        Self::FrameTooLarge,
        Self::Unreadable,
        Self::Version,
        Self::TooManyPhones,
        Self::ServerFull,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stopping => "stopping",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::TooManyConnections => "too-many-connections",
            Self::TooManyPhones => "too-many-phones",
            Self::ServerFull => "server-full",
            Self::TooManyRequests => "too-many-requests",
            Self::NotStored => "not-stored",
            Self::NotKept => "not-kept",
            Self::FrameTooLarge => "frame-too-large",
            Self::Unreadable => "unreadable",
            Self::Version => "version",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }
}

/// One end. The message is for logs, in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub code: EndCode,
    pub message: String,
}

impl End {
    pub fn new(code: EndCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// Reads what `Display` writes; `None` for the words of servers that give no code.
    pub fn parse(text: &str) -> Option<Self> {
        let (code, message) = text.split_once(": ")?;
        Some(Self::new(EndCode::parse(code)?, message))
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}
