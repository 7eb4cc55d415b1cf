//! Text from registers, settings, letters and file names can neither control the terminal
//! nor forge a line of output, whatever the command.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;

use common::{Ran, SHELL, hallboard_in};
use serde_json::{Value, json};

/// Characters that control a terminal, change the direction of text or end a line.
const HOSTILE: &str = "a\u{1b}]0;x\u{7}\u{1b}[31m\u{9b}1m\u{7f}\u{8}\u{202e}b\u{2066}\u{2069}\
    \u{200e}\u{200f}\u{61c}\u{2028}\u{2029}\u{85}\t\rc\nFORGED line";

fn is_raw(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{2069}')
}

#[track_caller]
fn check_escaped(what: &str, ran: &Ran) {
    for printed in [&ran.out, &ran.err] {
        assert!(!printed.chars().any(is_raw), "{what}: {printed:?}");
        assert!(
            !printed.lines().any(|it| it.trim().starts_with("FORGED")),
            "{what}: {printed}"
        );
    }
}

/// Hostile text in every text field of a register; with `ids`, in the ids too.
fn register(ids: bool, names: &str) -> String {
    let id = |id: &str| if ids { format!("{id}{HOSTILE}") } else { id.to_owned() };
    let names = json!({"en": names, "zh-Hans": names});
    let note = HOSTILE;
    let ledger = json!({
        "format": "hallboard-ledger/1",
        "hall": {"id": "mill", "names": names, "time_zone": "Asia/Shanghai"},
        "rulebooks": [{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
            "categories": [{"id": id("yard"), "names": names, "star_points": [-4, -2, 0, 2, 4]}],
            "deeds": [{"id": id("help"), "names": names, "category": id("yard"), "points": 3},
                      {"id": id("litter"), "names": names, "points": -5, "lasts": "P6M"}],
            "bands": [{"id": id("fine"), "names": names, "min": 60}],
            "rewards": [{"id": id("soap"), "names": names, "cost": 2}]}],
        "households": [{"id": id("H1"), "names": names}],
        "residents": [{"id": id("R1"), "name": names["en"], "household": id("H1")},
                      {"id": id("R2"), "name": names["en"]}],
        "entries": [
            {"id": id("E1"), "date": "2025-03-01", "kind": "consent", "resident": id("R1"),
             "scopes": ["score", "board", "history", "thanks"], "note": note, "by": note},
            {"id": id("E2"), "date": "2025-03-02", "kind": "rating", "household": id("H1"),
             "category": id("yard"), "stars": 4, "note": note, "by": note},
            {"id": id("E3"), "date": "2025-03-03", "kind": "deed", "resident": id("R1"),
             "deed": id("help"), "source": "neighbour", "note": note, "by": note},
            {"id": id("E4"), "date": "2025-03-04", "kind": "deed", "resident": id("R1"),
             "deed": id("litter"), "source": "neighbour", "notified": "2025-03-05"},
            {"id": id("E5"), "date": "2025-03-06", "kind": "objection", "entry": id("E4"), "text": note},
            {"id": id("E6"), "date": "2025-03-07", "kind": "decision", "entry": id("E4"),
             "outcome": "changed", "points": -2, "reason": note},
            {"id": id("E7"), "date": "2025-03-08", "kind": "redemption", "resident": id("R1"),
             "reward": id("soap"), "note": note},
            {"id": id("E8"), "date": "2025-03-09", "kind": "reversal", "entry": id("E7"), "reason": note},
            {"id": id("E9"), "date": "2025-03-10", "kind": "move", "resident": id("R2"), "household": id("H1")}
        ]
    });
    ledger.to_string()
}

/// The same with every kind of fault that `check` finds in an entry.
fn senseless() -> String {
    let mut ledger: Value = serde_json::from_str(&register(true, HOSTILE)).unwrap();
    let entries = ledger["entries"].as_array_mut().unwrap();
    let unknown = format!("none{HOSTILE}");
    let own = entries[0]["resident"].clone();
    for (number, more) in [
        json!({"kind": "deed", "resident": unknown, "deed": "x", "source": "self"}),
        json!({"kind": "deed", "resident": own, "deed": unknown, "source": "self"}),
        json!({"kind": "rating", "household": unknown, "category": unknown, "stars": 1}),
        json!({"kind": "redemption", "resident": own, "reward": unknown}),
        json!({"kind": "objection", "entry": unknown}),
        json!({"kind": "move", "resident": own, "household": unknown}),
        json!({"kind": "reversal", "entry": entries[0]["id"].clone()}),
    ]
    .into_iter()
    .enumerate()
    {
        let mut more = more;
        more["id"] = json!(format!("F{number}{HOSTILE}"));
        more["date"] = json!("2025-04-01");
        entries.push(more);
    }
    ledger.to_string()
}

fn run(folder: &Path, line: &[&str]) -> Ran {
    let ran = hallboard_in(folder, line);
    check_escaped(&line.join(" "), &ran);
    let chinese = [line, &["--language", "zh"]].concat();
    check_escaped(&chinese.join(" "), &hallboard_in(folder, &chinese));
    ran
}

#[test]
fn commands_that_read_a_register() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (name, text) in [
        ("names.json", register(false, HOSTILE)),
        ("ids.json", register(true, HOSTILE)),
        ("senseless.json", senseless()),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    let resident = format!("R1{HOSTILE}");
    for (file, resident) in
        [("names.json", "R1"), ("ids.json", &resident), ("senseless.json", &resident)]
    {
        run(folder, &["check", file]);
        run(folder, &["check", file, "--json"]);
        for json in [&[][..], &["--json"]] {
            let on = &["--on", "2026-01-01"][..];
            let of = &["--resident", resident][..];
            let (from, to) = (&["--from", "2025-01-01"][..], &["--to", "2026-01-01"][..]);
            for line in [
                [&["score", file], on, json].concat(),
                [&["explain", file], of, on, json].concat(),
                [&["history", file], of, from, to, json].concat(),
                [&["diff", "names.json", file], json].concat(),
                [&["diff", file, "names.json"], json].concat(),
            ] {
                let ran = run(folder, &line);
                assert_ne!(ran.code, 2, "{line:?}: {}", ran.err);
                if !json.is_empty() && ran.code == 0 {
                    let read = serde_json::from_str::<Value>(&ran.out);
                    assert!(read.is_ok(), "{line:?}: {}", ran.out);
                }
            }
        }
    }
    let unknown = format!("R9{HOSTILE}");
    run(folder, &["explain", "names.json", "--resident", &unknown]);
    run(folder, &["score", "names.json", "--on", HOSTILE]);
    run(folder, &["check", HOSTILE]);
    run(folder, &[HOSTILE]);
    run(folder, &["check", &format!("--{HOSTILE}")]);
}

#[test]
fn errors_of_shape() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let whole = register(false, "x");
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    for (from, to) in [
        ("\"self\"", quoted.as_str()),
        ("\"neighbour\"", &quoted),
        ("\"kind\"", &quoted),
        ("\"2025-03-02\"", &quoted),
        ("\"P6M\"", &quoted),
        ("\"score\"", &quoted),
        ("\"hallboard-ledger/1\"", &quoted),
        ("\"id\":\"H1\"", &format!("{quoted}: 1, \"id\":\"H1\"")),
        ("4,", &format!("{quoted},")),
        ("\"Asia/Shanghai\"", &quoted),
    ] {
        fs::write(folder.join("bad.json"), whole.replace(from, to)).unwrap();
        run(folder, &["check", "bad.json"]);
        run(folder, &["convert", "bad.json", "made.xlsx"]);
    }
    fs::write(folder.join("raw.json"), format!("{{{HOSTILE}")).unwrap();
    run(folder, &["check", "raw.json"]);
}

#[test]
fn workbooks_and_folders_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let at = |name: &str| folder.join(name);
    fs::write(at("names.json"), register(false, "x")).unwrap();
    let made = hallboard_in(folder, ["convert", "names.json", "csv", "--form", "csv"]);
    assert_eq!(made.code, 0, "{}", made.err);
    // Cells, headings and file names that are not recognised are quoted.
    let quoted = format!("\"{}\"", HOSTILE.replace('\r', ""));
    for file in fs::read_dir(at("csv")).unwrap() {
        let file = file.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        let (head, rows) = text.split_once('\n').unwrap();
        let bad: String = rows
            .lines()
            .map(|row| {
                let cells = row.split(',').map(|_| quoted.as_str());
                cells.collect::<Vec<_>>().join(",") + "\n"
            })
            .collect();
        fs::write(&file, format!("{head}\n{bad}")).unwrap();
        run(folder, &["check", "csv"]);
        fs::write(&file, format!("{quoted},{head}\n{rows}")).unwrap();
        run(folder, &["check", "csv"]);
        run(folder, &["fill-ids", "csv"]);
        run(folder, &["convert", "csv", "made.json"]);
        fs::write(&file, text).unwrap();
    }
    #[cfg(unix)]
    {
        fs::write(at("csv").join(format!("{}.csv", HOSTILE.replace('/', ""))), "a\n1\n")
            .unwrap();
        run(folder, &["check", "csv"]);
        let name = format!("{HOSTILE}.json");
        fs::write(at(&name), register(false, "x")).unwrap();
        run(folder, &["check", &name]);
        run(folder, &["fill-ids", &name]);
        run(folder, &["convert", &name, "made.xlsx"]);
        run(folder, &["convert", &name, &format!("{HOSTILE}.xlsx")]);
    }
}

#[test]
fn a_hall_and_its_settings() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let at = |name: &str| folder.join(name);
    fs::create_dir(at("app")).unwrap();
    fs::write(at("app/index.html"), SHELL).unwrap();
    let settings = "[hall]\nworkbook = \"register.json\"\nkey = \"hall.key\"\n";
    fs::write(at("hallboard.toml"), settings).unwrap();
    fs::write(at("register.json"), register(true, HOSTILE)).unwrap();
    assert_eq!(hallboard_in(folder, ["keygen", "--out", "hall.key"]).code, 0);
    let well = |line: &[&str]| {
        let ran = run(folder, line);
        assert_eq!(ran.code, 0, "{line:?}: {}", ran.err);
    };
    well(&["publish", "--app", "app", "--dry-run"]);
    well(&["publish", "--app", "app"]);
    well(&["publish", "--app", "app"]);
    well(&["rollback", "--list"]);
    well(&["inbox", "--list"]);
    run(folder, &["cards", "--address", "http://127.0.0.1/", "--out", "cards.html"]);
    run(folder, &["inbox", "--list"]);
    fs::create_dir_all(at("letters/incoming")).unwrap();
    fs::write(at("letters/incoming/x.letter"), HOSTILE).unwrap();
    run(folder, &["inbox", "--list"]);
    run(folder, &["inbox", "--accept", HOSTILE]);
    run(folder, &["inbox", ".", HOSTILE]);
    #[cfg(unix)]
    {
        let name = format!("{HOSTILE}.letter");
        fs::write(at(&name), "x").unwrap();
        run(folder, &["inbox", ".", &name]);
    }
    fs::write(at("register.json"), senseless()).unwrap();
    run(folder, &["publish", "--app", "app"]);
    let quoted = serde_json::to_string(HOSTILE).unwrap().replace('\u{7f}', "\\u007f");
    for more in [
        format!("cadence = {quoted}\n"),
        format!("{quoted} = 1\n"),
        format!("[display]\npages = [{quoted}]\n"),
        format!("[letters]\npost = {quoted}\n"),
        format!("[letters]\npanel = [{quoted}]\n"),
        format!("[board]\nprivate_categories = [{quoted}]\n"),
        format!("[site]\naddress = {quoted}\n"),
        format!("x = {HOSTILE}\n"),
    ] {
        fs::write(at("hallboard.toml"), format!("{settings}{more}")).unwrap();
        run(folder, &["publish", "--app", "app"]);
        run(folder, &["inbox", "--accept", "x"]);
        run(folder, &["cards"]);
        run(folder, &["check"]);
    }
}
