//! A data directory with an organisation, and commands run on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use domain::{OrgId, PersonId, Role};
use sync_server::store::{Organisation, PeopleUpdate, PersonRecord, SqliteStore, Store};

pub(crate) struct Founded {
    folder: tempfile::TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// One admin called Ada, founded on 2026-11-01.
pub(crate) fn founded() -> Founded {
    let founded = Founded { folder: tempfile::tempdir().unwrap() };
    let store = founded.store();
    let id = OrgId::new("bicycles").unwrap();
    let (name, created_at) = ("Spokes".to_owned(), 1_793_491_200_000);
    store.found(&Organisation { id, name, created_at, is_demo: false }).unwrap();
    let ada = PersonRecord {
        id: PersonId::new("ada").unwrap(),
        key: "1".into(),
        name: "Ada".into(),
        roles: vec![Role::Admin],
        job: None,
        is_active: true,
    };
    store.update_people(&PeopleUpdate { people: vec![ada], ..PeopleUpdate::default() }).unwrap();
    founded
}

impl Founded {
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn store(&self) -> SqliteStore {
        SqliteStore::open(self.path()).unwrap()
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// `ropes WORDS… --data DIR`
    pub(crate) fn ropes<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Ran {
        ran(ropes().args(words).arg("--data").arg(self.path()).output().unwrap())
    }

    pub(crate) fn import(&self, what: &str, file: &Path) -> Ran {
        self.ropes(["import", what, file.to_str().unwrap()])
    }
}

pub(crate) fn ropes() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ropes"))
}

pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
