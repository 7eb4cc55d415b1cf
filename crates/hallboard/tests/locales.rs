//! Every text exists in every language, with the same placeholders.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hallboard::language::Language;

/// The placeholders in each text, by file and key.
type Texts = BTreeMap<String, BTreeSet<String>>;

fn texts(language: Language) -> Texts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let ending = format!(".{}.toml", language.tag());
    let mut texts = Texts::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if let Some(room) = name.strip_suffix(&ending) {
            let text = std::fs::read_to_string(&path).unwrap();
            add(room, &text.parse().unwrap(), &mut texts);
        }
    }
    texts
}

fn add(key: &str, table: &toml::Table, texts: &mut Texts) {
    for (name, value) in table {
        let key = format!("{key}/{name}");
        match value {
            toml::Value::Table(table) => add(&key, table, texts),
            toml::Value::String(text) => {
                let gaps = text.split("%{").skip(1);
                let gaps = gaps.map(|rest| rest.split('}').next().unwrap().to_owned());
                assert!(!text.is_empty(), "{key} is empty");
                texts.insert(key, gaps.collect());
            }
            other => panic!("{key} is no text: {other:?}"),
        }
    }
}

#[test]
fn every_language_has_every_text() {
    let english = texts(Language::English);
    assert!(!english.is_empty());
    assert_eq!(english, texts(Language::Chinese));
}
