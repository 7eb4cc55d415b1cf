//! Workbooks: faults are reported by sheet and row, and a written workbook can be read
//! back.
#![cfg(test)]

mod common;

use common::{LEDGER, hallboard, sample};
use hallboard_workbook::json::to_json;
use hallboard_workbook::read::{ReadError, located_of, register_of};
use hallboard_workbook::{ContainerError, WorkbookError, read, write};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::Value;

/// A sheet's name and its rows; [`put`] describes the cells.
type Sheet = (&'static str, Vec<Vec<&'static str>>);

/// Writes a number as a number, `@2025-03-01` as a date, `'7` as text, `=1/0` as a formula.
fn put(page: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, cell: &str) {
    if let Some(day) = cell.strip_prefix('@') {
        let format = Format::new().set_num_format("yyyy-mm-dd");
        let date = ExcelDateTime::parse_from_str(day).unwrap();
        page.write_with_format(row, column, &date, &format).unwrap();
    } else if let Some(text) = cell.strip_prefix('\'') {
        page.write_string(row, column, text).unwrap();
    } else if cell.starts_with('=') {
        let formula = Formula::new(cell).set_result("#DIV/0!");
        page.write_formula(row, column, formula).unwrap();
    } else if let Ok(number) = cell.parse::<f64>() {
        page.write_number(row, column, number).unwrap();
    } else if !cell.is_empty() {
        page.write_string(row, column, cell).unwrap();
    }
}

fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let page = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                put(page, row, column, cell);
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The small ledger of the other tests as a person might type it: columns in any order,
/// headings in either language, numbers as text, blank rows.
fn typed() -> Vec<Sheet> {
    vec![
        (
            "Hall",
            vec![
                vec!["time zone", "id", "name (en)"],
                vec!["Asia/Shanghai", "mill", "Mill hall"],
            ],
        ),
        (
            "规则",
            vec![
                vec!["base", "最高分", "min 最低分", "起始日期"],
                vec!["60", "100", "0", "@2020-01-01"],
            ],
        ),
        (
            "Categories",
            vec![
                vec![
                    "rulebook",
                    "id",
                    "name (en)",
                    "一星",
                    "二星",
                    "三星",
                    "四星",
                    "五星",
                ],
                vec!["@2020-01-01", "law", "Law", "'−4", "-2", "0", "'+2", "'４"],
            ],
        ),
        (
            "Deed rules 行为规则",
            vec![
                vec!["id", "rulebook", "points", "name (en)"],
                vec!["help", "2020-01-01", "3", "Help"],
                vec![],
                vec!["litter", "2020-01-01", "-5", "Litter"],
            ],
        ),
        (
            "bands",
            vec![
                vec!["rulebook", "id", "min", "name (en)"],
                vec!["@2020-01-01", "fine", "60", "Fine"],
            ],
        ),
        (
            "Rewards",
            vec![
                vec!["rulebook", "id", "cost", "name (en)"],
                vec!["@2020-01-01", "soap", "2", "Soap"],
            ],
        ),
        ("Households", vec![vec!["id", "name (en) 名称"], vec!["H1", "1 Mill Road"]]),
        ("Residents", vec![vec!["name", "id", "household"], vec!["张三", "R1", "H1"]]),
        (
            "Consents",
            vec![
                vec!["id", "date", "resident", "scopes"],
                vec!["E1", "@2025-03-01", "R1", "score"],
            ],
        ),
        (
            "Ratings",
            vec![
                vec!["stars", "id", "date", "household", "category"],
                vec!["4", "E2", "@2025-03-02", "H1", "law"],
            ],
        ),
        (
            "Deeds",
            vec![
                vec!["id", "日期", "村民", "deed", "source", "notified"],
                vec!["E3", "@2025-03-03", "R1", "help", "neighbour"],
            ],
        ),
        ("Replies", vec![vec!["id", "date", "kind", "entry"]]),
    ]
}

fn rows<'a>(sheets: &'a mut [Sheet], name: &str) -> &'a mut Vec<Vec<&'static str>> {
    &mut sheets.iter_mut().find(|(it, _)| *it == name).unwrap().1
}

#[test]
fn hand_typed_workbook_gives_the_expected_ledger() {
    let read = register_of("typed.xlsx", &workbook(&typed())).unwrap();
    assert_eq!(read, register_of("ledger.json", LEDGER.as_bytes()).unwrap());
}

/// Edits the typed workbook; the reported faults must be exactly `faults`.
#[track_caller]
fn check(change: impl FnOnce(&mut Vec<Sheet>), faults: &[&str]) {
    let mut sheets = typed();
    change(&mut sheets);
    match read(&workbook(&sheets)) {
        Err(WorkbookError::Rows(found)) => {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found, faults);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_wrong_row_is_reported_with_its_cell() {
    let change = |sheets: &mut Vec<Sheet>| {
        rows(sheets, "Ratings")[1][0] = "6";
        rows(sheets, "Ratings").push(vec!["", "E9", "@2025-03-02", "H1", "law"]);
        rows(sheets, "Deeds")[1][1] = "2025-02-30";
        rows(sheets, "Deeds").push(vec!["E3", "@2025-03-03", "R1", "help", "gossip"]);
        rows(sheets, "Households").push(vec!["H1", "another"]);
        rows(sheets, "bands")[1][2] = "0.125";
    };
    let faults = [
        "sheet `bands`, row 2, column C `min`: finer than a hundredth: 0.125",
        "sheet `Households`, row 3, column A `id`: the id `H1` occurs twice; first in \
         Households!A2",
        "sheet `Ratings`, row 2, column A `stars`: not from 1 to 5: 6",
        "sheet `Ratings`, row 3, column A `stars`: the cell is empty, and must not be",
        "sheet `Deeds`, row 2, column B `日期`: the calendar has no such day: 2025-02-30",
        "sheet `Deeds`, row 3, column E `source`: unknown word `gossip`, expected one of: \
         organisation 单位, neighbour 邻居, household 家人, self 本人",
    ];
    check(change, &faults);
}

#[test]
fn unknown_data_is_reported() {
    check(
        |sheets| sheets.push(("Remarks", vec![vec!["x"]])),
        &[
            "sheet `Remarks`, row 1, column A: a sheet of a name that is not known: `Remarks`",
        ],
    );
    check(
        |sheets| sheets.push(("行为", vec![vec!["id"]])),
        &["sheet `行为`, row 1, column A: a second sheet for the same as `Deeds`"],
    );
    check(
        |sheets| rows(sheets, "Ratings")[0][0] = "colour",
        &[
            "sheet `Ratings`, row 1, column A `colour`: a heading that is not known: `colour`",
            "sheet `Ratings`, row 1, column F: the column `stars 星级` is missing",
        ],
    );
    check(
        |sheets| rows(sheets, "Residents")[0][2] = "姓名",
        &[
            "sheet `Residents`, row 1, column C `姓名`: a second column for the same as column A",
        ],
    );
    check(
        |sheets| rows(sheets, "Hall").push(vec!["Asia/Shanghai", "other", "Other"]),
        &["sheet `Hall`, row 3, column B `id`: a second row that describes the hall"],
    );
    check(
        |sheets| drop(sheets.remove(0)),
        &["sheet `Hall 礼堂`, row 1, column A: the sheet `Hall 礼堂` is missing"],
    );
    check(
        |sheets| drop(rows(sheets, "Hall").remove(1)),
        &["sheet `Hall`, row 2, column A: no row describes the hall"],
    );
}

#[test]
fn marked_parts_are_ignored() {
    let mut sheets = typed();
    sheets.push(("# Remarks", vec![vec!["x"]]));
    let deeds = rows(&mut sheets, "Deeds");
    deeds[0].extend(["＃ checked", "# by whom"]);
    deeds[1].extend(["", "yes", "Li"]);
    deeds.insert(0, vec!["# Deeds of our village"]);
    let read = register_of("typed.xlsx", &workbook(&sheets)).unwrap();
    assert_eq!(read, register_of("ledger.json", LEDGER.as_bytes()).unwrap());
}

#[test]
fn inconsistent_rows_are_reported() {
    check(
        |sheets| rows(sheets, "Categories")[1][0] = "@2021-01-01",
        &[
            "sheet `Categories`, row 2, column A `rulebook`: no rulebook begins on 2021-01-01",
        ],
    );
    check(
        |sheets| rows(sheets, "Rewards").push(vec!["@2020-01-01", "soap", "3", "Soap"]),
        &["sheet `Rewards`, row 3, column B `id`: the id `soap` occurs twice; first in \
           Rewards!B2"],
    );
    check(
        |sheets| rows(sheets, "Categories")[1][5] = "",
        &[
            "sheet `Categories`, row 2, column F `三星`: the cell is empty, and must not be",
        ],
    );
    check(
        |sheets| rows(sheets, "规则")[1][0] = "101",
        &["sheet `规则`, row 2, column A `base`: the base 101 lies outside 0 to 100"],
    );
    check(
        |sheets| rows(sheets, "Deeds")[1][3] = "=1/0",
        &["sheet `Deeds`, row 2, column D `deed`: the formula fails with #DIV/0!"],
    );
}

#[test]
fn order_column_decides_the_order_of_entries() {
    let mut sheets = typed();
    let deeds = rows(&mut sheets, "Deeds");
    deeds[0].push("order");
    deeds[1].extend(["", "2"]);
    let ratings = rows(&mut sheets, "Ratings");
    ratings[0].push("顺序");
    ratings[1].push("5");
    let located = located_of("a.xlsx", &workbook(&sheets)).unwrap();
    let ids: Vec<&str> = located.ledger.entries.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["E3", "E2", "E1"]);
    let origin = located.origins.of("entries", 0).unwrap();
    assert_eq!((&*origin.sheet, origin.row), ("Deeds", 2));
    check(
        |sheets| {
            rows(sheets, "Deeds")[0].push("order");
            rows(sheets, "Deeds")[1].extend(["", "1.5"]);
        },
        &[
            "sheet `Deeds`, row 2, column G `order`: not a whole number from 0 to 4294967294: 1.5",
        ],
    );
}

#[test]
fn check_prints_sheets_and_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.xlsx");
    let mut sheets = typed();
    rows(&mut sheets, "Deeds").push(vec![
        "E4",
        "@2025-03-04",
        "R2",
        "litter",
        "neighbour",
    ]);
    std::fs::write(&path, workbook(&sheets)).unwrap();
    let ran = hallboard(["check", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("\n  row 3, column C (村民), E4: There is no resident `R2`"),
        "{}",
        ran.out
    );
    let ran = hallboard(["check", path.to_str().unwrap(), "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["errors"][0]["sheet"], "Deeds");
    assert_eq!(report["errors"][0]["row"], 3);
    assert_eq!(report["errors"][0]["entry"], "E4");

    rows(&mut sheets, "Ratings")[1][0] = "many";
    rows(&mut sheets, "Deeds")[1][1] = "soon";
    std::fs::write(&path, workbook(&sheets)).unwrap();
    let ran = hallboard(["score", path.to_str().unwrap(), "--on", "2025-05-01"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err.matches("hallboard: ").count(), 2, "{}", ran.err);
    for part in ["sheet `Ratings`, row 2, column A `stars`", "sheet `Deeds`, row 2"] {
        assert!(ran.err.contains(part), "{}", ran.err);
    }
}

#[test]
fn the_same_ledger_gives_the_same_bytes_in_both_forms() {
    let bytes = std::fs::read(sample("small.json")).unwrap();
    let ledger = register_of("small.json", &bytes).unwrap();
    let book = write(&ledger).unwrap();
    assert_eq!(book, write(&ledger).unwrap());
    let json = to_json(&ledger).unwrap();
    assert_eq!(json, to_json(&read(&book).unwrap().ledger).unwrap());
    assert_eq!(json.last(), Some(&b'\n'));
    let lines = json.split(|byte| *byte == b'\n');
    let items = lines.filter(|line| line.starts_with(b"{\"id\":\"E")).count();
    assert_eq!(items, ledger.entries.len());
}

#[test]
fn a_workbook_whose_texts_unpack_to_too_much_is_refused() {
    let bytes = workbook(&typed());
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index_raw(index).unwrap();
        if part.name().unwrap() != "xl/sharedStrings.xml" {
            zip.raw_copy_file(part).unwrap();
        }
    }
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/sharedStrings.xml", options).unwrap();
    let text = format!("<si><t>{}</t></si>", "x".repeat(1_900_000));
    for _ in 0..106 {
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let limit = hallboard_container::UNPACKED_LIMIT;
    let refused = WorkbookError::from(ContainerError::TooLarge { limit });
    let refused = ReadError::Workbook(refused);
    assert_eq!(located_of("big.xlsx", &bytes).unwrap_err(), refused);
}
