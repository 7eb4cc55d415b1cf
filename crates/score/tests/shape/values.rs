//! Fields of the right type with values that no ledger may have.

use crate::{read, refused};

#[test]
fn nonexistent_dates_are_refused() {
    for date in [
        "2025-02-29",
        "2100-02-29",
        "2025-04-31",
        "2025-13-01",
        "2025-01-00",
        "1899-12-31",
        "2201-01-01",
        "2025-1-02",
        "2025/01/02",
        "20250102",
        "2025-01-02T00:00",
        " 2025-01-02",
        "2025-W01-1",
        "",
    ] {
        refused("2025-01-02", date, "entries[1].date");
        refused("2025-01-04", date, "entries[2].notified");
        refused("2020-01-01", date, "rulebooks[0].from");
    }
    read("2025-01-02", "1900-01-01");
    read("2025-01-02", "2200-12-31");
    read("2025-01-02", "2000-02-29");
}

#[test]
fn inexact_and_large_numbers_are_refused() {
    for number in
        ["0.125", "1e-3", "1000000.01", "-1000001", "1e7", "1e400", "0.1000000000000001"]
    {
        refused(r#""points": 3"#, &format!(r#""points": {number}"#), "deeds[0].points");
        refused(r#""cost": 2"#, &format!(r#""cost": {number}"#), "rewards[0].cost");
        refused("[-4, ", &format!("[{number}, "), "star_points[0]");
        refused(r#""points": 2"#, &format!(r#""points": {number}"#), "entries[4].points");
    }
    for number in ["03", "+3", ".5", "3.", "1e", "0x3", "NaN"] {
        refused(r#""points": 3"#, &format!(r#""points": {number}"#), "line 7");
    }
    for number in
        ["1e1", "4.0", "300e-2", "0.00001E3", "-0.00", "1000000", "-1E+6", "0e99999"]
    {
        read(r#""points": 3"#, &format!(r#""points": {number}"#));
    }
    refused("[-4, -2, 0, 2, 4]", "[-4, -2, 0, 2]", "star_points");
    refused("[-4, -2, 0, 2, 4]", "[-4, -2, 0, 2, 4, 6]", "star_points");
}

#[test]
fn whole_numbers_out_of_bounds_are_refused() {
    for (field, place, wrong, right) in [
        (
            "\"stars\": 4",
            "entries[1].stars",
            &["0", "6", "3.5", "-1"][..],
            &["4.0", "1", "50e-1"][..],
        ),
        ("\"count\": 2", "cap.count", &["0", "1.5", "-1"], &["1", "2.00", "1e6"]),
        (
            "\"reply_days\": 10",
            "reply_days",
            &["-1", "3651", "0.5"],
            &["0", "3650", "1e1"],
        ),
        (
            "\"decide_days\": 30",
            "decide_days",
            &["-1", "3651", "1e4"],
            &["0", "3650.0", "-0"],
        ),
    ] {
        let (name, _) = field.split_once(' ').expect("a name");
        for number in wrong {
            refused(field, &format!("{name} {number}"), place);
        }
        for number in right {
            read(field, &format!("{name} {number}"));
        }
    }
}

#[test]
fn how_long_a_deed_lasts() {
    for word in [
        "",
        "P",
        "PM",
        "P6",
        "6M",
        "P0M",
        "P0Y",
        "P1201M",
        "P1201Y",
        "P-1M",
        "P+1M",
        "P1.5M",
        "P1D",
        "p6m",
        " P6M",
        "P6M ",
        "P６M",
        "P1Y6M",
        "P99999999999999999999M",
        "Year",
        "never",
        "字",
        "P字",
    ] {
        refused("P12M", word, "rulebooks[0].deeds[0].lasts");
    }
    for word in ["P1M", "P1200M", "P1Y", "P1200Y", "year", "forever"] {
        read("P12M", word);
    }
}

#[test]
fn changed_values_of_decisions_are_validated() {
    let old = r#""entry": "E2", "outcome": "changed", "points": 2"#;
    for new in [
        r#""entry": "E2", "outcome": "changed""#,
        r#""entry": "E2", "outcome": "changed", "points": 2, "stars": 2"#,
        r#""entry": "E2", "outcome": "changed", "stars": 2"#,
        r#""entry": "E1", "outcome": "changed", "points": 2"#,
        r#""entry": "E1", "outcome": "changed", "stars": 6"#,
        r#""entry": "E2", "outcome": "upheld", "points": 2"#,
        r#""entry": "E1", "outcome": "overturned", "stars": 2"#,
    ] {
        refused(old, new, "entries[4]");
    }
    read(old, r#""entry": "E1", "outcome": "changed", "stars": 2.0"#);
    read(old, r#""entry": "E9", "outcome": "changed", "stars": 2"#);
    read(old, r#""entry": "E7", "outcome": "changed", "points": 2"#);
}

#[test]
fn reversed_limits_are_refused() {
    for (old, new, place) in [
        (r#""min": 0"#, r#""min": 100.01"#, "rulebooks[0].score"),
        (r#""base": 60"#, r#""base": 100.01"#, "rulebooks[0].score"),
        (r#""base": 60"#, r#""base": -0.01"#, "rulebooks[0].score"),
        (r#""deeds_min": -20"#, r#""deeds_min": 0.01"#, "rulebooks[0].categories[0]"),
        (r#""deeds_max": 20"#, r#""deeds_max": -0.01"#, "rulebooks[0].categories[0]"),
        (r#""cost": 2"#, r#""cost": -0.01"#, "rulebooks[0].rewards[0]"),
    ] {
        refused(old, new, place);
    }
    read(
        r#"{"min": 0, "max": 100, "base": 60}"#,
        r#"{"min": -1, "max": -1, "base": -1}"#,
    );
    read(r#""deeds_min": -20, "deeds_max": 20"#, r#""deeds_min": 0, "deeds_max": -0"#);
    read(r#""cost": 2"#, r#""cost": 0"#);
}

#[test]
fn unknown_words_are_refused() {
    let scopes = r#""resident": "R1", "scopes": ["score"]"#;
    for (old, new, place) in [
        ("hallboard-ledger/1", "hallboard-ledger/2", "format"),
        (r#""kind": "move""#, r#""kind": "Move""#, "entries[7].kind"),
        ("neighbour", "neighbor", "entries[2].source"),
        (r#""per": "month""#, r#""per": "week""#, "rulebooks[0].deeds[0].cap.per"),
        (r#""outcome": "changed""#, r#""outcome": "dropped""#, "entries[4].outcome"),
        (scopes, r#""resident": "R1", "scopes": ["all"]"#, "entries[0].scopes[0]"),
        (scopes, r#""resident": "R1", "scopes": ["sign"]"#, "entries[0]"),
        (scopes, r#""household": "A", "scopes": ["score"]"#, "entries[0]"),
        (
            scopes,
            r#""household": "A", "resident": "R1", "scopes": ["board"]"#,
            "entries[0]",
        ),
        (
            scopes,
            r#""resident": "R1", "scopes": [], "given_by": "parent""#,
            "entries[0].given_by",
        ),
    ] {
        refused(old, new, place);
    }
    read(scopes, r#""household": "A", "scopes": ["sign", "board"]"#);
    read(
        scopes,
        r#""resident": "R1", "scopes": ["thanks", "history", "board", "score"]"#,
    );
    read(
        scopes,
        r#""resident": "R1", "scopes": [], "given_by": "guardian", "by": "clerk""#,
    );
}
