//! Puts the words of the pages with an app of their own into tables: the keys in order,
//! once, and the texts of each language in the order of the keys.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

/// The folders below `locales`.
const PAGES: [&str; 2] = ["me", "report"];
const LANGUAGES: [&str; 2] = ["en", "zh-Hans"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    let tables = PAGES.iter().flat_map(|page| LANGUAGES.map(|language| (page, language)));
    for (page, language) in tables {
        println!("cargo::rerun-if-changed=locales/{page}");
        let file = fs::read_to_string(format!("locales/{page}/{language}.toml"))?;
        let words = words(&file);
        let keys: Vec<&str> = words.keys().map(String::as_str).collect();
        let texts: Vec<&str> = words.values().copied().collect();
        fs::write(out.join(format!("{page}-{language}.keys")), keys.join("\n"))?;
        fs::write(out.join(format!("{page}-{language}.txt")), texts.join("\n"))?;
    }
    Ok(())
}

/// The texts of a file that has nothing but sections and plain texts, by key.
fn words(file: &str) -> BTreeMap<String, &str> {
    let mut words = BTreeMap::new();
    let mut section = "";
    for line in file.lines() {
        if let Some((key, text)) = line.split_once(" = \"") {
            let text = text.strip_suffix('"').unwrap_or(text);
            words.insert(format!("{section}.{key}"), text);
        } else if let Some(name) = line.strip_prefix('[') {
            section = name.strip_suffix(']').unwrap_or(name);
        }
    }
    words
}
