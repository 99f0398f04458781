//! Rows: what screens read without opening a document. Derived, and rebuilt when in doubt.
//!
//! A row is the fields of an entry (or a whole catalogue) as tagged values: one tag byte, then a
//! little-endian 32-bit length or count, then the bytes or items. The first byte is the format's
//! version; anything else reads as nothing, and the row is made anew from its document. The tagged
//! values are frozen: what is signed of an entry is a hash over them.

use domain::{Catalog, EntryId};

use crate::node::{Fields, Look, Node};
use crate::reading::{Problem, Reading};
use crate::{catalog, entry};

const FORMAT: u8 = 1;
/// 2: with how long sign-offs hold, who is asked to watch, and first weeks.
const CATALOG_FORMAT: u8 = 2;
const DEPTH: usize = 16;
const PROBLEMS: &str = "!";
const UNREADABLE: &str = "!why";

/// A row for one record.
pub fn pack_reading(reading: &Reading) -> Vec<u8> {
    pack(
        FORMAT,
        &match reading {
            Reading::Entry { entry, problems } => {
                let mut fields = entry::encode(entry);
                if !problems.is_empty() {
                    let codes = problems.iter().map(|problem| Node::from(problem.code())).collect();
                    fields.insert(PROBLEMS.into(), Node::List(codes));
                }
                fields
            }
            Reading::Unreadable { kind, problem, .. } => {
                let mut fields = Fields::from([(UNREADABLE.to_owned(), problem.code().into())]);
                if let Some(kind) = kind {
                    fields.insert("k".into(), kind.as_str().into());
                }
                fields
            }
        },
    )
}

/// The record of a row; `None` when the row must be made anew.
pub fn unpack_reading(id: &str, row: &[u8]) -> Option<Reading> {
    let fields = unpack(FORMAT, row)?;
    if let Some(code) = fields.text(UNREADABLE) {
        let kind = fields.text("k").map(str::to_owned);
        return Some(Reading::Unreadable { id: id.into(), kind, problem: Problem::of_code(code)? });
    }
    let (entry, _) = entry::decode(EntryId::new(id).ok()?, &fields).ok()?;
    let problem = |node: &Node| match node {
        Node::Text(code) => Problem::of_code(code),
        _ => None,
    };
    let problems = fields.list(PROBLEMS).iter().filter_map(problem).collect();
    Some(Reading::Entry { entry, problems })
}

/// One row for a whole catalogue.
pub fn pack_catalog(catalog: &Catalog) -> Vec<u8> {
    pack(CATALOG_FORMAT, &catalog::encode(catalog))
}

/// The catalogue of a row; `None` when the row must be made anew.
pub fn unpack_catalog(row: &[u8]) -> Option<Catalog> {
    Some(catalog::decode(unpack(CATALOG_FORMAT, row)?))
}

fn pack(format: u8, fields: &Fields) -> Vec<u8> {
    let mut out = vec![format];
    put_fields(&mut out, fields);
    out
}

fn put_fields(out: &mut Vec<u8>, fields: &Fields) {
    put_count(out, fields.len());
    for (name, node) in fields {
        put_bytes(out, name.as_bytes());
        put_node(out, node);
    }
}

pub(crate) fn put_node(out: &mut Vec<u8>, node: &Node) {
    match node {
        Node::Null => out.push(0),
        Node::Bool(b) => out.extend([1, u8::from(*b)]),
        Node::Int(n) => {
            out.push(2);
            out.extend(n.to_le_bytes());
        }
        Node::Float(n) => {
            out.push(3);
            out.extend(n.to_le_bytes());
        }
        Node::Text(text) => {
            out.push(4);
            put_bytes(out, text.as_bytes());
        }
        Node::Bytes(bytes) => {
            out.push(5);
            put_bytes(out, bytes);
        }
        Node::Map(fields) => {
            out.push(6);
            put_fields(out, fields);
        }
        Node::List(nodes) => {
            out.push(7);
            put_count(out, nodes.len());
            nodes.iter().for_each(|node| put_node(out, node));
        }
    }
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_count(out, bytes.len());
    out.extend(bytes);
}

fn put_count(out: &mut Vec<u8>, count: usize) {
    out.extend((count as u32).to_le_bytes());
}

fn unpack(format: u8, row: &[u8]) -> Option<Fields> {
    let mut rest = row.strip_prefix(&[format])?;
    let fields = take_fields(&mut rest, DEPTH)?;
    rest.is_empty().then_some(fields)
}

fn take_fields(rest: &mut &[u8], depth: usize) -> Option<Fields> {
    let count = take_count(rest)?;
    let mut fields = Fields::new();
    for _ in 0..count {
        let name = take_text(rest)?;
        fields.insert(name, take_node(rest, depth)?);
    }
    Some(fields)
}

fn take_node(rest: &mut &[u8], depth: usize) -> Option<Node> {
    let depth = depth.checked_sub(1)?;
    let [tag] = take_array(rest)?;
    Some(match tag {
        0 => Node::Null,
        1 => Node::Bool(take_array(rest)? == [1]),
        2 => Node::Int(i64::from_le_bytes(take_array(rest)?)),
        3 => Node::Float(f64::from_le_bytes(take_array(rest)?)),
        4 => Node::Text(take_text(rest)?),
        5 => Node::Bytes(take_bytes(rest)?.to_vec()),
        6 => Node::Map(take_fields(rest, depth)?),
        7 => {
            let count = take_count(rest)?;
            let mut nodes = Vec::new();
            for _ in 0..count {
                nodes.push(take_node(rest, depth)?);
            }
            Node::List(nodes)
        }
        _ => return None,
    })
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    String::from_utf8(take_bytes(rest)?.to_vec()).ok()
}

fn take_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let count = take_count(rest)?;
    let (bytes, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(bytes)
}

fn take_count(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(take_array(rest)?)).ok()
}

fn take_array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*bytes)
}
