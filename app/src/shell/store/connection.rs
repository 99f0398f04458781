//! An open database of one person.

use std::cell::Cell;
use std::rc::Rc;

use client::Table;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbVersionChangeEvent,
};

use super::failure::Failure;
use super::key::KEYS;
use super::turn::TURN;
use crate::shell::page::window;
use crate::shell::shim;

/// Raised when a table is added; `add_tables` then adds what is missing.
const VERSION: u32 = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    /// Done as soon as the operating system has it.
    WriteRelaxed,
    /// Done when it is on disk.
    WriteStrict,
}

pub(super) struct Connection {
    database: IdbDatabase,
    is_lost: Rc<Cell<bool>>,
    /// Called by the browser as long as the database is open.
    _on_close: Closure<dyn FnMut(Event)>,
}

impl Connection {
    /// Opens or creates the database `ropes:<org/person>`.
    pub(super) async fn open(person: &str) -> Result<Self, Failure> {
        let open = || factory()?.open_with_u32(&name(person), VERSION);
        let request = open().map_err(|error| Failure::from_js(&error))?;
        let _upgrade = add_tables_when_needed(&request);
        let is_blocked = Rc::new(Cell::new(false));
        match opened(&request, &is_blocked).await {
            Ok(database) => Ok(Self::new(database)),
            Err(_) if is_blocked.get() => {
                close_when_opened(&request);
                let words = "a window with another version of Ropes is open: close it";
                Err(Failure::Other(words.into()))
            }
            Err(error) => Err(request_failure(&request, &error)),
        }
    }

    fn new(database: IdbDatabase) -> Self {
        let is_lost = Rc::new(Cell::new(false));
        // `close`: the browser took the database away (iOS in the background, cleared data).
        // `versionchange`: a newer version of the app needs it. Both end this connection.
        let on_close = Closure::<dyn FnMut(Event)>::new({
            let (is_lost, database) = (Rc::clone(&is_lost), database.clone());
            move |_| {
                is_lost.set(true);
                database.close();
            }
        });
        database.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        database.set_onversionchange(Some(on_close.as_ref().unchecked_ref()));
        Self { database, is_lost, _on_close: on_close }
    }

    pub(super) fn is_lost(&self) -> bool {
        self.is_lost.get()
    }

    /// By name, because web-sys has the third argument only behind an unstable flag. Browsers that
    /// do not know it yet ignore it.
    pub(super) fn begin(&self, tables: &[&str], mode: Mode) -> Result<IdbTransaction, Failure> {
        let transaction = || -> Result<IdbTransaction, JsValue> {
            let names: Array = tables.iter().map(|name| JsValue::from(*name)).collect();
            let (access, durability) = match mode {
                Mode::Read => ("readonly", "default"),
                Mode::WriteRelaxed => ("readwrite", "relaxed"),
                Mode::WriteStrict => ("readwrite", "strict"),
            };
            let options = Object::new();
            Reflect::set(&options, &"durability".into(), &durability.into())?;
            let begin: Function =
                Reflect::get(&self.database, &"transaction".into())?.dyn_into()?;
            begin.call3(&self.database, &names, &access.into(), &options)?.dyn_into()
        };
        transaction().map_err(|error| Failure::from_js(&error))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.set_onclose(None);
        self.database.set_onversionchange(None);
        self.database.close();
    }
}

/// The browser does it when no tab has the database open any more.
pub(super) fn delete(person: &str) {
    if let Err(error) = factory().and_then(|factory| factory.delete_database(&name(person))) {
        crate::shell::page::complain("delete", &error);
    }
}

/// Whose stores are in this browser, when the note of who works here is gone: a browser that is
/// killed keeps its databases and may lose what it wrote to localStorage a moment before.
pub(crate) async fn left_here() -> Vec<String> {
    let Ok(names) = shim::ask("storesHere", &[]).await else { return Vec::new() };
    js_sys::Array::from(&names).iter().filter_map(|name| name.as_string()).collect()
}

fn factory() -> Result<IdbFactory, JsValue> {
    window().indexed_db()?.ok_or_else(|| JsValue::from("no IndexedDB here"))
}

fn name(person: &str) -> String {
    ["ropes:", person].concat()
}

fn add_tables_when_needed(request: &IdbOpenDbRequest) -> Closure<dyn FnMut(IdbVersionChangeEvent)> {
    let upgrade = Closure::<dyn FnMut(IdbVersionChangeEvent)>::new({
        let request = request.clone();
        // An error inside makes the browser undo the upgrade, and the opening fails.
        move |_| {
            if let Err(error) = add_tables(&request) {
                crate::shell::page::complain("tables", &error);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    upgrade
}

fn add_tables(request: &IdbOpenDbRequest) -> Result<(), JsValue> {
    let database: IdbDatabase = request.result()?.dyn_into()?;
    let there = database.object_store_names();
    for name in Table::ALL.map(Table::as_str).into_iter().chain([TURN, KEYS]) {
        if !there.contains(name) {
            database.create_object_store(name)?;
        }
    }
    Ok(())
}

async fn opened(
    request: &IdbOpenDbRequest,
    is_blocked: &Rc<Cell<bool>>,
) -> Result<IdbDatabase, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        let is_blocked = Rc::clone(is_blocked);
        let blocked = Closure::once_into_js(move || {
            is_blocked.set(true);
            reject.call0(&JsValue::NULL)
        });
        request.set_onblocked(Some(blocked.unchecked_ref()));
    });
    JsFuture::from(promise).await?;
    request.result()?.dyn_into()
}

/// Nobody waits for this one any more; left open it would stand in the way of others.
fn close_when_opened(request: &IdbOpenDbRequest) {
    let opened = request.clone();
    let close = Closure::once_into_js(move || {
        if let Ok(database) = opened.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
            database.close();
        }
    });
    request.set_onsuccess(Some(close.unchecked_ref()));
}

/// The reason is on the request; what the promise was rejected with is only an event.
pub(super) fn request_failure(request: &IdbRequest, otherwise: &JsValue) -> Failure {
    match request.error() {
        Ok(Some(error)) => Failure::from_exception(&error),
        Ok(None) | Err(_) => Failure::from_js(otherwise),
    }
}
