//! Turns the sentences of `messages/*.txt` into typed functions, and refuses to build when a
//! language lacks one. The sentences themselves are fetched by the phone; only tests have them inside.

use std::{env, error::Error, fs, path::Path};

use words::Sentences;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=messages");
    // What takes the module apart must know what calls what.
    if env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    let sentences = Sentences::read(Path::new("messages"))?;
    let out = env::var("OUT_DIR")?;
    let write = |name: &str, text: &str| fs::write(Path::new(&out).join(name), text);
    let fit = format!("const FIT: &str = {:?};\n", sentences.fit());
    write("messages.rs", &(fit + &sentences.functions()))?;
    let tables: Vec<String> = sentences.tables().map(|(_, table)| table).collect();
    write("tables.rs", &format!("{tables:?}"))?;
    Ok(())
}
