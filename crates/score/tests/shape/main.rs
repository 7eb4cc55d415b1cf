//! Texts that are not ledgers: a table of documents with one structural error each and
//! the place in the message, and unusual documents that are valid.

#![cfg(test)]

mod mutants;
mod values;

use hallboard_score::read_ledger;

/// A ledger with all fields, to be altered.
const WHOLE: &str = r#"{
"format": "hallboard-ledger/1",
"hall": {"id": "hall", "names": {"en": "Hall"}, "time_zone": "Asia/Shanghai"},
"rulebooks": [{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
  "categories": [{"id": "yard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 4],
    "deeds_min": -20, "deeds_max": 20}],
  "deeds": [{"id": "help", "names": {"en": "Help"}, "points": 3, "category": "yard",
    "lasts": "P12M", "cap": {"count": 2, "per": "month"}}],
  "bands": [{"id": "steady", "names": {"en": "Steady"}, "min": 50}],
  "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 2}],
  "reply_days": 10, "decide_days": 30}],
"households": [{"id": "A", "names": {"en": "Tea Lane"}}, {"id": "B", "names": {"en": "Bridge"}}],
"residents": [{"id": "R1", "name": "张三", "household": "A"}],
"entries": [
  {"id": "E0", "date": "2025-01-01", "kind": "consent", "resident": "R1", "scopes": ["score"]},
  {"id": "E1", "date": "2025-01-02", "kind": "rating", "household": "A", "category": "yard", "stars": 4},
  {"id": "E2", "date": "2025-01-03", "kind": "deed", "resident": "R1", "deed": "help",
   "source": "neighbour", "notified": "2025-01-04", "note": "harvest"},
  {"id": "E3", "date": "2025-01-05", "kind": "objection", "entry": "E2", "text": "no"},
  {"id": "E4", "date": "2025-01-06", "kind": "decision", "entry": "E2", "outcome": "changed", "points": 2},
  {"id": "E5", "date": "2025-01-07", "kind": "redemption", "resident": "R1", "reward": "soap"},
  {"id": "E6", "date": "2025-01-08", "kind": "reversal", "entry": "E5", "reason": "none left"},
  {"id": "E7", "date": "2025-01-09", "kind": "move", "resident": "R1", "household": "B"}
]}"#;

#[track_caller]
fn altered(old: &str, new: &str) -> String {
    assert_eq!(WHOLE.matches(old).count(), 1, "{old} stands once");
    WHOLE.replace(old, new)
}

/// Checks that the ledger with `new` in place of `old` is refused, with a message that
/// names `place`.
#[track_caller]
fn refused(old: &str, new: &str, place: &str) {
    let error = match read_ledger(altered(old, new).as_bytes()) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{new} was read"),
    };
    assert!(error.contains(place), "{new}: {error}");
}

#[track_caller]
fn read(old: &str, new: &str) {
    if let Err(error) = read_ledger(altered(old, new).as_bytes()) {
        panic!("{new}: {error}");
    }
}

#[test]
fn invalid_json_is_refused() {
    for (text, place) in [
        ("", "line 1, column 1"),
        ("hello", "line 1, column 1"),
        ("[]", "line 1"),
        ("null", "line 1"),
        ("{}", "missing field `format`"),
        ("{\"format\": \"hallboard-ledger/1\",\n\"format\": 1}", "line 2"),
        ("{\"format\"\n\n: \"hallboard-ledger/2\"}", "line 3"),
    ] {
        let error = read_ledger(text.as_bytes()).expect_err("no ledger").to_string();
        assert!(error.contains(place), "{text}: {error}");
    }
    let error = read_ledger(b"hello").expect_err("no ledger").to_string();
    assert_eq!(error, "line 1, column 1: expected value");
    let error = read_ledger(br#"{"hall": {"id": 1}}"#).expect_err("no ledger");
    let expected = "line 1, column 17, hall.id: invalid type: number, expected a string";
    assert_eq!(error.to_string(), expected);
    let error = read_ledger(&b"[".repeat(1_000_000)).expect_err("no ledger").to_string();
    assert!(error.starts_with("line 1, "), "{error}");
    let error =
        read_ledger(&b"{\"hall\":".repeat(100_000)).expect_err("no ledger").to_string();
    assert!(error.starts_with("line 1, "), "{error}");
    let after = format!("{WHOLE} x");
    let error = read_ledger(after.as_bytes()).expect_err("no ledger").to_string();
    assert!(error.contains(&format!("line {}, ", WHOLE.lines().count())), "{error}");
    let mut broken = WHOLE.as_bytes().to_vec();
    let at = broken.iter().position(|byte| *byte > 0x7f).expect("the name");
    broken[at] = 0xff;
    let error = read_ledger(&broken).expect_err("no ledger").to_string();
    let name = WHOLE.lines().position(|line| line.contains("张三")).expect("the name");
    assert!(error.contains(&format!("line {}, ", name + 1)), "{error}");
    assert!(error.contains("residents[0].name: invalid unicode"), "{error}");
    for half in 1..WHOLE.len() {
        assert!(read_ledger(&WHOLE.as_bytes()[..half]).is_err(), "cut at {half}");
    }
}

#[test]
fn a_key_twice() {
    for (old, new, place) in [
        (r#""time_zone""#, r#""id": "hall", "time_zone""#, "hall"),
        (r#"{"en": "Hall"}"#, r#"{"en": "Hall", "en": "Hall"}"#, "hall.names"),
        (r#"{"en": "Hall"}"#, r#"{"en": "Hall", "\u0065n": "Hall"}"#, "hall.names"),
        (r#""base": 60"#, r#""base": 60, "base": 60"#, "rulebooks[0].score"),
        (
            r#""per": "month""#,
            r#""per": "month", "count": 2"#,
            "rulebooks[0].deeds[0].cap",
        ),
        (r#""reply_days": 10"#, r#""reply_days": 10, "reply_days": 10"#, "rulebooks[0]"),
        (r#""stars": 4"#, r#""stars": 4, "stars": 4"#, "entries[1]"),
        (r#""text": "no""#, r#""text": "no", "text": "no""#, "entries[3]"),
        (r#""residents": ["#, r#""residents": [], "residents": ["#, "residents"),
    ] {
        refused(old, new, "duplicate field");
        refused(old, new, place);
    }
}

#[test]
fn missing_fields() {
    for (old, place) in [
        (r#""format": "hallboard-ledger/1","#, "format"),
        (r#", "time_zone": "Asia/Shanghai""#, "hall"),
        (r#""from": "2020-01-01", "#, "rulebooks[0]"),
        (r#""min": 0, "#, "rulebooks[0].score"),
        (r#", "star_points": [-4, -2, 0, 2, 4]"#, "rulebooks[0].categories[0]"),
        (r#""names": {"en": "Help"}, "#, "rulebooks[0].deeds[0]"),
        (r#""points": 3, "#, "rulebooks[0].deeds[0]"),
        (r#""count": 2, "#, "rulebooks[0].deeds[0].cap"),
        (r#", "min": 50"#, "rulebooks[0].bands[0]"),
        (r#", "cost": 2"#, "rulebooks[0].rewards[0]"),
        (r#", "names": {"en": "Bridge"}"#, "households[1]"),
        (r#""name": "张三", "#, "residents[0]"),
        (r#""id": "E1", "#, "entries[1]"),
        (r#""date": "2025-01-02", "#, "entries[1]"),
        (r#""kind": "rating", "#, "entries[1]"),
        (r#", "scopes": ["score"]"#, "entries[0]"),
        (r#""resident": "R1", "scopes""#, "entries[0]"),
        (r#", "stars": 4"#, "entries[1]"),
        (r#""source": "neighbour", "#, "entries[2]"),
        (r#", "entry": "E2", "text": "no""#, "entries[3]"),
        (r#", "outcome": "changed", "points": 2"#, "entries[4]"),
        (r#", "reward": "soap""#, "entries[5]"),
        (r#", "resident": "R1", "household": "B""#, "entries[7]"),
    ] {
        let kept = if old.ends_with(r#""scopes""#) { r#""scopes""# } else { "" };
        refused(old, kept, place);
    }
}

#[test]
fn unknown_fields() {
    for (old, more, place) in [
        (r#""format": "hallboard-ledger/1""#, r#""version": 1"#, "version"),
        (r#""time_zone": "Asia/Shanghai""#, r#""flag": 1"#, "hall"),
        (r#""decide_days": 30"#, r#""votes": 1"#, "rulebooks[0]"),
        (r#""base": 60"#, r#""step": 1"#, "rulebooks[0].score"),
        (r#""deeds_max": 20"#, r#""stars_max": 1"#, "rulebooks[0].categories[0]"),
        (r#""points": 3"#, r#""weight": 1"#, "rulebooks[0].deeds[0]"),
        (r#""per": "month""#, r#""of": 1"#, "rulebooks[0].deeds[0].cap"),
        (r#""min": 50"#, r#""max": 60"#, "rulebooks[0].bands[0]"),
        (r#""cost": 2"#, r#""stock": 1"#, "rulebooks[0].rewards[0]"),
        (r#""id": "B""#, r#""size": 1"#, "households[1]"),
        (r#""name": "张三""#, r#""born": "2000-01-01""#, "residents[0]"),
        (r#""stars": 4"#, r#""colour": "red""#, "entries[1]"),
        // Fields of one kind of entry in another.
        (r#""stars": 4"#, r#""notified": "2025-01-02""#, "entries[1]"),
        (r#""note": "harvest""#, r#""stars": 3"#, "entries[2]"),
        (r#""note": "harvest""#, r#""points": 3"#, "entries[2]"),
        (r#""text": "no""#, r#""reason": "no""#, "entries[3]"),
        (r#""reason": "none left""#, r#""text": "none left""#, "entries[6]"),
        (r#""household": "B""#, r#""given_by": "self""#, "entries[7]"),
    ] {
        refused(old, &format!("{old}, {more}"), place);
    }
}

#[test]
fn wrong_types() {
    for (old, new, place) in [
        (r#""points": 3"#, r#""points": "3""#, "rulebooks[0].deeds[0].points"),
        (r#""points": 3"#, r#""points": null"#, "rulebooks[0].deeds[0].points"),
        (r#""points": 3"#, r#""points": true"#, "rulebooks[0].deeds[0].points"),
        (r#""points": 3"#, r#""points": [3]"#, "rulebooks[0].deeds[0].points"),
        (r#""stars": 4"#, r#""stars": "4""#, "entries[1].stars"),
        (r#""stars": 4"#, r#""stars": null"#, "entries[1].stars"),
        (r#""id": "E1""#, r#""id": 1"#, "entries[1].id"),
        (r#""date": "2025-01-02""#, r#""date": 20250102"#, "entries[1].date"),
        (r#""notified": "2025-01-04""#, r#""notified": null"#, "entries[2].notified"),
        (r#""note": "harvest""#, r#""note": null"#, "entries[2].note"),
        (r#""scopes": ["score"]"#, r#""scopes": "score""#, "entries[0].scopes"),
        (r#""scopes": ["score"]"#, r#""scopes": [1]"#, "entries[0].scopes[0]"),
        (r#""household": "A"}"#, r#""household": null}"#, "residents[0].household"),
        (r#"{"en": "Bridge"}"#, r#""Bridge""#, "households[1].names"),
        (r#"{"en": "Bridge"}"#, r#"{"en": 1}"#, "households[1].names"),
        (r#"{"count": 2, "per": "month"}"#, "2", "rulebooks[0].deeds[0].cap"),
        (r#"{"count": 2, "per": "month"}"#, "null", "rulebooks[0].deeds[0].cap"),
        (
            r#"{"count": 2, "per": "month"}"#,
            r#"[2, "month"]"#,
            "rulebooks[0].deeds[0].cap",
        ),
        (r#"{"min": 0, "max": 100, "base": 60}"#, "[0, 100, 60]", "rulebooks[0].score"),
        (r#""lasts": "P12M""#, r#""lasts": 12"#, "rulebooks[0].deeds[0].lasts"),
        (r#""reply_days": 10"#, r#""reply_days": null"#, "rulebooks[0].reply_days"),
        (
            r#""deeds_min": -20"#,
            r#""deeds_min": null"#,
            "rulebooks[0].categories[0].deeds_min",
        ),
        (r#""kind": "move""#, r#""kind": {"move": null}"#, "entries[7].kind"),
        (r#""source": "neighbour""#, r#""source": {"self": null}"#, "entries[2].source"),
    ] {
        refused(old, new, place);
    }
}

#[test]
fn an_id_or_a_day_twice() {
    let twice = "households[1] (`B`): an id that occurs twice in its list";
    refused(r#"[{"id": "A""#, r#"[{"id": "B""#, twice);
    refused(r#""id": "E7""#, r#""id": "E1""#, "entries[7] (`E1`)");
    let resident = r#""residents": [{"id": "R1", "name": ""}, "#;
    refused(r#""residents": ["#, resident, "residents[1] (`R1`)");
    for (list, more) in [
        ("categories", r#"{"id": "yard", "names": {}, "star_points": [0, 0, 0, 0, 0]}"#),
        ("deeds", r#"{"id": "help", "names": {}, "points": 0}"#),
        ("bands", r#"{"id": "steady", "names": {}, "min": 0}"#),
        ("rewards", r#"{"id": "soap", "names": {}, "cost": 0}"#),
    ] {
        let old = format!("\"{list}\": [");
        refused(&old, &format!("{old}{more}, "), "rulebooks[0]");
        refused(&old, &format!("{old}{more}, "), list);
    }
    let book = r#""rulebooks": [{"from": "2020-01-01", "categories": [], "deeds": [],
        "score": {"min": 0, "max": 1, "base": 0}}, "#;
    refused(
        r#""rulebooks": ["#,
        book,
        "rulebooks[1] (`2020-01-01`): two rulebooks from the same day",
    );
    read(r#""rulebooks": ["#, &book.replace("2020-01-01", "2020-01-02"));
    // The same id may occur in two lists.
    read(r#""id": "steady""#, r#""id": "soap""#);
}

#[test]
fn unusual_spellings_are_read() {
    let plain = read_ledger(WHOLE.as_bytes()).expect("a ledger");
    let moved = r#""kind": "move", "resident": "R1", "household": "B""#;
    for text in [
        WHOLE.replace('\n', "\r\n"),
        format!("\n\t {WHOLE} \r\n"),
        altered(r#""kind": "move""#, r#""\u006bind": "m\u006fve""#),
        altered("2025-01-02", r"2025\u002d01-02"),
        altered("neighbour", r"n\u0065ighbour"),
        altered("张三", r"\u5f20\u4e09"),
        altered(moved, r#""household": "B", "resident": "R1", "kind": "move""#),
        altered(r#""points": 3"#, r#""points": 0.3e1"#),
        altered(",\n  \"reply_days\": 10, \"decide_days\": 30", ""),
    ] {
        assert_eq!(read_ledger(text.as_bytes()).as_ref(), Ok(&plain), "{text}");
    }
}
