//! A person's store in memory: what the store's effects mean, for shells without a browser.

use std::collections::BTreeMap;

use crate::effect::{Table, Write};

/// Keys of all tables, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryStore(pub BTreeMap<(Table, String), Vec<u8>>);

impl MemoryStore {
    /// All of them, in order, as one transaction.
    pub fn apply(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Put { table, key, value } => {
                    self.0.insert((table, key), value);
                }
                Write::Delete { table, key } => {
                    self.0.remove(&(table, key));
                }
                Write::DeletePrefix { table, prefix } => {
                    self.0.retain(|(t, key), _| *t != table || !key.starts_with(&prefix));
                }
            }
        }
    }

    /// Every key of the table that starts with `prefix`, in key order.
    pub fn load(&self, table: Table, prefix: &str) -> Vec<(String, Vec<u8>)> {
        let from = (table, prefix.to_owned());
        let all = self.0.range(from..);
        let here = all.take_while(|((t, key), _)| *t == table && key.starts_with(prefix));
        here.map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }
}
