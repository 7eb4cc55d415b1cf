//! Registers as folders of text files: names, encodings, quotation marks, titles, and the
//! warnings of `check` about them.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::hallboard;
use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_16BE, WINDOWS_1252};
use hallboard_score::{Entry, read_json};
use hallboard_workbook::edit::append::{AppendError, RowsError, appended};
use hallboard_workbook::read::{
    lenient_at, located_at, located_at_in, withdrawals_at_in,
};
use proptest::prelude::*;
use serde_json::Value;

const SHEETS: &[(&str, &str)] = &[
    ("Hall", "id,name (en),time zone\nmill,Mill hall,Asia/Shanghai\n"),
    ("Rulebooks", "from,min,max,base\n2020-01-01,0,100,60\n"),
    (
        "Categories",
        "rulebook,id,name (en),1 star,2 stars,3 stars,4 stars,5 stars\n\
         2020-01-01,law,Law,-4,-2,0,2,4\n2020-01-01,yard,Yard,-4,-2,0,2,4\n",
    ),
    (
        "Deed rules",
        "rulebook,id,name (en),points,category,lasts\n2020-01-01,help,Help,3,,\n\
         2020-01-01,sing,Sing,1,,\n",
    ),
    ("Rewards", "rulebook,id,name (en),cost\n2020-01-01,soap,Soap,0\n"),
    ("Households", "id,name (en)\nH1,1 Mill Road\nH2,2 Mill Road\n"),
    ("Residents", "id,name,household\nR1,Ann,H1\nR2,Ben,H1\nR3,Cho,H2\n"),
    (
        "Consents",
        "id,date,resident,household,scopes,note\nE1,2026-02-01,R1,,score,\n\
         E2,2026-02-01,R2,,score,\nE3,2026-02-01,R3,,score,\n",
    ),
    (
        "Ratings",
        "id,date,household,category,stars\nE4,2026-03-01,H1,law,4\nE5,2026-03-01,H2,law,4\n",
    ),
    (
        "Deeds",
        "id,date,resident,deed,source,notified,note\nE6,2026-03-05,R1,help,neighbour,,\n\
         E7,2026-03-06,R2,help,self,,\n",
    ),
    ("Replies", "id,date,kind,entry,text,outcome,points,stars,reason\n"),
    ("Redemptions", "id,date,resident,reward\nE8,2026-03-07,R1,soap\n"),
    ("Moves", "id,date,resident,household\nE9,2026-03-08,R3,H1\n"),
];

/// A register whose file names and contents are computed from sheets and texts.
fn register(make: impl Fn(&str, &str) -> (String, Vec<u8>)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (sheet, text) in SHEETS {
        let (name, bytes) = make(sheet, text);
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// The register with the text of one sheet edited.
fn with(sheet: &str, change: impl Fn(&str) -> String) -> tempfile::TempDir {
    register(|name, text| {
        let text = if name == sheet { change(text) } else { text.to_owned() };
        (format!("{name}.csv"), text.into_bytes())
    })
}

fn report(folder: &Path) -> Value {
    let ran = hallboard(["check", folder.to_str().unwrap(), "--json"]);
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

/// The findings in a list of the report, as `sheet!cell code`.
fn findings(report: &Value, list: &str) -> Vec<String> {
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let findings = report[list].as_array().unwrap().iter().map(|it| {
        let cell = format!("{}!{}{}", text(&it["sheet"]), text(&it["column"]), it["row"]);
        format!("{cell} {}", text(&it["code"]))
    });
    findings.collect()
}

#[track_caller]
fn check(folder: &tempfile::TempDir, errors: &[&str], warnings: &[&str]) -> Value {
    let report = report(folder.path());
    assert_eq!(findings(&report, "errors"), errors, "{report:#}");
    assert_eq!(findings(&report, "warnings"), warnings, "{report:#}");
    report
}

#[test]
fn valid_register_has_no_findings() {
    check(&with("", str::to_owned), &[], &[]);
}

#[test]
fn missing_places_for_letters_are_noted() {
    let check = |folder: &tempfile::TempDir, expected: &[&str]| {
        let ran = hallboard(["check", folder.path().to_str().unwrap(), "--json"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let notes = report["notes"].as_array().unwrap().iter();
        let notes = notes.map(|it| {
            let what = text(&it["what"]);
            // After the names of the command and of the sheet.
            let named: Vec<&str> = what.split('`').skip(5).step_by(2).collect();
            let named = named.join(", ");
            format!("{} {} {named}", text(&it["sheet"]), text(&it["code"]))
        });
        assert_eq!(notes.collect::<Vec<_>>(), expected);
    };
    let consents = "Consents no-columns given by 同意人, by 记录人";
    let deeds = "Deeds no-columns by 记录人";
    let replies = "Replies no-columns by 记录人";
    let redemptions = "Redemptions no-columns note 备注, by 记录人";
    let plain = with("", str::to_owned);
    check(&plain, &[consents, deeds, replies, redemptions]);
    // Letters never become moves.
    std::fs::remove_file(plain.path().join("Moves.csv")).unwrap();
    check(&plain, &[consents, deeds, replies, redemptions]);
    std::fs::remove_file(plain.path().join("Redemptions.csv")).unwrap();
    check(&plain, &[consents, deeds, replies, "Redemptions 兑换 no-sheet "]);
    std::fs::write(plain.path().join("Rewards.csv"), "rulebook,id,name (en),cost\n")
        .unwrap();
    check(&plain, &[consents, deeds, replies]);
    let (head, rows) = (
        "id,date,resident,deed,source,notified,note,by",
        "E6,2026-03-05,R1,help,neighbour,,,M\u{fc}ller",
    );
    for (encoding, expected) in [
        (encoding_rs::UTF_8, vec![consents, replies]),
        (WINDOWS_1252, vec![consents, "Deeds encoding ", replies]),
    ] {
        let text = format!("{head}\n{rows}\n");
        std::fs::write(plain.path().join("Deeds.csv"), stored(encoding, &text)).unwrap();
        check(&plain, &expected);
    }
    let ran = hallboard(["check", plain.path().to_str().unwrap()]);
    let notes = ran.out.split_once("\nNotes (").unwrap().1;
    assert!(notes.contains("fix:      Save the file as `CSV UTF-8`"), "{notes}");
    assert!(
        notes.ends_with("\n\nNo errors, 1 warning. Nothing was changed.\n"),
        "{notes}"
    );
}

#[test]
fn files_are_known_by_the_names_that_spreadsheets_give_them() {
    let plain = located_at(with("", str::to_owned).path()).unwrap().ledger;
    let chinese = |sheet: &str| match sheet {
        "Hall" => "礼堂",
        "Deeds" => "行为",
        "Deed rules" => "Deed rules 行为规则",
        "Consents" => "同意",
        other => Box::leak(other.to_owned().into_boxed_str()),
    };
    type Name = Box<dyn Fn(&str) -> String>;
    let names: Vec<Name> = vec![
        Box::new(|sheet| format!("{sheet}.csv")),
        Box::new(|sheet| format!("register - {sheet}.csv")),
        Box::new(|sheet| format!("register-{sheet}.csv")),
        Box::new(|sheet| format!("our-village - 2026 - {sheet}.CSV")),
        Box::new(|sheet| format!("杨桥村积分-{sheet}.csv")),
        Box::new(move |sheet| format!("杨桥村 - {}.tsv", chinese(sheet))),
        Box::new(move |sheet| format!("{}.csv", chinese(sheet))),
        Box::new(|sheet| format!("register – {sheet}.txt")),
    ];
    for name in &names {
        let folder = register(|sheet, text| (name(sheet), text.as_bytes().to_vec()));
        let ledger = located_at(folder.path()).map(|it| it.ledger);
        assert_eq!(ledger.as_ref(), Ok(&plain), "{}", name("Deeds"));
        // Derived ids are written to the right file.
        let deeds = folder.path().join(name("Deeds"));
        let text = std::fs::read_to_string(&deeds).unwrap();
        std::fs::write(&deeds, format!("{text},2026-03-09,R3,help,self,,\n")).unwrap();
        let ran = hallboard(["fill-ids", folder.path().to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let tidied = std::fs::read_to_string(&deeds).unwrap();
        assert!(tidied.ends_with("E10,2026-03-09,R3,help,self,,\n"), "{tidied}");
    }
    let several = register(|sheet, text| {
        let book = if sheet == "Deeds" { "copy of register" } else { "register" };
        (format!("{book} - {sheet}.csv"), text.as_bytes().to_vec())
    });
    let ran = hallboard(["check", several.path().to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("copy of register, register"), "{}", ran.err);
    // If sheets have their proper names, a copy with another name is not one of them.
    let copy = with("", str::to_owned);
    std::fs::write(copy.path().join("old - Deeds.csv"), "id\nE1\n").unwrap();
    check(&copy, &["old - Deeds!A1 unknown-sheet"], &[]);
}

#[test]
fn title_row_has_no_headings() {
    let marked = |text: &str| {
        let rows = text.lines().enumerate();
        let row = |(number, row): (usize, &str)| match number {
            0 => format!("# no.,{row}\n"),
            _ => format!("{number},{row}\n"),
        };
        rows.map(row).collect::<String>()
    };
    let first = |above: &str| {
        register(|name, text| {
            (format!("{name}.csv"), format!("{above}{}", marked(text)).into_bytes())
        })
    };
    for above in
        ["", "# a list of ours\n", "# a list,of ours\n", "\n# ours\n", "＃ ours\n"]
    {
        check(&first(above), &[], &[]);
    }
    let only = with("Moves", |_| "# of ours\n".to_owned());
    check(&only, &[], &[]);
}

#[test]
fn guessed_encoding_is_read_with_a_warning() {
    let read = |encoding: &'static Encoding, name: &str, zone: &str| {
        register(|sheet, text| {
            let text = text.replace("Ann", name).replace("Asia/Shanghai", zone);
            let (bytes, _, lost) = encoding.encode(&text);
            assert!(!lost, "{name}");
            (format!("{sheet}.csv"), bytes.into_owned())
        })
    };
    let china = "Asia/Shanghai";
    for (encoding, name, zone, taken_for) in [
        (GBK, "鄢", china, "GBK"),
        (GBK, "王芳", china, "GBK"),
        (GBK, "朱镕", china, "GBK"),
        (GBK, "眉山", china, "GBK"),
        (WINDOWS_1252, "Müller", "Europe/Berlin", "windows-1252"),
        (WINDOWS_1252, "Müller", china, "windows-1252"),
        (WINDOWS_1252, "José Peña", "America/Lima", "windows-1252"),
        (BIG5, "王芳", china, "Big5"),
        (BIG5, "林志明", "Asia/Taipei", "Big5"),
    ] {
        let folder = read(encoding, name, zone);
        let report = check(&folder, &[], &["Residents!1 guessed-encoding"]);
        let what = report["warnings"][0]["what"].as_str().unwrap();
        assert!(what.contains(taken_for), "{name}: {what}");
        let ledger = located_at(folder.path()).unwrap().ledger;
        assert_eq!(ledger.residents[0].name, name);
    }
    // UTF-8 is none of them, even if it could be read as one.
    for (name, zone) in [
        ("Müller", china),
        ("王芳", china),
        ("鄢", china),
        ("вода", "Europe/Moscow"),
        ("José", "America/Lima"),
    ] {
        let folder = read(encoding_rs::UTF_8, name, zone);
        check(&folder, &[], &[]);
        assert_eq!(located_at(folder.path()).unwrap().ledger.residents[0].name, name);
    }
    // Chinese headings prove GBK.
    let chinese = register(|sheet, text| {
        let text = text.replace("id,", "编号,").replace("Ann", "鄢");
        (format!("{sheet}.csv"), GBK.encode(&text).0.into_owned())
    });
    check(&chinese, &[], &[]);
    // Some encodings can only be guessed wrongly; the guess is still reported.
    for (encoding, name) in [(SHIFT_JIS, "さくら"), (EUC_KR, "김철수")] {
        let folder = read(encoding, name, "Asia/Tokyo");
        let found = findings(&report(folder.path()), "warnings");
        assert_eq!(found, ["Residents!1 guessed-encoding"], "{name}");
    }
}

/// A text as it is stored in an encoding.
fn stored(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let wide = text.encode_utf16();
    if encoding == encoding_rs::UTF_16LE {
        return wide.flat_map(u16::to_le_bytes).collect();
    }
    if encoding == UTF_16BE {
        return wide.flat_map(u16::to_be_bytes).collect();
    }
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{} lacks {text}", encoding.name());
    bytes.into_owned()
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

/// The folder `register` in a hall's folder: with that name in place of `Ann`, and a deed
/// without an id, in an encoding, after a byte-order mark.
fn hall_in(encoding: &'static Encoding, mark: &[u8], name: &str) -> tempfile::TempDir {
    let hall = tempfile::tempdir().unwrap();
    let register = hall.path().join("register");
    std::fs::create_dir(&register).unwrap();
    for (sheet, text) in SHEETS {
        let mut text = text.replace("Ann", name).replace("Asia/Shanghai", "Asia/Tokyo");
        if *sheet == "Deeds" {
            text += &format!(",2026-03-09,R3,help,self,,{name}\n");
        }
        let bytes = [mark, &stored(encoding, &text)].concat();
        std::fs::write(register.join(format!("{sheet}.csv")), bytes).unwrap();
    }
    hall
}

fn thanks(note: &str) -> Vec<Entry> {
    let entry = format!(
        r#"[{{"id": "N1", "date": "2026-11-24", "kind": "deed", "resident": "R2",
        "deed": "help", "source": "self", "note": "{note}"}}]"#
    );
    read_json(entry.as_bytes()).unwrap()
}

#[test]
fn configured_encoding_is_used_for_reading_and_writing() {
    let marked = |set: &str, is: &'static Encoding, mark: &[u8], name: &str| {
        let hall = hall_in(is, mark, name);
        let register = hall.path().join("register");
        let path = register.to_str().unwrap();
        let settings = format!("[hall]\nworkbook = \"register\"\nencoding = \"{set}\"\n");
        for of_settings in [false, true] {
            let mut args = vec!["check", path, "--json"];
            match of_settings {
                false => args.extend(["--encoding", set]),
                true => {
                    std::fs::write(hall.path().join("hallboard.toml"), &settings).unwrap()
                }
            }
            let ran = hallboard(&args);
            let report: Value = serde_json::from_str(&ran.out).unwrap_or_default();
            assert_eq!(report["errors"], Value::Array(vec![]), "{set} {}", ran.err);
            assert_eq!(report["warnings"], Value::Array(vec![]), "{set}");
        }
        let encoding = Encoding::for_label(set.as_bytes());
        let located = located_at_in(&register, encoding).unwrap();
        assert_eq!(located.ledger.residents[0].name, name, "{set}");

        let before = files(&register);
        let ran = hallboard(["fill-ids", hall.path().to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{set} {}", ran.err);
        for (file, old) in &before {
            let old = is.decode_without_bom_handling(old).0;
            let expected = old.replace("\n,2026", "\nE10,2026");
            let now = stored(is, &expected);
            assert_eq!(std::fs::read(file).unwrap(), now, "{set} {}", file.display());
        }

        let (before, located) =
            (files(&register), located_at_in(&register, encoding).unwrap());
        let after = appended(&register, &before, &located, &thanks(name), false).unwrap();
        assert_eq!(after.len(), 1);
        for (file, bytes) in after {
            assert!(bytes.starts_with(&before[&file]), "{set}");
            std::fs::write(file, bytes).unwrap();
        }
        let after = located_at_in(&register, encoding).unwrap().ledger;
        let added = after.entries.iter().find(|it| it.id == "N1").unwrap();
        assert_eq!(added.note.as_deref(), Some(name), "{set}");
        assert_eq!(after.entries.len(), located.ledger.entries.len() + 1);
    };
    let check = |label: &str, name: &str| {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        marked(label, encoding, b"", name);
    };
    check("gbk", "鄢");
    check("GB2312", "王芳");
    check("gb18030", "𠮷😀");
    check("big5", "許功蓋");
    check("utf-8", "Müller");
    check("utf-16le", "王芳");
    check("utf-16be", "丌Ⰺ");
    check("shift_jis", "さくら表");
    check("iso-2022-jp", "さくらん");
    check("euc-kr", "김철수");
    check("windows-1252", "José");
    check("windows-1251", "вода");
    // A byte-order mark takes precedence over the setting.
    marked("gbk", encoding_rs::UTF_8, b"\xef\xbb\xbf", "Müller");
    marked("utf-8", encoding_rs::UTF_16LE, b"\xff\xfe", "王芳");
    marked("big5", UTF_16BE, b"\xfe\xff", "王芳");
}

#[test]
fn unknown_encoding_is_reported_with_valid_names() {
    let hall = hall_in(GBK, b"", "王芳");
    let path = hall.path().to_str().unwrap();
    let register = hall.path().join("register");
    let register = register.to_str().unwrap();
    let check = |arguments: &[&str]| {
        let ran = hallboard(arguments);
        assert_eq!(ran.code, 2, "{arguments:?} {}", ran.out);
        for part in ["klingon", "fix: ", "gbk"] {
            assert!(ran.err.contains(part), "{arguments:?} {}", ran.err);
        }
    };
    let elsewhere = hall.path().join("to.json");
    let elsewhere = elsewhere.to_str().unwrap();
    let given = ["--encoding", "klingon"];
    for command in [
        &["check", register][..],
        &["score", register],
        &["history", register, "R1", "--from", "2026-01-01", "--to", "2026-02-01"],
        &["explain", register, "R1"],
        &["fill-ids", register],
        &["convert", register, elsewhere],
        &["diff", register, register],
        &["publish", register, "--out", elsewhere, "--key", elsewhere],
        &["cards", register, "--key", elsewhere],
        &["inbox", register, "--key", elsewhere, "--list"],
        &["rollback", register, "--out", elsewhere, "--key", elsewhere, "--list"],
    ] {
        check(&[command, &given[..]].concat());
    }
    std::fs::write(
        hall.path().join("hallboard.toml"),
        "[hall]\nworkbook = \"register\"\nencoding = \"klingon\"\n",
    )
    .unwrap();
    check(&["score", path]);
    check(&["check", register]);
    check(&["publish", path]);
}

#[test]
fn undecodable_line_is_reported_and_stops_no_withdrawal() {
    for (set, bytes, line, message) in [
        ("gbk", &b"id,name\nR1,Ann\nR2,\xff\n"[..], 3, "GBK"),
        ("utf-8", b"id,name\r\nR1,Ann\r\n\r\nR2,\xcd\xf5\r\n", 4, "UTF-8"),
        ("utf-8", b"id,name\rR1,\"a\rb\"\rR2,\xcd\xf5\r", 4, "UTF-8"),
        ("big5", b"id,name\nR1,\x80\n", 2, "Big5"),
        ("gbk", b"\xef\xbb\xbfid,name\nR1,\xcd\xf5\n", 2, "UTF-8"),
    ] {
        let hall = hall_in(GBK, b"", "Ann");
        let register = hall.path().join("register");
        std::fs::write(register.join("Residents.csv"), bytes).unwrap();
        let ran = hallboard(["check", register.to_str().unwrap(), "--encoding", set]);
        assert_eq!(ran.code, 2, "{set} {}", ran.out);
        let expected =
            format!("line {line} of Residents.csv is not in the encoding {message}");
        assert!(ran.err.contains(&expected), "{set} {}", ran.err);
        let encoding = Encoding::for_label(set.as_bytes());
        assert!(located_at_in(&register, encoding).is_err());
        let found = withdrawals_at_in(&register, encoding).unwrap().unwrap();
        assert_eq!(found.consents.entries.len(), 3, "{set}");
    }
}

#[test]
fn unencodable_characters_are_not_written() {
    let check = |set: &str, note: &str, lacks: Option<char>| {
        let hall = hall_in(GBK, b"", "王芳");
        let register = hall.path().join("register");
        let encoding = Encoding::for_label(set.as_bytes());
        let located = located_at_in(&register, encoding).unwrap();
        let made = appended(&register, &files(&register), &located, &thanks(note), false);
        let character = match made {
            Ok(_) => None,
            Err(AppendError::Rows(RowsError::Encoding { character, .. })) => {
                Some(character)
            }
            Err(error) => panic!("{error}"),
        };
        assert_eq!(character, lacks, "{set} {note}");
    };
    check("gbk", "谢谢", None);
    check("gbk", "谢谢😀", Some('😀'));
    check("gb18030", "谢谢😀", None);
}

#[test]
fn text_garbled_by_a_wrong_guess_is_refused() {
    // Valid in neither GBK nor Big5, beside much that is valid GBK.
    let bytes = |name: &[u8]| {
        register(|sheet, text| {
            let mut made = Vec::new();
            for (number, line) in text.lines().enumerate() {
                if sheet == "Residents" && number == 1 {
                    made.extend_from_slice(b"R1,");
                    made.extend_from_slice(name);
                    made.extend_from_slice(b",H1\n");
                } else {
                    made.extend_from_slice(GBK.encode(line).0.as_ref());
                    made.push(b'\n');
                }
            }
            (format!("{sheet}.csv"), made)
        })
    };
    for name in [&b"\xfe\xfe\xff"[..], b"\xaa\xa1\xff", b"\xff\xff\x80"] {
        let folder = bytes(name);
        let report = report(folder.path());
        let errors = findings(&report, "errors");
        let warned = findings(&report, "warnings");
        assert_eq!(warned, ["Residents!1 guessed-encoding"], "{name:x?} {report:#}");
        let partial = lenient_at(folder.path()).unwrap();
        let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c) || c == '\u{fffd}';
        let shown = partial.ledger.residents.iter().any(|it| it.name.contains(private));
        assert!(!shown, "{name:x?} {errors:?}");
    }
}

#[test]
fn duplicates_are_reported_with_both_positions() {
    type Case = (&'static str, &'static str, &'static [&'static str], &'static str);
    let cases: &[Case] = &[
        ("Residents", "R4,Ann,H1\n", &["Residents!B5 same-resident"], "row 2"),
        ("Residents", "R4,ann,H1\n", &["Residents!B5 same-resident"], "row 2"),
        ("Residents", "R4,Ann,H2\n", &[], ""),
        ("Residents", "R4,Ann,\nR5,Ann,\n", &[], ""),
        ("Residents", "r1,Dan,H1\n", &["Residents!A5 alike-id"], "row 2"),
        ("Residents", "Ｒ１,Dan,H1\n", &["Residents!A5 alike-id"], "row 2"),
        ("Residents", "R01,Dan,H1\n", &["Residents!A5 alike-id"], "row 2"),
        ("Residents", "R0002,Dan,H1\n", &["Residents!A5 alike-id"], "row 3"),
        ("Residents", "R10,Dan,H1\nR11,Eve,H2\n", &[], ""),
        ("Households", "h1,Three\n", &["Households!A4 alike-id"], "row 2"),
        ("Deeds", "E20,2026-03-05,R1,help,self,,\n", &["Deeds!D4 same-deed"], "row 2"),
        (
            "Deeds",
            "E20,2026-03-05,R1,help,self,,tables\n",
            &["Deeds!D4 same-deed"],
            "row 2",
        ),
        ("Deeds", "E20,2026-03-05,R1,sing,self,,\n", &[], ""),
        ("Deeds", "E20,2026-03-05,R2,help,self,,\n", &[], ""),
        ("Deeds", "E20,2026-03-06,R1,help,self,,\n", &[], ""),
        (
            "Deeds",
            "E20,2026-03-09,R1,help,self,,tables\nE21,2026-03-09,R1,help,self,,snow\n",
            &[],
            "",
        ),
        (
            "Deeds",
            "E20,2026-03-09,R1,help,self,,snow\nE21,2026-03-09,R1,help,self,,snow\n",
            &["Deeds!D5 same-deed"],
            "row 4",
        ),
        ("Deeds", "e6,2026-03-09,R1,help,self,,\n", &["Deeds!A4 alike-id"], "row 2"),
        ("Ratings", "E20,2026-03-01,H1,law,4\n", &["Ratings!C4 same-rating"], "row 2"),
        ("Ratings", "E20,2026-03-01,H1,yard,4\n", &[], ""),
        (
            "Redemptions",
            "E20,2026-03-07,R1,soap\n",
            &["Redemptions!C3 same-redemption"],
            "row 2",
        ),
        ("Moves", "E20,2026-03-08,R3,H2\n", &["Moves!C3 same-move"], "row 2"),
        ("Moves", "E20,2026-03-08,R3,H1\n", &["Moves!C3 same-move"], "row 2"),
        ("Moves", "E20,2026-03-09,R3,H2\n", &[], ""),
        (
            "Consents",
            "E20,2026-02-01,R3,,score,\n",
            &["Consents!B5 same-consent"],
            "row 4",
        ),
        (
            "Consents",
            "E20,2026-02-01,R3,,\"score, board\",\n",
            &["Consents!E5 contradiction"],
            "row 4",
        ),
        ("Consents", "E20,2026-02-02,R3,,score,\n", &[], ""),
    ];
    for (sheet, rows, warnings, first) in cases {
        let folder = with(sheet, |text| format!("{text}{rows}"));
        let report = check(&folder, &[], warnings);
        for it in report["warnings"].as_array().unwrap() {
            assert!(it["what"].as_str().unwrap().contains(first), "{it}");
        }
    }
    // In a JSON register, positions are those in its lists.
    let twice = with("Deeds", |text| format!("{text}E20,2026-03-05,R1,help,self,,\n"));
    let json = twice.path().join("r.json");
    let ran =
        hallboard(["convert", twice.path().to_str().unwrap(), json.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report = report(&json);
    let warning = &report["warnings"][0];
    assert_eq!((&warning["code"], &warning["id"]), (&"same-deed".into(), &"E20".into()));
    assert!(warning["what"].as_str().unwrap().contains("entries["), "{warning}");
}

#[test]
fn dash_in_an_optional_cell_gets_a_hint() {
    for nothing in ["-", "—", "–", "/", "无", "没有", "N/A", "n/a", "－", "\u{200b}-"]
    {
        for (sheet, row, optional) in [
            ("Deeds", format!("E20,2026-03-09,R1,help,self,{nothing},\n"), true),
            ("Deeds", format!("E20,{nothing},R1,help,self,,\n"), false),
            ("Deeds", format!("E20,2026-03-09,R1,help,{nothing},,\n"), false),
            ("Ratings", format!("E20,2026-03-09,H1,law,{nothing}\n"), false),
            ("Residents", format!("R4,Dan,{nothing}\n"), true),
            ("Deed rules", format!("2020-01-01,dig,Dig,1,{nothing},\n"), true),
            ("Deed rules", format!("2020-01-01,dig,Dig,1,,{nothing}\n"), true),
            ("Deed rules", format!("2020-01-01,dig,Dig,{nothing},,\n"), false),
        ] {
            let folder = with(sheet, |text| format!("{text}{row}"));
            let report = report(folder.path());
            let errors = report["errors"].as_array().unwrap();
            if nothing.starts_with('\u{200b}') && errors[0]["code"] == "hidden-character"
            {
                continue;
            }
            assert_eq!(errors.len(), 1, "{row}: {report:#}");
            let hint = errors[0]["remedy"].as_str().unwrap();
            let offered = hint.contains("leave the cell empty");
            assert_eq!(offered, optional, "{row}: {hint}");
        }
    }
    // A wrong value is not treated as empty.
    let folder =
        with("Deeds", |text| format!("{text}E20,2026-03-09,R1,help,self,soon,\n"));
    let hint = &report(folder.path())["errors"][0]["remedy"];
    assert!(!hint.as_str().unwrap().contains("empty"), "{hint}");
}

/// A mark that another cell closes by chance hides nothing either, however the rows in
/// between are written.
#[test]
fn quote_closed_by_chance_is_reported_where_it_opens() {
    let opens = "E1,2026-02-01,R1,,score,\"asked";
    for row in [
        "E20,2026-02-05,R1,,none,by hand\"",
        "E20,1 Feb 2026,R1,,none,by hand\"",
        "E20,5.2.2026,R1,,none,by hand\"",
        "E20,26/2/5,R1,,none,by hand\"",
        "E20,soon,R1,,none,by hand\"",
        "E20,,R1,,none,by hand\"",
        ",2026年2月5日,R1,,none,by hand\"",
        ",5.2.2026,R1,,none,by hand\"",
        "E20,soon,R1,,5\",x",
    ] {
        let folder = with("Consents", |text| {
            text.replace("E1,2026-02-01,R1,,score,", &format!("{opens}\n{row}"))
        });
        let found = findings(&report(folder.path()), "errors");
        let expected = "Consents!F2 quote-unclosed".to_owned();
        assert!(found.contains(&expected), "{row}: {found:?}");
    }
    for (sheet, old, new, cell) in [
        (
            "Households",
            "1 Mill Road\nH2,2 Mill Road",
            "\"1 Mill Road\nH2,2 Mill 5\"",
            "B2",
        ),
        ("Residents", "Ann,H1\nR2,Ben", "\"Ann,H1\nR2,Ben 5\"", "B2"),
        (
            "Moves",
            "E9,2026-03-08,R3,H1",
            "\"E9,2026-03-08,R3,H1\nE21,later,R3,H2\"",
            "A2",
        ),
    ] {
        let folder = with(sheet, |text| text.replace(old, new));
        let found = findings(&report(folder.path()), "errors");
        let expected = format!("{sheet}!{cell} quote-unclosed");
        assert!(found.contains(&expected), "{new}: {found:?}");
    }
}

#[test]
fn text_with_line_breaks_in_quotes_stays_fine() {
    for note in [
        "two\nlines",
        "a, b\nc, d",
        "on\n2026-03-05, late,\nhe came",
        "he said \"\"yes\"\"\nand \"\"no\"\"",
        "\n\n",
        "with:\nE6, E7, and others, in 2026, too",
        "as in\nE6,E7,E8",
        "here:\nchairs,tables,beds,lamps,rugs,pots,pans",
        "R1 with\nR2, R3\n1, 2, 3",
    ] {
        let quoted = format!("E20,2026-03-09,R1,help,self,,\"{note}\"\n");
        let folder = with("Deeds", |text| format!("{text}{quoted}"));
        check(&folder, &[], &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// An unclosed mark is an error at its row, in every sheet, cell, encoding and
    /// delimiter; the rows below it are read.
    #[test]
    fn unclosed_quote_is_reported_where_it_opens(
        sheet in 0..SHEETS.len(),
        row in 0_usize..4,
        column in 0_usize..8,
        delimiter in prop::sample::select(vec![',', ';', '\t']),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        encoding in 0..4,
        doubled in any::<bool>(),
        last in any::<bool>(),
    ) {
        let (name, text) = SHEETS[sheet];
        let mut rows: Vec<Vec<String>> = text
            .lines()
            .map(|row| row.split(',').map(str::to_owned).collect())
            .collect();
        let (row, mut at) = (row % rows.len(), column);
        at %= rows[row].len();
        let mark = if doubled { "\"a \"\"b\"\" " } else { "\"" };
        rows[row][at].insert_str(0, mark);
        let delimiter = delimiter.to_string();
        let lines: Vec<String> = rows.iter().map(|it| it.join(&delimiter)).collect();
        let mut made = lines.join(end);
        if !last {
            made.push_str(end);
        }
        let bytes = match encoding {
            0 => made.into_bytes(),
            1 => [b"\xef\xbb\xbf", made.as_bytes()].concat(),
            2 => format!("\u{feff}{made}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => format!("\u{feff}{made}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
        };
        let folder = register(|it, text| match it == name {
            true => (format!("{it}.csv"), bytes.clone()),
            false => (format!("{it}.csv"), text.as_bytes().to_vec()),
        });
        let partial = lenient_at(folder.path()).unwrap();
        let found: Vec<String> = partial.faults.iter()
            .filter(|it| it.what.code() == "quote_unclosed")
            .map(|it| format!("{}!{}", it.at.sheet, it.at.row))
            .collect();
        prop_assert_eq!(found, [format!("{name}!{}", row + 1)], "{:?}", partial.faults);
    }
}
