//! Invalid ids of halls and names of time zones are refused before anything is published.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;

use common::{LEDGER, Ran, SHELL, hallboard_in};
use hallboard_score::{Hall, read_ledger};
use hallboard_workbook::{write, write_ods};

const FORMS: [&str; 3] = ["register.json", "register.xlsx", "register.ods"];

fn checked(folder: &Path, form: &str, id: &str, zone: &str) -> Ran {
    let mut ledger = read_ledger(LEDGER.as_bytes()).unwrap();
    let names = ledger.hall.names.clone();
    ledger.hall = Hall { id: id.to_owned(), names, time_zone: zone.to_owned() };
    let bytes = match form {
        "register.xlsx" => write(&ledger).unwrap(),
        "register.ods" => write_ods(&ledger).unwrap(),
        _ => hallboard_workbook::json::to_json(&ledger).unwrap(),
    };
    fs::write(folder.join(form), bytes).unwrap();
    hallboard_in(folder, ["check", form])
}

#[test]
fn hall_ids_are_validated() {
    let folder = tempfile::tempdir().unwrap();
    for form in FORMS {
        for id in ["mill", "Mill-2_b.c", "0", &"x".repeat(100)] {
            let ran = checked(folder.path(), form, id, "Asia/Shanghai");
            assert_eq!(ran.code, 0, "{form} {id}: {}{}", ran.out, ran.err);
        }
        for id in
            ["mill hall", "mill/2", "杨桥", "mill\nx", "a<b>", "é", &"x".repeat(101)]
        {
            let ran = checked(folder.path(), form, id, "Asia/Shanghai");
            assert_ne!(ran.code, 0, "{form} {id}: {}", ran.out);
            let printed = ran.out + &ran.err;
            assert!(
                printed.contains("cannot be the id of a hall"),
                "{form} {id}: {printed}"
            );
        }
    }
    let ran = checked(folder.path(), "register.json", "", "Asia/Shanghai");
    assert_eq!(ran.code, 1, "{}", ran.out);
}

#[test]
fn unknown_time_zone_is_reported_with_a_suggestion() {
    let folder = tempfile::tempdir().unwrap();
    for form in FORMS {
        for (zone, near) in [
            ("asia/shanghai", "Asia/Shanghai"),
            ("Asia/Beijing", "Asia/Shanghai"),
            ("Europe/Londno", "Europe/London"),
            ("UTC+8", "Asia/Shanghai"),
            ("x", "Asia/Shanghai"),
        ] {
            let ran = checked(folder.path(), form, "mill", zone);
            assert_eq!(ran.code, 1, "{form} {zone}: {}{}", ran.out, ran.err);
            let expected = format!("`{zone}` is not a time zone.");
            assert!(ran.out.contains(&expected), "{form} {zone}: {}", ran.out);
            let meant = format!("Did you mean `{near}`?");
            assert!(ran.out.contains(&meant), "{form} {zone}: {}", ran.out);
            assert_eq!(ran.out.matches("is not a time zone").count(), 1, "{}", ran.out);
        }
        let ran = checked(folder.path(), form, "mill", "Europe/Paris");
        assert_eq!(ran.code, 0, "{form}: {}", ran.out);
    }
}

#[test]
fn neither_is_published() {
    for (from, to) in [("\"mill\"", "\"mill hall\""), ("Asia/Shanghai", "Asia/Nowhere")] {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("register.json"), LEDGER.replace(from, to)).unwrap();
        fs::write(at("hallboard.toml"), "[hall]\nworkbook = \"register.json\"\n")
            .unwrap();
        fs::create_dir(at("app")).unwrap();
        fs::write(at("app/index.html"), SHELL).unwrap();
        assert_eq!(hallboard_in(folder.path(), ["keygen", "--out", "hall.key"]).code, 0);
        let ran = hallboard_in(folder.path(), ["publish", "--app", "app"]);
        assert_eq!(ran.code, 1, "{to}: {}{}", ran.out, ran.err);
        assert!(!at("site").exists(), "{to}");
    }
}
