//! Letters written into registers with blank ids, such as those that `new` makes.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use hallboard_feed::letter::Letter;
use hallboard_inbox::entry_id;
use hallboard_score::{Consent, EntryKind, Ledger, check};
use hallboard_workbook::read::{Located, located_at};
use hallboard_workbook::{write, write_csv, write_ods, write_sqlite};

use crate::command::{CAME, Hall, ok, set_modified};
use crate::common::hallboard_in;
use crate::hall::{card, concern, guest, ledger, letter, page, reply, thanks, wish};

const FORMS: [&str; 4] = ["register.xlsx", "register.ods", "register.sqlite", "register"];

/// Lists whose ids are blank.
const BLANK: [&[&str]; 6] = [
    &["consent"],
    &["deed"],
    &["consent", "rating", "deed"],
    &["residents"],
    &["households"],
    &["consent", "rating", "deed", "objection", "reversal", "residents", "households"],
];

/// Placeholder for a blank id, followed by a number.
const NONE: &str = "NONE-";

/// The ledger without ids in those lists, except where an entry refers to them.
fn without_ids(blank: &[&str]) -> Ledger {
    let mut ledger = ledger();
    let referred: Vec<_> = ledger
        .entries
        .iter()
        .filter_map(|it| match &it.kind {
            EntryKind::Objection { entry, .. } | EntryKind::Reversal { entry, .. } => {
                Some(entry.clone())
            }
            _ => None,
        })
        .collect();
    let mut number = 0;
    let mut none = || {
        number += 1;
        format!("{NONE}{number:03}").as_str().into()
    };
    for entry in &mut ledger.entries {
        if blank.contains(&entry.kind.name().as_str()) && !referred.contains(&entry.id) {
            entry.id = none();
        }
    }
    if blank.contains(&"residents") {
        // R5 occurs only in their own consent.
        ledger.entries.retain(|it| {
            !matches!(&it.kind,
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
            if resident == "R5")
        });
        for resident in &mut ledger.residents {
            if resident.id == "R5" {
                resident.id = none();
            }
        }
    }
    if blank.contains(&"households") {
        let mut another = ledger.households[0].clone();
        another.id = none();
        ledger.households.push(another);
    }
    ledger
}

fn hall_of(workbook: &str, ledger: &Ledger) -> Hall {
    let hall = Hall::new("register.json", "");
    let settings = format!("[hall]\nworkbook = \"{workbook}\"\n");
    fs::write(hall.at("hallboard.toml"), settings).unwrap();
    let path = hall.at(workbook);
    fs::remove_file(hall.at("register.json")).unwrap();
    match path.extension().and_then(|it| it.to_str()) {
        Some("xlsx") => fs::write(&path, blanked(&write(ledger).unwrap())).unwrap(),
        Some("ods") => fs::write(&path, blanked(&write_ods(ledger).unwrap())).unwrap(),
        Some("sqlite") => {
            write_sqlite(ledger, &path).unwrap();
            let base = rusqlite::Connection::open(&path).unwrap();
            for table in
                ["Consents", "Ratings", "Deeds", "Replies", "Residents", "Households"]
            {
                blank_out(&base, table);
            }
        }
        _ => {
            fs::create_dir(&path).unwrap();
            write_csv(ledger, &path).unwrap();
            for file in fs::read_dir(&path).unwrap() {
                let file = file.unwrap().path();
                fs::write(
                    &file,
                    without_placeholders(&fs::read_to_string(&file).unwrap()),
                )
                .unwrap();
            }
        }
    }
    hall
}

fn blank_out(base: &rusqlite::Connection, begins: &str) {
    let found =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ?1 || '%'";
    let table: String = base.query_row(found, [begins], |row| row.get(0)).unwrap();
    let column: String = {
        let rows = base.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        rows.column_names().next().unwrap().to_owned()
    };
    let update = format!(
        "UPDATE \"{table}\" SET \"{column}\" = NULL WHERE \"{column}\" LIKE '{NONE}%'"
    );
    base.execute(&update, []).unwrap();
}

fn without_placeholders(text: &str) -> String {
    let mut parts = text.split(NONE);
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |made, part| made + &part[3..])
}

/// The workbook with its placeholders removed.
fn blanked(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(part.compression());
        out.start_file(name, options).unwrap();
        match String::from_utf8(bytes) {
            Ok(text) => out.write_all(without_placeholders(&text).as_bytes()).unwrap(),
            Err(error) => out.write_all(error.as_bytes()).unwrap(),
        }
    }
    out.finish().unwrap().into_inner()
}

/// The letters have become entries, once each; everything else is unchanged, including
/// derived ids.
#[track_caller]
fn check_written(path: &Path, before: &Located, letters: &[Letter], case: &str) {
    let after = located_at(path).unwrap().ledger;
    let new: Vec<_> = letters.iter().map(|it| entry_id(it.id)).collect();
    let (added, kept): (Vec<_>, Vec<_>) =
        after.entries.iter().partition(|it| new.contains(&it.id));
    assert_eq!(added.len(), letters.len(), "{case}");
    assert_eq!(kept, before.ledger.entries.iter().collect::<Vec<_>>(), "{case}");
    assert_eq!(after.residents, before.ledger.residents, "{case}");
    assert_eq!(after.households, before.ledger.households, "{case}");
}

#[test]
fn letters_are_written_with_any_ids_blank() {
    for workbook in FORMS {
        for blank in BLANK {
            let case = format!("{workbook} {blank:?}");
            let hall = hall_of(workbook, &without_ids(blank));
            let path = hall.at(workbook);
            let before = located_at(&path).unwrap();
            let blank_rows = before.made.len();
            assert!(blank_rows > 0, "{case}");
            let letters = [
                letter(1, "2026-11-22", guest("x"), thanks("李娜", "help", "2026-11-22")),
                letter(
                    2,
                    "2026-11-22",
                    card("R2"),
                    concern("张三", "litter", "2026-11-22"),
                ),
                letter(3, "2026-11-22", page("R1"), wish("soap")),
            ];
            letters.iter().zip(1..).for_each(|(it, number)| hall.post(it, number));
            set_modified(&hall, "2026-11-23T04:00:00Z");
            let ids: Vec<String> = letters.iter().map(|it| it.id.to_string()).collect();
            let accept = ["--accept", &ids[0], &ids[1], &ids[2], "--notified", CAME];
            let accept = [&accept[..], &["--by", "Li Hua"]].concat();
            let output = ok(hall.inbox(CAME, &accept));
            assert_eq!(output.matches("Written into the register").count(), 3, "{case}");
            check_written(&path, &before, &letters, &case);
            // Rows that nothing refers to keep their blank ids.
            assert_eq!(located_at(&path).unwrap().made.len(), blank_rows, "{case}");
            let again = ok(hall.inbox(CAME, &[]));
            assert!(!again.contains("Written") && !again.contains("not yet"), "{again}");
            check_written(&path, &before, &letters, &case);
        }
    }
}

#[test]
fn reply_to_a_row_without_id_writes_that_id() {
    for workbook in FORMS {
        for blank in [BLANK[1], BLANK[5]] {
            let case = format!("{workbook} {blank:?}");
            let hall = hall_of(workbook, &without_ids(blank));
            let path = hall.at(workbook);
            let before = located_at(&path).unwrap();
            let litter = before.ledger.entries.iter().find(|it| {
                matches!(&it.kind, EntryKind::Deed { resident, deed, .. }
                    if resident == "R2" && deed == "litter")
            });
            let litter = litter.unwrap().id.clone();
            let letters = [letter(4, "2026-11-22", page("R2"), reply(&litter))];
            hall.post(&letters[0], 1);
            set_modified(&hall, "2026-11-23T04:00:00Z");
            let id = letters[0].id.to_string();
            ok(hall.inbox(CAME, &["--accept", &id, "--by", "Li Hua"]));
            check_written(&path, &before, &letters, &case);
            let after = located_at(&path).unwrap();
            assert!(check(&after.ledger).errors.is_empty(), "{case}");
        }
    }
}

#[test]
fn unwritten_entries_are_reported_and_written_once() {
    let hall = hall_of("register.xlsx", &without_ids(&["consent", "rating", "deed"]));
    let path = hall.at("register.xlsx");
    let before = located_at(&path).unwrap();
    let letters = [
        letter(1, "2026-11-22", guest("x"), thanks("李娜", "help", "2026-11-22")),
        letter(2, "2026-11-22", card("R2"), concern("张三", "litter", "2026-11-22")),
    ];
    letters.iter().zip(1..).for_each(|(it, number)| hall.post(it, number));
    set_modified(&hall, "2026-11-23T04:00:00Z");
    // A spreadsheet program has the file open.
    let lock = hall.at(".~lock.register.xlsx#");
    fs::write(&lock, "").unwrap();
    let ids: Vec<String> = letters.iter().map(|it| it.id.to_string()).collect();
    let accept = ["--accept", &ids[0], &ids[1], "--notified", CAME, "--by", "Li Hua"];
    let failed = hall.inbox(CAME, &accept);
    assert_eq!(failed.code, 1, "{}", failed.out);
    let waits = "2 accepted, not yet in the register (1 × thanks, 1 × concern)";
    assert!(failed.err.contains(waits), "{}", failed.err);
    let listed = ok(hall.inbox(CAME, &["--list"]));
    assert!(listed.contains(waits), "{listed}");
    let zh = hallboard_in(
        hall.at("").as_path(),
        ["inbox", "--list", "--language", "zh", "--now", "2026-11-23T12:00:00+08:00"],
    );
    assert!(zh.out.contains("2 封已接受，还没有写进登记册"), "{}", zh.out);
    ok(hall.run(&["keygen", "--out", "hall.key"]));
    fs::write(hall.at("hall.key.letters.json"), hall.keys.write().unwrap()).unwrap();
    let dry_run =
        ["publish", "--dry-run", "--feed-only", "--now", "2026-11-23T12:00:00Z"];
    let published = ok(hall.run(&dry_run));
    let unwritten = "Letters accepted, but not yet in the register: 2.";
    assert!(published.contains(unwritten), "{published}");
    fs::remove_file(&lock).unwrap();
    ok(hall.inbox(CAME, &[]));
    check_written(&path, &before, &letters, "later");
    ok(hall.inbox(CAME, &[]));
    check_written(&path, &before, &letters, "later, twice");
    assert!(!ok(hall.inbox(CAME, &["--list"])).contains("not yet"));
}
