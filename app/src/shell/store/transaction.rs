//! One transaction: all of it or nothing.
//!
//! Web-sys directly, and not the crate `indexed_db_futures`: that one forgets why a commit failed, and
//! a full phone shows itself only there.

use client::{Durability, Table, Write};
use domain::Set;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbKeyRange, IdbRequest, IdbTransaction};

use super::connection::{Connection, Mode, request_failure};
use super::failure::Failure;
use super::turn::{TURN, Turn, guard};

/// Keys and values, in key order.
pub(super) type Records = Vec<(String, Vec<u8>)>;

/// Writes if it is still this tab's turn.
pub(super) async fn write(
    connection: &Connection,
    turn: Turn,
    writes: &[Write],
    durability: Durability,
) -> Result<(), Failure> {
    let mode = match durability {
        Durability::Strict => Mode::WriteStrict,
        Durability::Relaxed => Mode::WriteRelaxed,
    };
    let tables: Set<&str> =
        writes.iter().map(|write| table_of(write).as_str()).chain([TURN]).collect();
    let tables: Vec<&str> = tables.into_iter().collect();
    let transaction = connection.begin(&tables, mode)?;
    let end = end_of(&transaction);
    let issued = guard(&transaction, turn)
        .and_then(|()| writes.iter().try_for_each(|write| issue(&transaction, write)));
    if let Err(error) = issued {
        abort(&transaction);
        return Err(Failure::from_js(&error));
    }
    commit(&transaction);
    finished(&transaction, end).await
}

/// Everything under each prefix, in one transaction.
pub(super) async fn load(
    connection: &Connection,
    wanted: &[(Table, String)],
) -> Result<Vec<Records>, Failure> {
    let tables: Set<&str> = wanted.iter().map(|(table, _)| table.as_str()).collect();
    let tables: Vec<&str> = tables.into_iter().collect();
    let transaction = connection.begin(&tables, Mode::Read)?;
    let asked = || -> Result<Vec<(IdbRequest, IdbRequest)>, JsValue> {
        let each = wanted.iter().map(|(table, prefix)| {
            let table = transaction.object_store(table.as_str())?;
            let range = under(prefix)?;
            Ok((table.get_all_keys_with_key(&range)?, table.get_all_with_key(&range)?))
        });
        each.collect()
    };
    let asked = asked().map_err(|error| Failure::from_js(&error))?;
    let answers: Vec<_> = asked.iter().map(|(k, v)| (result_of(k), result_of(v))).collect();
    commit(&transaction);
    let mut found = Vec::with_capacity(wanted.len());
    for (keys, values) in answers {
        found.push(records(&keys.await?.unchecked_into(), &values.await?.unchecked_into()));
    }
    Ok(found)
}

fn records(keys: &Array, values: &Array) -> Records {
    let pair = |(key, value): (JsValue, JsValue)| {
        // All keys are texts, all values bytes: nothing else is ever written.
        Some((key.as_string()?, Uint8Array::new(&value).to_vec()))
    };
    keys.iter().zip(values.iter()).filter_map(pair).collect()
}

fn table_of(write: &Write) -> Table {
    match write {
        Write::Put { table, .. }
        | Write::Delete { table, .. }
        | Write::DeletePrefix { table, .. } => *table,
    }
}

fn issue(transaction: &IdbTransaction, write: &Write) -> Result<(), JsValue> {
    let table = transaction.object_store(table_of(write).as_str())?;
    match write {
        Write::Put { key, value, .. } => {
            table.put_with_key(&Uint8Array::from(value.as_slice()), &key.into())
        }
        Write::Delete { key, .. } => table.delete(&key.into()),
        Write::DeletePrefix { prefix, .. } => table.delete(&under(prefix)?.into()),
    }?;
    Ok(())
}

/// All keys that start with the prefix. Keys are compared by UTF-16 units and U+FFFF is in no text.
fn under(prefix: &str) -> Result<IdbKeyRange, JsValue> {
    let end = [prefix, "\u{ffff}"].concat();
    IdbKeyRange::bound_with_lower_open_and_upper_open(&prefix.into(), &end.into(), false, true)
}

pub(super) fn abort(transaction: &IdbTransaction) {
    // It fails only where the browser has already done it.
    let _ = transaction.abort();
}

/// Nothing more comes: the browser need not ask this tab, which may be frozen by then.
#[expect(deprecated, reason = "deprecated in web-sys only: every browser of today has it")]
pub(super) fn commit(transaction: &IdbTransaction) {
    // A browser that lacks it commits by itself, a little later.
    let _ = transaction.commit();
}

/// Listens from now on, not from the first poll.
pub(super) fn result_of(
    request: &IdbRequest,
) -> impl Future<Output = Result<JsValue, Failure>> + use<> {
    let answer = JsFuture::from(Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    }));
    let request = request.clone();
    async move {
        let result = answer.await.and_then(|_| request.result());
        result.map_err(|error| request_failure(&request, &error))
    }
}

pub(super) fn end_of(transaction: &IdbTransaction) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    }))
}

/// `complete` is the only proof; an `abort` without a reason is a lost connection.
pub(super) async fn finished(transaction: &IdbTransaction, end: JsFuture) -> Result<(), Failure> {
    match end.await {
        Ok(_) => Ok(()),
        Err(_) => Err(match transaction.error() {
            Some(error) => Failure::from_exception(&error),
            None => Failure::Gone("aborted".into()),
        }),
    }
}
