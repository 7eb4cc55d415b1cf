//! `hallboard cards`: whose cards are printed, what is stored, and what the cards open.
#![cfg(test)]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Ran, hallboard, small};
use hallboard_feed::sealed::{Sealing, Secret};
use hallboard_publish::CardBook;
use serde_json::{Value, json};
use tempfile::TempDir;

const SETTINGS: &str = "[hall]\nworkbook = \"ledger.json\"\n\n\
    [site]\naddress = \"https://hall.example/board/\"\n";

/// A hall folder with a key.
struct Hall(TempDir);

impl Hall {
    fn new() -> Hall {
        let hall = Hall(TempDir::new().unwrap());
        fs::copy(small(), hall.path("ledger.json")).unwrap();
        fs::write(hall.path("hallboard.toml"), SETTINGS).unwrap();
        let key = hall.path("hall.key");
        assert_eq!(hallboard(["keygen", "--out", key.to_str().unwrap()]).code, 0);
        hall
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, line: &str) -> Ran {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        let folder = self.0.path().to_str().unwrap();
        hallboard([command, folder].into_iter().chain(rest.split_whitespace()))
    }

    #[track_caller]
    fn done(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}\n{}", ran.out);
        ran.out
    }

    fn edit(&self, change: impl FnOnce(&mut Value)) {
        let path = self.path("ledger.json");
        let mut ledger = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(&mut ledger);
        fs::write(path, serde_json::to_vec(&ledger).unwrap()).unwrap();
    }

    fn withdraw(&self, resident: &str) {
        self.edit(|ledger| {
            ledger["entries"].as_array_mut().unwrap().push(json!({"id": "leave",
                "date": "2026-11-23", "kind": "consent", "resident": resident, "scopes": []}));
        });
    }

    fn book(&self) -> CardBook {
        CardBook::read(&fs::read(self.path("hall.key.cards.json")).unwrap()).unwrap()
    }

    fn sheet(&self) -> String {
        fs::read_to_string(self.path("cards.html")).unwrap().replace("&#x2f;", "/")
    }

    /// The record that a secret opens in the site.
    fn opens(&self, secret: &Secret) -> Option<Value> {
        let head: Value =
            serde_json::from_slice(&fs::read(self.path("site/feed/head.json")).unwrap())
                .unwrap();
        let version = head["version"].as_u64().unwrap();
        let sealing = Sealing { hall: "yangqiao", version };
        let file = fs::read(self.path("site").join(sealing.path(secret))).ok()?;
        Some(serde_json::from_slice(&sealing.open(secret, &file).unwrap()).unwrap())
    }
}

/// A card number as printed on a card.
fn printed(secret: &Secret) -> String {
    secret.groups().iter().map(|group| format!("<span>{group}</span>")).collect()
}

#[test]
fn everybody_who_takes_part_gets_a_card_that_opens_after_the_next_publication() {
    let hall = Hall::new();
    let output = hall.done("cards");
    assert!(output.contains("These cards do not work until you publish"), "{output}");
    let (book, sheet) = (hall.book(), hall.sheet());
    let everybody: Vec<&str> = book.residents().collect();
    assert!(everybody.len() > 10);
    assert!(output.contains(&format!("Cards: {}.", everybody.len())), "{output}");
    for id in &everybody {
        assert!(sheet.contains(&printed(book.secret(id).unwrap())), "{id} has no card");
    }
    assert!(sheet.contains("https://hall.example/board/me/"));

    hall.done("publish --feed-only --now 2026-11-24T12:00:00+08:00");
    assert!(hall.book() == book, "publishing makes no other cards");
    for id in &everybody {
        let own = hall.opens(book.secret(id).unwrap()).unwrap();
        assert_eq!(own["residents"][0]["id"], *id);
    }
    // Written again, the sheet has the same cards, and the output says that they open
    // something.
    let output = hall.done("cards --now 2026-11-24T12:00:00+08:00");
    assert!(!output.contains("open nothing yet"), "{output}");
    assert!(
        hall.book() == book
            && everybody.len() == hall.sheet().matches("<article").count()
    );
}

/// The layout changes only the looks of cards, not their owners or what they open.
#[test]
fn both_layouts_print_the_same_cards_in_both_languages() {
    let hall = Hall::new();
    hall.done("cards");
    let (book, folded) = (hall.book(), hall.sheet());
    let output = hall.done("cards --small");
    assert!(output.contains("Cut along the lines."), "{output}");
    let small = hall.sheet();
    assert!(hall.book() == book && small != folded);
    for sheet in [&folded, &small] {
        for id in book.residents() {
            assert!(sheet.contains(&printed(book.secret(id).unwrap())), "{id}");
        }
        for text in ["谁就能看您的记录", "can read your record", "卡号", "card number"]
        {
            assert!(sheet.contains(text), "{text}");
        }
    }
    hall.done("cards --language zh");
    assert_eq!(hall.sheet(), folded, "the language of the command changes no card");
}

#[cfg(unix)]
#[test]
fn card_book_and_sheet_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let hall = Hall::new();
    hall.done("cards");
    for name in ["hall.key.cards.json", "cards.html"] {
        let mode = fs::metadata(hall.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn reissued_cards_and_leavers() {
    let hall = Hall::new();
    hall.done("cards");
    hall.done("publish --feed-only --now 2026-11-24T12:00:00+08:00");
    let before = hall.book();
    let ids: Vec<&str> = before.residents().collect();
    let (lost, leaver, stays) = (ids[0], ids[1], ids[2]);
    let now = "--now 2026-11-24T12:00:00+08:00";
    let output = hall.done(&format!("cards --resident {lost} --reissue {now}"));
    for part in [lost, "stop working", "already downloaded"] {
        assert!(output.contains(part), "{part} in {output}");
    }
    let after = hall.book();
    assert_ne!(after.secret(lost), before.secret(lost));
    assert_eq!(after.secret(stays), before.secret(stays));
    assert_eq!(hall.sheet().matches("<article").count(), 1);
    assert!(hall.opens(before.secret(lost).unwrap()).is_some(), "not published yet");

    hall.withdraw(leaver);
    let dry = hall.done("publish --feed-only --dry-run --now 2026-11-25T12:00:00+08:00");
    assert!(dry.contains("sealed files"), "{dry}");
    assert!(hall.book() == after, "a dry run keeps nothing");
    hall.done("publish --feed-only --now 2026-11-25T12:00:00+08:00");
    assert!(hall.opens(before.secret(lost).unwrap()).is_none());
    assert!(hall.opens(before.secret(leaver).unwrap()).is_none());
    assert!(hall.opens(after.secret(lost).unwrap()).is_some());
    assert!(hall.opens(after.secret(stays).unwrap()).is_some());
    assert_eq!(hall.book().secret(leaver), None);
}

/// A rollback to a version from before somebody joined does not invalidate their card.
#[test]
fn rollback_keeps_all_cards() {
    let hall = Hall::new();
    let newcomer = "R9999";
    hall.done("cards");
    let first = hall.done("publish --feed-only --now 2026-11-23T12:00:00+08:00");
    let version = first.split_whitespace().nth(2).unwrap().to_owned();
    hall.edit(|ledger| {
        ledger["residents"].as_array_mut().unwrap().push(json!({"id": newcomer, "name": "新来"}));
        ledger["entries"].as_array_mut().unwrap().push(json!({"id": "join",
            "date": "2026-11-23", "kind": "consent", "resident": newcomer, "scopes": ["score"]}));
    });
    hall.done("publish --feed-only --now 2026-11-24T12:00:00+08:00");
    let before = hall.book();
    assert!(hall.opens(before.secret(newcomer).unwrap()).is_some());
    let back =
        format!("rollback --feed-only --to {version} --now 2026-11-25T12:00:00+08:00");
    hall.done(&back);
    assert!(hall.book() == before);
    assert!(hall.opens(before.secret(newcomer).unwrap()).is_none(), "not in that state");
    hall.done("publish --feed-only --now 2026-11-26T12:00:00+08:00");
    assert!(hall.opens(before.secret(newcomer).unwrap()).is_some());
}

#[track_caller]
fn check_refused(change: impl FnOnce(&Hall), line: &str, expected: &[&str]) {
    let hall = Hall::new();
    change(&hall);
    let book = fs::read(hall.path("hall.key.cards.json")).ok();
    let ran = hall.run(line);
    assert!(ran.code > 0, "{line}: {}", ran.out);
    for part in expected {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    assert!(!ran.err.contains("panicked"));
    assert_eq!(fs::read(hall.path("hall.key.cards.json")).ok(), book);
}

#[test]
fn refused_cards_change_nothing() {
    let as_it_is = |_: &Hall| {};
    let settings = |text: &'static str| {
        move |hall: &Hall| fs::write(hall.path("hallboard.toml"), text).unwrap()
    };
    let bare = "[hall]\nworkbook = \"ledger.json\"\n";
    check_refused(settings(bare), "cards", &["--address", "[site]", "hallboard.toml"]);
    let wrong =
        "[hall]\nworkbook = \"ledger.json\"\n[site]\naddress = \"hall.example\"\n";
    check_refused(settings(wrong), "cards", &["hall.example", "with / at the end"]);
    check_refused(
        as_it_is,
        "cards --address https://hall.example",
        &["with / at the end"],
    );
    check_refused(as_it_is, "cards --resident R9999", &["R9999"]);
    check_refused(as_it_is, "cards --reissue", &["--resident"]);
    let withdrawn = |hall: &Hall| hall.withdraw("R0001");
    check_refused(
        withdrawn,
        "cards --resident R0001",
        &["(R0001) does not take part today"],
    );
    let mine = |hall: &Hall| fs::write(hall.path("cards.html"), "mine").unwrap();
    check_refused(mine, "cards", &["cards.html", "not a sheet of cards"]);
    let spoiled = |hall: &Hall| {
        fs::write(hall.path("hall.key.cards.json"), "{\"format\": 1}").unwrap();
    };
    check_refused(spoiled, "cards", &["hall.key.cards.json, line 1", "card book"]);
    check_refused(spoiled, "publish --feed-only", &["hall.key.cards.json, line 1"]);
    let nobody = |hall: &Hall| {
        hall.edit(|ledger| ledger["entries"] = json!([]));
    };
    check_refused(nobody, "cards", &["nobody takes part"]);
    let held = |hall: &Hall| {
        let lock = fs::File::create(hall.path("hall.key.lock")).unwrap();
        lock.lock().unwrap();
        // Held until the process ends.
        std::mem::forget(lock);
    };
    check_refused(held, "cards", &["another publication"]);
}
