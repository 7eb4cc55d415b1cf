//! Files that are no ledgers: one clear message with the place, exit code 2, and nothing
//! written.
#![cfg(test)]

mod common;

use std::path::Path;

use common::{LEDGER, hallboard};

#[track_caller]
fn check_file(file: &Path, expected: &[&str]) {
    let path = file.to_str().unwrap();
    let written = file.with_file_name("written.json");
    let day = ["--on", "2025-05-01"];
    let whom = ["--resident", "R1", "--from", "2025-01-01", "--to", "2025-05-01"];
    let runs = [
        hallboard(["check", path]),
        hallboard(["check", path, "--json"]),
        hallboard(["score", path].into_iter().chain(day)),
        hallboard(["history", path].into_iter().chain(whom)),
        hallboard(["convert", path, written.to_str().unwrap()]),
    ];
    for ran in runs {
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert_eq!(ran.out, "");
        for part in expected.iter().chain(&[path, "fix:"]) {
            assert!(ran.err.contains(part), "{part} is missing in:\n{}", ran.err);
        }
        assert_eq!(ran.err.matches("hallboard: ").count(), 1, "{}", ran.err);
        assert!(ran.err.len() < 800, "{}", ran.err);
    }
    assert!(!written.exists());
}

#[track_caller]
fn check_bytes(bytes: &[u8], expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.json");
    std::fs::write(&file, bytes).unwrap();
    check_file(&file, expected);
}

/// Checks the small ledger with one part replaced.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert_eq!(LEDGER.matches(from).count(), 1, "{from}");
    check_bytes(LEDGER.replace(from, to).as_bytes(), expected);
}

#[test]
fn files_that_are_not_json() {
    check_bytes(b"", &["line 1", "ends too early"]);
    check_bytes(b"resident,score\nR1,60\n", &["line 1, column 1", "expected value"]);
    check_bytes(b"[]", &["line 1", "expected an object"]);
    check_bytes(b"\xff\xfe{}", &["line 1"]);
    check_bytes(LEDGER.trim_end().trim_end_matches('}').as_bytes(), &["ends too early"]);
    check_bytes(format!("{LEDGER}{{}}").as_bytes(), &["after the end"]);
}

#[test]
fn a_hundred_megabytes_of_brackets() {
    check_bytes(&vec![b'['; 100_000_000], &["line 1, column"]);
}

#[test]
fn fields_with_invalid_values() {
    check("\"kind\": \"rating\", ", "", &["line 14", "entries[1]", "`kind` is missing"]);
    check("\"stars\": 4", "\"stars\": 4, \"colour\": 1", &["entries[1]", "`colour`"]);
    check("\"stars\": 4", "\"stars\": 4, \"stars\": 4", &["entries[1]", "duplicate"]);
    check("\"stars\": 4", "\"stars\": \"4\"", &["entries[1].stars"]);
    check("\"stars\": 4", "\"stars\": 6", &["entries[1].stars", "from 1 to 5"]);
    check("\"stars\": 4", "\"stars\": 4, \"note\": null", &["entries[1].note"]);
    check("\"stars\": 4", "\"stars\": 4, \"text\": \"no\"", &["entries[1]", "`text`"]);
    check("{\"en\": \"Mill hall\"}", "[\"en\", \"Mill hall\"]", &["hall.names"]);
    check("\"points\": -5", "\"points\": -5.125", &["rulebooks[0].deeds[1].points"]);
    check("\"points\": -5", "\"points\": -1000000.01", &["deeds[1].points", "1000000"]);
    check("\"cost\": 2", "\"cost\": -2", &["rewards[0]", "negative"]);
    check("\"base\": 60", "\"base\": 101", &["rulebooks[0].score", "base"]);
    check("2025-03-02", "2025-02-30", &["entries[1].date", "2025-02-30"]);
    check("2025-03-02", "1899-12-31", &["entries[1].date", "1900"]);
    check("\"neighbour\"", "\"gossip\"", &["entries[2].source", "gossip", "`self`"]);
    check("hallboard-ledger/1", "hallboard-ledger/2", &["format"]);
    check("\"E3\"", "\"E2\"", &["entries[2]", "`E2`", "twice"]);
}

/// Checks the messages about the small ledger with one value replaced, in both languages.
#[track_caller]
fn check_translated(from: &str, to: &str, english: &str, chinese: &str) {
    assert_eq!(LEDGER.matches(from).count(), 1, "{from}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.json");
    std::fs::write(&file, LEDGER.replace(from, to)).unwrap();
    for (language, expected) in [("en", english), ("zh", chinese)] {
        let ran = hallboard(["check", file.to_str().unwrap(), "--language", language]);
        assert_eq!(ran.code, 2, "{to} {}", ran.out);
        // Lines are wrapped to the width of the terminal.
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        assert!(
            plain(&ran.err).contains(&plain(expected)),
            "{expected} is missing in:\n{}",
            ran.err
        );
    }
}

#[test]
fn errors_are_translated() {
    let check = check_translated;
    let base = "\"base\": 60";
    check(
        base,
        "\"base\": ",
        "this is not JSON: expected value",
        "这不是 JSON：这里缺少一个值",
    );
    check(
        base,
        "\"base\": 6x",
        "not JSON: expected `,` or `}`",
        "这不是 JSON：这里应为 `,` 或 `}`",
    );
    check(
        base,
        "\"base\": 6.x",
        "not JSON: expected a digit",
        "这不是 JSON：这里应为数字",
    );
    check(base, "\"base\" 60", "not JSON: expected `:`", "这不是 JSON：这里应为 `:`");
    check(base, "base: 60", "expected the name of a field", "这里应为带引号的名称");
    check("2, 4]", "2, 4;", "not JSON: expected `,` or `]`", "这里应为 `,` 或 `]`");
    check("1 Mill", "1\\qMill", "a backslash in a text", "文字里的反斜杠后面不对");
    check(
        "1 Mill",
        "1\nMill",
        "a line break or another control character",
        "文字里有换行",
    );
    check("1 Mill", "1\\ud800Mill", "no character of UTF-8", "不是 UTF-8 的字节");
    check(
        base,
        "\"base\": \"60\"",
        "the wrong kind of value: a text, expected a number",
        "内容的种类不对：这里是文字，应为数字",
    );
    check(
        "[\"score\"]",
        "{\"score\": true}",
        "the wrong kind of value: an object, expected a list",
        "内容的种类不对：这里是对象，应为列表",
    );
    check("2, 4]", "2]", "a list of 4 values, expected 5", "列表里有 4 个值，应有 5 个");
    check(base, "\"base\": 0.125", "finer than a hundredth: 0.125", "0.125 超过两位小数");
    check(
        base,
        "\"base\": 1e7",
        "not between -1000000 and 1000000: 1e7",
        "1e7 超出正负 1000000 的范围",
    );
    check(
        base,
        "\"base\": 101",
        "the `base` 101 lies outside",
        "起点分 `base`（101）不在",
    );
    check(
        "\"min\": 0",
        "\"min\": 200",
        "`min`, 200, is above",
        "最低分 `min`（200）高于",
    );
    check(
        "\"cost\": 2",
        "\"cost\": -2",
        "the `cost` -2 is negative",
        "`cost`（-2）是负数",
    );
    check(
        "\"litter\"",
        "\"help\"",
        "the id `help` occurs twice in `deeds`",
        "编号“help”在 `deeds` 里出现了两次",
    );
    check(
        "\"stars\": 4",
        "\"stars\": 6",
        "not a whole number from 1 to 5: 6",
        "6 不是 1 到 5 的整数",
    );
    check(
        "\"stars\": 4",
        "\"stars\": 4, \"stars\": 4",
        "the field `stars` occurs",
        "stars 这一项写了两次",
    );
    check(
        "\"stars\": 4",
        "\"colour\": 4",
        "the field `colour` is not allowed here",
        "不能有 colour 这一项",
    );
    check(
        "\"stars\": 4",
        "\"stars\": 4, \"text\": \"no\"",
        "the field `text` is not allowed in an entry of the kind `rating`, in the entry `E2`",
        "“rating”类的记录不能有 text 这一项（在记录“E2”里）",
    );
    check(
        ", \"stars\": 4",
        "",
        "the field `stars` is missing, in the entry `E2`",
        "缺少 stars 这一项（在记录“E2”里）",
    );
    check(
        "\"neighbour\"",
        "\"gossip\"",
        "unknown word `gossip`, expected `organisation`",
        "不认识“gossip”，应为：“organisation”、“neighbour”、“household”、“self”",
    );
    check(
        "[\"score\"]",
        "[\"dance\"]",
        "expected `score`, `board`, `history`, `thanks` of a resident, `board`, `sign` of a household",
        "应为：“score”、“board”、“history”、“thanks”（村民的同意）或 “board”、“sign”（家庭的同意）",
    );
    check(
        "\"points\": -5",
        "\"points\": -5, \"lasts\": \"long\"",
        "unknown word `long`, expected `P<n>M` or `P<n>Y` with n from 1 to 1200",
        "不认识“long”，应为：“P<n>M”或“P<n>Y”（n 为 1 到 1200）、“year”或“forever”",
    );
    check(
        "[\"score\"]",
        "[\"sign\"]",
        "nothing that a resident can agree to",
        "不是村民能同意的内容",
    );
    check(
        "2025-03-02",
        "2025-02-30",
        "not a day of the years 1900 to 2200: 2025-02-30",
        "2025-02-30 不是 1900 年到 2200 年之间的日期",
    );
    check(
        "\"E3\"",
        "\"E2\"",
        "this id occurs twice in its list",
        "这个编号在列表里出现了两次",
    );
    check(
        "  ]\n}",
        "  ]\n} {}",
        "there is more text after the end",
        "登记册结束之后还有别的内容",
    );
    check("  ]\n}", "  ]\n", "the file ends too early", "文件不完整，提前结束了");
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    check_file(&folder.path().join("absent.json"), &["cannot be read"]);
    check_file(folder.path(), &["no sheet"]);
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    check_file(&file("ledger.ods", b"PK\x03\x04"), &["damaged"]);
    check_file(&file("ledger.xlsx", LEDGER.as_bytes()), &["this is not a register"]);
    check_file(
        &file("ledger.xlsx", b"PK\x03\x04and nothing"),
        &["this is not a register"],
    );
}
