//! Every text exists in every language, with the same placeholders.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hallboard_operations::language::Language;

/// The placeholders in each text, by file and key.
type Texts = BTreeMap<String, BTreeSet<String>>;

/// The folders of texts, from the package's folder.
const FOLDERS: [&str; 4] =
    ["locales", "../desk/locales", "../operations/locales", "../workbook/locales"];

fn texts(folder: &str, language: Language) -> Texts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
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
    for folder in FOLDERS {
        let english = texts(folder, Language::English);
        assert!(!english.is_empty(), "{folder}");
        assert_eq!(english, texts(folder, Language::Chinese), "{folder}");
    }
}

/// The keys in calls of `t!` in the sources below a folder.
fn used_keys(folder: &Path) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys.extend(used_keys(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let calls = source.split(" t!(").chain(source.split("&t!(")).skip(1);
            let literals = calls.filter_map(|it| it.trim_start().strip_prefix('"'));
            keys.extend(literals.filter_map(|it| Some(it.split_once('"')?.0.to_owned())));
        }
    }
    keys
}

#[test]
fn every_key_is_in_the_texts_of_its_package() {
    for package in ["", "../operations"] {
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join(package);
        let locales = package.join("locales");
        let texts = texts(locales.to_str().unwrap(), Language::English);
        // `texts` names a text by its file, table and key.
        let known: BTreeSet<String> = texts
            .keys()
            .filter_map(|it| Some(it.split_once('/')?.1.replace('/', ".")))
            .collect();
        let used = used_keys(&package.join("src"));
        assert!(used.len() > 50, "{}", used.len());
        let unknown: Vec<_> = used.difference(&known).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", package.display());
    }
}
