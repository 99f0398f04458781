//! The repository stands by itself: it names no machine's folders and no package registry's host.

use anyhow::Result;
use tests::source;

use crate::none;

#[test]
fn no_folder_of_a_machine_is_named() -> Result<()> {
    let folders: Vec<String> = ["home", "root", "tmp", "work", "farm", "Users"]
        .iter()
        .map(|name| format!("/{name}/"))
        .collect();
    let mut findings = Vec::new();
    for file in source::all()? {
        for (number, line) in file.text.lines().enumerate() {
            if folders.iter().any(|folder| begins_a_path(line, folder)) {
                findings.push(format!("{}:{} {}", file.path, number + 1, line.trim()));
            }
        }
    }
    none("folders of a machine", findings);
    Ok(())
}

/// Cargo.lock is exempt: cargo itself writes the index's address into it.
#[test]
fn no_host_of_a_package_registry_is_named() -> Result<()> {
    let hosts = [
        ["registry", "npmjs", "org"].join("."),
        ["registry", "yarnpkg", "com"].join("."),
        ["index", "crates", "io"].join("."),
        ["static", "crates", "io"].join("."),
        ["pypi", "org"].join("."),
        ["deb", "debian", "org"].join("."),
    ];
    let mut findings = Vec::new();
    for file in source::all()?.iter().filter(|file| file.path != "Cargo.lock") {
        let named = hosts.iter().filter(|host| file.text.contains(*host));
        findings.extend(named.map(|host| format!("{} names {host}", file.path)));
    }
    none("registry hosts", findings);
    Ok(())
}

/// A folder of our own may have the same name: `app/work/x` is no machine's.
fn begins_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + folder.len()..].chars().next();
        !before.is_some_and(|letter| letter.is_alphanumeric() || "_.~-{}".contains(letter))
            && after.is_some_and(char::is_alphanumeric)
    })
}
