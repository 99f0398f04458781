//! What a test phone keeps on its disk, and the same as a text that can be put away for years.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use client::{Table, Write};

/// By table and key, as IndexedDB has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep(BTreeMap<(Table, String), Vec<u8>>);

impl Keep {
    /// Every key that starts with `prefix`, in key order.
    pub fn load(&self, table: Table, prefix: &str) -> Vec<(String, Vec<u8>)> {
        let here =
            |((t, key), _): &(&(Table, String), &Vec<u8>)| *t == table && key.starts_with(prefix);
        self.0.iter().filter(here).map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }

    pub fn apply(&mut self, write: Write) {
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

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// One line a key: table, key, value in hexadecimal digits.
    pub fn to_text(&self) -> String {
        let line = |((table, key), value): (&(Table, String), &Vec<u8>)| {
            let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{}\t{key}\t{hex}\n", table.as_str())
        };
        self.0.iter().map(line).collect()
    }

    pub fn from_text(text: &str) -> Result<Self> {
        text.lines().map(row).collect::<Result<_>>().map(Self)
    }
}

fn row(line: &str) -> Result<((Table, String), Vec<u8>)> {
    let mut parts = line.split('\t');
    let mut part = || parts.next().with_context(|| format!("a line too short: {line}"));
    let (name, key, hex) = (part()?, part()?, part()?);
    let table = Table::ALL.into_iter().find(|table| table.as_str() == name);
    ensure!(hex.len() % 2 == 0, "half a byte in {key}");
    let bytes = hex.as_bytes().chunks(2).map(|pair| {
        let digits = std::str::from_utf8(pair)?;
        u8::from_str_radix(digits, 16).with_context(|| format!("{key} holds no bytes"))
    });
    let table = table.with_context(|| format!("no table is called {name}"))?;
    Ok(((table, key.to_owned()), bytes.collect::<Result<_>>()?))
}
