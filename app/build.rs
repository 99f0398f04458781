//! Turns the sentences of `messages/*.txt` into typed functions, and refuses to build when a
//! language lacks one.

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/functions.rs"]
mod functions;

use std::{env, error::Error, fs, path::Path};

use catalogue::{Catalogue, compare};

/// Language tag and variant of `Lang`. The first one says which sentences there are.
const LANGUAGES: [(&str, &str); 2] = [("en", "En"), ("nl", "Nl")];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=messages");
    println!("cargo:rerun-if-changed=build");
    let mut languages = Vec::new();
    for (tag, variant) in LANGUAGES {
        let path = format!("messages/{tag}.txt");
        let text = fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
        let catalogue = Catalogue::parse(&text).map_err(|e| format!("{path}, {e}"))?;
        languages.push((tag, variant, catalogue));
    }
    let problems = compare(&languages);
    if !problems.is_empty() {
        return Err(format!("messages:\n  {}", problems.join("\n  ")).into());
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("messages.rs"), functions::write(&languages))?;
    Ok(())
}
