//! Takes the app's module apart: what only its split points lead to becomes modules of their own, which the app
//! loads when it comes to them. What they share with the first one they get from a script beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, bail};
use wasm_split_cli_support::{Options, transform};

use crate::fingerprint::files;
use crate::workspace::Quality;

/// The script that loads a part.
pub(crate) const LINK: &str = "parts.js";
/// The custom section with the names of functions, for people alone.
const NAMES: &[u8] = b"name";
/// Magic number and version.
const HEAD: usize = 8;

/// Leaves parts and script in `folder` and answers where the first module is; wasm-bindgen has yet to see that one.
pub(crate) fn split(
    compiled: &Path,
    name: &str,
    folder: &Path,
    quality: Quality,
) -> Result<PathBuf> {
    let whole = fs::read(compiled).context("cargo left no module")?;
    let first = compiled.with_extension("first.wasm");
    let (link_name, main_module) = (format!("./{LINK}"), format!("./{name}.js"));
    let mut options = Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.link_name = &link_name;
    options.main_module = &main_module;
    let split = transform(options).map_err(|error| Error::msg(format!("{error:#}")))?;
    if split.split_modules.is_empty() {
        bail!("the module has no split point");
    }
    if quality == Quality::Release {
        split.split_modules.iter().try_for_each(|part| drop_names(part))?;
    }
    Ok(first)
}

/// The names of the parts that `split` left, in a stable order.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_part = file.parent() == Some(folder)
            && (name.starts_with("split_") || name.starts_with("chunk_"));
        if let Some(name) = name.strip_suffix(".wasm").filter(|_| is_part) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// As wasm-bindgen does it to the first module.
fn drop_names(part: &Path) -> Result<()> {
    let bytes = fs::read(part)?;
    let short = without_names(&bytes).with_context(|| format!("{} is cut off", part.display()))?;
    Ok(fs::write(part, short)?)
}

fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = module.split_at_checked(HEAD)?;
    let mut kept = head.to_vec();
    while let Some((kind, after)) = rest.split_first() {
        let (length, content) = number(after)?;
        let (content, next) = content.split_at_checked(length)?;
        let is_names = *kind == 0
            && number(content).is_some_and(|(length, name)| name.get(..length) == Some(NAMES));
        if !is_names {
            kept.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Some(kept)
}

/// A number in groups of seven bits, and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().position(|byte| byte & 0x80 == 0)?;
    let groups = bytes[..=end].iter().rev();
    let number = groups.fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f));
    Some((number, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{number, without_names};

    #[test]
    fn names_are_dropped_and_everything_else_stays() {
        let head = b"\0asm\x01\0\0\0";
        let (code, names, other) = (b"\x0a\x02ab", b"\x00\x06\x04namex", b"\x00\x04\x03abc");
        let whole = [&head[..], code, names, other].concat();
        assert_eq!(without_names(&whole).unwrap(), [&head[..], code, other].concat());
        assert_eq!(without_names(&whole[..whole.len() - 1]), None);
    }

    #[test]
    fn a_length_has_seven_bits_a_byte() {
        assert_eq!(number(&[0xe5, 0x8e, 0x26, 7]), Some((624_485, &[7][..])));
        assert_eq!(number(&[0x80]), None);
    }
}
