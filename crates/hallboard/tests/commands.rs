//! Output and exit codes of the commands.
#![cfg(test)]

mod common;

use std::io::Read;
use std::process::{Command, Stdio};

use common::{LEDGER, hallboard, small};
use hallboard_score::Points;
use serde_json::{Value, json};

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(|word| word.replace("SMALL", &small())).collect()
}

#[track_caller]
fn check_json(line: &str, expected: &Value) {
    let ran = hallboard(words(line));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}");
    assert_eq!(&serde_json::from_str::<Value>(&ran.out).unwrap(), expected, "{line}");
}

#[track_caller]
fn check_usage(line: &str, expected: &str) {
    let ran = hallboard(words(line));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{line}\n{}", ran.err);
    assert!(ran.err.contains(expected), "{line}\n{}", ran.err);
}

#[test]
fn scores_of_everybody() {
    let ran = hallboard(words("score SMALL --on 2026-11-23 --json"));
    let all: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(all.len(), 30);
    let first =
        json!({"resident": "R0001", "score": 80.5, "band": "good", "balance": 7.5});
    assert_eq!(all[0], first);
    let last = json!({"resident": "R0030", "score": null, "band": null, "balance": null});
    assert_eq!(all[29], last);
    assert!(ran.out.contains("\"score\":71,"), "no trailing zeros: {}", ran.out);
}

#[test]
fn a_history_names_the_days_of_change() {
    let line = "history SMALL --resident R0022 --from 2025-06-01 --to 2026-11-23 --json";
    let expected = json!([
        {"date": "2025-06-01", "score": 66}, {"date": "2025-06-06", "score": 69},
        {"date": "2025-06-07", "score": 72}, {"date": "2026-03-02", "score": 68},
        {"date": "2026-03-09", "score": 72}, {"date": "2026-07-01", "score": 66},
    ]);
    check_json(line, &expected);
    let line = "history SMALL --resident R0030 --from 2025-06-01 --to 2026-11-23 --json";
    check_json(line, &json!([{"date": "2025-06-01", "score": null}]));
}

#[test]
fn explanations_of_everybody_add_up() {
    let file = std::fs::read(small()).unwrap();
    let ledger = hallboard_workbook::read::register_of("small.json", &file).unwrap();
    for resident in &ledger.residents {
        let line = format!("explain SMALL --resident {} --on 2026-11-23", resident.id);
        let json = hallboard(words(&format!("{line} --json")));
        let explained: Value = serde_json::from_str(&json.out).unwrap();
        let text = hallboard(words(&line)).out;
        assert!(text.contains(&resident.name), "{text}");
        if explained.is_null() {
            assert!(text.contains("Not taking part"), "{text}");
            continue;
        }
        let (sum, below) = text.split_once('─').unwrap();
        let points = |line: &str| {
            let word = line.split_whitespace().next()?;
            Points::parse(word.replace('\u{2212}', "-").trim_start_matches('+')).ok()
        };
        let total: Points = sum.lines().skip(1).filter_map(points).sum();
        assert_eq!(total.to_string(), explained["score"].to_string(), "{text}");
        let score = below.lines().nth(1).and_then(points).unwrap();
        assert_eq!(score, total, "{text}");
        let idle = explained["deeds"].as_array().unwrap();
        let idle = idle.iter().filter(|deed| deed["counts"] == false).count();
        let listed = text.split_once("not counting:\n").map_or(0, |(_, rest)| {
            rest.lines().take_while(|line| !line.is_empty()).count()
        });
        assert_eq!(listed, idle, "{text}");
    }
}

#[test]
fn explanation_gives_reasons_for_uncounted_entries() {
    let text = |resident: &str| {
        hallboard(words(&format!("explain SMALL --resident {resident} --on 2026-11-23")))
            .out
    };
    assert!(
        text("R0021")
            .contains("the days to reply are not over; it counts from 2026-11-29")
    );
    assert!(text("R0026").contains("taken back, overturned, or not decided in time"));
    assert!(text("R0027").contains("there is an objection, not decided yet"));
    assert!(text("R0001").contains("counted until 2025-04-30"));
    assert!(text("R0022").contains("Recycling"), "{}", text("R0022"));
}

#[test]
fn no_score_is_null() {
    check_json("explain SMALL --resident R0029 --on 2026-11-23 --json", &Value::Null);
}

#[test]
fn without_a_day_it_is_today_in_the_hall() {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    let today = || jiff::Timestamp::now().to_zoned(zone.clone()).date().to_string();
    for line in ["score SMALL", "explain SMALL --resident R0001", "explain SMALL R0001"] {
        let (before, ran, after) = (today(), hallboard(words(line)), today());
        assert_eq!(ran.code, 0, "{line}\n{}", ran.err);
        let head = ran.out.lines().next().unwrap();
        assert!(head.contains(&before) || head.contains(&after), "{line}\n{head}");
    }
}

#[test]
fn mistakes_of_usage() {
    check_usage("scroe SMALL", "scroe");
    check_usage("explain SMALL --on 2026-11-23", "ID");
    check_usage("score SMALL --on 2026-02-30", "2026-02-30");
    check_usage("score SMALL --on 1899-12-31", "1900");
    check_usage("score SMALL --on 2201-01-01", "2200");
    check_usage("explain SMALL --resident R9 --on 2026-11-23", "R9");
    let days = "--from 2026-11-23 --to 2026-11-22";
    check_usage(&format!("history SMALL --resident R0001 {days}"), "is after");
    check_usage("history SMALL --resident R9 --from 2026-01-01 --to 2026-01-02", "R9");
    check_usage("convert SMALL ledger.doc", ".xlsx");
    check_usage("sample --residents 0 --out never.json", "0");
    check_usage("sample --years 100 --until 1950-01-01 --out never.json", "1900");
}

/// Runs `check` on the small ledger with an additional entry.
fn checked(entry: &str, arguments: &[&str]) -> common::Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.json");
    let ledger = LEDGER.replace("\n  ]\n}", &format!(",\n    {entry}\n  ]\n}}"));
    assert_ne!(ledger, LEDGER);
    std::fs::write(&path, ledger).unwrap();
    let path = path.to_str().unwrap();
    hallboard(["check", path].iter().chain(arguments))
}

#[test]
fn valid_ledger_has_no_errors() {
    let ran = hallboard(words("check SMALL"));
    let printed = (ran.code, ran.out.as_str(), ran.err.as_str());
    assert_eq!(printed, (0, "No errors. Nothing was changed.\n", ""));
    check_json("check SMALL --json", &json!({"errors": [], "warnings": [], "notes": []}));
}

#[test]
fn semantic_errors_name_the_entry_and_a_hint() {
    let entry = r#"{"id": "E4", "date": "2025-03-04", "kind": "deed", "resident": "R1",
        "deed": "litter", "source": "neighbour"}"#;
    let ran = checked(entry, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("Errors\n\nList entries\n"), "{}", ran.out);
    assert!(ran.out.contains("entries[3] E4: Somebody else reported"), "{}", ran.out);
    assert!(ran.out.ends_with("\n1 error on 1 list. Nothing was changed.\n"));
    let ran = checked(entry, &["--json"]);
    assert_eq!(ran.code, 1);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let error = &report["errors"][0];
    assert_eq!(error["entry"], "E4");
    assert_eq!((&error["list"], &error["position"]), (&json!("entries"), &json!(3)));
    assert_eq!(
        (&error["severity"], &error["code"]),
        (&json!("error"), &json!("not-notified"))
    );
    assert_eq!((&error["sheet"], &error["row"]), (&Value::Null, &Value::Null));
    assert!(error["remedy"].as_str().unwrap().starts_with("Notify the resident"));
    assert_eq!(report["warnings"], json!([]));
}

#[test]
fn warnings_are_no_errors() {
    let entry = r#"{"id": "E4", "date": "2024-12-31", "kind": "move", "resident": "R1",
        "household": "H1"}"#;
    let ran = checked(entry, &[]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("Warnings"), "{}", ran.out);
    assert!(ran.out.contains("E4: Dated 2024-12-31"), "{}", ran.out);
    assert!(ran.out.ends_with("\nNo errors, 1 warning. Nothing was changed.\n"));
}

#[test]
fn scores_are_computed_in_spite_of_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.json");
    std::fs::write(&path, LEDGER.replace("\"deed\": \"help\"", "\"deed\": \"fly\""))
        .unwrap();
    let path = path.to_str().unwrap();
    assert_eq!(hallboard(["check", path]).code, 1);
    let ran = hallboard(["score", path, "--on", "2025-05-01", "--json"]);
    assert_eq!(ran.code, 0);
    let all: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(all[0]["score"], 62);
}

#[test]
fn broken_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .args(words("score SMALL --on 2026-11-23"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}
