//! Puts the app together as the server sends it: names that carry their content's hash, the service
//! worker with its list of assets, and packed siblings. `public/` says what the pieces are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, bail};

use words::Sentences;

use crate::fingerprint::{self, Stamp};
use crate::step::Steps;
use crate::workspace::{Quality, Workspace};
use crate::{compress, minify, parts, wasm};

/// Sheets and icons that go into the page; the other drawings there are compiled into the module.
pub(crate) const STYLE: [&str; 5] = [
    "app/style/tokens.css",
    "app/style/components.css",
    "app/style/app.css",
    "app/style/screens.css",
    "app/style/icons.svg",
];
/// One file for each language.
pub(crate) const MESSAGES: &str = "app/messages";
/// Copied as they are, under the same name; the manifest and the browser ask for them by name.
const PLAIN: [&str; 3] = ["manifest.webmanifest", "logo.svg", "icons"];

/// Makes `dist/pwa` and returns the hash of what it was made from.
pub(crate) fn build(workspace: &Workspace, steps: &Steps, quality: Quality) -> Result<String> {
    let module = wasm::build(workspace, steps, quality)?;
    let module_hash =
        fs::read_to_string(module.join("stamp")).context("the module has no stamp")?;
    let hash = fingerprint::of(
        &workspace.root,
        &[["public", "xtask/src", MESSAGES].as_slice(), &STYLE].concat(),
        &[],
        &[quality.name(), &module_hash],
    )?;
    let stamp = Stamp::new(workspace.dist().join("pwa.stamp"), hash.clone());
    let folder = workspace.pwa();
    if stamp.is_fresh(&[&folder.join("sw.js")]) {
        steps.fresh("app in dist/pwa");
        return Ok(hash);
    }
    stamp.clear()?;
    steps.run("app in dist/pwa", || assemble(workspace, &module, quality))?;
    stamp.set()?;
    Ok(hash)
}

fn assemble(workspace: &Workspace, module: &Path, quality: Quality) -> Result<()> {
    let public = workspace.root.join("public");
    let [tokens, components, own, screens, icons] = STYLE.map(|name| workspace.root.join(name));
    let mut site = Site::default();
    for name in PLAIN {
        site.add_plain(&public, &public.join(name))?;
    }
    for snippet in fingerprint::files(&module.join("snippets"))? {
        let name = name_under(module, &snippet)?;
        site.add(format!("/assets/{name}"), fs::read(&snippet)?);
    }
    let sheet = [css(&components)?, css(&own)?, css(&screens)?].concat();
    let style_url = site.add_hashed("style", "css", sheet.into_bytes());
    let App { script, wasm, link } = site.add_app(module)?;
    let (seal, seal_wasm) = site.add_module(module, wasm::SEAL)?;
    let words = site.add_words(&sentences(workspace)?);
    let shim = fill(&text(&public.join("shim.js"))?, &[("words", &words)])?;
    let shim = site.add_hashed("shim", "js", shim.into_bytes());
    let boot = fill(
        &text(&public.join("boot.js"))?,
        &[
            ("script", &script),
            ("wasm", &wasm),
            ("shim", &shim),
            ("seal", &seal),
            ("seal_wasm", &seal_wasm),
        ],
    )?;
    let boot = site.add_hashed("boot", "js", boot.into_bytes());
    let page = fill(
        &text(&public.join("index.html"))?,
        &[
            ("tokens", &css(&tokens)?),
            ("shell", &css(&public.join("shell.css"))?),
            ("icons", &sprite(&text(&icons)?)),
            ("style", &style_url),
            ("boot", &boot),
            ("shim", &shim),
            ("script", &script),
            ("link", &link),
            ("wasm", &wasm),
        ],
    )?;
    site.add("/index.html".to_owned(), page.into_bytes());
    let worker = site.worker(&text(&public.join("sw.js"))?)?;
    site.add("/sw.js".to_owned(), worker.into_bytes());
    site.write(&workspace.pwa(), quality.brotli())
}

/// What the app says. The module is made for sentences of this form, whatever they say.
pub(crate) fn sentences(workspace: &Workspace) -> Result<Sentences> {
    Sentences::read(&workspace.root.join(MESSAGES)).map_err(Error::msg)
}

/// Addresses of what a start loads.
struct App {
    script: String,
    wasm: String,
    /// The script that loads the parts.
    link: String,
}

/// What the server will send: address and content.
#[derive(Default)]
struct Site {
    assets: Vec<(String, Vec<u8>)>,
}

impl Site {
    fn add(&mut self, url: String, bytes: Vec<u8>) {
        self.assets.push((url, bytes));
    }

    fn add_hashed(&mut self, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
        let url = format!("/assets/{stem}-{}.{ending}", fingerprint::short(&bytes));
        self.add(url.clone(), bytes);
        url
    }

    /// Script and module, under their addresses.
    fn add_module(&mut self, folder: &Path, name: &str) -> Result<(String, String)> {
        let script = self.add_hashed(name, "js", fs::read(wasm::script(folder, name))?);
        let wasm = self.add_hashed(name, "wasm", fs::read(wasm::shipped(folder, name))?);
        Ok((script, wasm))
    }

    /// Scripts, module and parts name each other, so it is their folder that carries the hash of all.
    fn add_app(&mut self, folder: &Path) -> Result<App> {
        let (script, wasm) = (wasm::script(folder, wasm::APP), wasm::shipped(folder, wasm::APP));
        let mut files = vec![script.clone(), wasm.clone(), folder.join(parts::LINK)];
        files.extend(parts::names(folder)?.iter().map(|name| wasm::part(folder, name)));
        let mut all = Vec::new();
        for file in &files {
            all.extend(fs::read(file).with_context(|| format!("no {}", file.display()))?);
        }
        let home = format!("/assets/app-{}", fingerprint::short(&all));
        let url = |file: &Path| Ok::<_, Error>(format!("{home}/{}", name_under(folder, file)?));
        for file in &files {
            self.add(url(file)?, fs::read(file)?);
        }
        Ok(App { script: url(&script)?, wasm: url(&wasm)?, link: url(&folder.join(parts::LINK))? })
    }

    /// A file for each language, and where each is as a JavaScript object.
    fn add_words(&mut self, sentences: &Sentences) -> String {
        let tables = sentences.tables().map(|(lang, table)| {
            let url = self.add_hashed(&format!("words-{}", lang.tag()), "txt", table.into_bytes());
            format!("{}: '{url}'", lang.tag())
        });
        format!("{{ {} }}", tables.collect::<Vec<_>>().join(", "))
    }

    fn add_plain(&mut self, public: &Path, path: &Path) -> Result<()> {
        let files = fingerprint::files(path)?;
        if files.is_empty() {
            bail!("{} is missing", path.display());
        }
        for file in files {
            let name = name_under(public, &file)?;
            let bytes = if name.ends_with(".svg") {
                drop_comments(&text(&file)?).into_bytes()
            } else {
                fs::read(&file)?
            };
            self.add(format!("/{name}"), bytes);
        }
        Ok(())
    }

    /// The service worker with the list of everything it keeps. The version is the hash of all of it,
    /// so that any change anywhere makes a new one.
    fn worker(&self, source: &str) -> Result<String> {
        let mut everything = source.as_bytes().to_vec();
        let mut urls = Vec::new();
        for (url, bytes) in &self.assets {
            everything.extend_from_slice(url.as_bytes());
            everything.extend_from_slice(bytes);
            urls.push(format!("\"{}\"", if url == "/index.html" { "/" } else { url }));
        }
        let version = fingerprint::short(&everything);
        fill(source, &[("version", &version), ("assets", &urls.join(", "))])
    }

    /// Written beside the old folder first: a build that is cut short leaves the old one.
    fn write(&self, folder: &Path, quality: u32) -> Result<()> {
        let fresh = folder.with_extension("new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh)?;
        }
        for (url, bytes) in &self.assets {
            let file = fresh.join(url.trim_start_matches('/'));
            fs::create_dir_all(file.parent().unwrap_or(&fresh))?;
            fs::write(&file, bytes)?;
            if compress::is_worth_it(&file) {
                compress::siblings(&file, quality)?;
            }
        }
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::rename(&fresh, folder).with_context(|| format!("cannot make {}", folder.display()))
    }
}

fn text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn css(file: &Path) -> Result<String> {
    Ok(minify::css(&text(file)?))
}

fn name_under(folder: &Path, file: &Path) -> Result<String> {
    let parts: PathBuf = file.strip_prefix(folder)?.components().collect();
    Ok(parts.to_string_lossy().replace('\\', "/"))
}

/// The icon sheet as the page holds it: out of sight, and hidden from screen readers.
fn sprite(source: &str) -> String {
    let sheet = drop_comments(source);
    sheet.replacen("<svg", "<svg class=\"sprite\" aria-hidden=\"true\"", 1).trim().to_owned()
}

fn drop_comments(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out + rest
}

/// Puts values where a template says `{{name}}`; a name without a value is a mistake.
fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").context("a `{{` without its `}}`")?;
        let Some((_, value)) = values.iter().find(|(known, _)| *known == name) else {
            bail!("`{{{{{name}}}}}` has no value");
        };
        out.push_str(before);
        out.push_str(value);
        rest = after;
    }
    Ok(out + rest)
}

#[cfg(test)]
mod tests {
    use super::{Site, drop_comments, fill};

    #[test]
    fn a_template_gets_its_values_and_an_unknown_name_is_a_mistake() {
        assert_eq!(fill("a {{x}} b {{x}}", &[("x", "1")]).unwrap(), "a 1 b 1");
        assert!(fill("{{y}}", &[("x", "1")]).unwrap_err().to_string().contains("{{y}}"));
    }

    #[test]
    fn comments_of_a_drawing_are_not_shipped() {
        assert_eq!(drop_comments("<a/><!-- b --><c/><!-- d -->"), "<a/><c/>");
    }

    // SPEC B1
    #[test]
    fn the_version_changes_when_any_asset_changes() {
        let version = |content: &str| {
            let mut site = Site::default();
            site.add("/index.html".to_owned(), b"page".to_vec());
            site.add("/logo.svg".to_owned(), content.as_bytes().to_vec());
            site.worker("{{version}} {{assets}}").unwrap()
        };
        assert!(version("one").ends_with(r#" "/", "/logo.svg""#));
        assert_ne!(version("one"), version("two"));
    }
}
