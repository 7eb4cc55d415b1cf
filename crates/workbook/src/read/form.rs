//! Detects the file format of a ledger, by its content and only where needed by its name.

use hallboard_container::{Kind, kind};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A JSON ledger, or an unknown text, for which the JSON reader reports the error.
    Json,
    /// An Excel workbook.
    Xlsx,
    /// A LibreOffice workbook.
    Ods,
    /// A SQLite database.
    Sqlite,
    /// A password-protected workbook.
    Protected,
    /// A workbook of Excel before 2007, or in Excel's binary format.
    OldExcel,
    /// A single sheet as a text file.
    Table,
    /// Named as a workbook or database, but with other content.
    NoWorkbook,
    /// Any other file.
    Other,
}

/// The first bytes of ZIP archives, of OLE files (old or protected workbooks) and of SQLite
/// databases.
const ZIP: &[u8] = b"PK";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Detects the format of a file with that name.
pub(super) fn form(name: &str, bytes: &[u8]) -> Form {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.unwrap_or_default();
    if bytes.starts_with(ZIP) {
        return packed(bytes);
    }
    if bytes.starts_with(OLE) {
        let wide: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        let protected = holds(bytes, &wide);
        return if protected { Form::Protected } else { Form::OldExcel };
    }
    if bytes.starts_with(SQLITE) {
        return Form::Sqlite;
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    match ending.as_str() {
        _ if matches!(first, Some(b'{' | b'[')) && ending == "json" => Form::Json,
        "xlsx" | "xlsm" | "xltx" | "ods" | "ots" | "xls" | "xlsb" | "et" | "sqlite"
        | "sqlite3" | "db" => Form::NoWorkbook,
        "csv" | "tsv" | "txt" => Form::Table,
        "json" => Form::Json,
        _ if bytes.iter().take(4_096).any(|byte| *byte == 0) => Form::Other,
        _ => Form::Json,
    }
}

fn packed(bytes: &[u8]) -> Form {
    match kind(bytes) {
        Some(Kind::Xlsx) => return Form::Xlsx,
        Some(Kind::Ods) => return Form::Ods,
        Some(Kind::Xlsb) => return Form::OldExcel,
        None => {}
    }
    // Even for a damaged archive, the error should name the right format.
    if holds(bytes, b"xl/workbook.bin") {
        return Form::OldExcel;
    }
    let start = bytes.get(..200).unwrap_or(bytes);
    let open = holds(start, b"opendocument.spreadsheet");
    if open || (holds(bytes, b"content.xml") && !holds(bytes, b"xl/workbook.xml")) {
        return Form::Ods;
    }
    Form::Xlsx
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_is_detected_by_content() {
        let check = |name: &str, bytes: &[u8], is: Form| {
            assert_eq!(form(name, bytes), is, "{name}");
        };
        check("a.json", b"{}", Form::Json);
        check("a", b"\xef\xbb\xbf {}", Form::Json);
        check("a.json", b"", Form::Json);
        check("a.xls", b"PK\x03\x04...xl/workbook.xml", Form::Xlsx);
        check("a.json", b"PK\x03\x04...xl/workbook.xml", Form::Xlsx);
        check("a.xlsx", b"PK\x03\x04...xl/workbook.bin", Form::OldExcel);
        let ods = b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
        check("a.xlsx", ods, Form::Ods);
        check("a.xlsx", b"PK\x03\x04content.xml", Form::Ods);
        check("a.db", b"SQLite format 3\0...", Form::Sqlite);
        let ole = |text: &str| {
            let wide = text.bytes().flat_map(|b| [b, 0]);
            OLE.iter().copied().chain(wide).collect::<Vec<u8>>()
        };
        check("a.xlsx", &ole("EncryptedPackage"), Form::Protected);
        check("a.xlsx", &ole("Workbook"), Form::OldExcel);
        check("a.xlsx", b"{}", Form::NoWorkbook);
        check("a.ods", b"", Form::NoWorkbook);
        check("Deeds.csv", b"id,date", Form::Table);
        check("a.bin", b"\x7fELF\0\0", Form::Other);
    }
}
