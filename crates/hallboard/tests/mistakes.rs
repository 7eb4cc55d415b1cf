//! One workbook with every kind of mistake: all are reported at once, each with its cell.
#![cfg(test)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use common::hallboard;
use hallboard_workbook::read::lenient_at;
use rust_xlsxwriter::{
    ExcelDateTime, FilterCondition, Format, Formula, Table, TableColumn, Workbook,
    Worksheet,
};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

/// A sheet's name, its headings and its rows, separated by commas.
const SHEETS: &[(&str, &str, &[&str])] = &[
    (
        "Hall 礼堂",
        "id,name (en),time zone",
        &["mill,Mill hall,Asia/Peking", "mill2,Two,UTC"],
    ),
    (
        "Rulebooks",
        "from,min,max,base,reply days,decide days",
        &[
            "@2020-01-01,0,100,60,10,30",
            "@2020-01-01,0,100,60,,",
            "@2021-01-01,50,40,45,,",
            "@2022-01-01,0,100,101,4000,",
            "@2023-01-01,0,many,60,1.5,",
        ],
    ),
    (
        "类别",
        "rulebook,id,name (en),1 star,2 stars,3 stars,4 stars,5 stars,deeds min,deeds max",
        &[
            "@2020-01-01,law,Law,-4,-2,0,2,4,-5,5",
            "@2020-01-01,yard,Yard,-4,-2,0,2,4,5,",
            "@2020-01-01,river,River,-4,-2,0,2,4,,-5",
            "@2019-01-01,hill,Hill,-4,-2,0,2,4,,",
            "@2020-01-01,law,Law again,-4,-2,0,2,4,,",
        ],
    ),
    (
        "Deed rules",
        "rulebook,id,name (en),points,lasts,cap count,cap per",
        &[
            "@2020-01-01,help,Help,3,P0M,,",
            "@2020-01-01,litter,Litter,-5.125,P6M,,",
            "@2020-01-01,sing,Sing,2000000,P6M,0,month",
            "@2020-01-01,dance,Dance,1,year,2,week",
            "@2020-01-01,cook,Cook,'1，5,forever,2,",
        ],
    ),
    ("Rewards", "rulebook,id,name (en),cost", &["@2020-01-01,soap,Soap,-2"]),
    (
        "Households",
        "id,name (en)",
        &["H1,1 Mill Road", "H1,2 Mill Road", "H\u{200b}3,Three"],
    ),
    (
        "Residents",
        "id,name,household",
        &["R1,Zhang San,H1", "R2,Li\u{1}Si,H1", "R3,,H1", "R1,Wang Wu,H1", "R4,TRUE!,H1"],
    ),
    (
        "Consents",
        "id,date,resident,household,scopes",
        &[
            "E1,@2025-03-01,R1,,score",
            "E2,@2025-03-01,R1,H1,score",
            "E3,@2025-03-01,,,score",
            "E4,@2025-03-01,R1,,sign",
            "E5,@2025-03-01,R1,,none score",
        ],
    ),
    (
        "Ratings",
        "id,date,household,category,stars,order,stars 星级,colour",
        &[
            "E10,@2025-03-02,H1,law,6,1",
            "E11,@2025-03-02,H1,law,3.5,1",
            "E12,@2025-03-02,H1,law,4,1,,,beside",
            "E13,@2025-03-02,H1,law,4,1",
            "E14,@2025-03-02,H1,law,4,2",
        ],
    ),
    (
        "Deeds",
        "id,date,resident,deed,source",
        &[
            "E20,2025-02-30,R1,help,neighbour",
            "E21,3/4/2025,R1,help,neighbour",
            "E22,@2025-03-04T08:30:00,R1,help,neighbour",
            "E23,1899-12-31,R1,help,neighbour",
            "E24,soon,R1,help,neighbour",
            "E25,45720,R1,help,neighbour",
            "E26,@2025-03-04,R1,help,gossip",
            "E27,@2025-03-04,R1,=1/0,neighbour",
            "E28,@2025-03-04,=A1,help,neighbour",
            "E29,@2025-03-04,R1,\u{fffd}\u{fffd},neighbour",
            "E30,@2025-03-04,110101199003070000,help,neighbour",
            "E10,@2025-03-04,R1,help,neighbour",
            "E32,@2025-03-04,R1,help,neighbour",
            "E33,@2025-03-04,R1,help,neighbour",
            "E34,@2025-02-01,R1,help,neighbour",
            "E35,@2025-03-04,Ｒ１,help,neighbour",
            "E36,@2025-03-04,R1,dragon,neighbour",
            "E37,@2025-03-04,R9,help,neighbour",
        ],
    ),
    (
        "Replies",
        "id,date,kind,entry,outcome,points,stars,text,reason",
        &[
            "E40,@2025-03-05,objection,E33,,5,,no,",
            "E41,@2025-03-05,decision,E33,changed,1,2,,",
            "E42,@2025-03-05,decision,E33,changed,,,,",
            "E43,@2025-03-05,decision,E33,upheld,1,,,",
            "E44,@2025-03-05,decision,E14,changed,1,,,",
            "E45,@2025-03-05,decision,E33,changed,,2,,",
            "E46,@2025-03-05,decision,E33,,,,,",
            "E47,@2025-03-05,decision,E33,upheld,,,,",
            "E48,@2025-03-05,decision,E99,upheld,,,,",
        ],
    ),
    ("兑换", "编号,日期,村民", &["E50,@2025-03-06,R1"]),
    ("Moves", "when,who,where", &["@2025-03-06,R1,H1"]),
    ("迁移", "id,date,resident,household", &[]),
    ("Remarks", "x", &[]),
];

fn put(page: &mut Worksheet, row: u32, column: u16, cell: &str) {
    let day = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    if let Some(date) = cell.strip_prefix('@') {
        let date = ExcelDateTime::parse_from_str(date).unwrap();
        page.write_with_format(row, column, &date, &day).unwrap();
    } else if cell == "=A1" {
        page.write_formula(row, column, Formula::new(cell).set_result("0")).unwrap();
    } else if cell.starts_with('=') {
        let formula = Formula::new(cell).set_result("#DIV/0!");
        page.write_formula(row, column, formula).unwrap();
    } else if cell == "TRUE!" {
        page.write_boolean(row, column, true).unwrap();
    } else if let Ok(number) = cell.parse::<f64>() {
        page.write_number(row, column, number).unwrap();
    } else if !cell.is_empty() {
        page.write_string(row, column, cell.trim_start_matches('\'')).unwrap();
    }
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, headings, rows) in SHEETS {
        let page = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip([*headings].iter().chain(*rows)) {
            for (column, cell) in (0..).zip(cells.split(',')) {
                put(page, row, column, cell);
            }
        }
        if *name == "Deeds" {
            page.set_row_hidden(14).unwrap();
            page.merge_range(13, 5, 13, 6, "", &Format::new()).unwrap();
        }
        if *name == "Residents" {
            page.set_hidden(true);
        }
    }
    forget_results(&book.save_to_buffer().unwrap())
}

/// The workbook without formula results, as programs write it that do not compute formulas.
fn forget_results(bytes: &[u8]) -> Vec<u8> {
    edited(bytes, "", |text| text.replace("</f><v>0</v>", "</f><v></v>"))
}

/// The workbook with the text of some parts edited.
fn edited(bytes: &[u8], name: &str, edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let mut text = String::from_utf8(content).unwrap();
        if part.name().unwrap().starts_with(name) {
            text = edit(text);
        }
        to.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Every fault: kind, sheet and cell. Those found by `check` itself begin with `sense`.
const FAULTS: &[(&str, &str)] = &[
    ("unknown_time_zone", "Hall 礼堂!C2"),
    ("second_hall", "Hall 礼堂!A3"),
    ("second_rulebook", "Rulebooks!A3"),
    ("min_above_max", "Rulebooks!B4"),
    ("base_outside", "Rulebooks!D5"),
    ("out_of_range", "Rulebooks!E5"),
    ("not_a_number", "Rulebooks!C6"),
    ("not_whole", "Rulebooks!E6"),
    ("lower_limit_above", "类别!I3"),
    ("upper_limit_below", "类别!J4"),
    ("no_such_rulebook", "类别!A5"),
    ("second_id", "类别!B6"),
    ("unknown_lasts", "Deed rules!E2"),
    ("too_fine", "Deed rules!D3"),
    ("too_large", "Deed rules!D4"),
    ("out_of_range", "Deed rules!F4"),
    ("unknown_word", "Deed rules!G5"),
    ("unclear_number", "Deed rules!D6"),
    ("missing", "Deed rules!G6"),
    ("negative_cost", "Rewards!D2"),
    ("second_id", "Households!A3"),
    ("hidden_character", "Households!A4"),
    ("control_character", "Residents!B3"),
    ("missing", "Residents!B4"),
    ("second_id", "Residents!A5"),
    ("boolean", "Residents!B6"),
    ("two_subjects", "Consents!D3"),
    ("no_subject", "Consents!C4"),
    ("scope_of_other", "Consents!E5"),
    ("none_and_more", "Consents!E6"),
    ("second_column", "Ratings!G1"),
    ("unknown_column", "Ratings!H1"),
    ("out_of_range", "Ratings!E2"),
    ("not_whole", "Ratings!E3"),
    ("outside_headings", "Ratings!I4"),
    ("no_such_day", "Deeds!B2"),
    ("unclear_date", "Deeds!B3"),
    ("date_with_time", "Deeds!B4"),
    ("date_outside", "Deeds!B5"),
    ("not_a_date", "Deeds!B6"),
    ("number_for_date", "Deeds!B7"),
    ("unknown_word", "Deeds!E8"),
    ("formula_failed", "Deeds!D9"),
    ("formula_uncalculated", "Deeds!C10"),
    ("garbled", "Deeds!D11"),
    ("digits_lost", "Deeds!C12"),
    ("merged", "Deeds!F14"),
    ("hidden_rows", "Deeds!A15"),
    ("not_of_kind", "Replies!F2"),
    ("points_and_stars", "Replies!G3"),
    ("changed_to_nothing", "Replies!F4"),
    ("changed_without", "Replies!F5"),
    ("points_of_rating", "Replies!F6"),
    ("stars_of_deed", "Replies!G7"),
    ("missing", "Replies!E8"),
    ("missing_column", "兑换!D1"),
    ("no_headings", "Moves!A1"),
    ("second_sheet", "迁移!A1"),
    ("unknown_sheet", "Remarks!A1"),
];

#[test]
fn every_kind_of_mistake_is_reported_with_its_cell() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.xlsx");
    std::fs::write(&path, workbook()).unwrap();
    let partial = lenient_at(&path).unwrap();
    let found: Vec<(String, String)> = partial
        .faults
        .iter()
        .map(|it| {
            (it.what.code(), format!("{}!{}{}", it.at.sheet, it.at.letter(), it.at.row))
        })
        .collect();
    let found: Vec<(&str, &str)> =
        found.iter().map(|(code, cell)| (code.as_str(), cell.as_str())).collect();
    assert_eq!(found, FAULTS);
    let kinds: BTreeSet<&str> = found.iter().map(|it| it.0).collect();
    assert!(kinds.len() >= 40, "{}", kinds.len());

    let ran = hallboard(["check", path.to_str().unwrap(), "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    for error in report["errors"].as_array().unwrap() {
        for field in ["sheet", "row", "column", "code", "what", "remedy"] {
            assert!(!error[field].is_null(), "{error}");
        }
    }
    // The report follows the order of the workbook, whatever found the mistakes.
    let sheets = report["errors"].as_array().unwrap().iter().map(|it| &it["sheet"]);
    let mut found: Vec<&str> = sheets.map(|it| it.as_str().unwrap()).collect();
    found.dedup();
    let order = SHEETS.iter().map(|it| it.0);
    let walked: Vec<&str> = order.filter(|it| found.contains(it)).collect();
    assert_eq!(found, walked);
    let sense = |code: &str| {
        let errors = report["errors"].as_array().unwrap();
        let cell =
            |it: &Value| format!("{}{}", it["column"].as_str().unwrap(), it["row"]);
        let cells = errors.iter().filter(|it| it["code"] == code).map(cell);
        cells.collect::<Vec<_>>().join(" ")
    };
    // Inconsistencies are reported in the same run, except those that may follow from
    // faulty rows.
    assert_eq!(sense("unknown-deed"), "D18");
    assert_eq!(sense("unknown-resident"), "C17 C19");
    assert_eq!(sense("without-consent"), "C16");
    assert_eq!(sense("unknown-entry"), "D10");
}

#[test]
fn a_workbook_of_mistakes_is_not_published() {
    let hall = tempfile::tempdir().unwrap();
    let path = |name: &str| hall.path().join(name).display().to_string();
    assert_eq!(hallboard(["new", &path("hall")]).code, 0);
    let publish = || {
        let now = "2026-11-23T12:00:00+08:00";
        hallboard(["publish", &path("hall"), "--feed-only", "--now", now])
    };
    std::fs::write(path("hall/register.xlsx"), workbook()).unwrap();
    let before = files(hall.path());
    let ran = publish();
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert_eq!(files(hall.path()), before, "something was written");

    let small = common::sample("small.xlsx");
    std::fs::copy(small, path("hall/register.xlsx")).unwrap();
    let ran = publish();
    assert_eq!(ran.code, 0, "nothing could have been written: {}", ran.err);
    assert_ne!(files(hall.path()), before);
}

/// Every file below a folder, and its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => {
                all.insert(path.clone(), std::fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// Each unknown id, and the suggestion in the report.
const SUGGESTIONS: &[(&str, &str, Option<&str>)] = &[
    ("resident", "r1", Some("Write `R1`")),
    ("resident", "R01", Some("Perhaps you mean `R1`")),
    ("resident", "张三", Some("Perhaps you mean `R1`")),
    ("resident", "R2", None),
    ("deed", "hlep", Some("Perhaps you mean `help`")),
    ("deed", "liter", Some("Perhaps you mean `litter`")),
    ("deed", "Help", Some("Write `help`")),
    ("deed", "dragon", None),
    ("household", "1 Mill Road", Some("Perhaps you mean `H1`")),
    ("household", "H9", None),
    ("category", "lawn", Some("Perhaps you mean `law`")),
    ("category", "river", None),
    ("reward", "soup", Some("Perhaps you mean `soap`")),
    ("reward", "rice", None),
];

#[test]
fn similar_ids_are_suggested() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.json");
    for (field, id, suggestion) in SUGGESTIONS {
        let mut ledger: Value = serde_json::from_str(common::LEDGER).unwrap();
        let mut entry = match *field {
            "household" | "category" => ledger["entries"][1].clone(),
            _ => ledger["entries"][2].clone(),
        };
        entry["id"] = "E9".into();
        if *field == "reward" {
            entry = json!({"id": "E9", "date": "2025-03-04", "kind": "redemption", "resident": "R1"});
        }
        entry[*field] = (*id).into();
        ledger["entries"].as_array_mut().unwrap().push(entry);
        std::fs::write(&path, ledger.to_string()).unwrap();
        let ran = hallboard(["check", path.to_str().unwrap(), "--json"]);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        let error = &report["errors"][0];
        assert_eq!(error["code"], format!("unknown-{field}"), "{}", ran.out);
        let hint = error["remedy"].as_str().unwrap();
        match suggestion {
            Some(start) => assert!(hint.starts_with(start), "{id}: {hint}"),
            None => assert!(!hint.contains("mean"), "{id}: {hint}"),
        }
    }
}

/// What a report contains about hidden rows and columns.
#[track_caller]
fn unseen(bytes: &[u8]) -> Vec<String> {
    let partial = hallboard_workbook::read::partial_of("hall.xlsx", bytes).unwrap();
    let faults = partial.faults.iter().map(|it| format!("{}: {}", it.at.sheet, it.what));
    let notes = partial.notes.iter().map(|it| format!("{}: {}", it.sheet, it.what));
    faults.chain(notes).filter(|it| it.contains("hidden")).collect()
}

#[test]
fn filtered_rows_differ_from_hidden_rows() {
    let rows = [["R1", "Zhang"], ["R2", "Li"], ["R3", "Wu"], ["R4", "Wang"]];
    let write = |page: &mut Worksheet| {
        page.set_name("Residents").unwrap();
        for (row, cells) in (0..).zip([["id", "name"]].iter().chain(&rows)) {
            page.write_row(row, 0, *cells).unwrap();
        }
    };
    let saved = |change: &dyn Fn(&mut Worksheet)| {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        write(page);
        change(page);
        unseen(&book.save_to_buffer().unwrap())
    };
    let only = || FilterCondition::new().add_list_filter("Li");
    let filtered = |page: &mut Worksheet| {
        page.autofilter(0, 0, 3, 1).unwrap();
        page.filter_column(1, &only()).unwrap();
    };
    let table = |page: &mut Worksheet| {
        page.add_table(
            0,
            0,
            3,
            1,
            &Table::new().set_columns(&[
                TableColumn::new().set_header("id"),
                TableColumn::new().set_header("name"),
            ]),
        )
        .unwrap();
        for row in [1, 3] {
            page.set_row_hidden(row).unwrap();
        }
    };
    let by_filter = "Residents: 2 rows are hidden by a filter";
    let by_hand = "Residents: hidden rows with data: 5 to 5";
    assert_eq!(saved(&filtered), [by_filter]);
    // The row below the filter was not hidden by the filter.
    let below = |page: &mut Worksheet| {
        filtered(page);
        page.set_row_hidden(4).unwrap();
    };
    assert_eq!(saved(&below), [by_hand, by_filter]);
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    write(page);
    table(page);
    page.set_row_hidden(4).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let alone = ["Residents: hidden rows with data: 2 to 2"];
    assert_eq!(unseen(&bytes)[..1], alone, "a table without a filter hides nothing");
    let bytes = edited(&bytes, "xl/tables/table1.xml", |text| {
        let (before, after) = text.split_once("<autoFilter ref=\"A1:B4\"/>").unwrap();
        let filter = "<autoFilter ref=\"A1:B4\"><filterColumn colId=\"1\"><filters>\
                      <filter val=\"Li\"/></filters></filterColumn></autoFilter>";
        [before, filter, after].concat()
    });
    assert_eq!(unseen(&bytes), [by_hand, by_filter]);

    let hidden = |page: &mut Worksheet| {
        page.write(0, 3, "# of ours").unwrap();
        page.set_column_hidden(1).unwrap();
        page.set_column_hidden(3).unwrap();
    };
    assert_eq!(saved(&hidden), ["Residents: column B `name` is hidden"]);
}
