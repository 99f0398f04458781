//! What a test phone keeps on its disk, and the same as a text that can be put away for years.

use anyhow::{Context, Result, ensure};
use client::{MemoryStore, Table};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep(pub(super) MemoryStore);

impl Keep {
    /// One line a key: table, key, value in hexadecimal digits.
    pub fn to_text(&self) -> String {
        let line = |((table, key), value): (&(Table, String), &Vec<u8>)| {
            let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{}\t{key}\t{hex}\n", table.as_str())
        };
        self.0.0.iter().map(line).collect()
    }

    pub fn from_text(text: &str) -> Result<Self> {
        text.lines().map(row).collect::<Result<_>>().map(|rows| Self(MemoryStore(rows)))
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
