//! Every text is stored as text in every workbook, whatever it begins with.

use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use hallboard_score::{Entry, Ledger, read_json};
use hallboard_workbook::edit::append::appended;
use hallboard_workbook::read::located_at;
use hallboard_workbook::{write, write_ods};

use crate::hall::ledger;

/// Texts that spreadsheets might interpret.
const HOSTILE: [&str; 10] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "=HYPERLINK(\"https://hall.example/\";\"x\")",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\n=1+1",
    "=1+1\u{7}",
    "'=1+1",
];

fn deeds() -> Vec<Entry> {
    let deed = |(number, note): (usize, &&str)| -> Entry {
        let deed = serde_json::json!({
            "id": format!("L{number}"), "date": "2026-11-24", "kind": "deed", "by": note,
            "resident": "R1", "deed": "help", "source": "self", "note": note,
        });
        read_json(deed.to_string().as_bytes()).unwrap()
    };
    HOSTILE.iter().enumerate().map(deed).collect()
}

/// Each text occurs twice as text, as note and as recorder, and no formula contains any of
/// it.
#[track_caller]
fn check(what: &str, bytes: Vec<u8>) {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let sheets = book.sheet_names();
    let mut texts: Vec<String> = Vec::new();
    for sheet in &sheets {
        let range = book.worksheet_range(sheet).unwrap();
        texts.extend(range.used_cells().filter_map(|(.., cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        }));
        let formulas = book.worksheet_formula(sheet).unwrap();
        for (.., formula) in formulas.used_cells() {
            for part in ["1+1", "SUM(1", "HYPERLINK", "calc"] {
                assert!(!formula.contains(part), "{what}, {sheet}: {formula}");
            }
        }
    }
    for text in HOSTILE {
        let text = as_written(text);
        let found = texts.iter().filter(|it| **it == text).count();
        assert_eq!(found, 2, "{what}: {text}");
    }
}

/// Characters that a cell cannot contain are escaped, in quotes.
fn as_written(text: &str) -> String {
    let plain = |c: char| match c.is_control() {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    let written: String = text.chars().map(plain).collect();
    if written == text { written } else { format!("\"{written}\"") }
}

#[test]
fn formula_like_texts_stay_texts() {
    let before = ledger();
    let with =
        Ledger { entries: [before.entries.clone(), deeds()].concat(), ..before.clone() };
    check("written as xlsx", write(&with).unwrap());
    check("written as ods", write_ods(&with).unwrap());
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in
        [("a.xlsx", write(&before).unwrap()), ("a.ods", write_ods(&before).unwrap())]
    {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let located = located_at(&path).unwrap();
        for dates in [true, false] {
            let files = std::collections::BTreeMap::from([(path.clone(), bytes.clone())]);
            let after = appended(&path, &files, &located, &deeds(), dates).unwrap();
            check(&format!("added to {name}"), after[&path].clone());
        }
    }
}
