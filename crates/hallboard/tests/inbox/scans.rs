//! Letters in QR codes: from files, mails and scanners.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use hallboard_feed::letter::{Letter, file_name};
use hallboard_inbox::{
    INCOMING, Inbox, MemoryStore, OPENED, QUARANTINE, RejectReason, Store,
};

use crate::command::{CAME, Hall, ok, set_modified};
use crate::hall::{codes, guest, letter, noon, open, sealed, thanks};

fn thank(number: u32) -> Letter {
    letter(number, "2026-11-22", guest("x"), thanks("李娜", "help", "2026-11-22"))
}

/// The codes of a letter as the page shows them, and the letter's name without extension.
fn shown(number: u32) -> (Vec<String>, String) {
    let bytes = sealed(&thank(number), number).bytes;
    (codes(&bytes, 600), file_name(&bytes)[..32].to_owned())
}

#[test]
fn text_stays_until_all_its_codes_arrived() {
    let (a, name_a) = shown(1);
    let (b, name_b) = shown(2);
    let text = |lines: &[&[String]]| lines.concat().join("\n").into_bytes();
    let at = |name: &str| format!("{INCOMING}/{name}");
    let mut store = MemoryStore { written: noon(CAME).unix(), ..MemoryStore::default() };
    store.files.insert(at("one.txt"), text(&[&b[1..], &a[..1], &a[..1]]));
    let mut inbox = Inbox::open(store).unwrap();
    let collected = inbox.collect(&open, noon("2026-11-25")).unwrap();
    assert_eq!((collected.new, collected.bad), (0, vec![]));
    let mut gaps: Vec<_> = collected
        .incomplete
        .iter()
        .map(|it| (it.name.as_str(), it.place.as_str(), it.of, it.missing.as_slice()))
        .collect();
    let mut expected: Vec<(&str, &str, u16, &[u16])> =
        vec![(&name_a, "one.txt", 3, &[2, 3]), (&name_b, "one.txt", 3, &[1])];
    gaps.sort();
    expected.sort();
    assert_eq!(gaps, expected);

    // The rest of one letter arrives within other text; the file with codes of both still
    // waits.
    let mut store = inbox.into_store();
    let mut more = b"From my telephone:\n".to_vec();
    more.extend(text(&[&a[1..]]));
    store.files.insert(at("two.txt"), more.clone());
    let mut inbox = Inbox::open(store).unwrap();
    let collected = inbox.collect(&open, noon("2026-11-25")).unwrap();
    assert_eq!((collected.new, collected.doubles), (1, 0));
    assert_eq!(collected.bad, [("two.txt".to_owned(), RejectReason::MoreThanCodes)]);
    assert_eq!(collected.incomplete.len(), 1);
    assert_eq!(inbox.letter(thank(1).id).unwrap().received.came, noon(CAME));
    let mut store = inbox.into_store();
    assert_eq!(store.files.get(&format!("{QUARANTINE}/two.txt")), Some(&more));
    assert_eq!(store.list(INCOMING).unwrap(), ["one.txt"]);

    // Both are complete: nothing waits any more.
    store.files.insert(at("three.txt"), text(&[&b]));
    let mut inbox = Inbox::open(store).unwrap();
    let collected = inbox.collect(&open, noon("2026-11-25")).unwrap();
    assert_eq!((collected.new, collected.doubles, collected.bad), (1, 1, vec![]));
    assert_eq!(collected.incomplete, []);
    let store = inbox.into_store();
    assert_eq!(store.list(INCOMING).unwrap(), [] as [String; 0]);
    assert_eq!(store.list(OPENED).unwrap().len(), 2);
}

#[test]
fn codes_without_a_letter_are_quarantined() {
    let check = |lines: &[String], expected: &str| {
        let mut store =
            MemoryStore { written: noon(CAME).unix(), ..MemoryStore::default() };
        let bytes = lines.join("\n").into_bytes();
        store.files.insert(format!("{INCOMING}/x.txt"), bytes.clone());
        let mut inbox = Inbox::open(store).unwrap();
        let collected = inbox.collect(&open, noon("2026-11-25")).unwrap();
        assert_eq!(collected.new, 0);
        let [(name, reason)] = collected.bad.as_slice() else { panic!("{collected:?}") };
        assert_eq!(
            (name.as_str(), reason.to_string().contains(expected)),
            ("x.txt", true)
        );
        let store = inbox.into_store();
        assert_eq!(store.files.get(&format!("{QUARANTINE}/x.txt")), Some(&bytes));
    };
    check(&["HBL1:nothing".to_owned()], "line 1: a code that is none");
    let long = "a".repeat(200_000);
    check(&[long.clone(), "HBL1:x:1/1:y".to_owned()], "line 2");
    check(&[long.repeat(22), "HBL1:x:1/1:y".to_owned()], "no letter has more than");
    check(&["HBL1:x:1/1:y".to_owned(), long], "line 1");
}

#[test]
fn damaged_letter_in_codes_is_quarantined_alone() {
    let mut damaged = sealed(&thank(1), 1).bytes;
    damaged[500] ^= 1;
    let (all, (good, _)) = (codes(&damaged, 600), shown(2));
    let mut store = MemoryStore { written: noon(CAME).unix(), ..MemoryStore::default() };
    for (name, lines) in
        [("a.txt", [&all[..1], &good].concat()), ("b.txt", all[1..].to_vec())]
    {
        let bytes = lines.join("\n").into_bytes();
        store.files.insert(format!("{INCOMING}/{name}"), bytes);
    }
    let mut inbox = Inbox::open(store).unwrap();
    let collected = inbox.collect(&open, noon("2026-11-25")).unwrap();
    let name = file_name(&damaged);
    assert_eq!((collected.new, collected.bad.len()), (1, 1));
    assert_eq!(collected.bad[0].0, name);
    let store = inbox.into_store();
    assert_eq!(store.files.get(&format!("{QUARANTINE}/{name}")), Some(&damaged));
    assert_eq!(store.list(INCOMING).unwrap(), [] as [String; 0]);
}

/// Runs the command with input from standard input.
fn typed(hall: &Hall, line: &[&str], typed: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .args(["inbox", ".", "--now", "2026-11-23T12:00:00+08:00"])
        .args(line)
        .current_dir(hall.at(""))
        .env("HALLBOARD_LANGUAGE", "en")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success());
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn codes_may_be_scanned_over_several_days() {
    let hall = Hall::new("register.json", "");
    let of =
        |number: u8| codes(&hall.sealed(&thank(u32::from(number)), number).bytes, 600);
    let (a, b) = (of(1), of(2));
    // With the prefix that some scanners type, and without a line end at the end.
    let first = format!("]Q1{}\r\nhello\r\n{}\r\n{}", a[2], b[0], a[0]);
    let output = typed(&hall, &["--scan", "--list"], &first);
    assert!(output.contains("That was no code"), "{output}");
    assert!(output.contains("0 new letters"), "{output}");
    assert!(output.contains("has 3 codes; these are missing: 2."), "{output}");
    assert!(output.contains("has 3 codes; these are missing: 2–3."), "{output}");
    let json = typed(&hall, &["--scan", "--list", "--json"], &format!("{}\nx", a[1]));
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 1);

    // The rest arrives in a mail and in a file outside the hall's folder.
    fs::create_dir_all(hall.at("mail/new")).unwrap();
    fs::create_dir_all(hall.at("mail/cur")).unwrap();
    let mail = format!("From: a@b.example\r\nSubject: x\r\n\r\n{}\r\n", b[1]);
    fs::write(hall.at("mail/new/1"), mail).unwrap();
    fs::write(hall.at("rest.txt"), format!("\u{feff}{}\n", b[2])).unwrap();
    let output = ok(hall.inbox(CAME, &["mail", "rest.txt", "--list"]));
    assert!(output.contains("1 new letters"), "{output}");
    assert!(!output.contains("missing"), "{output}");
    assert!(hall.at("rest.txt").exists() && hall.at("mail/new/1").exists());
    // Scanned codes are deleted once no letter waits for them.
    set_modified(&hall, "2026-11-23T04:00:00Z");
    let output = ok(hall.inbox(CAME, &["--list"]));
    assert!(output.contains("0 new letters"), "{output}");
    assert_eq!(fs::read_dir(hall.at("letters/incoming")).unwrap().count(), 0);
}
