//! The crate at its boundary: bytes in, values and sentences out.

#![cfg(test)]

mod attestation;
mod cards;
mod catalog_files;
mod checklists;
mod exports;
mod framework_case;
mod framework_csv;
mod merging;
mod mutated;
mod outline;
mod people;
mod real_files;
mod rescue;
mod seal;
mod sealed;
mod showing;
mod workshop;
