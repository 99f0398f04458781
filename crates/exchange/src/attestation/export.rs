//! A sign-off as a file that needs no server to be verified: format `ropes-sign-off`, version 1.
//!
//! ```text
//! {format, version,
//!  names: {organisation, signer, subject, competency, level},   the exporter's words, not signed
//!  says: {act, organisation, signer, device, subject, competency, competency_version, scale,
//!         scale_version, level, levels, observed, evidence: {document, entry, hash}, received},
//!  found_in: {document, period},
//!  attestation, signature, certificate: {bytes, signature},
//!  receipt: {bytes, signature} | null, chain: [{bytes, by_old, by_new}], fingerprint}
//! ```
//!
//! Bytes are hex, times ISO 8601. `says` repeats what the signed bytes say, for people; a file in which
//! the two differ is refused. Fields are only ever added.

mod shape;

use domain::Period;

use super::{Attestation, Certificate, Receipt, Signed, SignedSuccession, Unreadable};

/// All that goes into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub names: Names,
    pub found_in: FoundIn,
    pub attestation: Signed<Attestation>,
    pub certificate: Signed<Certificate>,
    pub receipt: Option<Signed<Receipt>>,
    pub chain: Vec<SignedSuccession>,
}

/// What the exporter calls things. Signed are ids alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Names {
    #[serde(default)]
    pub organisation: String,
    #[serde(default)]
    pub signer: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub competency: String,
    #[serde(default)]
    pub level: String,
}

/// The document of observations it stands in. Whose it is, the attestation says; its id is made of
/// both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundIn {
    pub document: String,
    pub period: Period,
}

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{0} bytes are more than a sign-off has")]
    TooLong(usize),
    #[error("this is not JSON as a sign-off is exported, or it was cut off")]
    NotJson(#[source] serde_json::Error),
    #[error("this is not a sign-off exported by Ropes")]
    Foreign,
    #[error("this sign-off was exported by a newer Ropes (format {0}): update first")]
    TooNew(u32),
    #[error("{0} cannot be read")]
    Unreadable(&'static str, #[source] Unreadable),
    #[error("{0} is not hex of the right length")]
    NotHex(&'static str),
    #[error("the words of this file say something else than what was signed")]
    Disagrees,
}

const LONGEST: usize = 512 * 1024;

/// The file, indented, with a line break at its end.
pub fn write_export(export: &Export) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(&shape::Whole::of(export)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Whether the file holds together; what it is worth, [`super::judge`] says.
pub fn read_export(bytes: &[u8]) -> Result<Export, ExportError> {
    if bytes.len() > LONGEST {
        return Err(ExportError::TooLong(bytes.len()));
    }
    let head: shape::Head = serde_json::from_slice(bytes).map_err(ExportError::NotJson)?;
    match (head.format.as_str(), head.version) {
        (shape::FORMAT, shape::VERSION) => {}
        (shape::FORMAT, newer) => return Err(ExportError::TooNew(newer)),
        (_, _) => return Err(ExportError::Foreign),
    }
    let whole: shape::Whole = serde_json::from_slice(bytes).map_err(ExportError::NotJson)?;
    let export = whole.read()?;
    if whole.says == shape::Says::of(&export) { Ok(export) } else { Err(ExportError::Disagrees) }
}
