//! The same register in every format, and files that are no register.
#![cfg(test)]

mod common;

use std::io::{Cursor, Read, Write};
use std::path::Path;

use common::sample;
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};
use hallboard_score::Ledger;
use hallboard_workbook::read::{ReadError, located_at, partial_of, register_of};
use hallboard_workbook::{WorkbookError, write_csv, write_ods, write_sqlite};
use zip::write::SimpleFileOptions;

fn small() -> Ledger {
    register_of("small.json", &std::fs::read(sample("small.json")).unwrap()).unwrap()
}

/// A folder of `.csv` files, each rewritten.
fn folder(change: impl Fn(&str) -> Vec<u8>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_csv(&small(), folder.path()).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, change(text.trim_start_matches('\u{feff}'))).unwrap();
    }
    folder
}

#[track_caller]
fn check(change: impl Fn(&str) -> Vec<u8>) {
    let folder = folder(change);
    assert_eq!(located_at(folder.path()).unwrap().ledger, small());
}

fn in_encoding(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost);
    bytes.into_owned()
}

/// The same table with another delimiter.
fn with_delimiter(text: &str, delimiter: u8) -> String {
    let mut from =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut to = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for record in from.records() {
        to.write_record(&record.unwrap()).unwrap();
    }
    String::from_utf8(to.into_inner().unwrap()).unwrap()
}

fn utf_16(text: &str, low_first: bool) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16().collect::<Vec<_>>());
    units
        .flat_map(|it| if low_first { it.to_le_bytes() } else { it.to_be_bytes() })
        .collect()
}

#[test]
fn text_files_are_read_as_people_s_programs_save_them() {
    check(|text| in_encoding(UTF_8, text));
    check(|text| in_encoding(UTF_8, &format!("\u{feff}{text}")));
    check(|text| in_encoding(GBK, text));
    check(|text| in_encoding(GB18030, text));
    check(|text| utf_16(&with_delimiter(text, b'\t'), true));
    check(|text| utf_16(text, false));
    check(|text| in_encoding(UTF_8, &with_delimiter(text, b';')));
    check(|text| in_encoding(GBK, &with_delimiter(text, b'\t')));
    check(|text| in_encoding(UTF_8, &format!("sep=;\r\n{}", with_delimiter(text, b';'))));
    check(|text| in_encoding(UTF_8, text.trim_end()));
    check(|text| in_encoding(UTF_8, &text.replace("\r\n", "\n\n")));
}

#[test]
fn rows_of_text_files_are_counted_as_a_spreadsheet_shows_them() {
    let folder = folder(|text| text.as_bytes().to_vec());
    let text = "id,name,household\r\n\r\nR1,\"two\nlines\",H1\r\n,,\r\nR2,,H1";
    std::fs::write(folder.path().join("Residents 村民.csv"), text).unwrap();
    let Err(ReadError::Workbook(WorkbookError::Rows(faults))) = located_at(folder.path())
    else {
        panic!("there is a name missing");
    };
    let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let missing = "sheet `Residents 村民`, row 5, column B `name`: the cell is empty, and must not be";
    assert_eq!(found, [missing]);
}

#[test]
fn foreign_database_is_read_as_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.db");
    write_sqlite(&small(), &path).unwrap();
    let base = rusqlite::Connection::open(&path).unwrap();
    base.pragma_update(None, "application_id", 0).unwrap();
    base.execute_batch(
        "ALTER TABLE deeds RENAME TO \"行为\";
         UPDATE \"行为\" SET date = replace(date, '-', '/'), source = 'self 本人' WHERE source = 'self';
         CREATE VIEW everybody AS SELECT * FROM residents;",
    )
    .unwrap();
    drop(base);
    assert_eq!(located_at(&path).unwrap().ledger, small());
}

/// An `.ods` file of the small register with one sheet replaced.
fn ods(sheet: &str) -> Vec<u8> {
    let bytes = write_ods(&small()).unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        if part.name().unwrap() == "content.xml" {
            text = replaced(&String::from_utf8(text).unwrap(), sheet).into_bytes();
        }
        to.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        to.write_all(&text).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn replaced(xml: &str, sheet: &str) -> String {
    let (before, rest) = xml.split_once("<table:table table:name=\"Residents").unwrap();
    let (_, after) = rest.split_once("</table:table>").unwrap();
    let table = format!("<table:table table:name=\"Residents\">{sheet}</table:table>");
    [before, &table, after].concat()
}

/// A cell with text.
fn cell(text: &str) -> String {
    let text = format!("<text:p>{text}</text:p>");
    format!("<table:table-cell office:value-type=\"string\">{text}</table:table-cell>")
}

#[test]
fn errors_in_ods_name_their_cells() {
    let row = |attributes: &str, cells: &[String]| {
        format!("<table:table-row {attributes}>{}</table:table-row>", cells.concat())
    };
    let blank = "<table:table-cell table:number-columns-repeated=\"2\"/>".to_owned();
    let note = "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>\
                Note</text:p></office:annotation><text:p>Li &amp; Si</text:p></table:table-cell>";
    let failed = "<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" \
                  calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>";
    let merged = "<table:table-cell table:number-columns-spanned=\"2\" \
                  office:value-type=\"string\"><text:p>x</text:p></table:table-cell>\
                  <table:covered-table-cell/>";
    let columns = "<table:table-column table:number-columns-repeated=\"2\"/>\
                   <table:table-column table:visibility=\"collapse\" \
                   table:number-columns-repeated=\"16000\"/>";
    let sheet = [
        columns.to_owned(),
        row("", &[cell("id"), cell("name"), cell("household")]),
        row("table:number-rows-repeated=\"3\"", &[blank]),
        row("", &[cell("R0001"), note.to_owned()]),
        row("", &[cell("R0002"), failed.to_owned()]),
        row("", &[cell("R0003"), merged.to_owned()]),
        row("table:visibility=\"collapse\"", &[cell("R0004"), cell("Wang")]),
        row("table:visibility=\"filter\"", &[cell("R0005"), cell("Wu")]),
        row("table:number-rows-repeated=\"1048000\"", &[]),
    ];
    let partial = partial_of("a.ods", &ods(&sheet.concat())).unwrap();
    let found: Vec<String> = partial.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "sheet `Residents`, row 6, column B `name`: the formula fails with #DIV/0!",
            "sheet `Residents`, row 7, column B `name`: merged cells: B7:C7",
            "sheet `Residents`, row 8, column A `id`: hidden rows with data: 8 to 8",
        ]
    );
    assert_eq!(partial.ledger.residents[0].name, "Li & Si");
    assert_eq!(partial.origins.of("residents", 0).unwrap().row, 5);
    let notes: Vec<String> = partial.notes.iter().map(|it| it.what.to_string()).collect();
    assert_eq!(
        notes,
        ["column C `household` is hidden", "1 rows are hidden by a filter"]
    );
}

#[test]
fn repeated_cells_are_one_error() {
    let head: String = ["id", "name", "household"].map(cell).concat();
    let sheet = format!(
        "<table:table-row>{head}</table:table-row><table:table-row \
         table:number-rows-repeated=\"1000000\"><table:table-cell office:value-type=\"float\" \
         office:value=\"1\" table:number-columns-repeated=\"16384\"/></table:table-row>"
    );
    let partial = partial_of("a.ods", &ods(&sheet)).unwrap();
    let found: Vec<String> = partial.faults.iter().map(|it| it.what.code()).collect();
    assert_eq!(found, ["filled_down"]);
    assert_eq!(partial.faults[0].at.row, 1_000_001);
}

#[track_caller]
fn refused(path: &Path, part: &str) {
    let message = located_at(path).map(|_| ()).unwrap_err().to_string();
    assert!(message.contains(part), "{message}");
    assert!(message.len() < 400 && !message.contains('\n'), "{message}");
}

#[test]
fn files_without_register_give_a_one_line_error() {
    let folder = tempfile::tempdir().unwrap();
    refused(folder.path(), "no sheet of a hall's workbook");
    refused(&folder.path().join("absent"), "cannot be read");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let garbage: Vec<u8> = (0..5_000_u32).map(|it| (it * it / 7) as u8).collect();
    refused(&file("a", &garbage), "kind that is not read");
    refused(&file("a.xlsx", &garbage), "not a workbook");
    refused(&file("a.xlsx", b"PK\x03\x04"), "not a workbook");
    refused(&file("Deeds.csv", b"id,date\n"), "a single sheet");
    let damaged = [b"SQLite format 3\0".as_slice(), &garbage].concat();
    refused(&file("a.db", &damaged), "not a workbook");
    std::fs::remove_file(folder.path().join("Deeds.csv")).unwrap();
    let quote = format!("id,name\nR1,\"{}", "x".repeat(5_000_000));
    file("Residents.csv", quote.as_bytes());
    refused(folder.path(), "`Residents` cannot be read beyond row 2");
    for number in 0..300 {
        file(&format!("{number}.csv"), b"x");
    }
    refused(folder.path(), "more than 200 tables");
}

/// An `.xlsx` file with a single sheet of deeds with these rows.
fn xlsx(rows: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Deeds").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text =
            text.replace("<sheetData/>", &format!("<sheetData>{rows}</sheetData>"));
        to.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn sheets_that_no_program_writes_are_refused() {
    let check = |rows: &str, part: &str| {
        let message =
            partial_of("a.xlsx", &xlsx(rows)).map(|_| ()).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    };
    let cell = |name: &str| format!("<c r=\"{name}\"><v>1</v></c>");
    let row = |number: u32, cells: &str| format!("<row r=\"{number}\">{cells}</row>");
    check(&row(1_048_577, &cell("A1048577")), "more rows or columns");
    check(&row(2, &"<c/>".repeat(16_386)), "more rows or columns");
    check(&[row(3, &cell("A3")), row(2, &cell("A2"))].concat(), "not in order");
    check(&row(2, &cell("A2").repeat(2)), "twice");
    check(&row(2, "<c r=\"A2\" t=\"s\"><v>99999</v></c>"), "not a workbook");
    let stray = row(1, &cell("A1")) + &row(1_048_576, &cell("XFD1048576"));
    assert!(partial_of("a.xlsx", &xlsx(&stray)).is_ok());
}

#[test]
fn views_are_no_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.db");
    let base = rusqlite::Connection::open(&path).unwrap();
    base.execute_batch("CREATE VIEW deeds AS SELECT 1 AS id;").unwrap();
    drop(base);
    refused(&path, "`deeds` is no plain table");
}
