//! Five sync servers under one load: Ropes, twice, and its rivals. Prints and keeps the raw figures;
//! `--table` writes the README's table from those that are kept; `--hold` keeps nothing.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod clock;
mod cold;
mod course;
mod figures;
mod floor;
mod hold;
mod killed;
mod machine;
mod newcomer;
mod opened;
mod pace;
mod phone;
mod plan;
mod raw;
mod replica;
mod resting;
mod row;
mod seed;
mod server;
mod session;
mod table;
mod under_test;
mod workshop;

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use tests::places;
use tokio::task::LocalSet;

use crate::plan::Plan;
use crate::server::Server;
use crate::session::Wanted;

fn main() -> Result<()> {
    let mut plan = Plan::full();
    let mut file = places::root().join("docs/bench/sync.jsonl");
    let mut wanted = Wanted { servers: Server::ALL.to_vec(), measures: Vec::new() };
    let mut held = Vec::new();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--table" => return table::write(&file),
            "--quick" => {
                plan = Plan::quick();
                file = places::bench().join("quick.jsonl");
            }
            "--server" => wanted.servers = servers(&arguments.next().context("which server?")?)?,
            "--measure" => wanted.measures.push(arguments.next().context("which measure?")?),
            "--hold" => held.push(arguments.next().context("which rate?")?.parse()?),
            other => bail!("{other} is not known: --quick, --table, --server, --measure, --hold"),
        }
    }
    measure(plan, wanted, held, file)
}

fn servers(key: &str) -> Result<Vec<Server>> {
    let known = Server::ALL.iter().find(|server| server.key() == key);
    known.map(|server| vec![*server]).with_context(|| {
        let keys: Vec<_> = Server::ALL.iter().map(|server| server.key()).collect();
        format!("no server is called {key}; there are: {}", keys.join(", "))
    })
}

fn measure(plan: Plan, wanted: Wanted, held: Vec<f64>, file: PathBuf) -> Result<()> {
    machine::settle()?;
    let folder = places::bench();
    std::fs::create_dir_all(&folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = LocalSet::new();
    if held.is_empty() {
        return local.block_on(&runtime, session::run(plan, wanted, &folder, &file));
    }
    local.block_on(&runtime, hold::rates(plan, &wanted.servers, &held, &folder))
}
