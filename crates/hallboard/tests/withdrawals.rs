//! `publish --withdrawals` removes everybody who has left, whatever else is wrong with the
//! register.
#![cfg(test)]

mod common;
#[path = "withdrawals/damaged_files.rs"]
mod damaged_files;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use common::{Ran, hallboard};
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

/// Sheets by name, each with its rows; cells are separated by `|`.
type Tables = BTreeMap<String, Vec<String>>;

const SHEETS: &[(&str, &[&str])] = &[
    ("Hall", &["id|name (en)|time zone", "mill|Mill hall|Asia/Shanghai"]),
    ("Rulebooks", &["from|min|max|base", "2020-01-01|0|100|60"]),
    (
        "Categories",
        &[
            "rulebook|id|name (en)|1 star|2 stars|3 stars|4 stars|5 stars",
            "2020-01-01|law|Law|-4|-2|0|2|4",
        ],
    ),
    ("Deed rules", &["rulebook|id|name (en)|points", "2020-01-01|help|Help|3"]),
    ("Households", &["id|name (en)", "H1|1 Mill Road", "H2|2 Mill Road"]),
    (
        "Residents",
        &[
            "id|name|household",
            "R1|甲小明|H1",
            "R2|乙小红|H1",
            "R3|丙小刚|H2",
            "R4|丁小亮|H2",
        ],
    ),
    (
        "Consents",
        &[
            "id|date|resident|household|scopes|given by|note|by|order",
            "E1|2026-02-01|R1||score, board|self|||",
            "E2|2026-02-01|R2||score, board|self|||",
            "E3|2026-02-01|R3||score, board|self|||",
            "E4|2026-02-01|R4||score, board|self|||",
        ],
    ),
    ("Ratings", &["id|date|household|category|stars", "E5|2026-03-01|H1|law|4"]),
    ("Deeds", &["id|date|resident|deed|source|note", "E6|2026-03-05|R2|help|neighbour|"]),
    ("Replies", &["id|date|kind|entry|text|outcome|points|stars|reason"]),
];

/// The consent by which `R1` leaves.
const LEAVES: &str = "E9|2026-04-02|R1||none|self|||";

const NAMES: [(&str, &str); 4] =
    [("R1", "甲小明"), ("R2", "乙小红"), ("R3", "丙小刚"), ("R4", "丁小亮")];

fn tables() -> Tables {
    let rows = |rows: &[&str]| rows.iter().map(|it| (*it).to_owned()).collect();
    SHEETS.iter().map(|(name, it)| ((*name).to_owned(), rows(it))).collect()
}

fn csv_line(row: &str) -> String {
    let cell = |it: &str| match it.contains([',', '\n']) {
        true => format!("\"{it}\""),
        false => it.to_owned(),
    };
    row.split('|').map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

fn csv(rows: &[String]) -> String {
    rows.iter().map(|row| csv_line(row)).collect()
}

/// A hall that has published its register.
struct Hall {
    folder: tempfile::TempDir,
}

impl Hall {
    fn new() -> Hall {
        let hall = Hall { folder: tempfile::tempdir().unwrap() };
        let key = hall.path("key").display().to_string();
        assert_eq!(hallboard(["keygen", "--out", &key]).code, 0);
        hall.folder(&tables());
        let ran = hall.publish("register", "2026-04-01T12:00:00+08:00", &[]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert_eq!(hall.on_board(), ["R1", "R2", "R3", "R4"]);
        hall
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the register as a folder of text files.
    fn folder(&self, tables: &Tables) {
        let folder = self.path("register");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        std::fs::create_dir(&folder).unwrap();
        for (name, rows) in tables {
            std::fs::write(folder.join(format!("{name}.csv")), csv(rows)).unwrap();
        }
    }

    fn publish(&self, register: &str, now: &str, flags: &[&str]) -> Ran {
        let path = |name: &str| self.path(name).display().to_string();
        let (register, site, key) = (path(register), path("site"), path("key"));
        let fixed = [
            "publish",
            &register,
            "--out",
            &site,
            "--key",
            &key,
            "--feed-only",
            "--now",
            now,
        ];
        hallboard(fixed.iter().chain(flags))
    }

    fn withdraw(&self, register: &str) -> Ran {
        self.publish(register, "2026-04-03T12:00:00+08:00", &["--withdrawals"])
    }

    /// The residents whose names are in the site.
    fn on_board(&self) -> Vec<&'static str> {
        let mut text = String::new();
        for file in std::fs::read_dir(self.path("site").join("feed")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|it| it == "json") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
        let there = NAMES.iter().filter(|(_, name)| text.contains(name));
        there.map(|(id, _)| *id).collect()
    }

    #[track_caller]
    fn check(&self, what: &str, register: &str, stay: &[&str]) -> Ran {
        let ran = self.withdraw(register);
        assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
        assert_eq!(self.on_board(), stay, "{what}: {}", ran.out);
        ran
    }
}

/// A name, a fault in the register, and the residents who remain after `R1` leaves.
type Fault = (&'static str, fn(&mut Tables), &'static [&'static str]);

const OTHERS: &[&str] = &["R2", "R3", "R4"];

fn row(tables: &mut Tables, sheet: &str, row: &str) {
    tables.get_mut(sheet).unwrap().push(row.to_owned());
}

fn replace(tables: &mut Tables, sheet: &str, from: &str, to: &str) {
    let rows = tables.get_mut(sheet).unwrap();
    let changed: Vec<String> = rows.iter().map(|it| it.replace(from, to)).collect();
    assert_ne!(*rows, changed, "{sheet} {from}");
    *rows = changed;
}

const FAULTS: &[Fault] = &[
    ("nothing is wrong", |_| {}, OTHERS),
    (
        "only consents and residents are there",
        |it| {
            it.retain(|name, _| name == "Consents" || name == "Residents");
        },
        OTHERS,
    ),
    ("only consents are there", |it| it.retain(|name, _| name == "Consents"), OTHERS),
    (
        "sheets of rules are missing",
        |it| {
            it.remove("Rulebooks");
            it.remove("Deed rules");
        },
        OTHERS,
    ),
    ("the hall's sheet is empty", |it| it.get_mut("Hall").unwrap().truncate(1), OTHERS),
    (
        "the hall has another name and time zone",
        |it| {
            replace(it, "Hall", "mill|Mill hall|Asia/Shanghai", "?|?|Asia/Mars");
        },
        OTHERS,
    ),
    (
        "a sheet is for nothing",
        |it| {
            it.insert("Remarks".into(), vec!["x|y".into(), "1|R2".into()]);
        },
        OTHERS,
    ),
    (
        "a sheet occurs twice",
        |it| {
            it.insert("行为".into(), vec!["id|date".into(), "E6|2026-03-05".into()]);
        },
        OTHERS,
    ),
    (
        "a column is for nothing",
        |it| {
            replace(it, "Consents", "|order", "|colour");
            replace(it, "Deeds", "|note", "|colour");
        },
        OTHERS,
    ),
    (
        "every other row of the other sheets is wrong",
        |it| {
            for sheet in ["Ratings", "Deeds", "Replies", "Residents", "Households"] {
                row(it, sheet, "E77|soon|Q1|?|?");
                row(it, sheet, "|2026-02-30|R9|dragon|gossip");
            }
        },
        OTHERS,
    ),
    (
        "the rules are wrong",
        |it| {
            replace(it, "Rulebooks", "0|100|60", "many|-5|");
            replace(it, "Categories", "2020-01-01", "2019-01-01");
        },
        OTHERS,
    ),
    (
        "ids occur twice",
        |it| {
            row(it, "Deeds", "E6|2026-03-05|R2|help|neighbour|");
            row(it, "Deeds", "E9|2026-03-05|R2|help|neighbour|");
            row(it, "Residents", "R1|甲小明|H1");
        },
        OTHERS,
    ),
    (
        "no headings in another sheet",
        |it| {
            it.get_mut("Deeds").unwrap().remove(0);
            it.get_mut("Residents").unwrap().remove(0);
        },
        OTHERS,
    ),
    (
        "a column of one's own comes first",
        |it| {
            for rows in it.values_mut() {
                for (number, row) in rows.iter_mut().enumerate() {
                    *row = if number == 0 {
                        format!("# no.|{row}")
                    } else {
                        format!("{number}|{row}")
                    };
                }
            }
        },
        OTHERS,
    ),
    (
        "a title stands above the consents",
        |it| {
            it.get_mut("Consents").unwrap().insert(0, "Who agrees to what".into());
            it.get_mut("Consents").unwrap().insert(1, "of the hall|in 2026".into());
        },
        OTHERS,
    ),
    (
        "the consents have no ids",
        |it| {
            for row in it.get_mut("Consents").unwrap() {
                *row = row.split_once('|').unwrap().1.to_owned();
            }
        },
        OTHERS,
    ),
    (
        "what else a consent says is wrong",
        |it| {
            replace(it, "Consents", "R2||score, board|self", "R2||score, board|gossip");
            replace(it, "Consents", "none|self|||", "none|gossip|\u{1}||soon");
        },
        OTHERS,
    ),
    (
        "the withdrawal is written otherwise",
        |it| {
            replace(it, "Consents", "R1||none", "r1||无");
        },
        OTHERS,
    ),
    (
        "of somebody whose own row is wrong",
        |it| {
            replace(it, "Residents", "R1|甲小明|H1", "R1||H1");
            replace(it, "Consents", "R1||none", "r1||none");
        },
        OTHERS,
    ),
    (
        "with signs around it",
        |it| replace(it, "Consents", "R1||none", "'R-1;||none"),
        OTHERS,
    ),
    (
        "with a character of control",
        |it| {
            replace(it, "Consents", "R1||none", "R1\u{0}||none");
        },
        OTHERS,
    ),
    (
        "together with another's",
        |it| {
            replace(it, "Consents", "R1||none", "R1 R3||none");
        },
        &["R2", "R4"],
    ),
    (
        "after another's",
        |it| replace(it, "Consents", "R1||none", "R3、R1||none"),
        &["R2", "R4"],
    ),
    ("in full width", |it| replace(it, "Consents", "R1||none", "Ｒ１||none 无"), OTHERS),
    ("with a nought", |it| replace(it, "Consents", "R1||none", "R01||none"), OTHERS),
    ("by a name", |it| replace(it, "Consents", "R1||none", "甲小明||none"), OTHERS),
    (
        "by id and name",
        |it| replace(it, "Consents", "R1||none", "R1 甲小明||none"),
        OTHERS,
    ),
    (
        "with what nobody sees",
        |it| {
            replace(it, "Consents", "R1||none", "R1\u{200b}||none");
        },
        OTHERS,
    ),
    (
        "in the column of households",
        |it| {
            replace(it, "Consents", "R1||none", "|R1|none");
        },
        OTHERS,
    ),
    ("in both columns", |it| replace(it, "Consents", "R1||none", "R1|-|none"), OTHERS),
    (
        "on a day that is none",
        |it| {
            replace(it, "Consents", "2026-04-02", "2026-02-30");
        },
        OTHERS,
    ),
    ("without a day", |it| replace(it, "Consents", "2026-04-02", ""), OTHERS),
    (
        "in words that are none",
        |it| {
            replace(it, "Consents", "R1||none", "R1||no more");
        },
        OTHERS,
    ),
    ("without words", |it| replace(it, "Consents", "R1||none", "R1||"), OTHERS),
    (
        "with a note of several lines",
        |it| {
            replace(it, "Consents", "none|self||", "none|self|said:\nno, thanks|");
        },
        OTHERS,
    ),
    (
        "twice, in either way",
        |it| {
            let rows = it.get_mut("Consents").unwrap();
            rows.insert(1, LEAVES.replace("E9", "E10"));
        },
        OTHERS,
    ),
    (
        "in a second sheet of consents",
        |it| {
            let head = it["Consents"][0].clone();
            let row = it.get_mut("Consents").unwrap().pop().unwrap();
            let again = "E11|2026-03-02|R3||score, board|self|||".to_owned();
            it.insert("同意".into(), vec![head, again, row]);
        },
        OTHERS,
    ),
    (
        "in a sheet whose name is wrong",
        |it| {
            let head = it["Consents"][0].clone();
            let row = it.get_mut("Consents").unwrap().pop().unwrap();
            it.insert("Consents 2026".into(), vec![head, row]);
        },
        OTHERS,
    ),
    (
        "a copy of the old consents lies there",
        |it| {
            let rows = it["Consents"][..4].to_vec();
            it.insert("Old consents".into(), rows);
        },
        OTHERS,
    ),
    (
        "somebody is back in a sheet whose name is wrong only",
        |it| {
            let head = it["Consents"][0].clone();
            let row = "E12|2026-04-03|R1||score, board|self|||".to_owned();
            it.insert("Consents 2026".into(), vec![head, row]);
        },
        OTHERS,
    ),
    (
        "the scopes have two columns",
        |it| {
            for (number, row) in it.get_mut("Consents").unwrap().iter_mut().enumerate() {
                row.push_str(match number {
                    0 => "|同意范围",
                    5 => "|none",
                    _ => "|",
                });
            }
            replace(it, "Consents", "R1||none", "R1||score, board");
        },
        OTHERS,
    ),
    (
        "another's consent is in doubt",
        |it| {
            row(it, "Consents", "E10|soon|R3||score, board|self|||");
        },
        &["R2", "R4"],
    ),
    (
        "a consent of nobody",
        |it| {
            row(it, "Consents", "E10|soon|?||none|self|||");
            row(it, "Consents", "E11|2026-04-02|R77||none|self|||");
        },
        OTHERS,
    ),
];

#[test]
fn withdrawal_succeeds_with_any_other_error() {
    let again = Again::new();
    for (what, change, stay) in FAULTS {
        let hall = again.hall();
        let mut tables = tables();
        row(&mut tables, "Consents", LEAVES);
        change(&mut tables);
        hall.folder(&tables);
        hall.check(what, "register", stay);
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => {
                std::fs::copy(&path, &target).unwrap();
            }
        }
    }
}

/// A hall as it was before anybody left, copied for each register under test.
struct Again {
    hall: Hall,
}

impl Again {
    fn new() -> Again {
        let hall = Hall::new();
        copy(&hall.path("site"), &hall.path("before/site"));
        std::fs::copy(hall.path("key.memory.json"), hall.path("before/memory")).unwrap();
        std::fs::copy(hall.path("key.rolls.json"), hall.path("before/rolls")).unwrap();
        Again { hall }
    }

    fn hall(&self) -> &Hall {
        let hall = &self.hall;
        std::fs::remove_dir_all(hall.path("site")).unwrap();
        copy(&hall.path("before/site"), &hall.path("site"));
        std::fs::copy(hall.path("before/memory"), hall.path("key.memory.json")).unwrap();
        std::fs::copy(hall.path("before/rolls"), hall.path("key.rolls.json")).unwrap();
        hall
    }
}

/// An unclosed quotation mark, wherever it is, hides no withdrawal.
#[test]
fn unclosed_quote_stops_no_withdrawal() {
    let again = Again::new();
    let mut tables = tables();
    row(&mut tables, "Consents", LEAVES);
    let rows = tables["Consents"].clone();
    for encoding in ["utf-8", "gbk", "utf-16le"] {
        for end in ["\n", "\r\n", "\r"] {
            for (marked, column, stay) in [
                (0, 1, OTHERS),
                (1, 6, OTHERS),
                (3, 0, &["R2", "R4"][..]),
                (3, 6, &["R2", "R4"]),
                (4, 8, &["R2", "R3"]),
                (5, 6, OTHERS),
            ] {
                if (encoding, end) != ("utf-8", "\n") && column != 6 {
                    continue;
                }
                let hall = again.hall();
                hall.folder(&tables);
                let mut text = String::new();
                for (number, row) in rows.iter().enumerate() {
                    let mut cells: Vec<String> =
                        csv_line(row).trim_end().split(',').map(str::to_owned).collect();
                    // The scopes are one cell that contains a comma.
                    let at =
                        if column > 4 && cells.len() > 9 { column + 1 } else { column };
                    if number == marked {
                        cells[at] = format!("\"说 {}", cells[at]);
                    }
                    text.push_str(&cells.join(","));
                    text.push_str(end);
                }
                let bytes = match encoding {
                    "gbk" => {
                        let text = text.replacen("id,date", "id 编号,date", 1);
                        encoding_rs::GBK.encode(&text).0.into_owned()
                    }
                    "utf-16le" => format!("\u{feff}{text}")
                        .encode_utf16()
                        .flat_map(u16::to_le_bytes)
                        .collect(),
                    _ => text.into_bytes(),
                };
                std::fs::write(hall.path("register/Consents.csv"), bytes).unwrap();
                let what = format!("{encoding} {end:?} row {marked} column {column}");
                let ran = hallboard([
                    "check",
                    hall.path("register").to_str().unwrap(),
                    "--json",
                ]);
                let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
                let quote = report["errors"].as_array().unwrap().iter().find(|it| {
                    it["code"] == "quote-unclosed" || it["code"] == "text-after-quote"
                });
                let quote = quote.unwrap_or_else(|| panic!("{what}: {}", ran.out));
                assert_eq!(quote["sheet"], "Consents", "{what}");
                assert_eq!(quote["row"], marked + 1, "{what}");
                if marked > 0 {
                    hall.check(&what, "register", stay);
                } else {
                    let ran = hall.withdraw("register");
                    assert_eq!(ran.code, 0, "{what}: {}", ran.err);
                    assert!(!hall.on_board().contains(&"R1"), "{what}");
                }
            }
        }
    }
}

/// The register as an `.xlsx` workbook, with formulas in cells that begin with `=`.
fn xlsx(tables: &Tables) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, _) in SHEETS {
        let Some(rows) = tables.get(*name) else { continue };
        put(&mut book, name, rows);
    }
    for (name, rows) in
        tables.iter().filter(|it| SHEETS.iter().all(|(name, _)| name != it.0))
    {
        put(&mut book, name, rows);
    }
    book.save_to_buffer().unwrap()
}

fn put(book: &mut Workbook, name: &str, rows: &[String]) {
    let page = book.add_worksheet().set_name(name).unwrap();
    for (number, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row.split('|')) {
            if cell.starts_with('=') {
                let formula = Formula::new(cell).set_result("#DIV/0!");
                page.write_formula(number, column, formula).unwrap();
            } else if !cell.is_empty() {
                page.write_string(number, column, cell).unwrap();
            }
        }
    }
    if name == "Ratings" {
        page.merge_range(4, 0, 5, 1, "both", &Format::new()).unwrap();
        page.set_row_hidden(1).unwrap();
    }
}

/// The same workbook with one part truncated.
fn cut(bytes: &[u8], sheet: usize) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == format!("xl/worksheets/sheet{sheet}.xml") {
            content.truncate(content.len() * 2 / 3);
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn withdrawal_from_nine_broken_workbooks() {
    let again = Again::new();
    let book = |change: &dyn Fn(&mut Tables)| {
        let mut tables = tables();
        row(&mut tables, "Consents", LEAVES);
        change(&mut tables);
        xlsx(&tables)
    };
    let whole = book(&|_| {});
    let broken: [(&str, Vec<u8>); 9] = [
        ("merged and hidden", whole.clone()),
        (
            "sheets missing",
            book(&|it| it.retain(|name, _| name == "Consents" || name == "Residents")),
        ),
        (
            "a sheet for nothing",
            book(&|it| {
                it.insert("图表".into(), vec!["x".into(), "1|R2".into()]);
            }),
        ),
        (
            "formulas that fail",
            book(&|it| {
                replace(it, "Deeds", "R2|help", "=1/0|=1/0");
                replace(it, "Residents", "乙小红", "=1/0");
            }),
        ),
        (
            "errors in every row",
            book(&|it| {
                for sheet in ["Deeds", "Ratings", "Replies", "Households", "Residents"] {
                    (0..50).for_each(|_| row(it, sheet, "?|soon|?|?|?"));
                }
            }),
        ),
        ("another sheet damaged", cut(&whole, 9)),
        ("the residents damaged", cut(&whole, 6)),
        (
            "rules and headings wrong",
            book(&|it| {
                replace(it, "Rulebooks", "from", "since");
                replace(it, "Deeds", "resident", "residents");
            }),
        ),
        (
            "the withdrawal failed",
            book(&|it| {
                replace(it, "Consents", "2026-04-02|R1||none", "=1/0|R1||=1/0");
            }),
        ),
    ];
    for (what, bytes) in broken {
        let hall = again.hall();
        std::fs::write(hall.path("register.xlsx"), bytes).unwrap();
        hall.check(what, "register.xlsx", OTHERS);
    }
}

/// If any sheet of a database is a view, which is never read, residents who left are still
/// removed.
#[test]
fn view_in_place_of_a_table_stops_no_withdrawal() {
    let again = Again::new();
    for table in ["Hall", "Rulebooks", "Categories", "Households", "Ratings", "Deeds"] {
        let hall = again.hall();
        let mut tables = tables();
        row(&mut tables, "Consents", LEAVES);
        hall.folder(&tables);
        let [from, to] = ["register", "register.sqlite"].map(|name| hall.path(name));
        let converted = hallboard([
            "convert".as_ref(),
            from.as_os_str(),
            to.as_os_str(),
            "--replace".as_ref(),
        ]);
        assert_eq!(converted.code, 0, "{}", converted.err);
        let base = rusqlite::Connection::open(&to).unwrap();
        base.execute_batch(&format!(
            "ALTER TABLE \"{table}\" RENAME TO \"# {table}\";
             CREATE VIEW \"{table}\" AS SELECT * FROM \"# {table}\";"
        ))
        .unwrap();
        drop(base);
        hall.check(table, "register.sqlite", OTHERS);
    }
}

/// If the consents themselves are missing, nothing is published and the reason is reported.
#[test]
fn without_consents_nothing_is_published() {
    let again = Again::new();
    let hall = again.hall();
    let mut tables = tables();
    tables.remove("Consents");
    hall.folder(&tables);
    let ran = hall.withdraw("register");
    assert_ne!(ran.code, 0, "{}", ran.out);
    assert!(ran.err.contains("Consents"), "{}", ran.err);
    assert_eq!(hall.on_board(), ["R1", "R2", "R3", "R4"]);
}

/// Each unreadable consent is reported with its row and the residents it removes.
#[test]
fn unreadable_consents_are_reported_by_row() {
    let again = Again::new();
    let hall = again.hall();
    let mut tables = tables();
    for it in [
        "E10|soon|R3||none|self|||",
        "E11|2026-04-02|r4||none|self|||",
        "E12|2026-04-02|R99||none|self|||",
        "E13|soon|nobody||none|self|||",
    ] {
        row(&mut tables, "Consents", it);
    }
    hall.folder(&tables);
    let ran = hall.check("four", "register", &["R1", "R2"]);
    for message in [
        "Row 6 of the sheet `Consents` cannot be read. It is treated as a withdrawal of: 丙小刚 (R3)",
        "Row 7 of the sheet `Consents` names `r4`, who is not in the register. If it withdraws \
         anything, it counts for: 丁小亮 (R4)",
        "Row 8 of the sheet `Consents` names `R99`, who is not in the register. Check",
        "Row 9 of the sheet `Consents` cannot be read, and names nobody",
    ] {
        assert!(ran.out.contains(message), "{message}\n{}", ran.out);
    }
}

/// A withdrawal with a future date has no effect yet and is reported, because the date may
/// be a typing error.
#[test]
fn withdrawal_of_a_later_day_is_reported() {
    let again = Again::new();
    let hall = again.hall();
    let mut tables = tables();
    row(&mut tables, "Consents", &LEAVES.replace("2026", "2062"));
    row(&mut tables, "Consents", "E10|2062-01-01|R2||score, board|self|||");
    hall.folder(&tables);
    let ran = hall.check("later", "register", &["R1", "R2", "R3", "R4"]);
    let expected = "Row 6 of the sheet `Consents`: 甲小明 (R1) leaves only on 2062-04-02";
    assert!(ran.out.contains(expected), "{}", ran.out);
    assert!(!ran.out.contains("Row 7"), "{}", ran.out);
}

/// A resident whose own row is unreadable is not mistaken for one with a similar name.
#[test]
fn withdrawal_removes_nobody_else() {
    use hallboard_feed::edition::Remaining;
    for (person, withdraws, stays) in [
        ("anna||H1", "anna", ["hanna", "Eva"]),
        ("anna||H1", "Anna", ["hanna", "Eva"]),
        ("anna|Anna A|H1", "Anna A", ["hanna", "Eva"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let people = ["id|name|household", person, "hanna|Hanna B|H1", "Eva|Eva C|H1"];
        let leaves = format!("E9|2026-04-02|{withdraws}|none");
        let consents = [
            "id|date|resident|scopes",
            "E1|2026-02-01|anna|score",
            "E2|2026-02-01|hanna|score",
            "E3|2026-02-01|Eva|score",
            &leaves,
        ];
        for (name, rows) in [("Residents", &people[..]), ("Consents", &consents[..])] {
            let text: String = rows.iter().map(|it| csv_line(it)).collect();
            std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
        }
        let read =
            hallboard_workbook::read::withdrawals_at(folder.path()).unwrap().unwrap();
        let on = read.consents.on("2026-04-03".parse().unwrap());
        assert!(!on.takes_part("anna"), "{withdraws}");
        assert!(stays.iter().all(|it| on.takes_part(it)), "{withdraws}");
    }
}

/// A name, a fault in a JSON ledger, and the residents who remain after `R1` leaves.
type JsonFault = (&'static str, fn(String) -> String, &'static [&'static str]);

const JSON_FAULTS: &[JsonFault] = &[
    ("whole", |text| text, OTHERS),
    ("a comma too many in front", |text| text.replacen("},", "},,", 1), OTHERS),
    ("a comma too many behind", |text| text + ",", OTHERS),
    (
        "without its end",
        |text| text.trim_end_matches(['}', ']', '\n', ' ']).to_owned(),
        OTHERS,
    ),
    ("a list without its name", |text| text.replace("\"entries\":", ""), OTHERS),
    ("a list by another name", |text| text.replace("\"entries\"", "\"Entries\""), OTHERS),
    (
        "another entry is broken",
        |text| text.replace("\"kind\": \"deed\"", "\"kind\": deed"),
        OTHERS,
    ),
    (
        "another's consent is broken",
        |text| text.replacen("\"resident\": \"R3\"", "\"resident\": \"R3", 1),
        &["R2", "R4"],
    ),
    (
        "the withdrawal is broken",
        |text| text.replace("\"scopes\": []", "\"scopes\": [no]"),
        OTHERS,
    ),
    (
        "a comma is missing",
        |text| text.replace("\"2026-04-02\",", "\"2026-04-02\""),
        OTHERS,
    ),
    (
        "a bracket is missing",
        |text| text.replacen("\"scopes\": [\n", "\"scopes\": \n", 1),
        OTHERS,
    ),
];

#[test]
fn withdrawal_from_a_broken_json_ledger() {
    let again = Again::new();
    let mut tables = tables();
    row(&mut tables, "Consents", LEAVES);
    again.hall.folder(&tables);
    let [from, to] = ["register", "register.json"].map(|name| again.hall.path(name));
    let converted = hallboard(["convert".as_ref(), from.as_os_str(), to.as_os_str()]);
    assert_eq!(converted.code, 0, "{}", converted.err);
    let ledger: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&to).unwrap()).unwrap();
    let text = serde_json::to_string_pretty(&ledger).unwrap();
    for (what, change, stay) in JSON_FAULTS {
        let changed = change(text.clone());
        assert!(changed != text || *what == "whole", "{what}");
        for encoding in ["utf-8", "utf-16le", "one line"] {
            let bytes = match encoding {
                "utf-16le" => format!("\u{feff}{changed}")
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect(),
                "one line" => changed.replace('\n', " ").into_bytes(),
                _ => changed.clone().into_bytes(),
            };
            let hall = again.hall();
            std::fs::write(hall.path("register.json"), bytes).unwrap();
            let what = format!("{what}, {encoding}");
            let ran = hall.check(&what, "register.json", stay);
            let warned = ran.err.contains("Withdrawals were read despite the error");
            let is_whole = what.starts_with("whole") && encoding != "utf-16le";
            assert_eq!(warned, !is_whole, "{what}: {}", ran.err);
        }
    }
}

/// Residents who left are removed, however many other sheets there are.
#[test]
fn withdrawal_from_many_sheets() {
    let again = Again::new();
    let mut tables = tables();
    row(&mut tables, "Consents", LEAVES);
    let hall = again.hall();
    hall.folder(&tables);
    let [from, to] = ["register", "register.sqlite"].map(|name| hall.path(name));
    let converted = hallboard(["convert".as_ref(), from.as_os_str(), to.as_os_str()]);
    assert_eq!(converted.code, 0, "{}", converted.err);
    let mut base = rusqlite::Connection::open(&to).unwrap();
    let crowd = base.transaction().unwrap();
    for number in 0..500 {
        crowd.execute_batch(&format!("CREATE TABLE \"a{number}\" (x)")).unwrap();
    }
    crowd.commit().unwrap();
    drop(base);
    hall.check("tables", "register.sqlite", OTHERS);

    let hall = again.hall();
    for number in 0..500 {
        let path = hall.path("register").join(format!("a{number}.csv"));
        std::fs::write(path, "x\n").unwrap();
    }
    hall.check("files", "register", OTHERS);

    let hall = again.hall();
    let mut book = Workbook::new();
    for _ in 0..5_000 {
        book.add_worksheet();
    }
    for (name, rows) in &tables {
        put(&mut book, name, rows);
    }
    std::fs::write(hall.path("register.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    hall.check("sheets", "register.xlsx", OTHERS);
}

/// Files of two workbooks in one folder: residents who left in either are removed.
#[test]
fn withdrawal_from_files_of_several_workbooks() {
    let again = Again::new();
    let hall = again.hall();
    std::fs::remove_dir_all(hall.path("register")).unwrap();
    std::fs::create_dir(hall.path("register")).unwrap();
    for (book, leaves) in [("March", false), ("April", true)] {
        let mut tables = tables();
        if leaves {
            row(&mut tables, "Consents", LEAVES);
        }
        for (name, rows) in &tables {
            let path = hall.path("register").join(format!("{book} - {name}.csv"));
            std::fs::write(path, csv(rows)).unwrap();
        }
    }
    hall.check("two books", "register", OTHERS);
}
