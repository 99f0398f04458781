//! `application/problem+json` (RFC 9457) with a stable `code`.

use json::Json;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub status: u16,
    pub code: ProblemCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Problem {
    pub const CONTENT_TYPE: &'static str = "application/problem+json";

    /// A problem with the usual status and title of its code.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            kind: None,
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
        }
    }

    pub fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            kind: json.text("type"),
            title: json.text("title").unwrap_or_default(),
            status: json.number("status").unwrap_or_default(),
            code: json.text("code")?.into(),
            detail: json.text("detail"),
        })
    }

    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// Why a request was refused. The texts are stable; a reader keeps one it does not know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ProblemCode {
    SignedOut,
    Revoked,
    CodeUnknown,
    CodeUsed,
    CodeExpired,
    CodeMistyped,
    Forbidden,
    TooManyTries,
    BadRequest,
    NotFound,
    TooLarge,
    TooManyRequests,
    TooManyDocuments,
    TooManyKeys,
    DoesNotCount,
    Other(String),
}

impl ProblemCode {
    pub const KNOWN: [Self; 15] = [
        Self::SignedOut,
        Self::Revoked,
        Self::CodeUnknown,
        Self::CodeUsed,
        Self::CodeExpired,
        Self::CodeMistyped,
        Self::Forbidden,
        Self::TooManyTries,
        Self::BadRequest,
        Self::NotFound,
        Self::TooLarge,
        Self::TooManyRequests,
        Self::TooManyDocuments,
        Self::TooManyKeys,
        Self::DoesNotCount,
    ];

    pub fn as_str(&self) -> &str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Revoked => "revoked",
            Self::CodeUnknown => "code-unknown",
            Self::CodeUsed => "code-used",
            Self::CodeExpired => "code-expired",
            Self::CodeMistyped => "code-mistyped",
            Self::Forbidden => "forbidden",
            Self::TooManyTries => "too-many-tries",
            Self::BadRequest => "bad-request",
            Self::NotFound => "not-found",
            Self::TooLarge => "too-large",
            Self::TooManyRequests => "too-many-requests",
            Self::TooManyDocuments => "too-many-documents",
            Self::TooManyKeys => "too-many-keys",
            Self::DoesNotCount => "does-not-count",
            Self::Other(text) => text,
        }
    }

    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut | Self::Revoked => 401,
            Self::Forbidden | Self::TooManyDocuments | Self::TooManyKeys => 403,
            Self::CodeUnknown | Self::NotFound => 404,
            Self::DoesNotCount => 409,
            Self::CodeUsed | Self::CodeExpired => 410,
            Self::TooLarge => 413,
            Self::TooManyTries | Self::TooManyRequests => 429,
            Self::CodeMistyped | Self::BadRequest => 400,
            Self::Other(_) => 500,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::SignedOut => "this device is signed out",
            Self::Revoked => "this device was revoked",
            Self::CodeUnknown => "no invite has this code",
            Self::CodeUsed => "this invite was used",
            Self::CodeExpired => "this invite has expired",
            Self::CodeMistyped => "this is not an invite code",
            Self::Forbidden => "not allowed",
            Self::TooManyTries => "too many tries, wait a while",
            Self::BadRequest => "the request makes no sense",
            Self::NotFound => "there is no such thing here",
            Self::TooLarge => "too large",
            Self::TooManyRequests => "too many requests, wait a while",
            Self::TooManyDocuments => "too many documents",
            Self::TooManyKeys => "too many keys for one device",
            Self::DoesNotCount => "this sign-off does not count",
            Self::Other(_) => "something went wrong",
        }
    }
}

impl From<String> for ProblemCode {
    fn from(text: String) -> Self {
        let known = Self::KNOWN.into_iter().find(|code| code.as_str() == text);
        known.unwrap_or(Self::Other(text))
    }
}

impl From<ProblemCode> for String {
    fn from(code: ProblemCode) -> Self {
        code.as_str().to_owned()
    }
}
