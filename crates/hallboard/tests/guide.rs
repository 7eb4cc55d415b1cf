//! The guide's first steps: the same on every page, and they lead to a site.
#![cfg(test)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{SHELL, hallboard_in};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A page of the documentation.
fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    fs::read_to_string(path).unwrap()
}

/// The commands of a page's numbered steps, in order.
fn steps(page: &str) -> Vec<String> {
    let command = |line: &str| line.strip_prefix("   $ ").map(str::to_owned);
    page.lines().filter_map(command).collect()
}

#[test]
fn every_page_shows_the_same_steps_and_six_at_most() {
    let readme = steps(&page("README.md"));
    assert_eq!(readme, steps(&page("docs/hall-guide.md")));
    assert_eq!(readme, steps(&page("docs/hall-guide.zh-Hans.md")));
    // One edit in between: filling in the workbook.
    assert!((1..=5).contains(&readme.len()), "{readme:?}");
}

/// What a new user enters into the workbook, by sheet: rows below the headings.
const WRITTEN: [(&str, &[&[&str]]); 3] = [
    (
        "Households",
        &[&["H1", "1 Mill Road"], &["H2", "2 Mill Road"], &["H3", "3 Mill Road"]],
    ),
    ("Residents", &[&["R1", "Li Wei", "H1"], &["R2", "Wang Fang", "H2"]]),
    (
        "Consents",
        &[
            &["", "2026-01-02", "R1 Li Wei", "", "score, board"],
            &["", "2026-01-02", "", "H1", "board"],
            &["", "2026年1月2日", "", "H2 2 Mill Road", "board"],
            &["", "2026/1/2", "", "H3", "board"],
        ],
    ),
];

/// The workbook with those rows, as a spreadsheet program would save them.
fn filled_in(book: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut list = String::new();
    archive.by_name("xl/workbook.xml").unwrap().read_to_string(&mut list).unwrap();
    let mut made = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        for (sheet, rows) in WRITTEN {
            let place = list.split("<sheet ").position(|it| it.contains(sheet)).unwrap();
            if name == format!("xl/worksheets/sheet{place}.xml") {
                let text = String::from_utf8(bytes).unwrap();
                let whole =
                    text.replace("</sheetData>", &format!("{}</sheetData>", xml(rows)));
                assert_ne!(whole, text);
                bytes = whole.into_bytes();
            }
        }
        made.start_file(name, SimpleFileOptions::default()).unwrap();
        made.write_all(&bytes).unwrap();
    }
    made.finish().unwrap().into_inner()
}

fn xml(rows: &[&[&str]]) -> String {
    let row = |(number, cells): (usize, &&[&str])| {
        let cell = |(letter, text): (char, &&str)| match text.is_empty() {
            true => String::new(),
            false => format!(
                "<c r=\"{letter}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
            ),
        };
        let cells: String = ('A'..).zip(cells.iter()).map(cell).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    (2..).zip(rows).map(row).collect()
}

#[test]
fn guide_leads_to_a_served_site() {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("app");
    fs::create_dir(&app).unwrap();
    fs::write(app.join("index.html"), SHELL).unwrap();
    let steps = steps(&page("README.md"));
    let (last, before) = steps.split_last().unwrap();
    for step in before {
        let mut words = step.split_whitespace();
        assert_eq!(words.next(), Some("hallboard"));
        let mut words: Vec<&str> = words.collect();
        if words[0] == "publish" {
            words.extend(["--app", app.to_str().unwrap()]);
        }
        let ran = hallboard_in(folder.path(), &words);
        assert_eq!(ran.code, 0, "{step}\n{}{}", ran.out, ran.err);
        if words[0] == "new" {
            let book = folder.path().join(words[1]).join("register.xlsx");
            let filled = filled_in(&fs::read(&book).unwrap());
            fs::write(&book, filled).unwrap();
        }
    }
    let mut preview = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .args(last.split_whitespace().skip(1))
        .args(["--port", "0"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut printed = String::new();
    BufReader::new(preview.stdout.take().unwrap()).read_line(&mut printed).unwrap();
    let address = printed.strip_prefix("http://").unwrap().split('/').next().unwrap();
    let head = get(address, "/feed/head.json");
    let name = head.split("\"sha256\":\"").nth(1).unwrap().split('"').next().unwrap();
    let snapshot = get(address, &format!("/feed/snapshot-{name}.json"));
    preview.kill().unwrap();
    preview.wait().unwrap();
    for shown in ["1 Mill Road", "2 Mill Road", "3 Mill Road", "Li Wei"] {
        assert!(snapshot.contains(shown), "{shown} is missing from {snapshot}");
    }
    assert!(!snapshot.contains("Wang Fang"), "{snapshot}");
}

/// The response of a server at that address.
fn get(address: &str, path: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    answer
}
