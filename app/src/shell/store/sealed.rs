//! A store under a PIN: its values are sealed before they are written and opened after they were read. The
//! keys of records are not: they are ids and numbers.

use client::{Table, Write};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::failure::Failure;
use super::transaction::Records;
use crate::shell::shim;

/// A new seal, and the key of the store in it.
pub(super) async fn make(pin: &str) -> Result<(Vec<u8>, JsValue), Failure> {
    let made = ask("makeSeal", &[&pin.into()]).await?;
    Ok((Uint8Array::new(&made.get(0)).to_vec(), made.get(1)))
}

/// The key in a seal; `None`: the PIN is another.
pub(super) async fn unlock(seal: &[u8], pin: &str) -> Result<Option<JsValue>, Failure> {
    let key = shim::ask("openSeal", &[&Uint8Array::from(seal).into(), &pin.into()]).await;
    let key = key.map_err(|error| Failure::from_js(&error))?;
    Ok((!key.is_null()).then_some(key))
}

pub(super) async fn seal(key: &JsValue, writes: &[Write]) -> Result<Vec<Write>, Failure> {
    let mut writes = writes.to_vec();
    let mut puts: Vec<(Table, &str, &mut Vec<u8>)> = Vec::new();
    for write in &mut writes {
        if let Write::Put { table, key, value } = write {
            puts.push((*table, key, value));
        }
    }
    all("sealAll", key, puts).await?;
    Ok(writes)
}

pub(super) async fn open(
    key: &JsValue,
    wanted: &[(Table, String)],
    found: &mut [Records],
) -> Result<(), Failure> {
    let mut values: Vec<(Table, &str, &mut Vec<u8>)> = Vec::new();
    for ((table, _), records) in wanted.iter().zip(found) {
        values.extend(records.iter_mut().map(|(key, value)| (*table, key.as_str(), value)));
    }
    all("openAll", key, values).await
}

/// The table that says how to open the others is open.
async fn all(
    function: &str,
    key: &JsValue,
    mut records: Vec<(Table, &str, &mut Vec<u8>)>,
) -> Result<(), Failure> {
    records.retain(|(table, ..)| *table != Table::Lock);
    let (names, values) = (Array::new(), Array::new());
    for (table, key, value) in &records {
        names.push(&[table.as_str(), "/", key].concat().into());
        values.push(&Uint8Array::from(value.as_slice()));
    }
    let done = ask(function, &[key, &names, &values]).await?;
    for ((.., value), made) in records.into_iter().zip(done.iter()) {
        *value = Uint8Array::new(&made).to_vec();
    }
    Ok(())
}

async fn ask(function: &str, arguments: &[&JsValue]) -> Result<Array, Failure> {
    let answer = shim::ask(function, arguments).await;
    let answer = answer.map_err(|error| Failure::from_js(&error))?;
    answer.dyn_into().map_err(|error| Failure::from_js(&error))
}
