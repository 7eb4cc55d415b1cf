//! Puts the words of the pages with an app of their own into tables: a constant for each
//! place, in order of the keys, and the texts of each language in the same order.
//!
//! A key that is missing does not compile, and one that nothing asks for is a warning.

use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

#[path = "xtask/src/words.rs"]
mod words;

use words::{LANGUAGES, words};

/// The folders below `locales`.
const PAGES: [&str; 2] = ["me", "report"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=xtask/src/words.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    for page in PAGES {
        println!("cargo::rerun-if-changed=locales/{page}");
        let mut first: Option<Vec<String>> = None;
        for language in LANGUAGES {
            let file = fs::read_to_string(format!("locales/{page}/{language}.toml"))?;
            let words = words(&file)?;
            let texts: Vec<&str> = words.values().copied().collect();
            fs::write(out.join(format!("{page}-{language}.txt")), texts.join("\n"))?;
            let keys: Vec<String> = words.into_keys().collect();
            if first.as_ref().is_some_and(|first| *first != keys) {
                return Err(format!("locales/{page}: not the same keys in all").into());
            }
            first = Some(keys);
        }
        let keys = first.unwrap_or_default();
        fs::write(out.join(format!("{page}-words.rs")), constants(&keys)?)?;
    }
    Ok(())
}

/// `letters.back` is `LETTERS_BACK`.
fn constants(keys: &[String]) -> Result<String, Box<dyn Error>> {
    let mut source = String::new();
    for (at, key) in keys.iter().enumerate() {
        let name = key.replace('.', "_").to_uppercase();
        writeln!(source, "pub(crate) const {name}: Word = Word({at});")?;
    }
    Ok(source)
}
