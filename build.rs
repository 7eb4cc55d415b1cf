//! Puts the words of the page of one's own into tables: the keys in order, once, and the
//! texts of each language in the order of the keys.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

const LANGUAGES: [&str; 2] = ["en", "zh-Hans"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales/me");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    for language in LANGUAGES {
        let file = fs::read_to_string(format!("locales/me/{language}.toml"))?;
        let words = words(&file);
        let keys: Vec<&str> = words.keys().map(String::as_str).collect();
        let texts: Vec<&str> = words.values().copied().collect();
        fs::write(out.join(format!("me-{language}.keys")), keys.join("\n"))?;
        fs::write(out.join(format!("me-{language}.txt")), texts.join("\n"))?;
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
