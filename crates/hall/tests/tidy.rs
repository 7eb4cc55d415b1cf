//! `hallboard tidy`: ids where there are none, and not a byte changed elsewhere.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use common::{Ran, hallboard};

/// Workbooks of other programs with rows without ids.
const BOOKS: [&str; 2] = ["libreoffice.xlsx", "openpyxl.xlsx"];

fn book(name: &str) -> Vec<u8> {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "books", name].iter().collect();
    fs::read(path).unwrap()
}

fn tidy(path: &Path, arguments: &[&str]) -> Ran {
    let path = path.to_str().unwrap();
    hallboard(["tidy", path].iter().chain(arguments))
}

fn as_json(path: &Path) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("ledger.json");
    let ran = hallboard(["convert", path.to_str().unwrap(), json.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    fs::read(json).unwrap()
}

/// The parts of an archive, in their order.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A sheet without its cells, and its cells by their names.
fn taken_apart(text: &str) -> (String, BTreeMap<String, String>) {
    let mut around = String::new();
    let mut cells = BTreeMap::new();
    let mut rest = text;
    while let Some(start) = rest.find("<c r=\"") {
        around.push_str(&rest[..start]);
        rest = &rest[start..];
        let tag = rest.find('>').unwrap() + 1;
        let end = if rest[..tag].ends_with("/>") {
            tag
        } else {
            rest.find("</c>").unwrap() + 4
        };
        let name = rest[6..].split('"').next().unwrap().to_owned();
        cells.insert(name, rest[..end].to_owned());
        rest = &rest[end..];
    }
    (around + rest, cells)
}

#[test]
fn nothing_but_the_cells_of_ids_changes() {
    for name in BOOKS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.xlsx");
        let before = book(name);
        fs::write(&path, &before).unwrap();
        let meant = as_json(&path);
        let ran = tidy(&path, &[]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let after = fs::read(&path).unwrap();
        let mut written = 0;
        for (old, new) in parts(&before).iter().zip(parts(&after)) {
            assert_eq!(old.0, new.0, "{name}");
            if old.1 == new.1 {
                continue;
            }
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            let (around, old_cells) = taken_apart(&text(&old.1));
            let (around_new, cells) = taken_apart(&text(&new.1));
            assert_eq!(around, around_new, "{name}");
            for (cell, xml) in &cells {
                if old_cells.get(cell) != Some(xml) {
                    written += 1;
                    assert!(cell.starts_with('A'), "{name}: {cell}");
                    assert!(xml.ends_with("</t></is></c>"), "{name}: {xml}");
                    let style = |xml: &str| {
                        xml.split_once(" s=\"")
                            .map(|(_, it)| it.split('"').next().unwrap().to_owned())
                    };
                    let old = old_cells.get(cell).and_then(|xml| style(xml));
                    assert!(old.is_none() || old == style(xml), "{name}: {xml}");
                }
            }
        }
        assert_eq!(written, 11, "{name}");
        assert_eq!(as_json(&path), meant, "{name}");
        assert_eq!(fs::read(folder.path().join("register.xlsx.bak")).unwrap(), before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        let again = tidy(&path, &[]);
        assert!(again.out.contains("nothing was changed"), "{}", again.out);
        assert_eq!(fs::read(&path).unwrap(), after, "{name}");
    }
}

/// Runs tidy on a workbook that must stay as it is.
#[track_caller]
fn check_kept(prepare: impl FnOnce(&Path), arguments: &[&str], code: i32, says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    fs::write(&path, book(BOOKS[0])).unwrap();
    prepare(folder.path());
    let count = fs::read_dir(folder.path()).unwrap().count();
    let ran = tidy(&path, arguments);
    assert_eq!(ran.code, code, "{}", ran.err);
    assert!(ran.out.contains(says) || ran.err.contains(says), "{}{}", ran.out, ran.err);
    assert_eq!(fs::read(&path).unwrap(), book(BOOKS[0]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), count);
}

#[test]
fn what_is_open_elsewhere_or_only_asked_about_is_left_alone() {
    check_kept(|_| {}, &["--dry-run"], 0, "Households 家庭, row 3: H002");
    for lock in ["~$register.xlsx", ".~lock.register.xlsx#", ".~register.xlsx"] {
        check_kept(|folder| fs::write(folder.join(lock), "").unwrap(), &[], 1, lock);
    }
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    fs::write(&path, book(BOOKS[0])).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(tidy(&path, &[]).code, 0);
    for name in ["register.xlsx", "register.xlsx.bak"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{name}");
    }
}

/// The workbook of another program in another form, with some ids taken out again.
#[track_caller]
fn check_form(name: &str, empty: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let (book_path, path) = (folder.path().join("a.xlsx"), folder.path().join(name));
    fs::write(&book_path, book(BOOKS[0])).unwrap();
    let meant = as_json(&book_path);
    let arguments = ["convert", book_path.to_str().unwrap(), path.to_str().unwrap()];
    assert_eq!(hallboard(arguments).code, 0);
    empty(&path);
    let ran = tidy(&path, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("3 ids"), "{}", ran.out);
    assert_eq!(as_json(&path), meant);
}

#[test]
fn text_files_and_databases_are_tidied_too() {
    check_form("a.csv", |folder| {
        let path = folder.join("Deeds 行为.csv");
        let text = fs::read_to_string(&path).unwrap();
        let blank = text.replace("\nE0003,", "\n,").replace("\nE0004,", "\n,");
        let text = blank.replace("\nE0005,", "\n,").replace(',', ";");
        fs::write(&path, text).unwrap();
    });
    check_form("a.sqlite", |path| {
        let base = rusqlite::Connection::open(path).unwrap();
        assert_eq!(base.execute("UPDATE deeds SET id = NULL", []).unwrap(), 3);
    });
}

/// The content of an `.ods` workbook, blank cells standing each for itself.
fn content(parts: &[(String, Vec<u8>)]) -> String {
    let (_, content) = parts.iter().find(|it| it.0 == "content.xml").unwrap();
    let pair = "<table:table-cell table:number-columns-repeated=\"2\"/>";
    String::from_utf8(content.clone()).unwrap().replace(pair, &BLANK.repeat(2))
}

const BLANK: &str = "<table:table-cell/>";

#[test]
fn an_ods_workbook_is_tidied_and_nothing_else_in_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ods");
    let before = book("libreoffice.ods");
    fs::write(&path, &before).unwrap();
    let meant = as_json(&path);
    let ran = tidy(&path, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let after = fs::read(&path).unwrap();
    let (old, new) = (parts(&before), parts(&after));
    for (old, new) in old.iter().zip(&new) {
        assert!(old.0 == new.0 && (old == new || old.0 == "content.xml"), "{}", old.0);
    }
    assert_eq!(old.len(), new.len());
    let mut left = content(&new);
    let told: Vec<&str> =
        ran.out.lines().filter_map(|it| it.rsplit_once(": ")).map(|it| it.1).collect();
    for id in &told[1..] {
        let cell = format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{id}</text:p></table:table-cell>"
        );
        assert_eq!(left.matches(&cell).count(), 1, "{id}");
        left = left.replace(&cell, BLANK);
    }
    assert_eq!(told.len(), 12, "{}", ran.out);
    assert_eq!(left, content(&old));
    assert_eq!(as_json(&path), meant);
    assert_eq!(fs::read(folder.path().join("register.ods.bak")).unwrap(), before);
    let again = tidy(&path, &[]);
    assert!(again.out.contains("nothing was changed"), "{}", again.out);
    assert_eq!(fs::read(&path).unwrap(), after);
}
