//! Archives of workbooks as various programs write them: whatever can be read can be
//! written back, and nothing else in it changes.
#![cfg(test)]

#[path = "common/archive.rs"]
mod archive;
mod common;
#[path = "common/package.rs"]
mod package;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use archive::{ODS, Ods, XLSX, Xlsx};
use common::LEDGER;
use hallboard_score::{Entry, Ledger, read_json};
use hallboard_workbook::edit::append::{AppendError, Bytes, RowsError, appended};
use hallboard_workbook::edit::fill_ids::{BlankCell, workbook};
use hallboard_workbook::read::{located_of, partial_of, register_of};
use hallboard_workbook::{write, write_ods};
use package::Parts;
use proptest::prelude::*;
use proptest::sample::subsequence;

fn ledger() -> Ledger {
    register_of("a.json", LEDGER.as_bytes()).unwrap()
}

fn xlsx() -> Parts {
    static WRITTEN: LazyLock<Parts> = LazyLock::new(|| {
        let mut parts = Parts::of(&write(&ledger()).unwrap());
        // A part that only the hall's own program knows.
        parts.add("custom/own.bin", "\u{0}own");
        parts
    });
    WRITTEN.clone()
}

fn ods() -> Parts {
    static WRITTEN: LazyLock<Parts> =
        LazyLock::new(|| Parts::of(&write_ods(&ledger()).unwrap()));
    WRITTEN.clone()
}

fn entry(id: &str) -> Entry {
    let entry = format!(
        r#"{{"id": "{id}", "date": "2025-03-09", "kind": "deed", "resident": "R1",
             "deed": "help", "source": "self", "note": "=1+1 <甲>"}}"#
    );
    read_json(entry.as_bytes()).unwrap()
}

/// The names of the parts that differ.
fn differing(before: &[u8], after: &[u8]) -> BTreeSet<String> {
    let (before, after) = (Parts::of(before), Parts::of(after));
    let names = |parts: &Parts| parts.0.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
    let (before, after) = (before.map(), after.map());
    before
        .into_iter()
        .filter(|(name, bytes)| after[name] != *bytes)
        .map(|it| it.0)
        .collect()
}

/// The workbook is read as the ledger, and an id and an entry can be written to it.
fn holds(what: &str, bytes: &[u8]) {
    let before = located_of("a", bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(before.ledger, ledger(), "{what}");
    let deeds = before.origins.of("entries", 2).unwrap();
    // Writes to the blank cell for the recorder of the deed.
    let cell = BlankCell { row: deeds.row, column: 7, text: "N1".to_owned() };
    let cells = BTreeMap::from([(deeds.sheet.to_string(), vec![cell])]);
    let tidied =
        workbook(bytes, &cells).unwrap_or_else(|error| panic!("{what}: {error}"));
    let mut read = register_of("a", &tidied).unwrap();
    assert_eq!(read.entries[2].by.as_deref(), Some("N1"), "{what}");
    read.entries[2].by = None;
    assert_eq!(read, ledger(), "{what}");
    assert_eq!(differing(bytes, &tidied).len(), 1, "{what}");

    let path = Path::new("a");
    let files = Bytes::from([(path.to_owned(), bytes.to_vec())]);
    let new = [entry("L1"), entry("L2")];
    let after = appended(path, &files, &before, &new, true);
    let after = after.unwrap_or_else(|error| panic!("{what}: {error}"));
    let mut read = register_of("a", &after[path]).unwrap();
    assert_eq!(read.entries.split_off(3), new, "{what}");
    assert_eq!(read, ledger(), "{what}");
    assert_eq!(differing(bytes, &after[path]), differing(bytes, &tidied), "{what}");
}

#[test]
fn xlsx_archives_of_any_structure_are_read_and_written() {
    holds("as it is", &xlsx().packed());
    for change in XLSX {
        let mut parts = xlsx();
        change.apply(&mut parts);
        assert_ne!(parts, xlsx(), "{change:?}");
        holds(&format!("{change:?}"), &parts.packed());
    }
}

#[test]
fn ods_archives_of_any_structure_are_read_and_written() {
    holds("as it is", &ods().packed());
    for change in ODS {
        let mut parts = ods();
        change.apply(&mut parts);
        assert_ne!(parts, ods(), "{change:?}");
        holds(&format!("{change:?}"), &parts.packed());
    }
}

/// The bytes of an `.ods` file: the media type comes first, with an extra field in its
/// header.
#[test]
fn a_media_type_with_an_extra_field_is_a_media_type() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in ods().0 {
        let mut options = zip::write::FullFileOptions::default();
        if name == "mimetype" {
            options =
                options.with_extended_timestamp(Some(1_700_000_000), None, None).unwrap();
        }
        zip.start_file(name, options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    holds("extra field", &zip.finish().unwrap().into_inner());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn several_such_changes_at_once(
        of_xlsx in subsequence(XLSX.to_vec(), 2..6),
        of_ods in subsequence(ODS.to_vec(), 2..5),
        reordered in any::<prop::sample::Index>(),
    ) {
        let (mut book, mut open) = (xlsx(), ods());
        let mut encoded = false;
        // A text can be encoded only once, and only one form of targets can be used.
        let mut once = |encodes: bool| !encodes || !std::mem::replace(&mut encoded, true);
        let mut targets = false;
        for change in &of_xlsx {
            let is_target = matches!(change, Xlsx::Targets(_) | Xlsx::MainPartElsewhere(_));
            if is_target && std::mem::replace(&mut targets, true) {
                continue;
            }
            if once(matches!(change, Xlsx::Encoded(..))) {
                change.apply(&mut book);
            }
        }
        encoded = false;
        let mut once = |encodes: bool| !encodes || !std::mem::replace(&mut encoded, true);
        for change in &of_ods {
            if once(matches!(change, Ods::Encoded(_))) {
                change.apply(&mut open);
            }
        }
        let places = book.0.len();
        book.0.rotate_left(reordered.index(places));
        holds(&format!("{of_xlsx:?}"), &book.packed());
        holds(&format!("{of_ods:?}"), &open.packed());
    }
}

/// A sheet of deeds with these rows below its headings, followed by `extra`.
fn with_deeds(headings: &[&str], rows: &str, extra: &str) -> Parts {
    let mut parts = xlsx();
    let deeds = parts.sheet("Deeds");
    let head: String = ('A'..)
        .zip(headings)
        .map(|(column, it)| text(&format!("{column}1"), it))
        .collect();
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData><row r=\"1\">{head}</row>{rows}</sheetData>{extra}</worksheet>"
    );
    parts.edit(&deeds, |_| sheet.clone());
    parts
}

const HEADINGS: [&str; 9] =
    ["id", "date", "resident", "deed", "source", "notified", "note", "by", "order"];

fn text(name: &str, text: &str) -> String {
    format!(
        "<c r=\"{name}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
    )
}

/// A row with a deed, followed by `more`.
fn deed(row: u32, id: &str, more: &str) -> String {
    let cells =
        [("A", id), ("B", "2025-03-03"), ("C", "R1"), ("D", "help"), ("E", "neighbour")];
    let cells = cells.iter().filter(|(_, it)| !it.is_empty());
    let cells: String =
        cells.map(|(column, it)| text(&format!("{column}{row}"), it)).collect();
    format!("<row r=\"{row}\">{cells}{more}</row>")
}

#[track_caller]
fn faults(parts: &Parts) -> Vec<String> {
    let partial = partial_of("a", &parts.packed()).unwrap();
    partial.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn any_error_in_a_cell_is_a_formula_that_fails() {
    let mut headings = HEADINGS.to_vec();
    headings.push("# sum");
    for error in [
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#GETTING_DATA",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#EXTERNAL!",
        "#BUSY!",
        "#PYTHON!",
        "oops",
    ] {
        let failed =
            |name: &str| format!("<c r=\"{name}\" t=\"e\"><f>X()</f><v>{error}</v></c>");
        let own = with_deeds(&headings, &deed(2, "E3", &failed("J2")), "");
        assert_eq!(register_of("a", &own.packed()).unwrap(), ledger(), "{error}");
        let read = with_deeds(&headings, &deed(2, "E3", &failed("G2")), "");
        let message = format!(
            "sheet `Deeds 行为`, row 2, column G `note`: the formula fails with {error}"
        );
        assert_eq!(faults(&read), [message]);
    }
    let without = "<c r=\"G2\" t=\"e\"><f>X()</f></c>";
    let message =
        "sheet `Deeds 行为`, row 2, column G `note`: a formula without a saved result";
    assert_eq!(faults(&with_deeds(&headings, &deed(2, "E3", without), "")), [message]);
    assert!(
        faults(&with_deeds(&headings, &deed(2, "E3", "<c r=\"G2\" t=\"e\"/>"), ""))
            .is_empty()
    );
}

#[test]
fn truncated_part_is_refused() {
    let cut_behind = |parts: &mut Parts, name: &str, end: &str| {
        parts.edit(name, |text| {
            let (before, _) = text.rsplit_once(end).unwrap();
            format!("{before}{end}")
        });
    };
    let check = |parts: &Parts, name: &str| {
        let error = partial_of("a", &parts.packed()).map(|_| ()).unwrap_err();
        let expected = format!("its part `{name}` ends too early");
        assert!(error.to_string().contains(&expected), "{error}");
    };
    let mut parts = xlsx();
    let deeds = parts.sheet("Deeds");
    for (name, end) in [(deeds.as_str(), "</c>"), ("xl/workbook.xml", "</sheets>")] {
        let mut parts = parts.clone();
        cut_behind(&mut parts, name, end);
        check(&parts, name);
    }
    parts = ods();
    cut_behind(&mut parts, "content.xml", "</table:table>");
    check(&parts, "content.xml");
}

/// The workbook with an additional tab, given by name, kind of relationship and part.
fn with_tab(name: &str, kind: &str, part: Option<&str>) -> Parts {
    let mut parts = xlsx();
    parts.edit("xl/workbook.xml", |text| {
        let tab =
            format!("<sheet name=\"{name}\" sheetId=\"99\" r:id=\"rId99\"/></sheets>");
        text.replace("</sheets>", &tab)
    });
    parts.edit("xl/_rels/workbook.xml.rels", |text| {
        let relation = format!(
            "<Relationship Id=\"rId99\" Target=\"other/tab.xml\" Type=\"http://schemas.\
             openxmlformats.org/officeDocument/2006/relationships/{kind}\"/></Relationships>"
        );
        text.replace("</Relationships>", &relation)
    });
    if let Some(part) = part {
        parts.add("xl/other/tab.xml", part);
    }
    parts
}

#[test]
fn foreign_sheet_is_reported_unless_marked() {
    let deep = "<a>".repeat(300);
    let unknown = |name: &str| {
        vec![format!(
            "sheet `{name}`, row 1, column A: a sheet of a name that is not known: `{name}`"
        )]
    };
    for (kind, part) in [
        ("chartsheet", Some("<chartsheet/>")),
        ("dialogsheet", Some("<dialogsheet/>")),
        ("xlMacrosheet", Some("<macrosheet/>")),
        ("chartsheet", None),
        ("worksheet", None),
        ("worksheet", Some("no sheet")),
        ("worksheet", Some("<worksheet><sheetData><row></c></row>")),
        (
            "worksheet",
            Some(
                "<worksheet><sheetData><row r=\"2\"/><row r=\"1\"/></sheetData></worksheet>",
            ),
        ),
        ("worksheet", Some(deep.as_str())),
    ] {
        let parts = with_tab("# Mine", kind, part);
        holds(&format!("{kind} {part:?}"), &parts.packed());
        let found = faults(&with_tab("Chart1", kind, part));
        // An empty sheet is ignored, because nothing is lost with it.
        let blank = part == Some("no sheet");
        assert_eq!(
            found,
            if blank { Vec::new() } else { unknown("Chart1") },
            "{kind} {part:?}"
        );
    }
    let chart = faults(&with_tab("Deeds 2026", "chartsheet", Some("<chartsheet/>")));
    assert_eq!(chart, unknown("Deeds 2026"));
}

#[test]
fn parts_of_the_hall_s_own_may_be_as_large_as_they_like() {
    let mut one = Parts(Vec::new());
    one.add("zeros", &"\u{0}".repeat(10_000_000));
    let one = one.packed();
    let mut zeros = zip::ZipArchive::new(Cursor::new(&one)).unwrap();
    let mut zip = zip::ZipWriter::new_append(Cursor::new(xlsx().packed())).unwrap();
    for number in 0..22 {
        let part = zeros.by_index_raw(0).unwrap();
        zip.raw_copy_file_rename(part, format!("xl/media/{number}.xml")).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(register_of("a", &bytes).unwrap(), ledger());
}

/// The content of the `.ods` workbook with two changes: a cell in place of the first deed's
/// blank note, and additional content in the cell of the resident's name.
fn with_cells(note: &str, in_name: &str) -> Parts {
    let mut parts = ods();
    let text_cell = |it: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{it}</text:p>")
    };
    parts.edit("content.xml", |_| {
        let row = |cells: &[String]| {
            format!("<table:table-row>{}</table:table-row>", cells.concat())
        };
        let table = |name: &str, rows: &[Vec<String>]| {
            let rows: String = rows.iter().map(|it| row(it)).collect();
            format!("<table:table table:name=\"{name}\">{rows}</table:table>")
        };
        let texts = |texts: &[&str]| -> Vec<String> {
            let cell = |it: &&str| format!("{}</table:table-cell>", text_cell(it));
            texts.iter().map(cell).collect()
        };
        let mut name = texts(&["R1"]);
        name.push(format!("{}{in_name}</table:table-cell>", text_cell("张三")));
        let mut deed = texts(&["E3", "2025-03-03", "R1", "help", "neighbour", ""]);
        deed.push(note.to_owned());
        let tables = [
            table(
                "Hall",
                &[
                    texts(&["id", "name (en)", "time zone"]),
                    texts(&["mill", "Mill hall", "Asia/Shanghai"]),
                ],
            ),
            table(
                "Rulebooks",
                &[
                    texts(&["from", "min", "max", "base"]),
                    texts(&["2020-01-01", "0", "100", "60"]),
                ],
            ),
            table(
                "Deed rules",
                &[
                    texts(&["rulebook", "id", "name (en)", "points"]),
                    texts(&["2020-01-01", "help", "Help", "3"]),
                ],
            ),
            table(
                "Categories",
                &[texts(&[
                    "rulebook",
                    "id",
                    "name (en)",
                    "1 star",
                    "2 stars",
                    "3 stars",
                    "4 stars",
                    "5 stars",
                ])],
            ),
            table("Households", &[texts(&["id", "name (en)"])]),
            table("Residents", &[texts(&["id", "name"]), name]),
            table("Consents", &[texts(&["id", "date", "resident", "scopes"])]),
            table("Ratings", &[texts(&["id", "date", "household", "category", "stars"])]),
            table("Deeds", &[texts(&HEADINGS), deed]),
            table("Replies", &[texts(&["id", "date", "kind", "entry"])]),
        ];
        format!(
            "<office:document-content \
             xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
             xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
             xmlns:draw=\"d\" xmlns:dr3d=\"e\" xmlns:chart=\"c\" xmlns:form=\"f\">\
             <office:body><office:spreadsheet>{}</office:spreadsheet></office:body>\
             </office:document-content>",
            tables.concat()
        )
    });
    parts
}

#[track_caller]
fn check_texts(note: &str, in_name: &str, name: &str, is: Option<&str>) {
    let parts = with_cells(note, in_name);
    let partial = partial_of("a.ods", &parts.packed()).unwrap();
    assert_eq!(partial.faults, [], "{note} {in_name}");
    assert_eq!(partial.ledger.residents[0].name, name, "{in_name}");
    assert_eq!(partial.ledger.entries[0].note.as_deref(), is, "{note}");
}

#[test]
fn only_the_paragraphs_of_a_cell_itself_are_its_text() {
    let blank = "<table:table-cell/>";
    let p = "<text:p>aside</text:p>";
    let table = format!(
        "<table:table table:name=\"within\"><table:table-row><table:table-cell>{p}\
         </table:table-cell><table:covered-table-cell/></table:table-row></table:table>"
    );
    let mut asides = vec![
        format!("<office:annotation>{p}</office:annotation>"),
        format!("<table:detective>{p}</table:detective>"),
        format!("<draw:frame><draw:text-box>{p}</draw:text-box></draw:frame>"),
        format!(
            "<draw:frame><draw:object><chart:chart><chart:title>{p}</chart:title>{table}</chart:chart></draw:object></draw:frame>"
        ),
        format!("<draw:a><draw:frame><draw:image>{p}</draw:image></draw:frame></draw:a>"),
        format!("<draw:g><draw:g><draw:rect>{p}</draw:rect></draw:g>{p}</draw:g>"),
        format!("<dr3d:scene>{p}</dr3d:scene>"),
        format!("<office:forms><form:form>{p}</form:form></office:forms>"),
        format!("<text:list><text:list-item>{p}</text:list-item></text:list>"),
        table,
    ];
    for shape in [
        "custom-shape",
        "rect",
        "line",
        "polyline",
        "polygon",
        "path",
        "circle",
        "ellipse",
        "connector",
        "caption",
        "measure",
        "control",
        "page-thumbnail",
        "regular-polygon",
        "unheard-of",
    ] {
        asides.push(format!("<draw:{shape}>{p}<draw:enhanced-geometry/></draw:{shape}>"));
    }
    for aside in &asides {
        let alone = format!("<table:table-cell>{aside}</table:table-cell>");
        check_texts(&alone, aside, "张三", None);
        let both = format!(
            "<table:table-cell office:value-type=\"string\">{aside}<text:p>a{aside}b</text:p>\
             {aside}<text:p>c</text:p>{aside}</table:table-cell>"
        );
        // No program writes a list within a paragraph.
        let within = aside.starts_with("<text:");
        if !within {
            check_texts(&both, aside, "张三", Some("ab\nc"));
        }
    }
    check_texts(
        "<table:table-cell><text:p>a<text:span>b<text:s/><text:a>c</text:a></text:span><text:tab/>\
         d<text:line-break/>e&amp;&#30002;<text:note>x</text:note></text:p><text:p/></table:table-cell>",
        "",
        "张三",
        Some("ab c\td\ne&甲"),
    );
    check_texts(blank, "", "张三", None);
}

#[test]
fn drawings_are_no_rows() {
    let mut parts = ods();
    let shapes = "<table:shapes><draw:frame xmlns:draw=\"d\"><draw:object><table:table>\
                  <table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>\
                  </table:table-row></table:table></draw:object></draw:frame></table:shapes>";
    parts.edit("content.xml", |text| {
        let (before, rest) = text.split_once("table:name=\"Deeds").unwrap();
        let (tag, rest) = rest.split_once('>').unwrap();
        format!("{before}table:name=\"Deeds{tag}>{shapes}{rest}")
    });
    holds("shapes", &parts.packed());
}

#[test]
fn rounding_errors_do_not_change_days() {
    let style = date_style(&xlsx());
    let at = |value: f64| {
        let cells = deed(2, "E3", "").replace(
            &text("B2", "2025-03-03"),
            &format!("<c r=\"B2\" s=\"{style}\"><v>{value}</v></c>"),
        );
        with_deeds(&HEADINGS, &cells, "")
    };
    let second = 1.0 / 86_400.0;
    for dust in [0.0, 1e-10, 1e-7, 0.49 * second] {
        for value in [45_719.0 + dust, 45_719.0 - dust] {
            assert_eq!(
                register_of("a", &at(value).packed()).unwrap(),
                ledger(),
                "{value}"
            );
        }
    }
    for value in [45_719.0 + 0.51 * second, 45_719.0 - 0.51 * second, 45_719.5] {
        let found = faults(&at(value));
        assert!(
            found[0].contains("column B `date`: a date with a time of day"),
            "{found:?}"
        );
    }
    let ods_at = |value: &str| {
        let mut parts = with_cells("<table:table-cell/>", "");
        let typed = "office:value-type=\"string\"><text:p>2025-03-03";
        let dated =
            format!("office:value-type=\"date\" office:date-value=\"{value}\"><text:p>x");
        parts.edit("content.xml", |text| text.replace(typed, &dated));
        partial_of("a", &parts.packed()).unwrap()
    };
    for value in [
        "2025-03-03T00:00:00.000000001",
        "2025-03-02T23:59:59.9999999",
        "2025-03-03T00:00:00",
    ] {
        let read = ods_at(value);
        assert_eq!(read.faults, [], "{value}");
        assert_eq!(read.ledger.entries[0].date.to_string(), "2025-03-03", "{value}");
    }
    for value in ["2025-03-03T00:00:00.6", "2025-03-02T23:59:59.4", "2025-03-03T08:00:00"]
    {
        let found = ods_at(value).faults[0].to_string();
        assert!(found.contains("a date with a time of day"), "{value}: {found}");
    }
}

/// The index of a style with a date format.
fn date_style(parts: &Parts) -> usize {
    let styles = parts.text("xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").unwrap();
    let (formats, _) = formats.split_once("</cellXfs>").unwrap();
    let dated = |it: &str| {
        let id = it.split_once("numFmtId=\"").map(|it| it.1.split('"').next().unwrap());
        id.is_some_and(|id| {
            id == "14" || styles.contains(&format!("numFmtId=\"{id}\" formatCode=\"yyyy"))
        })
    };
    formats.split("<xf ").skip(1).position(dated).unwrap()
}

#[test]
fn dates_depend_on_the_epoch_of_the_workbook() {
    let cell = "<c r=\"B2\"><v>44624</v></c>";
    let rows = deed(2, "E3", "").replace(&text("B2", "2025-03-03"), cell);
    let suggested = |parts: &Parts| {
        let partial = partial_of("a", &parts.packed()).unwrap();
        partial.faults[0].what.facts().last().unwrap().1.clone()
    };
    let mut parts = with_deeds(&HEADINGS, &rows, "");
    assert_eq!(suggested(&parts), "2022-03-04");
    for set in ["date1904=\"1\"", "date1904=\"true\""] {
        let mut parts = parts.clone();
        parts.edit("xl/workbook.xml", |text| {
            text.replace("<workbookPr", &format!("<workbookPr {set}"))
        });
        assert_eq!(suggested(&parts), "2026-03-05");
    }
    parts = with_cells("<table:table-cell/>", "");
    let number = "<table:table-cell office:value-type=\"float\" office:value=\"44624\"><text:p>44624";
    let dated = "<table:table-cell office:value-type=\"string\"><text:p>2025-03-03";
    parts.edit("content.xml", |text| text.replace(dated, number));
    assert_eq!(suggested(&parts), "2022-03-04");
    parts.edit("content.xml", |text| {
        let settings = "<office:spreadsheet><table:calculation-settings>\
                        <table:null-date table:date-value=\"1904-01-01\"/></table:calculation-settings>";
        text.replace("<office:spreadsheet>", settings)
    });
    assert_eq!(suggested(&parts), "2026-03-05");
}

/// Appends entries to a workbook of the ledger.
fn append(parts: &Parts, count: usize) -> Result<Parts, AppendError> {
    let (bytes, path) = (parts.packed(), Path::new("a"));
    let located = located_of("a", &bytes).unwrap();
    let new: Vec<Entry> = (1..=count).map(|it| entry(&format!("L{it}"))).collect();
    let files = Bytes::from([(path.to_owned(), bytes)]);
    let after = appended(path, &files, &located, &new, true)?;
    let read = register_of("a", &after[path]).unwrap();
    assert_eq!(read.entries.len(), located.ledger.entries.len() + count);
    Ok(Parts::of(&after[path]))
}

/// The sheet of deeds with a table.
fn with_table(area: &str, attributes: &str, filter: &str, rows: &str) -> Parts {
    let tables =
        "<tableParts count=\"1\"><tablePart r:id=\"rId7\" xmlns:r=\"r\"/></tableParts>";
    let mut headings = HEADINGS.to_vec();
    headings.push("# own");
    let mut parts = with_deeds(&headings, rows, tables);
    let deeds = parts.sheet("Deeds");
    let rels = deeds.replace("worksheets/", "worksheets/_rels/") + ".rels";
    parts.0.retain(|(name, _)| *name != rels);
    parts.add(&rels, "<Relationships><Relationship Id=\"rId7\" Target=\"../tables/t.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/table\"/></Relationships>");
    let filter = if filter.is_empty() {
        String::new()
    } else {
        format!("<autoFilter ref=\"{filter}\"/>")
    };
    parts.add(
        "xl/tables/t.xml",
        &format!("<table id=\"1\" name=\"T\" ref='{area}' {attributes}>{filter}</table>"),
    );
    parts
}

#[test]
fn a_table_grows_with_the_rows_below_it() {
    let check = |area: &str, filter: &str, grown: &str, filtered: &str| {
        let parts = with_table(area, "", filter, &deed(2, "E3", ""));
        let after = append(&parts, 2).unwrap();
        let filtered = if filter.is_empty() {
            String::new()
        } else {
            format!("<autoFilter ref=\"{filtered}\"/>")
        };
        let table =
            format!("<table id=\"1\" name=\"T\" ref='{grown}' >{filtered}</table>");
        assert_eq!(after.text("tables/t.xml"), table, "{area}");
    };
    check("A1:I2", "A1:I2", "A1:I4", "A1:I4");
    check("A1:J2", "", "A1:J4", "");
    check("$A$1:$I$2", "A1:B2", "A1:I4", "A1:B4");
    // A table with room for one of the two entries, one with room for both, and one that
    // does not contain the entries.
    check("A1:I3", "A1:I3", "A1:I4", "A1:I4");
    check("A1:I9", "A1:I9", "A1:I9", "A1:I9");
    check("J1:K2", "J1:K2", "J1:K2", "J1:K2");
    check("A1:I1", "", "A1:I1", "");
}

#[test]
fn a_range_of_an_ods_workbook_grows_with_the_rows_below_it() {
    let located = located_of("a", &ods().packed()).unwrap();
    let last = located.origins.of("entries", 2).unwrap().row;
    let with = |address: &str| {
        let range = format!(
            "<table:database-ranges><table:database-range table:name=\"D\" \
             table:target-range-address=\"{address}\" table:display-filter-buttons=\"true\"/>\
             </table:database-ranges></office:spreadsheet>"
        );
        let mut parts = ods();
        parts.edit("content.xml", |text| text.replace("</office:spreadsheet>", &range));
        parts
    };
    let grown = last + 2;
    for (address, becomes) in [
        (format!("'Deeds 行为'.A1:'Deeds 行为'.I{last}"), grown),
        (format!("$'Deeds 行为'.$A$1:$'Deeds 行为'.$I${last}"), grown),
        (format!("'Deeds 行为'.A1:.I{last}"), grown),
        (format!("'Deeds 行为'.A1:'Deeds 行为'.I{}", last + 1), grown),
        (format!("'Deeds 行为'.A1:'Deeds 行为'.I{}", last + 9), last + 9),
        (format!("'Deeds 行为'.Z1:'Deeds 行为'.AB{last}"), last),
        (format!("'Ratings 评星'.A1:'Ratings 评星'.I{last}"), last),
        (format!("Deeds.A1:Deeds.I{last}"), last),
    ] {
        let after = append(&with(&address), 2).unwrap().text("content.xml");
        let kept = address.trim_end_matches(|c: char| c.is_ascii_digit());
        let range = format!("table:target-range-address=\"{kept}{becomes}\"");
        assert!(after.replace("&apos;", "'").contains(&range), "{address}: {range}");
    }
}

#[test]
fn nothing_is_written_over_a_row_of_totals() {
    let totals = |row: u32| {
        let own = format!("<row r=\"{row}\"><c r=\"J{row}\"><v>7</v></c></row>");
        deed(2, "E3", "") + &own
    };
    let result =
        append(&with_table("A1:J3", "totalsRowCount=\"1\"", "A1:J2", &totals(3)), 1);
    let (sheet, table) = ("Deeds 行为".to_owned(), "T".to_owned());
    assert_eq!(result.unwrap_err(), RowsError::TotalsRow { sheet, table }.into());
    let parts = with_table("A1:J5", "totalsRowCount=\"1\"", "A1:J4", &totals(5));
    assert!(append(&parts, 2).unwrap().text("tables/t.xml").contains("'A1:J5'"));
    assert!(append(&parts, 3).is_err());
    let shown = with_table("A1:J2", "totalsRowShown=\"0\"", "", &deed(2, "E3", ""));
    assert!(append(&shown, 1).unwrap().text("tables/t.xml").contains("'A1:J3'"));
}

#[test]
fn rows_go_below_the_last_one_that_holds_anything_of_the_register() {
    let own = |row: u32, shown: &str| {
        format!(
            "<c r=\"J{row}\" s=\"1\" t=\"str\"><f>IF(C{row}=\"\",1,2)</f><v>{shown}</v></c>"
        )
    };
    for shown in ["", "shown"] {
        let rows: String = (3..=40)
            .map(|row| format!("<row r=\"{row}\">{}</row>", own(row, shown)))
            .collect();
        let mut headings = HEADINGS.to_vec();
        headings.push("# own");
        let parts = with_deeds(&headings, &(deed(2, "E3", &own(2, shown)) + &rows), "");
        let after = append(&parts, 2).unwrap();
        let sheet = after.text(&after.sheet("Deeds"));
        for row in 2..=40 {
            assert_eq!(sheet.matches(&own(row, shown)).count(), 1, "{row}");
        }
        for (row, id) in [(3, "L1"), (4, "L2")] {
            let cell = sheet.split_once(&format!("<c r=\"A{row}\"")).unwrap().1;
            assert!(cell.contains(&format!(">{id}</t>")), "{sheet}");
        }
        let located = located_of("a", &after.packed()).unwrap();
        assert_eq!(located.origins.of("entries", 3).unwrap().row, 3);
        assert_eq!(located.origins.of("entries", 4).unwrap().row, 4);

        let mut parts = ods();
        let cells = |row: u32| {
            format!(
                "<table:table-row table:number-rows-repeated=\"{}\"><table:table-cell table:number-columns-repeated=\"9\"/>\
             <table:table-cell table:formula=\"of:=F()\" office:value-type=\"string\"><text:p>{shown}</text:p>\
             </table:table-cell></table:table-row>",
                row
            )
        };
        parts.edit("content.xml", |text| {
            let (before, rest) = text.split_once("table:name=\"Deeds").unwrap();
            let (rows, rest) = rest.split_once("</table:table>").unwrap();
            let (head, rows) = rows.split_once("</table:table-row>").unwrap();
            // Blank rows that a spreadsheet program leaves are used.
            let first = rows.split_once("</table:table-row>").unwrap().0;
            let heading = "<table:table-cell office:value-type=\"string\"><text:p># own</text:p></table:table-cell>";
            format!(
                "{before}table:name=\"Deeds{head}{heading}</table:table-row>{first}</table:table-row>{}{}</table:table>{rest}",
                cells(1), cells(30)
            )
        });
        let after = append(&parts, 3).unwrap();
        let located = located_of("a", &after.packed()).unwrap();
        let rows: Vec<u32> =
            (3..6).map(|it| located.origins.of("entries", it).unwrap().row).collect();
        assert_eq!(rows, [3, 4, 5], "{shown}");
        let text = after.text("content.xml");
        assert_eq!(text.matches("of:=F()").count(), 4, "{shown}");
        assert!(text.contains("number-rows-repeated=\"28\""), "{shown}");
    }
}

#[test]
fn content_filled_down_is_one_error() {
    let expected = |last: u32| {
        let message = format!(
            "sheet `Deeds 行为`, row {last}, column A: content or formats down to row {last}"
        );
        vec![message]
    };
    let filled = |rows: std::ops::RangeInclusive<u32>,
                  column: &str,
                  value: &dyn Fn(u32) -> String| {
        let cell = |row| text(&format!("{column}{row}"), &value(row));
        let rows: String =
            rows.map(|row| format!("<row r=\"{row}\">{}</row>", cell(row))).collect();
        let mut headings = HEADINGS.to_vec();
        headings.push("# own");
        with_deeds(&headings, &(deed(2, "E3", "") + &rows), "")
    };
    let word = |_: u32| "help".to_owned();
    assert_eq!(faults(&filled(3..=5_000, "D", &word)), expected(5_000));
    assert_eq!(faults(&filled(3..=5_000, "J", &word)), Vec::<String>::new());
    // A filled-down series in which no two rows are equal.
    let series = |row: u32| format!("S{row}");
    assert_eq!(faults(&filled(1_047_000..=1_048_576, "A", &series)), expected(1_048_576));
    // A few cells are reported one by one.
    assert_eq!(faults(&filled(3..=12, "D", &word)).len(), 30);
    // Faults below the filled-down range are reported too.
    let mut both = filled(3..=2_000, "D", &word);
    let deeds = both.sheet("Deeds");
    both.edit(&deeds, |it| {
        it.replace(
            "</sheetData>",
            &(deed(2_005, "", "").replace("help", "") + "</sheetData>"),
        )
    });
    assert_eq!(faults(&both)[0], expected(2_000)[0]);
    assert!(faults(&both)[1].contains("row 2005, column D"), "{:?}", faults(&both));

    for (column, faulty) in [(3, true), (9, false)] {
        let mut parts = ods();
        parts.edit("content.xml", |text| {
            let (before, rest) = text.split_once("table:name=\"Deeds").unwrap();
            let (rows, rest) = rest.split_once("</table:table>").unwrap();
            let (head, rows) = rows.split_once("</table:table-row>").unwrap();
            let first = rows.split_once("</table:table-row>").unwrap().0;
            let heading = "<table:table-cell office:value-type=\"string\"><text:p># own</text:p></table:table-cell>";
            let fill = format!(
                "<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell \
                 table:number-columns-repeated=\"{column}\"/><table:table-cell office:value-type=\"string\">\
                 <text:p>x</text:p></table:table-cell></table:table-row>"
            );
            format!("{before}table:name=\"Deeds{head}{heading}</table:table-row>{first}</table:table-row>{fill}</table:table>{rest}")
        });
        assert_eq!(faults(&parts), if faulty { expected(1_048_576) } else { Vec::new() });
    }
}

/// A sheet that unpacks to more than a register's maximum, only because of formats.
#[test]
fn formats_filled_down_are_reported_and_the_first_rows_read() {
    let wide = "x".repeat(1_900_000);
    let rows: String = (3..=112)
        .map(|row| format!("<row r=\"{row}\" a=\"{wide}\"><c r=\"A{row}\"/></row>"))
        .collect();
    let mut parts = with_deeds(&HEADINGS, &(deed(2, "E3", "") + &rows), "");
    let deeds = parts.sheet("Deeds");
    parts.edit(&deeds, |it| {
        it.replace("<sheetData>", "<dimension ref=\"A1:I1048576\"/><sheetData>")
    });
    let partial = partial_of("a", &parts.packed()).unwrap();
    let found: Vec<String> = partial.faults.iter().map(ToString::to_string).collect();
    let filled = "sheet `Deeds 行为`, row 1048576, column A: content or formats down to row 1048576";
    assert_eq!(found, [filled]);
    assert_eq!(partial.ledger, ledger());
}
