//! Whose turn it is to write: tabs of one browser share the database, and only the newest may write.
//!
//! Each tab that takes the database gets the next number, and leaves a mark with its predecessor's.
//! Every transaction begins by adding a mark with its own number, and taking it away again; where the
//! mark is there already, the addition fails and the whole transaction with it. So it is the
//! database that refuses a tab which was frozen while another took over, and no message that is still
//! on its way to that tab can come too late. Nor must a tab be awake for its last transaction to
//! end, as it would if it looked at a record first: a frozen tab would hold up all others.

use wasm_bindgen::JsValue;
use web_sys::{IdbKeyRange, IdbTransaction};

use super::connection::{Connection, Mode};
use super::failure::Failure;
use super::transaction::{abort, commit, end_of, finished, result_of};

/// The table.
pub(super) const TURN: &str = "turn";
/// The key of the number that is on.
const NOW: &str = "now";
/// No tab sleeps while so many others come and go.
const MARKS: u32 = 1000;

pub(super) type Turn = u32;

/// Takes the next number; whoever had the last one writes no more.
pub(super) async fn take(connection: &Connection) -> Result<Turn, Failure> {
    let transaction = connection.begin(&[TURN], Mode::WriteRelaxed)?;
    let end = end_of(&transaction);
    let request = transaction.object_store(TURN).and_then(|table| table.get(&NOW.into()));
    let request = request.map_err(|error| Failure::from_js(&error))?;
    let last = number(&result_of(&request).await?).unwrap_or_else(somewhere);
    if let Err(error) = note(&transaction, last) {
        abort(&transaction);
        return Err(Failure::from_js(&error));
    }
    finished(&transaction, end).await?;
    Ok(last + 1)
}

/// Where a database begins that is new: a tab that slept since before the last one was deleted has
/// another number.
fn somewhere() -> Turn {
    (js_sys::Math::random() * f64::from(Turn::MAX / 2)) as Turn
}

fn note(transaction: &IdbTransaction, last: Turn) -> Result<(), JsValue> {
    let table = transaction.object_store(TURN)?;
    table.put_with_key(&(last + 1).into(), &NOW.into())?;
    table.put_with_key(&JsValue::TRUE, &mark(last))?;
    if let Some(old) = last.checked_sub(MARKS) {
        table.delete(&IdbKeyRange::bound(&mark(0), &mark(old))?.into())?;
    }
    commit(transaction);
    Ok(())
}

/// Makes the transaction fail with [`Failure::Taken`] unless `turn` is still on.
pub(super) fn guard(transaction: &IdbTransaction, turn: Turn) -> Result<(), JsValue> {
    let table = transaction.object_store(TURN)?;
    table.add_with_key(&JsValue::TRUE, &mark(turn))?;
    table.delete(&mark(turn)).map(drop)
}

/// After a connection was lost: the browser may have emptied the database meanwhile, and what this
/// tab writes builds on what was in it.
pub(super) async fn check(connection: &Connection, turn: Turn) -> Result<(), Failure> {
    let transaction = connection.begin(&[TURN], Mode::Read)?;
    let request = transaction.object_store(TURN).and_then(|table| table.get(&NOW.into()));
    let request = request.map_err(|error| Failure::from_js(&error))?;
    match number(&result_of(&request).await?) {
        Some(now) if now == turn => Ok(()),
        Some(_) => Err(Failure::Taken),
        None => Err(Failure::Other("the browser has emptied the store".into())),
    }
}

fn number(found: &JsValue) -> Option<Turn> {
    found.as_f64().map(|number| number as Turn)
}

/// Padded, so that marks lie in the order of their numbers.
fn mark(turn: Turn) -> JsValue {
    format!("over/{turn:010}").into()
}
