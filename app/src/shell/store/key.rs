//! The table of the one key that signs for this person here.

use wasm_bindgen::JsValue;

use super::connection::{Connection, Mode};
use super::failure::Failure;
use super::transaction::{abort, commit, end_of, finished, result_of};
use super::turn::{TURN, Turn, guard};

/// The table.
pub(super) const KEYS: &str = "keys";
/// Its one key.
const DEVICE: &str = "device";

/// What is kept, undefined where there is nothing; after `put`, which is on disk then.
pub(super) async fn key(
    connection: &Connection,
    turn: Turn,
    put: Option<&JsValue>,
) -> Result<JsValue, Failure> {
    if let Some(key) = put {
        let transaction = connection.begin(&[KEYS, TURN], Mode::WriteStrict)?;
        let end = end_of(&transaction);
        let table = || transaction.object_store(KEYS)?.put_with_key(key, &DEVICE.into());
        if let Err(error) = guard(&transaction, turn).and_then(|()| table()) {
            abort(&transaction);
            return Err(Failure::from_js(&error));
        }
        commit(&transaction);
        finished(&transaction, end).await?;
        return Ok(key.clone());
    }
    let transaction = connection.begin(&[KEYS], Mode::Read)?;
    let request = transaction.object_store(KEYS).and_then(|table| table.get(&DEVICE.into()));
    result_of(&request.map_err(|error| Failure::from_js(&error))?).await
}
