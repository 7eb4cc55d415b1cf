//! A register as plain tables, written as other programs do, with the same rows in every
//! format.
#![allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]

use std::fs;
use std::path::Path;

use encoding_rs::{GBK, UTF_8, UTF_16BE, UTF_16LE};
use hallboard_score::{Day, Ledger};
use hallboard_workbook::{write_csv, write_ods};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, TableColumn, Workbook, Worksheet};

use crate::package::Parts;

/// The sheets of a register, in order of writing.
const SHEETS: [&str; 14] = [
    "Hall 礼堂",
    "Rulebooks 规则",
    "Categories 类别",
    "Deed rules 行为规则",
    "Bands 等级",
    "Rewards 奖励",
    "Households 家庭",
    "Residents 村民",
    "Consents 同意",
    "Ratings 评星",
    "Deeds 行为",
    "Replies 申辩与裁决",
    "Redemptions 兑换",
    "Moves 迁移",
];

/// Prefix of headings whose database columns are `NOT NULL`.
pub const MUST_FILL: &str = "# must";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A formula with its cached result.
    Formula(String),
}

impl Cell {
    pub fn text(&self) -> &str {
        match self {
            Cell::Text(text) | Cell::Formula(text) => text,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    /// Index of the row with the headings.
    pub head: usize,
}

impl Table {
    /// An additional sheet with these rows.
    pub fn own(name: &str, rows: &[&[&str]]) -> Table {
        let cell = |text: &&str| Cell::Text((*text).to_owned());
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Table { name: name.to_owned(), rows, head: 0 }
    }

    pub fn is(&self, english: &str) -> bool {
        self.name.starts_with(english)
    }

    fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

/// The tables of a register.
pub fn of(ledger: &Ledger) -> Vec<Table> {
    let folder = tempfile::tempdir().unwrap();
    write_csv(ledger, folder.path()).unwrap();
    let table = |name: &str| {
        let text = fs::read_to_string(folder.path().join(format!("{name}.csv"))).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows = reader
            .records()
            .map(|row| row.unwrap().iter().map(|it| Cell::Text(it.to_owned())).collect());
        Table { name: name.to_owned(), rows: rows.collect(), head: 0 }
    };
    SHEETS.map(table).to_vec()
}

/// An `.xlsx` workbook; `as_tables` makes each sheet of entries one of Excel's tables.
pub fn xlsx(tables: &[Table], as_tables: bool) -> Parts {
    let mut book = Workbook::new();
    for table in tables {
        let page = book.add_worksheet().set_name(&table.name).unwrap();
        if as_tables && !table.name.starts_with('#') {
            excel_table(page, table);
        }
        for (row, cells) in (0..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                xlsx_cell(page, row, column, cell);
            }
        }
    }
    Parts::of(&book.save_to_buffer().unwrap())
}

fn xlsx_cell(page: &mut Worksheet, row: u32, column: u16, cell: &Cell) {
    match cell {
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) if text.parse::<Day>().is_ok() => {
            let date = ExcelDateTime::parse_from_str(text).unwrap();
            let format = Format::new().set_num_format("yyyy-mm-dd");
            page.write_with_format(row, column, &date, &format).unwrap();
        }
        Cell::Text(text) => drop(page.write_string(row, column, text).unwrap()),
        Cell::Formula(shown) => {
            // The crate treats an empty result as zero.
            let shown = if shown.is_empty() { " " } else { shown };
            let formula = Formula::new("=IF(TRUE,\"\",1)").set_result(shown);
            page.write_formula(row, column, formula).unwrap();
        }
    }
}

fn excel_table(page: &mut Worksheet, table: &Table) {
    let heads = table.rows[table.head].iter();
    let columns: Vec<TableColumn> =
        heads.map(|it| TableColumn::new().set_header(it.text())).collect();
    let made = rust_xlsxwriter::Table::new().set_columns(&columns);
    let first = u32::try_from(table.head).unwrap();
    let last = u32::try_from(table.rows.len() - 1).unwrap().max(first + 1);
    let end = u16::try_from(columns.len() - 1).unwrap();
    page.add_table(first, 0, last, end, &made).unwrap();
}

/// An `.ods` workbook: a new content part in the archive of a workbook that Hallboard
/// wrote.
pub fn ods(tables: &[Table], ledger: &Ledger) -> Parts {
    let tables: String = tables.iter().map(ods_table).collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mut parts = Parts::of(&write_ods(ledger).unwrap());
    parts.edit("content.xml", |_| content.clone());
    parts
}

fn ods_table(table: &Table) -> String {
    // Repeated rows and cells are written once with a count, as LibreOffice does.
    let mut rows = String::new();
    for same in table.rows.chunk_by(|a, b| a == b) {
        let mut cells = String::new();
        for same in same[0].chunk_by(|a, b| a == b) {
            cells += &ods_cell(&same[0], &repeated("columns", same.len()));
        }
        let repeated = repeated("rows", same.len());
        rows += &format!("<table:table-row{repeated}>{cells}</table:table-row>");
    }
    rows += "<table:table-row table:number-rows-repeated=\"1000\"/>";
    let name = xml(&table.name);
    format!("<table:table table:name=\"{name}\">{rows}</table:table>")
}

fn repeated(what: &str, times: usize) -> String {
    match times {
        1 => String::new(),
        times => format!(" table:number-{what}-repeated=\"{times}\""),
    }
}

fn ods_cell(cell: &Cell, repeated: &str) -> String {
    let of = |kind: &str, text: &str| {
        let text = xml(text);
        format!(
            "<table:table-cell{repeated}{kind}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    match cell {
        Cell::Text(text) if text.is_empty() => format!("<table:table-cell{repeated}/>"),
        Cell::Text(text) if text.parse::<Day>().is_ok() => {
            let kind =
                format!(" office:value-type=\"date\" office:date-value=\"{text}\"");
            of(&kind, text)
        }
        Cell::Text(text) => of(" office:value-type=\"string\"", text),
        Cell::Formula(shown) => of(
            " table:formula=\"of:=IF(TRUE();&quot;&quot;;1)\" office:value-type=\"string\"",
            shown,
        ),
    }
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoded {
    Utf8,
    Utf8Mark,
    Utf16Le,
    Utf16Be,
    Utf16LeNoMark,
    Gbk,
}

impl Encoded {
    fn bytes(self, text: &str) -> Vec<u8> {
        let wide = |text: &str, low_first: bool| -> Vec<u8> {
            let bytes =
                |it: u16| if low_first { it.to_le_bytes() } else { it.to_be_bytes() };
            text.encode_utf16().flat_map(bytes).collect()
        };
        match self {
            Encoded::Utf8 => text.as_bytes().to_vec(),
            Encoded::Utf8Mark => format!("\u{feff}{text}").into_bytes(),
            Encoded::Utf16Le => wide(&format!("\u{feff}{text}"), true),
            Encoded::Utf16Be => wide(&format!("\u{feff}{text}"), false),
            Encoded::Utf16LeNoMark => wide(text, true),
            Encoded::Gbk => GBK.encode(text).0.into_owned(),
        }
    }

    pub fn text(self, bytes: &[u8]) -> String {
        let encoding = match self {
            Encoded::Utf8 | Encoded::Utf8Mark => UTF_8,
            Encoded::Utf16Le | Encoded::Utf16LeNoMark => UTF_16LE,
            Encoded::Utf16Be => UTF_16BE,
            Encoded::Gbk => GBK,
        };
        encoding.decode_with_bom_removal(bytes).0.into_owned()
    }
}

/// The options for writing text files.
#[derive(Clone, Copy, Debug)]
pub struct CsvStyle {
    pub encoded: Encoded,
    pub delimiter: u8,
    /// Prefix and extension of file names, around the sheet's name.
    pub names: (&'static str, &'static str),
    pub line_end: &'static str,
    pub ends_with_line: bool,
    pub all_quoted: bool,
    /// Whether the first line declares the delimiter.
    pub says_delimiter: bool,
}

fn line(row: &[Cell], style: CsvStyle) -> String {
    if row.is_empty() {
        return style.line_end.to_owned();
    }
    let quotes = match style.all_quoted {
        true => csv::QuoteStyle::Always,
        false => csv::QuoteStyle::Necessary,
    };
    let mut out = csv::WriterBuilder::new()
        .delimiter(style.delimiter)
        .quote_style(quotes)
        .from_writer(Vec::new());
    out.write_record(row.iter().map(Cell::text)).unwrap();
    let text = String::from_utf8(out.into_inner().unwrap()).unwrap();
    text.trim_end_matches('\n').to_owned() + style.line_end
}

/// A folder of text files.
pub fn csv(tables: &[Table], style: CsvStyle, folder: &Path) {
    for table in tables {
        let (before, ending) = style.names;
        let name = table.name.trim();
        let path = folder.join(format!("{before}{name}.{ending}"));
        let mut text: String = table.rows.iter().map(|row| line(row, style)).collect();
        if style.says_delimiter {
            text.insert_str(0, &format!("sep={}\r\n", char::from(style.delimiter)));
        }
        if !style.ends_with_line {
            text = text.trim_end_matches(['\r', '\n']).to_owned();
        }
        fs::write(path, style.encoded.bytes(&text)).unwrap();
    }
}

/// A database with a table for each sheet, as another program might create it.
pub fn sqlite(tables: &[Table], path: &Path) {
    let base = rusqlite::Connection::open(path).unwrap();
    base.execute_batch("BEGIN").unwrap();
    for table in tables {
        let name = table.name.replace('"', "\"\"");
        let heads = &table.rows[table.head];
        let columns: Vec<String> = heads
            .iter()
            .map(|it| {
                let must = it.text().starts_with(MUST_FILL);
                let not_null = if must { " NOT NULL" } else { "" };
                format!("\"{}\"{not_null}", it.text().replace('"', "\"\""))
            })
            .collect();
        let create = format!("CREATE TABLE \"{name}\" ({})", columns.join(", "));
        base.execute(&create, []).unwrap();
        for row in table.rows.iter().skip(table.head + 1) {
            let marks: Vec<&str> = columns.iter().map(|_| "?").collect();
            let insert = format!("INSERT INTO \"{name}\" VALUES ({})", marks.join(", "));
            let blank = Cell::Text(String::new());
            let values = (0..columns.len()).map(|it| row.get(it).unwrap_or(&blank));
            let values = values.map(|it| Some(it.text()).filter(|it| !it.is_empty()));
            base.execute(&insert, rusqlite::params_from_iter(values)).unwrap();
        }
    }
    base.execute_batch("COMMIT").unwrap();
}
