//! `hallboard fill-ids`: fills in missing ids and changes no other byte.
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

fn fill_ids(path: &Path, arguments: &[&str]) -> Ran {
    let path = path.to_str().unwrap();
    hallboard(["fill-ids", path].iter().chain(arguments))
}

fn as_json(path: &Path) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("ledger.json");
    let ran = hallboard(["convert", path.to_str().unwrap(), json.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    fs::read(json).unwrap()
}

/// The parts of an archive, in order.
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

/// Splits a sheet into its cells by reference and the text around them.
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
        let ran = fill_ids(&path, &[]);
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
        let again = fill_ids(&path, &[]);
        assert!(again.out.contains("nothing was changed"), "{}", again.out);
        assert_eq!(fs::read(&path).unwrap(), after, "{name}");
    }
}

/// Runs `fill-ids` on a workbook that must stay unchanged.
#[track_caller]
fn check_kept(
    prepare: impl FnOnce(&Path),
    arguments: &[&str],
    code: i32,
    expected: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    fs::write(&path, book(BOOKS[0])).unwrap();
    prepare(folder.path());
    let count = fs::read_dir(folder.path()).unwrap().count();
    let ran = fill_ids(&path, arguments);
    assert_eq!(ran.code, code, "{}", ran.err);
    assert!(
        ran.out.contains(expected) || ran.err.contains(expected),
        "{}{}",
        ran.out,
        ran.err
    );
    assert_eq!(fs::read(&path).unwrap(), book(BOOKS[0]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), count);
}

#[test]
fn open_files_and_dry_runs_are_not_written() {
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
    assert_eq!(fill_ids(&path, &[]).code, 0);
    for name in ["register.xlsx", "register.xlsx.bak"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{name}");
    }
}

/// Another program's workbook in another format, with some ids removed.
#[track_caller]
fn check_form(name: &str, empty: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let (book_path, path) = (folder.path().join("a.xlsx"), folder.path().join(name));
    fs::write(&book_path, book(BOOKS[0])).unwrap();
    let meant = as_json(&book_path);
    let arguments = ["convert", book_path.to_str().unwrap(), path.to_str().unwrap()];
    assert_eq!(hallboard(arguments).code, 0);
    empty(&path);
    let ran = fill_ids(&path, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("3 ids"), "{}", ran.out);
    assert_eq!(as_json(&path), meant);
}

#[test]
fn ids_are_filled_into_text_files_and_databases() {
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

/// The content of an `.ods` workbook, without repeat counts of blank cells.
fn content(parts: &[(String, Vec<u8>)]) -> String {
    let (_, content) = parts.iter().find(|it| it.0 == "content.xml").unwrap();
    let pair = "<table:table-cell table:number-columns-repeated=\"2\"/>";
    String::from_utf8(content.clone()).unwrap().replace(pair, &BLANK.repeat(2))
}

const BLANK: &str = "<table:table-cell/>";

#[test]
fn ids_are_filled_into_ods_and_nothing_else_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ods");
    let before = book("libreoffice.ods");
    fs::write(&path, &before).unwrap();
    let meant = as_json(&path);
    let ran = fill_ids(&path, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let after = fs::read(&path).unwrap();
    let (old, new) = (parts(&before), parts(&after));
    for (old, new) in old.iter().zip(&new) {
        assert!(old.0 == new.0 && (old == new || old.0 == "content.xml"), "{}", old.0);
    }
    assert_eq!(old.len(), new.len());
    let mut left = content(&new);
    let listed: Vec<&str> =
        ran.out.lines().filter_map(|it| it.rsplit_once(": ")).map(|it| it.1).collect();
    for id in &listed[1..] {
        let cell = format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{id}</text:p></table:table-cell>"
        );
        assert_eq!(left.matches(&cell).count(), 1, "{id}");
        left = left.replace(&cell, BLANK);
    }
    assert_eq!(listed.len(), 12, "{}", ran.out);
    assert_eq!(left, content(&old));
    assert_eq!(as_json(&path), meant);
    assert_eq!(fs::read(folder.path().join("register.ods.bak")).unwrap(), before);
    let again = fill_ids(&path, &[]);
    assert!(again.out.contains("nothing was changed"), "{}", again.out);
    assert_eq!(fs::read(&path).unwrap(), after);
}

/// A register with missing ids in one folder, with links to it from another folder.
#[cfg(unix)]
#[track_caller]
fn check_linked(name: &str, links: impl Fn(&Path, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    let (cloud, hall) = (folder.path().join("cloud"), folder.path().join("hall"));
    fs::create_dir(&cloud).unwrap();
    fs::create_dir(&hall).unwrap();
    let source = folder.path().join("a.xlsx");
    fs::write(&source, book(BOOKS[0])).unwrap();
    let meant = as_json(&source);
    let target = cloud.join(name);
    match name {
        "register.xlsx" => drop(fs::copy(&source, &target).unwrap()),
        "register.ods" => fs::write(&target, book("libreoffice.ods")).unwrap(),
        _ => {
            let arguments =
                ["convert", source.to_str().unwrap(), target.to_str().unwrap()];
            assert_eq!(hallboard(arguments).code, 0);
        }
    }
    if name.ends_with(".sqlite") {
        let base = rusqlite::Connection::open(&target).unwrap();
        base.execute("UPDATE deeds SET id = NULL", []).unwrap();
    }
    if name.ends_with(".csv") {
        let deeds = target.join("Deeds 行为.csv");
        let mut text = fs::read_to_string(&deeds).unwrap();
        for id in ["E0003", "E0004", "E0005"] {
            text = text.replace(&format!("\n{id},"), "\n,");
        }
        fs::write(&deeds, text).unwrap();
    }
    let link = hall.join(name);
    links(&target, &link);
    let ran = fill_ids(&link, &[]);
    assert_eq!(ran.code, 0, "{name}: {}", ran.err);
    assert!(!ran.out.contains("nothing was changed"), "{name}: {}", ran.out);
    let again = fill_ids(&target, &[]);
    assert!(again.out.contains("nothing was changed"), "{name}: {}", again.out);
    if name != "register.ods" {
        assert!(as_json(&link) == meant, "{name}");
    }
    // Every link is still a link, and no other file has appeared.
    let is_link = |path: &Path| fs::symlink_metadata(path).unwrap().is_symlink();
    let within = |path: &Path| -> Vec<PathBuf> {
        fs::read_dir(path).unwrap().map(|it| it.unwrap().path()).collect()
    };
    match is_link(&link) {
        true => assert_eq!(within(&hall), [link]),
        false => {
            assert!(within(&link).iter().all(|it| is_link(it)), "{:?}", within(&link))
        }
    }
}

#[cfg(unix)]
#[test]
fn link_targets_are_written_and_links_stay() {
    use std::os::unix::fs::symlink;
    for name in ["register.xlsx", "register.ods", "register.sqlite", "register.csv"] {
        check_linked(name, |target, link| symlink(target, link).unwrap());
        // A relative link to another link.
        check_linked(name, |target, link| {
            let other = target.with_file_name("other");
            symlink(target.file_name().unwrap(), &other).unwrap();
            symlink("../cloud/other", link).unwrap();
        });
    }
    check_linked("register.csv", |target, link| {
        fs::create_dir(link).unwrap();
        for file in fs::read_dir(target).unwrap() {
            let file = file.unwrap().path();
            symlink(&file, link.join(file.file_name().unwrap())).unwrap();
        }
    });
    // A program may have opened the file by the target of the link.
    let folder = tempfile::tempdir().unwrap();
    let (target, link) =
        (folder.path().join("target.xlsx"), folder.path().join("a.xlsx"));
    fs::write(&target, book(BOOKS[0])).unwrap();
    symlink(&target, &link).unwrap();
    fs::write(folder.path().join("~$target.xlsx"), "").unwrap();
    let ran = fill_ids(&link, &[]);
    assert!(ran.code == 1 && ran.err.contains("~$target.xlsx"), "{}", ran.err);
    assert_eq!(fs::read(&target).unwrap(), book(BOOKS[0]));
}

#[test]
fn database_locked_by_another_program_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let (book_path, path) =
        (folder.path().join("a.xlsx"), folder.path().join("a.sqlite"));
    fs::write(&book_path, book(BOOKS[0])).unwrap();
    let arguments = ["convert", book_path.to_str().unwrap(), path.to_str().unwrap()];
    assert_eq!(hallboard(arguments).code, 0);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute("UPDATE deeds SET id = NULL", []).unwrap();
    let check = |ran: &Ran, code: i32| {
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(
            ran.err.contains("another program is writing to the file"),
            "{}",
            ran.err
        );
        assert!(
            ran.err.contains("Close it there, and run the command again."),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("Nothing is damaged"), "{}", ran.err);
    };
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    check(&fill_ids(&path, &[]), 1);
    other.execute_batch("COMMIT; BEGIN EXCLUSIVE").unwrap();
    check(&hallboard(["check", path.to_str().unwrap()]), 2);
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(fill_ids(&path, &[]).code, 0);
}

#[test]
fn view_in_place_of_a_table_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let base = rusqlite::Connection::open(&path).unwrap();
    for (sql, expected) in [
        ("CREATE VIEW deeds AS SELECT 1 AS id", "`deeds` is a view of the database"),
        ("CREATE VIRTUAL TABLE deeds USING fts5(id)", "`deeds` is a virtual table"),
    ] {
        base.execute_batch(sql).unwrap();
        let ran = hallboard(["check", path.to_str().unwrap()]);
        assert!(ran.code == 2 && ran.err.contains(expected), "{}", ran.err);
        assert!(
            !ran.err.contains("damaged:") && !ran.err.contains("password"),
            "{}",
            ran.err
        );
        let kind = if sql.contains("VIEW") { "VIEW" } else { "TABLE" };
        base.execute_batch(&format!("DROP {kind} deeds")).unwrap();
    }
}

#[test]
fn the_command_is_also_known_by_its_old_name_and_shown_by_the_new_one() {
    let help = hallboard(["help", "fill-ids"]);
    assert_eq!(hallboard(["help", "tidy"]).out, help.out);
    assert!(help.out.starts_with("hallboard fill-ids"), "{}", help.out);
    assert!(!hallboard(["help"]).out.contains("tidy"));
    let ran = hallboard(["tidy", "nowhere.xlsx", "--dry-run"]);
    assert_eq!(ran.err, hallboard(["fill-ids", "nowhere.xlsx", "--dry-run"]).err);
}
