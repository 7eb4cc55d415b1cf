//! Fuzz targets, and the invariants of everything they read.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use hallboard_feed::Instant;
use hallboard_feed::letter::{Letter, LetterSecret, Repeat};
use hallboard_inbox::{Codes, in_mail};
use hallboard_score::{Entry, Ledger, check, read_json, read_ledger};
use hallboard_workbook::edit::append::{Bytes, appended};
use hallboard_workbook::edit::fill_ids::{BlankCell, csv as filled, workbook};
use hallboard_workbook::json::to_json;
use hallboard_workbook::read::{
    Located, Partial, lenient_at, partial_of, register_of, withdrawals_at, withdrawals_of,
};
use hallboard_workbook::write_csv;

use crate::Failure;

/// Reads an input, with a folder of its own to write in: whether it could be read to its
/// end. Where it panics, something is wrong.
type Reader = fn(&[u8], &Path) -> io::Result<bool>;

/// A parser of untrusted input.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) read: Reader,
    /// The folder of its seeds.
    pub(crate) seeds: &'static str,
    /// Words of its format, to be put into inputs.
    pub(crate) tokens: &'static [&'static str],
}

pub(crate) const ALL: [Target; 6] = [
    Target { name: "container", read: container, seeds: "sheets", tokens: XML },
    Target { name: "sheets", read: sheets, seeds: "sheets", tokens: XML },
    Target { name: "csv", read: csv, seeds: "csv", tokens: CSV },
    Target { name: "ledger_json", read: ledger_json, seeds: "ledger_json", tokens: JSON },
    Target { name: "letters", read: letters, seeds: "letters", tokens: JSON },
    Target { name: "mail", read: mail, seeds: "mail", tokens: MAIL },
];

impl Target {
    /// The target of that name.
    pub(crate) fn of(name: &str) -> Result<&'static Target, Failure> {
        const KNOWN: &[Target] = &ALL;
        KNOWN.iter().find(|it| it.name == name).ok_or_else(|| {
            let known = KNOWN.iter().map(|it| it.name).collect::<Vec<_>>().join(", ");
            Failure::NoTarget { name: name.to_owned(), known }
        })
    }
}

const XML: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "\"",
    "'",
    "=",
    "&",
    "&lt;",
    "&#0;",
    "&#x110000;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
    "<?xml encoding='gbk'?>",
    "<!DOCTYPE x [<!ENTITY y \"z\">]>",
    "<row>",
    "</row>",
    "<row r=\"1048577\">",
    "<c/>",
    "r=\"XFD1048576\"",
    "r=\"A0\"",
    "r=\"ZZZZZZZZZZ1\"",
    "t=\"s\"",
    "t=\"e\"",
    "t=\"b\"",
    "t=\"inlineStr\"",
    "<f>1</f>",
    "<v>99999999</v>",
    "<v>-1</v>",
    "<v>1e309</v>",
    "<is><t>x</t></is>",
    "<mergeCell ref=\"A1:B2\"/>",
    "<col min=\"0\" max=\"4294967295\" hidden=\"1\"/>",
    "<autoFilter ref=\"A0:XFD9\"/>",
    "hidden=\"1\"",
    "<dimension ref=\"A1:\"/>",
    "table:number-rows-repeated=\"4294967295\"",
    "table:number-columns-repeated=\"16385\"",
    "table:number-rows-spanned=\"4294967295\"",
    "<table:table-cell/>",
    "<table:table-row/>",
    "<table:table>",
    "</table:table>",
    "<text:p>",
    "</text:p>",
    "<text:s text:c=\"9999999\"/>",
    "office:date-value=\"9999-12-31\"",
    "xmlns:table=",
    "Target=\"../../../\"",
    "../",
    "\\",
    "%2",
    "%zz",
    "\u{feff}",
    "\u{0}",
    "\u{fffd}",
    "\u{e077}",
    "_x0000_",
    "E9999",
    "1905-02-29",
];

const CSV: &[&str] = &[
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\n",
    "\r",
    "\r\n",
    "\r\r\n",
    "\n\n",
    "sep=;\n",
    "sep=\n",
    "sep=",
    "\u{feff}",
    "\u{0}",
    "#",
    "# own",
    "id",
    "date",
    "resident",
    "deed",
    "order",
    "编号",
    "日期",
    "=1+1",
    "2025-02-29",
    "2025/3/1",
    "45719",
    "1e5",
    "none",
    "E9999",
    "\u{fffd}",
    "\u{e000}",
    "\u{200b}",
    "甲",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "false",
    "[[[[[[[[[[",
    "{\"a\":{\"a\":",
    "\"id\":",
    "\"entries\":[",
    "\"kind\":",
    "\"scopes\":[]",
    "\"date\":\"2025-02-29\"",
    "\"0000-00-00\"",
    "\"P1M\"",
    "\"forever\"",
    "1.005",
    "-0.001",
    "1e5",
    "\u{feff}",
    "\u{0}",
    "\u{202e}",
    "甲",
    "\"hand\":",
    "T24:00:00Z",
    "+23:59",
];

const MAIL: &[&str] = &[
    "\r\n",
    "\n",
    "\r\n\r\n",
    "--",
    "--X",
    "--X--",
    "Content-Type: ",
    "multipart/mixed; boundary=X",
    "multipart/mixed; boundary=\"\"",
    "message/rfc822",
    "text/plain; charset=utf-7",
    "text/html",
    "charset=gb2312",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Disposition: attachment; filename=\"1.letter\"",
    "filename*0*=utf-8''a",
    "filename*1=b.letter",
    "=?utf-8?B?",
    "=?gb2312?Q?=ff?=",
    "?=",
    "=",
    "=0",
    "=\r\n",
    "(((((((((",
    "\"",
    "<",
    ">",
    ";",
    "HBL1:",
    ":1/2:",
    "\u{0}",
    "\u{feff}",
    "From: ",
    "begin 644 a\n",
];

/// An archive, taken apart and put together again with nothing changed in it.
fn container(bytes: &[u8], _: &Path) -> io::Result<bool> {
    let Ok(copy) = workbook(bytes, &BTreeMap::new()) else { return Ok(false) };
    let read = |bytes: &[u8]| partial_of("a", bytes).map(|it| (it.ledger, it.faults));
    assert_eq!(read(bytes), read(&copy), "a copy is read as another register");
    Ok(true)
}

/// A workbook, or what is left of one.
fn sheets(bytes: &[u8], _: &Path) -> io::Result<bool> {
    drop(withdrawals_of("a", bytes));
    let Ok(partial) = partial_of("a", bytes) else { return Ok(false) };
    let Some(located) = whole(partial) else { return Ok(false) };
    let ids = ids_by_sheet(&located);
    if let Ok(after) = workbook(bytes, &ids) {
        assert_eq!(register_of("a", &after).as_ref(), Ok(&located.ledger));
    }
    append(&located, bytes, "a");
    Ok(true)
}

/// The deeds of a register in text files.
fn csv(bytes: &[u8], folder: &Path) -> io::Result<bool> {
    let deeds = folder.join("Deeds 行为.csv");
    if !deeds.exists() {
        write_csv(&village()?, folder).map_err(io::Error::other)?;
    }
    fs::write(&deeds, bytes)?;
    let cell = BlankCell { row: 2, column: 0, text: "N1".to_owned() };
    drop(filled("Deeds 行为", bytes, &[cell], None));
    drop(withdrawals_at(folder));
    let Ok(partial) = lenient_at(folder) else { return Ok(false) };
    let Some(located) = whole(partial) else { return Ok(false) };
    let read = || lenient_at(folder).ok().and_then(whole);
    for (sheet, cells) in ids_by_sheet(&located) {
        let after = filled(&sheet, bytes, &cells, None);
        assert!(after.is_ok(), "what is read takes ids: {after:?}");
        fs::write(&deeds, after.unwrap_or_default())?;
        assert_eq!(read().map(|it| it.ledger), Some(located.ledger.clone()));
    }
    fs::write(&deeds, bytes)?;
    let files = fs::read_dir(folder)?.map(|it| it.map(|it| it.path()));
    let files = files.map(|it| it.and_then(|file| Ok((file.clone(), fs::read(file)?))));
    let files = files.collect::<io::Result<Bytes>>()?;
    if let Ok(after) = appended(folder, &files, &located, &[new_entry()?], false) {
        for (file, bytes) in after {
            fs::write(file, bytes)?;
        }
        let count = read().map(|it| it.ledger.entries.len());
        assert_eq!(count, Some(located.ledger.entries.len() + 1));
    }
    Ok(true)
}

/// A ledger as JSON.
fn ledger_json(bytes: &[u8], _: &Path) -> io::Result<bool> {
    drop(withdrawals_of("a.json", bytes));
    let Ok(ledger) = read_ledger(bytes) else { return Ok(false) };
    drop(check(&ledger));
    same_as_json(&ledger);
    let Ok(partial) = partial_of("a.json", bytes) else { return Ok(false) };
    if let Some(located) = whole(partial) {
        append(&located, bytes, "a.json");
    }
    Ok(true)
}

/// A letter, sealed and unsealed.
fn letters(bytes: &[u8], _: &Path) -> io::Result<bool> {
    let secret = LetterSecret::new([42; 32]);
    if let Ok(letter) = secret.open("yangqiao", bytes) {
        assert_eq!(letter.check(), Ok(()));
    }
    let Ok(letter) = Letter::from_json(bytes, "yangqiao") else { return Ok(false) };
    assert_eq!(letter.to_json().as_bytes(), bytes, "a letter is written in one way");
    assert_eq!(letter.mark().repeats(&letter.mark()), Some(Repeat::Double));
    drop(letter.handwriting.as_ref().map(|it| it.to_svg()));
    // One that is within its bounds may still be larger than any that is sent.
    if let Ok(sealed) = letter.seal(&secret.public(), [9; 32]) {
        assert_eq!(secret.open("yangqiao", &sealed.bytes).as_ref(), Ok(&letter));
    }
    Ok(true)
}

/// A mail with letters in it, and the codes of letters in a text.
fn mail(bytes: &[u8], _: &Path) -> io::Result<bool> {
    let Some(came) = Instant::from_unix(1_800_000_000) else { return Ok(false) };
    let mut codes = Codes::default();
    let mut read_codes = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        for name in codes.read("a", came, &text).letters {
            drop((codes.assemble(&name), codes.gap(&name)));
        }
    };
    read_codes(bytes);
    let Ok(letters) = in_mail(bytes) else { return Ok(false) };
    let secret = LetterSecret::new([42; 32]);
    for letter in &letters {
        drop(secret.open("yangqiao", letter));
        read_codes(letter);
    }
    Ok(true)
}

/// The register, if nothing in it is wrong.
fn whole(partial: Partial) -> Option<Located> {
    drop(partial.findings());
    let located = partial.whole().ok()?;
    same_as_json(&located.ledger);
    Some(located)
}

/// Converting loses nothing.
fn same_as_json(ledger: &Ledger) {
    let json = to_json(ledger).map_err(|error| error.to_string());
    let again = json.map(|json| read_ledger(&json).map_err(|error| error.to_string()));
    assert_eq!(again, Ok(Ok(ledger.clone())), "a ledger is another as JSON");
}

fn ids_by_sheet(located: &Located) -> BTreeMap<String, Vec<BlankCell>> {
    let mut sheets: BTreeMap<String, Vec<BlankCell>> = BTreeMap::new();
    for made in &located.made {
        let cell =
            BlankCell { row: made.row, column: made.column, text: made.id.clone() };
        sheets.entry(made.sheet.to_string()).or_default().push(cell);
    }
    sheets
}

/// Adds an entry to a register in one file, if there is a place for it.
fn append(located: &Located, bytes: &[u8], name: &str) {
    let path = Path::new(name);
    let files = Bytes::from([(path.to_owned(), bytes.to_vec())]);
    let Ok(entry) = new_entry() else { return };
    let Ok(after) = appended(path, &files, located, &[entry], false) else { return };
    for bytes in after.values() {
        let count = register_of(name, bytes).map(|it| it.entries.len());
        assert_eq!(count, Ok(located.ledger.entries.len() + 1));
    }
}

fn new_entry() -> io::Result<Entry> {
    let entry = br#"{"id": "L00000000000000000001", "date": "2026-05-03", "kind": "deed",
        "resident": "R1", "deed": "help", "source": "neighbour", "note": "=1+1 <a>; \"b\", c"}"#;
    read_json(entry).map_err(io::Error::other)
}

/// A few households of the sample.
fn village() -> io::Result<Ledger> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/ledger_json/village.json");
    read_ledger(&fs::read(path)?).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::seed_files;

    #[test]
    fn every_seed_is_read() {
        for target in ALL {
            let scratch = tempfile::tempdir().unwrap();
            let files = seed_files(&target).unwrap();
            assert!(!files.is_empty(), "{}", target.name);
            for (path, bytes) in files {
                let read = (target.read)(&bytes, scratch.path()).unwrap();
                // A sealed letter is no letter yet.
                let sealed = path.extension().is_some_and(|it| it == "letter");
                assert!(read || sealed, "{}", path.display());
            }
        }
    }
}
