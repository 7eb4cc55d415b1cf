//! Appends entries to registers of every format without changing anything else.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use hallboard_score::{Entry, Ledger, read_json};
use hallboard_workbook::edit::append::{AppendError, Bytes, RowsError, appended, sqlite};
use hallboard_workbook::read::{Located, located_at};
use hallboard_workbook::{write, write_csv, write_ods, write_sqlite};

use crate::hall::{LEDGER, ledger};

fn entries() -> Vec<Entry> {
    let list = r#"[
      {"id": "La", "date": "2026-11-24", "kind": "deed", "resident": "R1", "deed": "litter", "source": "neighbour",
       "notified": "2026-11-24", "note": "=HYPERLINK(\"http://x\")\n+1  two \"blanks\"", "by": "@Li, Hua"},
      {"id": "Lb", "date": "2026-11-24", "kind": "objection", "entry": "La", "text": "-2+3 <b>&amp;"},
      {"id": "Lc", "date": "2026-11-23", "kind": "consent", "resident": "R1", "scopes": [], "given_by": "self"},
      {"id": "Ld", "date": "2026-11-24", "kind": "deed", "resident": "R2", "deed": "help", "source": "self"},
      {"id": "Le", "date": "2026-11-24", "kind": "redemption", "resident": "R1", "reward": "soap", "note": "2026-01-01"}
    ]"#;
    read_json(list.as_bytes()).unwrap()
}

fn bytes(path: &Path) -> Bytes {
    if path.is_dir() {
        let files = fs::read_dir(path).unwrap().map(|it| it.unwrap().path());
        return files.map(|file| (file.clone(), fs::read(file).unwrap())).collect();
    }
    Bytes::from([(path.to_owned(), fs::read(path).unwrap())])
}

/// The register is unchanged except for the new entries.
#[track_caller]
fn check_contains(after: &Located, before: &Ledger, new: &[Entry]) {
    let is_new = |entry: &&Entry| new.iter().any(|it| it.id == entry.id);
    let kept: Vec<&Entry> =
        after.ledger.entries.iter().filter(|it| !is_new(it)).collect();
    assert_eq!(kept, before.entries.iter().collect::<Vec<_>>());
    let mut found: Vec<&Entry> = after.ledger.entries.iter().filter(is_new).collect();
    found.sort_by_key(|it| it.id.clone());
    assert_eq!(found, new.iter().collect::<Vec<_>>());
    let rest = |it: &Ledger| Ledger { entries: Vec::new(), ..it.clone() };
    assert_eq!(rest(&after.ledger), rest(before));
}

fn append_to(path: &Path, new: &[Entry], dates: bool) {
    let (before, located) = (bytes(path), located_at(path).unwrap());
    let after = appended(path, &before, &located, new, dates).unwrap();
    assert!(!after.is_empty());
    after.iter().for_each(|(file, bytes)| fs::write(file, bytes).unwrap());
    check_contains(&located_at(path).unwrap(), &located.ledger, new);
}

#[test]
fn every_format_accepts_new_entries() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let written = ledger();
    for dates in [true, false] {
        let json = serde_json::to_string_pretty(&written).unwrap();
        fs::write(at("a.json"), json).unwrap();
        fs::write(at("a.xlsx"), write(&written).unwrap()).unwrap();
        fs::write(at("a.ods"), write_ods(&written).unwrap()).unwrap();
        drop(fs::remove_dir_all(at("csv")));
        fs::create_dir(at("csv")).unwrap();
        write_csv(&written, &at("csv")).unwrap();
        for name in ["a.json", "a.xlsx", "a.ods", "csv"] {
            let all = entries();
            append_to(&at(name), &all[..2], dates);
            append_to(&at(name), &all[2..], dates);
        }
    }
    // No cell begins like a formula, with or without quotes.
    for file in ["Deeds 行为.csv", "Replies 申辩与裁决.csv"] {
        let text = fs::read_to_string(at("csv").join(file)).unwrap();
        for begins in [",=", ",\"=", ",@", ",\"@", ",-2", ",\"-2"] {
            assert!(!text.contains(begins), "{begins} in {text}");
        }
        assert!(text.contains("=HYPERLINK") || text.contains("-2+3"), "{text}");
    }
    write_sqlite(&written, &at("a.sqlite")).unwrap();
    let located = located_at(&at("a.sqlite")).unwrap();
    let refused = sqlite(&at("a.sqlite"), &located, &entries(), || false);
    assert!(matches!(refused, Err(AppendError::Rows(RowsError::File(_)))), "{refused:?}");
    check_contains(&located_at(&at("a.sqlite")).unwrap(), &located.ledger, &[]);
    sqlite(&at("a.sqlite"), &located, &entries(), || true).unwrap();
    check_contains(&located_at(&at("a.sqlite")).unwrap(), &located.ledger, &entries());
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn books(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "books", name].iter().collect()
}

#[test]
fn in_workbooks_of_other_programs_only_rows_are_added() {
    for name in ["libreoffice.xlsx", "openpyxl.xlsx", "libreoffice.ods"] {
        let path = books(name);
        let (before, located) = (bytes(&path), located_at(&path).unwrap());
        let resident = located.ledger.residents[0].id.clone();
        let deed = located.ledger.rulebooks[0].deeds[0].id.clone();
        let new = format!(
            r#"[{{"id": "La", "date": "2026-11-24", "kind": "deed", "resident": "{resident}",
                 "deed": "{deed}", "source": "self", "note": "=1+1"}}]"#
        );
        let new: Vec<Entry> = read_json(new.as_bytes()).unwrap();
        let after = appended(&path, &before, &located, &new, true).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(name);
        fs::write(&copy, &after[&path]).unwrap();
        check_contains(&located_at(&copy).unwrap(), &located.ledger, &new);
        let (old, changed) = (parts(&before[&path]), parts(&after[&path]));
        assert_eq!(old.keys().collect::<Vec<_>>(), changed.keys().collect::<Vec<_>>());
        let differ: Vec<&String> = old
            .iter()
            .filter(|(part, text)| changed[*part] != **text)
            .map(|it| it.0)
            .collect();
        assert_eq!(differ.len(), 1, "{name}: {differ:?}");
        // A cell that begins like a formula is stored as text.
        let part = &changed[differ[0]];
        assert!(part.contains(">=1+1<") && !part.contains("<f>1+1"), "{name}");
    }
}

#[test]
fn missing_columns_are_reported_and_nothing_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_csv(&ledger(), path).unwrap();
    fs::remove_file(path.join("Redemptions 兑换.csv")).unwrap();
    let try_append = |new: &[Entry]| {
        let located = located_at(path).unwrap();
        appended(path, &bytes(path), &located, new, false)
    };
    let sheet = "Redemptions 兑换".to_owned();
    assert_eq!(try_append(&entries()), Err(AppendError::NoSheet { sheet }));
    let file = path.join("Replies 申辩与裁决.csv");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("text 申辩内容", "# text")).unwrap();
    let (sheet, heading) = ("Replies 申辩与裁决".to_owned(), "text 申辩内容".to_owned());
    assert_eq!(
        try_append(&entries()[..2]),
        Err(AppendError::NoColumn { sheet, heading })
    );
}

/// Some programs write a byte-order mark before JSON: it is accepted and preserved.
#[test]
fn byte_order_mark_is_skipped_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str, mark: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!("{mark}{LEDGER}")).unwrap();
        let located = located_at(&path).unwrap();
        assert_eq!(located.ledger, ledger(), "{name}");
        append_to(&path, &entries(), false);
        fs::read_to_string(path).unwrap()
    };
    let plain = made("plain.json", "");
    assert!(!plain.starts_with('\u{feff}'));
    assert_eq!(made("marked.json", "\u{feff}"), format!("\u{feff}{plain}"));
    // Only one mark is accepted, and only at the beginning.
    for text in [format!("\u{feff}\u{feff}{LEDGER}"), format!("{LEDGER}\u{feff}")] {
        let path = folder.path().join("more.json");
        fs::write(&path, text).unwrap();
        assert!(located_at(&path).is_err());
    }
}

#[test]
fn text_files_accept_entries_in_their_own_encoding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write_csv(&ledger(), path).unwrap();
    // As Excel in China saves them, with names as LibreOffice gives them.
    for (file, bytes) in bytes(path) {
        let text = String::from_utf8(bytes).unwrap();
        let name = format!("register-{}", file.file_name().unwrap().to_str().unwrap());
        let gbk = encoding_rs::GBK.encode(text.trim_start_matches('\u{feff}')).0;
        fs::write(path.join(name), gbk).unwrap();
        fs::remove_file(file).unwrap();
    }
    append_to(path, &entries(), false);
    // Rows to which a formula had been filled down, saved as text.
    let replies = path.join("register-Replies 申辩与裁决.csv");
    let mut text = fs::read(&replies).unwrap();
    let rows = text.split(|it| *it == b'\n').count();
    text.extend_from_slice(&b",,,,,,,,,,\r\n".repeat(40));
    fs::write(&replies, text).unwrap();
    let late = r#"[{"id": "Ly", "date": "2026-11-24", "kind": "objection", "entry": "La", "text": "late"}]"#;
    append_to(path, &read_json::<Vec<Entry>>(late.as_bytes()).unwrap(), false);
    let text = fs::read(&replies).unwrap();
    let written = text.split(|it| *it == b'\n').position(|it| it.starts_with(b"Ly,"));
    assert_eq!(written, Some(rows - 1));
    let (before, located) = (bytes(path), located_at(path).unwrap());
    for (text, lost) in [("谢谢😀", '😀'), ("𠮷祥", '𠮷')] {
        let new = format!(
            r#"[{{"id": "Lx", "date": "2026-11-24", "kind": "objection", "entry": "La", "text": "{text}"}}]"#
        );
        let new: Vec<Entry> = read_json(new.as_bytes()).unwrap();
        let error = appended(path, &before, &located, &new, false).unwrap_err();
        let AppendError::Rows(RowsError::Encoding { cell, character, encoding, .. }) =
            error
        else {
            panic!("{error}");
        };
        assert_eq!((character, encoding), (lost, "GBK"));
        assert!(cell.starts_with("Replies 申辩与裁决!"), "{cell}");
    }
}
