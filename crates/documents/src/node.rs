//! A plain tree between Automerge and the domain: reading takes any spelling of a value, writing
//! touches only what differs.

use domain::Map;

use automerge::iter::MapRangeItem;
use automerge::transaction::Transactable;
use automerge::{AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};

pub(crate) type Fields = Map<String, Node>;

/// A value of any shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Map(Map<String, Node>),
    List(Vec<Node>),
}

/// Deeper than any shape of ours; a hostile document may nest further.
const DEPTH: usize = 16;

/// The fields of a map object. Strings may be scalars or text objects, integers of any form.
pub(crate) fn read_map(doc: &impl ReadDoc, object: &ObjId) -> Fields {
    read_fields(doc, object, DEPTH)
}

/// Any value, as [`read_map`] reads the fields of a map.
pub(crate) fn read_node(doc: &impl ReadDoc, value: &Value<'_>, object: &ObjId) -> Node {
    read_value(doc, value, object, DEPTH)
}

/// The same, with the names of fields that hold two values at once, because two devices wrote without
/// seeing each other.
pub(crate) fn read_record(doc: &impl ReadDoc, object: &ObjId) -> (Fields, Vec<String>) {
    let mut twice = Vec::new();
    let mut look = |item: MapRangeItem<'_>| {
        if item.conflict {
            twice.push(item.key.to_string());
        }
        field(doc, item, DEPTH)
    };
    let fields = doc.map_range(object, ..).map(&mut look).collect();
    (fields, twice)
}

fn read_fields(doc: &impl ReadDoc, object: &ObjId, depth: usize) -> Fields {
    if depth == 0 {
        return Fields::new();
    }
    doc.map_range(object, ..).map(|item| field(doc, item, depth)).collect()
}

fn field(doc: &impl ReadDoc, item: MapRangeItem<'_>, depth: usize) -> (String, Node) {
    let id = item.id();
    let value: Value<'_> = item.value.into_value();
    (item.key.into_owned(), read_value(doc, &value, &id, depth))
}

fn read_value(doc: &impl ReadDoc, value: &Value<'_>, id: &ObjId, depth: usize) -> Node {
    match value {
        Value::Object(ObjType::Map | ObjType::Table) => Node::Map(read_fields(doc, id, depth - 1)),
        Value::Object(ObjType::Text) => doc.text(id).map_or(Node::Null, Node::Text),
        Value::Object(ObjType::List) => {
            if depth == 1 {
                return Node::List(Vec::new());
            }
            let items = doc.list_range(id, ..);
            let read = |item: automerge::iter::ListRangeItem<'_>| {
                let id = item.id();
                let value: Value<'_> = item.value.into_value();
                read_value(doc, &value, &id, depth - 1)
            };
            Node::List(items.map(read).collect())
        }
        Value::Scalar(scalar) => read_scalar(scalar),
    }
}

fn read_scalar(scalar: &ScalarValue) -> Node {
    match scalar {
        ScalarValue::Str(text) => Node::Text(text.to_string()),
        ScalarValue::Int(n) | ScalarValue::Timestamp(n) => Node::Int(*n),
        ScalarValue::Uint(n) => i64::try_from(*n).map_or(Node::Float(*n as f64), Node::Int),
        ScalarValue::F64(n) if n.fract() == 0.0 && n.abs() < 9.0e15 => Node::Int(*n as i64),
        ScalarValue::F64(n) => Node::Float(*n),
        ScalarValue::Counter(n) => Node::Int(i64::from(n)),
        ScalarValue::Boolean(b) => Node::Bool(*b),
        ScalarValue::Bytes(bytes) => Node::Bytes(bytes.clone()),
        ScalarValue::Null | ScalarValue::Unknown { .. } => Node::Null,
    }
}

/// Turns the fields `old` of `object` into `new`. A field in neither stays as it is. `old` is what
/// we would have written ourselves, so an unknown field is in neither.
pub(crate) fn write_diff<T: Transactable>(
    tx: &mut T,
    object: &ObjId,
    old: &Fields,
    new: &Fields,
) -> Result<(), AutomergeError> {
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        tx.delete(object, key.as_str())?;
    }
    for (key, node) in new {
        match (old.get(key), node) {
            (Some(before), after) if before == after => {}
            (Some(Node::Map(before)), Node::Map(after)) => match tx.get(object, key.as_str())? {
                Some((Value::Object(ObjType::Map), inner)) => {
                    write_diff(tx, &inner, before, after)?;
                }
                _ => write_field(tx, object, key, node)?,
            },
            _ => write_field(tx, object, key, node)?,
        }
    }
    Ok(())
}

/// One field of a map object.
pub(crate) fn read_one(doc: &impl ReadDoc, object: &ObjId, key: &str) -> Option<Node> {
    let (value, id) = doc.get(object, key).ok()??;
    Some(read_value(doc, &value, &id, DEPTH))
}

/// The map under a field of the root.
pub(crate) fn found_map(doc: &impl ReadDoc, key: &str) -> Option<ObjId> {
    match doc.get(ROOT, key) {
        Ok(Some((Value::Object(ObjType::Map), object))) => Some(object),
        Ok(_) | Err(_) => None,
    }
}

/// The same, made where there is none.
pub(crate) fn map_at<T: Transactable>(tx: &mut T, key: &str) -> Result<ObjId, AutomergeError> {
    match tx.get(ROOT, key)? {
        Some((Value::Object(ObjType::Map), object)) => Ok(object),
        _ => tx.put_object(ROOT, key, ObjType::Map),
    }
}

/// Does to one field what turned `before` into `after` elsewhere. A map that is there already is
/// changed in place; one that is not is written whole.
pub(crate) fn put_one<T: Transactable>(
    tx: &mut T,
    object: &ObjId,
    key: &str,
    before: Option<&Node>,
    after: Option<&Node>,
) -> Result<(), AutomergeError> {
    let here = tx.get(object, key)?;
    let nothing = Fields::new();
    match (here, before, after) {
        (None, _, None) => Ok(()),
        (Some(_), _, None) => tx.delete(object, key),
        (
            Some((Value::Object(ObjType::Map), inner)),
            Some(Node::Map(old)),
            Some(Node::Map(new)),
        ) => write_diff(tx, &inner, old, new),
        (Some((Value::Object(ObjType::Map), inner)), None, Some(Node::Map(new))) => {
            write_diff(tx, &inner, &nothing, new)
        }
        (_, _, Some(node)) => write_field(tx, object, key, node),
    }
}

/// Writes every field of a new map.
pub(crate) fn write_all<T: Transactable>(
    tx: &mut T,
    object: &ObjId,
    fields: &Fields,
) -> Result<(), AutomergeError> {
    fields.iter().try_for_each(|(key, node)| write_field(tx, object, key, node))
}

fn write_field<T: Transactable>(
    tx: &mut T,
    object: &ObjId,
    key: &str,
    node: &Node,
) -> Result<(), AutomergeError> {
    match node {
        Node::Map(fields) => {
            let inner = tx.put_object(object, key, ObjType::Map)?;
            write_all(tx, &inner, fields)
        }
        Node::List(nodes) => {
            let inner = tx.put_object(object, key, ObjType::List)?;
            write_list(tx, &inner, nodes)
        }
        scalar => tx.put(object, key, to_scalar(scalar)),
    }
}

fn write_list<T: Transactable>(
    tx: &mut T,
    list: &ObjId,
    nodes: &[Node],
) -> Result<(), AutomergeError> {
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Map(fields) => {
                let inner = tx.insert_object(list, index, ObjType::Map)?;
                write_all(tx, &inner, fields)?;
            }
            Node::List(nodes) => {
                let inner = tx.insert_object(list, index, ObjType::List)?;
                write_list(tx, &inner, nodes)?;
            }
            scalar => tx.insert(list, index, to_scalar(scalar))?,
        }
    }
    Ok(())
}

fn to_scalar(node: &Node) -> ScalarValue {
    match node {
        Node::Bool(b) => ScalarValue::Boolean(*b),
        Node::Int(n) => ScalarValue::Int(*n),
        Node::Float(n) => ScalarValue::F64(*n),
        Node::Text(text) => ScalarValue::Str(text.as_str().into()),
        Node::Bytes(bytes) => ScalarValue::Bytes(bytes.clone()),
        Node::Null | Node::Map(_) | Node::List(_) => ScalarValue::Null,
    }
}

/// Typed looks at fields; `None` where the field is absent or of another type.
pub(crate) trait Look {
    fn text(&self, key: &str) -> Option<&str>;
    fn int(&self, key: &str) -> Option<i64>;
    fn count(&self, key: &str) -> Option<u32>;
    fn is_set(&self, key: &str) -> bool;
    fn map(&self, key: &str) -> Option<&Fields>;
    fn list(&self, key: &str) -> &[Node];
}

impl Look for Fields {
    fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Node::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn int(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Some(Node::Int(n)) => Some(*n),
            _ => None,
        }
    }

    fn count(&self, key: &str) -> Option<u32> {
        self.int(key).and_then(|n| u32::try_from(n).ok())
    }

    fn is_set(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Node::Bool(true)))
    }

    fn map(&self, key: &str) -> Option<&Fields> {
        match self.get(key) {
            Some(Node::Map(fields)) => Some(fields),
            _ => None,
        }
    }

    fn list(&self, key: &str) -> &[Node] {
        match self.get(key) {
            Some(Node::List(nodes)) => nodes,
            _ => &[],
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Node {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<u32> for Node {
    fn from(n: u32) -> Self {
        Self::Int(n.into())
    }
}

impl From<bool> for Node {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}
