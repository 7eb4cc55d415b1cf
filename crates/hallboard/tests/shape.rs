//! Files that are no ledgers: one clear message with the place, exit code 2, and
//! nothing written.
#![cfg(test)]

mod common;

use std::path::Path;

use common::{LEDGER, hallboard};

#[track_caller]
fn check_file(file: &Path, says: &[&str]) {
    let path = file.to_str().unwrap();
    let written = file.with_file_name("written.json");
    let day = ["--on", "2025-05-01"];
    let whom = ["--resident", "R1", "--from", "2025-01-01", "--to", "2025-05-01"];
    let runs = [
        hallboard(["check", path]),
        hallboard(["check", path, "--json"]),
        hallboard(["score", path].into_iter().chain(day)),
        hallboard(["history", path].into_iter().chain(whom)),
        hallboard(["convert", path, written.to_str().unwrap()]),
    ];
    for ran in runs {
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert_eq!(ran.out, "");
        for part in says.iter().chain(&[path, "fix:"]) {
            assert!(ran.err.contains(part), "{part} is missing in:\n{}", ran.err);
        }
        assert_eq!(ran.err.matches("hallboard: ").count(), 1, "{}", ran.err);
        assert!(ran.err.len() < 800, "{}", ran.err);
    }
    assert!(!written.exists());
}

#[track_caller]
fn check_bytes(bytes: &[u8], says: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.json");
    std::fs::write(&file, bytes).unwrap();
    check_file(&file, says);
}

/// The small ledger with one thing in it replaced.
#[track_caller]
fn check(from: &str, to: &str, says: &[&str]) {
    assert_eq!(LEDGER.matches(from).count(), 1, "{from}");
    check_bytes(LEDGER.replace(from, to).as_bytes(), says);
}

#[test]
fn files_that_are_not_json() {
    check_bytes(b"", &["line 1", "ends too early"]);
    check_bytes(b"resident,score\nR1,60\n", &["line 1, column 1", "expected value"]);
    check_bytes(b"[]", &["line 1", "expected an object"]);
    check_bytes(b"\xff\xfe{}", &["line 1"]);
    check_bytes(LEDGER.trim_end().trim_end_matches('}').as_bytes(), &["ends too early"]);
    check_bytes(format!("{LEDGER}{{}}").as_bytes(), &["behind the end"]);
}

#[test]
fn a_hundred_megabytes_of_brackets() {
    check_bytes(&vec![b'['; 100_000_000], &["line 1, column"]);
}

#[test]
fn fields_that_are_not_as_they_should_be() {
    check("\"kind\": \"rating\", ", "", &["line 14", "entries[1]", "`kind` is missing"]);
    check("\"stars\": 4", "\"stars\": 4, \"colour\": 1", &["entries[1]", "`colour`"]);
    check("\"stars\": 4", "\"stars\": 4, \"stars\": 4", &["entries[1]", "duplicate"]);
    check("\"stars\": 4", "\"stars\": \"4\"", &["entries[1].stars"]);
    check("\"stars\": 4", "\"stars\": 6", &["entries[1].stars", "from 1 to 5"]);
    check("\"stars\": 4", "\"stars\": 4, \"note\": null", &["entries[1].note"]);
    check("\"stars\": 4", "\"stars\": 4, \"text\": \"no\"", &["entries[1]", "`text`"]);
    check("{\"en\": \"Mill hall\"}", "[\"en\", \"Mill hall\"]", &["hall.names"]);
    check("\"points\": -5", "\"points\": -5.125", &["rulebooks[0].deeds[1].points"]);
    check("\"points\": -5", "\"points\": -1000000.01", &["deeds[1].points", "1000000"]);
    check("\"cost\": 2", "\"cost\": -2", &["rewards[0]", "negative"]);
    check("\"base\": 60", "\"base\": 101", &["rulebooks[0].score", "base"]);
    check("2025-03-02", "2025-02-30", &["entries[1].date", "2025-02-30"]);
    check("2025-03-02", "1899-12-31", &["entries[1].date", "1900"]);
    check("\"neighbour\"", "\"gossip\"", &["entries[2].source", "gossip", "`self`"]);
    check("hallboard-ledger/1", "hallboard-ledger/2", &["format"]);
    check("\"E3\"", "\"E2\"", &["entries[2]", "`E2`", "twice"]);
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    check_file(&folder.path().join("absent.json"), &["cannot be read"]);
    check_file(folder.path(), &["no sheet"]);
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    check_file(&file("ledger.ods", b"PK\x03\x04"), &["damaged"]);
    check_file(&file("ledger.xlsx", LEDGER.as_bytes()), &["this is not a register"]);
    check_file(
        &file("ledger.xlsx", b"PK\x03\x04and nothing"),
        &["this is not a register"],
    );
}
