//! `hallboard new`: a hall's folder, and restoring its key from paper.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;

use common::{Ran, hallboard};

fn new(folder: &Path, arguments: &[&str]) -> Ran {
    hallboard(["new", folder.to_str().unwrap()].iter().chain(arguments))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const ALL: [&str; 7] = [
    "hall.key",
    "hall.key.cards.json",
    "hall.key.letters.json",
    "hall.key.pub",
    "hallboard.toml",
    "key-backup.html",
    "register.xlsx",
];

#[test]
fn a_new_hall_makes_sense_whether_empty_or_filled() {
    for (arguments, residents) in [(&["--name", "杨桥"][..], 0), (&["--sample"], 24)] {
        let folder = tempfile::tempdir().unwrap();
        let hall = folder.path().join("Our Village");
        let ran = new(&hall, arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("hallboard publish"), "{}", ran.out);
        assert_eq!(names(&hall), ALL);
        assert_eq!(names(folder.path()), ["Our Village"]);
        let ran = hallboard(["check", hall.to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let json = folder.path().join("ledger.json");
        let paths = [hall.to_str().unwrap(), json.to_str().unwrap()];
        assert_eq!(hallboard(["convert", paths[0], paths[1]]).code, 0);
        let ledger: serde_json::Value =
            serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
        assert_eq!(ledger["hall"]["id"], "our-village");
        assert_eq!(ledger["residents"].as_array().unwrap().len(), residents);
        let book = ledger["rulebooks"].as_array().unwrap().last().unwrap();
        assert_eq!(book["categories"].as_array().unwrap().len(), 5);
        let named = arguments.contains(&"--name").then_some("杨桥");
        assert_eq!(ledger["hall"]["names"]["zh-Hans"], named.unwrap_or("本村文化礼堂"));
    }
}

#[cfg(unix)]
#[test]
fn the_key_and_its_backup_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(new(folder.path(), &[]).code, 0);
    for name in
        ["hall.key", "hall.key.cards.json", "hall.key.letters.json", "key-backup.html"]
    {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

/// The command is refused and leaves the folder unchanged.
#[track_caller]
fn check_refused(name: &str, arguments: &[&str], expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/mine.txt"), "mine").unwrap();
    let ran = new(&folder.path().join(name), arguments);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains(expected), "{}", ran.err);
    assert_eq!(names(folder.path()), ["full"]);
    assert_eq!(names(&folder.path().join("full")), ["mine.txt"]);
}

#[test]
fn a_folder_in_use_and_wrong_facts_are_refused() {
    check_refused("full", &[], "not empty");
    check_refused("a", &["--id", "Our Village"], "Our Village");
    check_refused("a", &["--time-zone", "Asia/Yangqiao"], "Asia/Yangqiao");
}

#[test]
fn key_is_recorded_as_on_paper_when_its_last_characters_are_typed() {
    let folder = tempfile::tempdir().unwrap();
    let hall = folder.path().join("hall");
    assert_eq!(new(&hall, &["--rules", "full"]).code, 0);
    let made = hall.join("key-backup.html");
    let first = fs::read_to_string(&made).unwrap();
    let path = hall.to_str().unwrap();
    // What is there is never written over.
    assert_eq!(hallboard(["key-backup", path]).code, 1);
    fs::remove_file(&made).unwrap();
    let ran = hallboard(["key-backup", path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("line 9"), "{}", ran.out);
    assert_eq!(fs::read_to_string(&made).unwrap(), first);
    let lines = typed(&first);
    let check = lines.last().unwrap().rsplit(' ').next().unwrap();
    let ran = hallboard(["key-backup", path, "--confirm", "?"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(made.exists() && !hall.join("hall.key.backup.json").exists());
    let ran = hallboard(["key-backup", path, "--confirm", check]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("key-backup.html"), "{}", ran.out);
    assert!(!made.exists() && hall.join("hall.key").exists());
    let public = fs::read_to_string(hall.join("hall.key.pub")).unwrap();
    let record = fs::read_to_string(hall.join("hall.key.backup.json")).unwrap();
    assert!(record.contains(public.lines().nth(1).unwrap()), "{record}");
}

/// The numbered lines of the backup, as a person would type them.
fn typed(page: &str) -> Vec<String> {
    let rows = page.split("<tr>").skip(1).map(|row| row.split("</tr>").next().unwrap());
    let text = |row: &str| {
        let cells = row.split("</t").map(|cell| cell.rsplit('>').next().unwrap());
        cells.collect::<Vec<_>>().join(" ").replace("&#x2f;", "/").trim().to_owned()
    };
    rows.map(text).collect()
}

#[test]
fn key_is_restored_from_its_backup() {
    let folder = tempfile::tempdir().unwrap();
    let hall = folder.path().join("hall");
    assert_eq!(new(&hall, &[]).code, 0);
    let page = fs::read_to_string(hall.join("key-backup.html")).unwrap();
    let mut lines = typed(&page);
    assert_eq!(lines.len(), 9, "{lines:?}");
    let paper = folder.path().join("typed.txt");
    let back = |lines: &[String], out: &str| {
        fs::write(&paper, lines.join("\r\n")).unwrap();
        let out = folder.path().join(out);
        hallboard([
            "keygen",
            "--from-paper",
            paper.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ])
    };
    let ran = back(&lines, "back.key");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    assert_eq!(read(&folder.path().join("back.key")), read(&hall.join("hall.key")));
    assert_eq!(
        read(&folder.path().join("back.key.pub")),
        read(&hall.join("hall.key.pub"))
    );
    let wrong = if lines[4].contains('x') {
        lines[4].replace('x', "y")
    } else {
        lines[4].clone() + "x"
    };
    lines[4] = wrong;
    lines.remove(6);
    let ran = back(&lines, "wrong.key");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("line 5 ") && ran.err.contains("line 7 "), "{}", ran.err);
    assert!(!ran.err.contains("line 6 "), "{}", ran.err);
    assert!(!folder.path().join("wrong.key").exists());
}
