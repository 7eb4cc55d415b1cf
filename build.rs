//! Asks the linker for relocations, and compiles the catalogue:
//! `locales/<language>/<page>.toml` becomes `catalogue.rs`, with a typed key for every
//! text. Each folder is a language.
//!
//! A key that no language has does not compile, and one that nothing uses is a warning. A
//! text that one language lacks is shown in the default language, with a warning here and
//! a failing test in `src/language.rs`. Different placeholders are an error here.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The files of a language, each a module of keys.
const PAGES: [&str; 6] = ["common", "board", "record", "report", "rules", "verify"];

/// The default language: the fallback for missing texts, and the first one in the menu.
const DEFAULT: &str = "zh-Hans";

/// The plural categories of CLDR, in the order of `PluralCategory`.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Names a folder with further languages, for tests.
const EXTRA: &str = "HALLBOARD_EXTRA_LOCALES";

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A text, or one for each plural category that the language has.
#[derive(Clone, PartialEq, Eq)]
enum Text {
    Plain(String),
    Counted([Option<String>; CATEGORIES.len()]),
}

/// The texts of a language by page and key, such as `outbox.waiting`.
type Texts = BTreeMap<(&'static str, String), Text>;

struct Language {
    tag: String,
    folder: PathBuf,
    texts: Texts,
}

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={EXTRA}");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|it| it == "wasm32") {
        // wasm-split needs relocations to assign functions to parts.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let mut languages = read_all(Path::new("locales"))?;
    let shipped = languages.len();
    if let Some(folder) = env::var_os(EXTRA).filter(|it| !it.is_empty()) {
        languages.extend(read_all(Path::new(&folder))?);
    }
    let default = languages.iter().position(|it| it.tag == DEFAULT);
    let default = default.ok_or_else(|| format!("locales/{DEFAULT} is missing"))?;
    languages.swap(0, default);

    let missing = complete(&mut languages)?;
    if !missing.is_empty() {
        println!("cargo::warning=texts are missing: {}", missing.join(", "));
    }
    let of_shipped = |text: &&String| text.starts_with("locales");
    let missing: Vec<&String> = missing.iter().filter(of_shipped).collect();

    let mut source = String::new();
    languages_source(&mut source, &languages)?;
    writeln!(source, "/// Texts that a language which ships lacks.")?;
    writeln!(source, "#[cfg(test)]\npub(crate) const MISSING: &[&str] = &{missing:?};")?;
    writeln!(source, "/// How many languages ship.")?;
    writeln!(source, "#[cfg(test)]\npub(crate) const SHIPPED: usize = {shipped};")?;
    for page in PAGES {
        page_source(&mut source, &languages, page)?;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    fs::write(out.join("catalogue.rs"), source)?;
    Ok(())
}

/// The languages below a folder, by tag.
fn read_all(locales: &Path) -> Result<Vec<Language>> {
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut languages = Vec::new();
    for entry in fs::read_dir(locales).map_err(|what| in_file(locales, what))? {
        let folder = entry?.path();
        // Switching to a version with other folders leaves empty ones behind.
        if folder.join("common.toml").is_file() {
            languages.push(read(folder)?);
        }
    }
    languages.sort_by(|one, other| one.tag.cmp(&other.tag));
    Ok(languages)
}

fn read(folder: PathBuf) -> Result<Language> {
    let tag = folder.file_name().and_then(|it| it.to_str()).ok_or("no tag")?.to_owned();
    let mut texts = Texts::new();
    for page in PAGES {
        let file = folder.join(page).with_extension("toml");
        if file.is_file() {
            let table: Table = fs::read_to_string(&file)?
                .parse()
                .map_err(|what| in_file(&file, what))?;
            flatten(page, "", table, &mut texts).map_err(|what| in_file(&file, what))?;
        }
    }
    Ok(Language { tag, folder, texts })
}

/// An error with the file it is in.
fn in_file(file: &Path, what: impl std::fmt::Display) -> String {
    format!("{}: {what}", file.display())
}

/// Adds the texts of a table under their full keys.
fn flatten(
    page: &'static str,
    prefix: &str,
    table: Table,
    texts: &mut Texts,
) -> Result<()> {
    for (key, value) in table {
        let key = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value {
            Value::String(text) => {
                texts.insert((page, key), Text::Plain(text));
            }
            Value::Table(table) => match plural_forms(&key, &table)? {
                Some(forms) => {
                    texts.insert((page, key), Text::Counted(forms));
                }
                None => flatten(page, &key, table, texts)?,
            },
            _ => return Err(format!("{key} is no text").into()),
        }
    }
    Ok(())
}

/// The forms of a counted text: a table whose keys are plural categories alone.
fn plural_forms(
    key: &str,
    table: &Table,
) -> Result<Option<[Option<String>; CATEGORIES.len()]>> {
    let is_counted = table.contains_key("other")
        && table.keys().all(|it| CATEGORIES.contains(&it.as_str()));
    if !is_counted {
        return Ok(None);
    }
    if !table.values().all(Value::is_str) {
        return Err(format!("{key}: a plural form is no text").into());
    }
    let form = |name| Some(table.get(name)?.as_str()?.to_owned());
    Ok(Some(CATEGORIES.map(form)))
}

/// Fills in the texts that a language lacks from the default language, which is the
/// first, and returns their keys.
fn complete(languages: &mut [Language]) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    let (default, others) = languages.split_first_mut().ok_or("no languages")?;
    for language in others.iter() {
        for (key, text) in &language.texts {
            default.texts.entry(key.clone()).or_insert_with(|| {
                missing.push(named(&default.folder, key));
                text.clone()
            });
        }
    }
    for language in others {
        for (key, expected) in &default.texts {
            let name = named(&language.folder, key);
            let Some(text) = language.texts.get(key) else {
                missing.push(name);
                language.texts.insert(key.clone(), expected.clone());
                continue;
            };
            compare(text, expected).map_err(|what| format!("{name} {what}"))?;
        }
    }
    Ok(missing)
}

fn named(folder: &Path, (page, key): &(&str, String)) -> String {
    format!("{}/{page}.toml: {key}", folder.display())
}

/// Whether both are counted or both are not, and have the same placeholders. A form for
/// one or two may omit the number.
fn compare(text: &Text, expected: &Text) -> std::result::Result<(), String> {
    let (found, forms, expected) = match (text, expected) {
        (Text::Plain(text), Text::Plain(expected)) => (text, None, expected),
        (Text::Counted(forms), Text::Counted(expected)) => {
            let [.., Some(found)] = forms else { return Err("has no other form".into()) };
            let [.., Some(expected)] = expected else { return Ok(()) };
            (found, Some(forms), expected)
        }
        _ => return Err("is counted in one language and not in another".into()),
    };
    let expected = gaps(expected);
    if gaps(found) != expected {
        return Err(format!("has other gaps than {expected:?}"));
    }
    for form in forms.into_iter().flatten().flatten() {
        if !gaps(form).is_subset(&expected) {
            return Err(format!("has gaps beside {expected:?}"));
        }
    }
    Ok(())
}

/// The names of the placeholders in a text.
fn gaps(text: &str) -> BTreeSet<&str> {
    text.split("%{").skip(1).filter_map(|it| it.split('}').next()).collect()
}

/// The languages, as described by the page `common`.
fn languages_source(source: &mut String, languages: &[Language]) -> Result<()> {
    writeln!(source, "pub(crate) const LANGUAGES: [About; {}] = [", languages.len())?;
    for language in languages {
        let about = |key: &str| {
            let key = ("common", format!("language.{key}"));
            match language.texts.get(&key) {
                Some(Text::Plain(text)) => Ok(text),
                _ => Err(named(&language.folder, &key)),
            }
        };
        let (name, dates, direction) =
            (about("name")?, about("dates")?, about("direction")?);
        if !["ltr", "rtl"].contains(&direction.as_str()) {
            return Err(in_file(&language.folder, "direction is ltr or rtl").into());
        }
        let tag = &language.tag;
        writeln!(
            source,
            "About {{ tag: {tag:?}, name: {name:?}, direction: {direction:?}, dates: {dates:?} }},"
        )?;
    }
    writeln!(source, "];")?;
    Ok(())
}

/// A module with the keys of a page: `letters.back` is `LETTERS_BACK`.
fn page_source(source: &mut String, languages: &[Language], page: &str) -> Result<()> {
    writeln!(source, "pub(crate) mod {page} {{")?;
    writeln!(source, "#[allow(unused_imports, reason = \"few pages count\")]")?;
    writeln!(source, "use super::{{Counted, Word}};")?;
    let default = languages.first().ok_or("no languages")?;
    for (at, text) in default.texts.iter().filter(|(at, _)| at.0 == page) {
        let key = &at.1;
        if page == "common" && key.starts_with("language.") && key != "language.menu" {
            continue;
        }
        let name = key.replace('.', "_").to_uppercase();
        let kind = if matches!(text, Text::Plain(_)) { "Word" } else { "Counted" };
        writeln!(source, "pub(crate) const {name}: {kind} = {kind}(&[")?;
        for text in languages.iter().filter_map(|it| it.texts.get(at)) {
            match text {
                Text::Plain(text) => writeln!(source, "{text:?},")?,
                Text::Counted(forms) => {
                    let other = forms.last().cloned().flatten();
                    let forms = forms.each_ref().map(|it| it.as_ref().or(other.as_ref()));
                    let forms: Vec<_> = forms.into_iter().flatten().collect();
                    writeln!(source, "{forms:?},")?;
                }
            }
        }
        writeln!(source, "]);")?;
    }
    writeln!(source, "}}")?;
    Ok(())
}
