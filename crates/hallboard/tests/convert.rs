//! `hallboard convert`: what it writes, and what it never overwrites.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;

use common::{Ran, hallboard, small};

fn convert(arguments: &[&str], to: &Path) -> Ran {
    let to = to.to_str().unwrap().to_owned();
    let small = small();
    let given = ["convert", &small, &to].into_iter();
    hallboard(given.chain(arguments.iter().copied()))
}

/// Names and contents of the files in a folder; of its subfolders the names alone.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let bytes = match path.is_dir() {
                true => {
                    contents(&path).into_iter().flat_map(|it| it.0.into_bytes()).collect()
                }
                false => fs::read(&path).unwrap(),
            };
            (name, bytes)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn every_format_is_replaced_only_on_request() {
    for name in ["a.json", "a.xlsx", "a.ods", "a.sqlite", "a.db", "a.csv", "a/"] {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join(name);
        let ran = convert(&[], &to);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        let written = contents(folder.path());
        assert_eq!(written.len(), 1, "{name}");
        let ran = convert(&[], &to);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.contains("--replace"), "{}", ran.err);
        assert_eq!(contents(folder.path()), written, "{name}");
        assert_eq!(convert(&["--replace"], &to).code, 0, "{name}");
        assert_eq!(contents(folder.path()).len(), 1, "{name}");
    }
}

/// The command is refused, and nothing changes.
#[track_caller]
fn check_refused(
    prepare: impl FnOnce(&Path),
    name: &str,
    arguments: &[&str],
    expected: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let before = contents(folder.path());
    let ran = convert(arguments, &folder.path().join(name));
    assert_ne!(ran.code, 0);
    assert!(ran.err.contains(expected), "{}", ran.err);
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn foreign_files_are_not_overwritten() {
    let with_notes = |folder: &Path| {
        fs::create_dir(folder.join("a.csv")).unwrap();
        fs::write(folder.join("a.csv/notes.txt"), "mine").unwrap();
    };
    check_refused(with_notes, "a.csv", &["--replace"], "notes.txt");
    let folder = |folder: &Path| fs::create_dir(folder.join("a.xlsx")).unwrap();
    check_refused(folder, "a.xlsx", &["--replace"], "folder");
    let file = |folder: &Path| fs::write(folder.join("a.csv"), "mine").unwrap();
    check_refused(file, "a.csv", &["--replace"], "file");
    check_refused(|_| {}, "no/such/folder/a.xlsx", &[], "cannot be written");
    check_refused(|_| {}, "a.txt", &[], "--form");
}

#[test]
fn ledger_is_not_written_to_its_own_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::copy(small(), &path).unwrap();
    let path = path.to_str().unwrap();
    let ran = hallboard(["convert", path, path, "--replace"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(fs::read(path).unwrap(), fs::read(small()).unwrap());
}

#[test]
fn format_option_precedes_the_extension() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("register");
    assert_eq!(convert(&["--form", "csv"], &to).code, 0);
    let deeds = fs::read(to.join("Deeds 行为.csv")).unwrap();
    assert!(deeds.starts_with("\u{feff}id 编号,date 日期,".as_bytes()));
    assert!(deeds.ends_with(b"\r\n"));
}
