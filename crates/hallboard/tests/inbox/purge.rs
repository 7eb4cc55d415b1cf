//! Letters of residents who left are deleted, whenever the process ends, and no others.

use std::cell::RefCell;
use std::rc::Rc;

use hallboard_feed::letter::{Letter, LetterBody, LetterId, Sender};
use hallboard_inbox::letters::Senders;
use hallboard_inbox::{
    Decision, INCOMING, Inbox, JOURNAL, Leavers, MemoryStore, OPENED, QUARANTINE, State,
    Store, Sum, sums,
};
use hallboard_score::{Consent, Entry, EntryKind, Id};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};

use crate::command::{Hall, ok, set_modified};
use crate::crash::{Disk, DiskState};
use crate::hall::{
    card, cards, codes, concern, day, guest, ledger, letter, moment, noon, open,
    own_deed, page, reply, sealed, thanks,
};

const CAME: &str = "2026-11-23";
const LEFT: &str = "2026-11-24";

/// R2 has left now, and R7 long ago.
fn consents() -> Consents {
    let mut entries = ledger().entries;
    let to = Consent::Resident { resident: Id::from("R2"), scopes: Vec::new() };
    let kind = EntryKind::Consent { to, given_by: None };
    let (id, date) = (Id::from("C9"), day(LEFT));
    entries.push(Entry { id, date, kind, note: None, by: None });
    ConsentEntries::of(&entries).on(day(LEFT))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetterFate {
    /// The letter stays unchanged.
    Stays,
    Cleared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Waits,
    Asked(&'static str),
    Accepted(&'static str),
    Committed(&'static str),
    Refused(&'static str),
}

/// Letters, what was done with them, and what happens to them once R2 has left.
fn cases() -> Vec<(Letter, Deed, LetterFate)> {
    use Deed::{Accepted, Asked, Committed, Refused, Waits};
    use LetterFate::{Cleared, Stays};
    let thanks_with_text = |to: &str, text: &str| LetterBody::Thanks {
        to: to.to_owned(),
        deed: "help".to_owned(),
        date: day("2026-11-22"),
        text: Some(text.to_owned()),
        named: false,
    };
    let thank = |to: &str| thanks(to, "help", "2026-11-22");
    let own = || own_deed("help", "2026-11-22");
    let worry = |about: &str| concern(about, "litter", "2026-11-22");
    let erase = || LetterBody::Erasure { text: None };
    let lost = || Sender::Card { token: hallboard_feed::letter::Token::new([9; 16]) };
    let table: Vec<(Sender, LetterBody, Deed, LetterFate)> = vec![
        // About residents who left.
        (guest("x"), thank("李娜"), Committed("R2"), Cleared),
        (guest("x"), thank("李娜"), Waits, Cleared),
        (guest("x"), thank("李娜"), Asked("which 李娜?"), Cleared),
        (card("R1"), worry("李娜"), Refused("no"), Cleared),
        (guest("x"), thank("赵云"), Waits, Cleared),
        // From residents who left.
        (card("R2"), worry("张三"), Refused("no"), Cleared),
        (card("R2"), worry("张三"), Waits, Cleared),
        (page("R2"), reply("D2"), Waits, Cleared),
        (card("R2"), own(), Committed("R2"), Cleared),
        (guest("李娜"), own(), Waits, Cleared),
        (guest("李娜"), thank("张三"), Committed("R1"), Cleared),
        (lost(), worry("张三"), Refused("no"), Cleared),
        // With their names in the text.
        (
            guest("x"),
            thanks_with_text("张三", "he and 李娜 did"),
            Committed("R1"),
            Cleared,
        ),
        // Still to be done, or to be answered by the hall.
        (card("R2"), own(), Accepted("R2"), Stays),
        (page("R2"), erase(), Waits, Stays),
        (page("R2"), erase(), Accepted("R2"), Stays),
        (page("R2"), LetterBody::Consent { scopes: vec![], text: None }, Waits, Stays),
        (guest("李娜"), thank("张三"), Waits, Stays),
        (guest("x"), thanks_with_text("张三", "he and 李娜 did"), Waits, Stays),
        (lost(), worry("张三"), Waits, Stays),
        // From residents who stay, about others who stay.
        (guest("x"), thank("张三"), Committed("R1"), Stays),
        (guest("x"), thank("王伟"), Waits, Stays),
        (guest("x"), thank("李四"), Waits, Stays),
        (card("R1"), worry("王伟"), Refused("李娜 was not there"), Stays),
        (card("R1"), worry("王伟"), Asked("ask 李娜"), Stays),
    ];
    let case = |(number, (sender, kind, deed, expected))| {
        (letter(number, "2026-11-22", sender, kind), deed, expected)
    };
    (1_u32..).zip(table).map(case).collect()
}

/// All of these letters after they were dealt with, and some invalid ones beside them.
fn before(cases: &[(Letter, Deed, LetterFate)]) -> MemoryStore {
    let mut store = MemoryStore { written: noon(CAME).unix(), ..MemoryStore::default() };
    let put = |store: &mut MemoryStore, name: &str, bytes: Vec<u8>| {
        store.files.insert(format!("{INCOMING}/{name}"), bytes);
    };
    for (number, (letter, ..)) in (1..).zip(cases) {
        let it = sealed(letter, number);
        put(&mut store, &it.name, it.bytes);
    }
    // A forgery of each of two letters, a scan with other text, and a damaged file.
    let mut inbox = Inbox::open(store).unwrap();
    inbox.collect(&open, noon(CAME)).unwrap();
    let mut store = inbox.into_store();
    for (name, place) in [("forged-left", 0), ("forged-stays", 20)] {
        let mut forged = cases[place].0.clone();
        forged.written = noon("2026-11-23");
        put(&mut store, name, sealed(&forged, 100).bytes);
    }
    let mut scan = vec!["Hello".to_owned()];
    scan.extend(codes(&sealed(&cases[0].0, 1).bytes, 600));
    put(&mut store, "scan", scan.join("\n").into_bytes());
    put(&mut store, "damaged", vec![7; 1024]);
    let mut inbox = Inbox::open(store).unwrap();
    assert_eq!(inbox.collect(&open, noon(CAME)).unwrap().bad.len(), 4);
    let at = noon(CAME);
    for (letter, deed, _) in cases {
        let decision = |resident: &str| {
            let resident = Some(resident.to_owned());
            (
                letter.id,
                Decision { resident, by: Some("Li".into()), ..Decision::default() },
            )
        };
        match *deed {
            Deed::Waits => {}
            Deed::Asked(text) => inbox.ask(letter.id, text, Some("Li"), at).unwrap(),
            Deed::Refused(why) => inbox.refuse(&[letter.id], why, None, at).unwrap(),
            Deed::Accepted(resident) => inbox.accept([decision(resident)], at).unwrap(),
            Deed::Committed(resident) => {
                inbox.accept([decision(resident)], at).unwrap();
                inbox.mark_committed(&[letter.id], Some("Li"), at).unwrap();
            }
        }
    }
    inbox.into_store()
}

fn purge<S: Store>(store: S) -> Result<usize, hallboard_inbox::InboxError> {
    let (senders, consents) = (Senders::of(&cards()), consents());
    let residents = ledger().residents;
    let leavers = Leavers::new(Some(&senders), &consents, &residents);
    Inbox::open(store)?.purge(&open, &leavers, &moment(LEFT))
}

/// Purges a store; returns the number of letters deleted.
fn purged(store: MemoryStore) -> (usize, MemoryStore) {
    let disk = Disk(Rc::new(RefCell::new(DiskState { store, ..DiskState::default() })));
    let count = purge(disk.clone()).unwrap();
    let store = disk.0.borrow().store.clone();
    (count, store)
}

fn sum(store: &MemoryStore) -> Sum {
    let inbox = Inbox::open(store.clone()).unwrap();
    let mut all = Sum::default();
    for sum in sums(&inbox, day(LEFT), |at| at.day()).into_values() {
        all.received += sum.received;
        all.accepted += sum.accepted;
        all.refused += sum.refused;
        all.asked_back += sum.asked_back;
        all.waiting += sum.waiting + sum.cleared;
    }
    all
}

#[test]
fn purge_clears_leavers_from_letters_and_journal() {
    let cases = cases();
    let before = before(&cases);
    let (count, after) = purged(before.clone());
    assert_eq!(count, cases.iter().filter(|it| it.2 == LetterFate::Cleared).count());
    let old = Inbox::open(before.clone()).unwrap();
    let inbox = Inbox::open(after.clone()).unwrap();
    assert_eq!(inbox.damaged(), [] as [usize; 0]);
    for (number, (letter, deed, expected)) in (1..).zip(&cases) {
        let (was, is) =
            (old.letter(letter.id).unwrap(), inbox.letter(letter.id).unwrap());
        let path = format!("{OPENED}/{}", sealed(letter, number).name);
        let there = after.files.contains_key(&path);
        match expected {
            LetterFate::Stays => {
                assert!(there && inbox.read(letter.id, &open).is_ok(), "{letter:?}");
                assert_eq!(is.received, was.received);
                assert_eq!(is.state.is_open(), was.state.is_open(), "{letter:?}");
            }
            LetterFate::Cleared => {
                assert!(!there, "{letter:?}");
                assert_eq!(is.received.mark, was.received.mark);
                assert_eq!(is.received.came, was.received.came);
                assert_eq!(is.received.reporter, None);
                let open = matches!(deed, Deed::Waits | Deed::Asked(_));
                assert_eq!(is.state == State::Cleared, open, "{letter:?}");
            }
        }
    }
    // Only letters that are still to be done contain the resident they are for.
    let journal = String::from_utf8(after.files[JOURNAL].clone()).unwrap();
    assert!(!journal.contains("李娜"), "{journal}");
    assert_eq!(journal.matches("\"R2\"").count(), 2, "{journal}");
    assert_eq!(after.list(QUARANTINE).unwrap(), ["damaged", "forged-stays"]);
    assert_eq!(inbox.quarantine().len(), 4);
    assert_eq!(sum(&after), sum(&before));
    assert_eq!(sum(&after).received, cases.len());
}

#[test]
fn cleared_letter_is_recognised_when_repeated() {
    let cases = cases();
    let (_, mut store) = purged(before(&cases));
    let after = store.clone();
    for (number, (letter, ..)) in (1..).zip(&cases) {
        for it in [sealed(letter, number), sealed(letter, 1_000 + number)] {
            store.files.insert(format!("{INCOMING}/{}", it.name), it.bytes);
        }
    }
    let mut inbox = Inbox::open(store).unwrap();
    let collected = inbox.collect(&open, noon(LEFT)).unwrap();
    assert_eq!((collected.new, collected.bad), (0, vec![]));
    assert_eq!(collected.doubles, 2 * cases.len());
    assert_eq!(inbox.into_store(), after);
    assert_eq!(purged(after.clone()), (0, after));
}

#[test]
fn interrupted_purge_is_completed_by_the_next() {
    let before = before(&cases());
    let whole = DiskState { store: before.clone(), ..DiskState::default() };
    let whole = Disk(Rc::new(RefCell::new(whole)));
    purge(whole.clone()).unwrap();
    let (operations, expected) = {
        let world = whole.0.borrow();
        (world.done, world.store.clone())
    };
    assert!(operations > 10, "{operations}");
    for left in 0..operations {
        let world =
            DiskState { store: before.clone(), left: Some(left), ..DiskState::default() };
        let disk = Disk(Rc::new(RefCell::new(world)));
        assert!(purge(disk.clone()).is_err());
        // Somebody reviews the letters in between.
        disk.0.borrow_mut().left = None;
        let mut inbox = Inbox::open(disk.clone()).unwrap();
        let collected = inbox.collect(&open, noon(LEFT)).unwrap();
        assert_eq!(
            (collected.new, collected.doubles, collected.bad),
            (0, 0, vec![]),
            "after {left}"
        );
        purge(disk.clone()).unwrap();
        let end = disk.0.borrow().store.clone();
        let ids = |store: &MemoryStore| -> Vec<(LetterId, bool)> {
            let inbox = Inbox::open(store.clone()).unwrap();
            inbox.letters().map(|(id, held)| (id, held.cleared)).collect()
        };
        assert_eq!(
            end.files.keys().collect::<Vec<_>>(),
            expected.files.keys().collect::<Vec<_>>()
        );
        assert_eq!(ids(&end), ids(&expected), "after {left}");
        let journal = String::from_utf8(end.files[JOURNAL].clone()).unwrap();
        assert!(
            !journal.contains("李娜") && !journal.contains("forged-left"),
            "{journal}"
        );
    }
}

/// A hall that can publish, with the keys that its letters are sealed to.
fn with_a_key(settings: &str) -> Hall {
    let hall = Hall::new("register.json", settings);
    ok(hall.run(&["keygen", "--out", "hall.key"]));
    std::fs::write(hall.at("hall.key.letters.json"), hall.keys.write().unwrap()).unwrap();
    hall
}

#[test]
fn publishing_purges_letters_and_publishes_sums() {
    let hall = with_a_key("[letters]\nsums = true\n");
    // Letters that arrived in July.
    for (number, to) in (1..).zip(["李娜"; 3].into_iter().chain(["张三"; 10])) {
        let kind = thanks(to, "help", "2026-07-01");
        hall.post(&letter(u32::from(number), "2026-07-01", guest("x"), kind), number);
    }
    set_modified(&hall, "2026-07-02T04:00:00Z");
    ok(hall.inbox("2026-07-02", &["--list"]));
    let ids: Vec<String> = (1..=8).map(|number: u32| id_of(number).to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ok(hall.inbox("2026-07-03", &[&["--accept"], &ids[..6]].concat()));
    ok(hall.inbox("2026-07-30", &[&["--reason", "no", "--refuse"], &ids[6..]].concat()));
    let snapshot = |day: &str| -> serde_json::Value {
        let now = format!("{day}T12:00:00+08:00");
        let line = ["publish", ".", "--feed-only", "--now", &now];
        let output = ok(hall.run(&line));
        let cleared = output.contains("Letters of people who left, cleared: 3.");
        assert_eq!(cleared, day == "2026-11-24", "{output}");
        let feed = std::fs::read_dir(hall.at("site/feed")).unwrap();
        let mut paths = feed.map(|it| it.unwrap().path());
        let is = |path: &std::path::PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with("snapshot") && name.ends_with(".json")
        };
        let bytes = std::fs::read(paths.find(is).unwrap()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let sums = serde_json::json!({"to": "2026-10", "received": 15, "accepted": 5,
        "refused": 0, "waiting": 5, "late": 5});
    assert_eq!(snapshot("2026-11-23")["letters"]["sums"], sums);
    // Events within a month do not change them.
    let rest: Vec<String> =
        (9..=13).map(|number: u32| id_of(number).to_string()).collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    ok(hall.inbox("2026-11-24", &[&["--reason", "no", "--refuse"], &rest[..]].concat()));
    let ledger = std::fs::read_to_string(hall.at("register.json")).unwrap();
    let leave = r#"{"id": "C9", "date": "2026-11-24", "kind": "consent", "resident": "R2", "scopes": []},
    {"id": "C1","#;
    std::fs::write(hall.at("register.json"), ledger.replace("{\"id\": \"C1\",", leave))
        .unwrap();
    assert_eq!(snapshot("2026-11-24")["letters"]["sums"], sums);
    assert_eq!(std::fs::read_dir(hall.at("letters/opened")).unwrap().count(), 10);
    let cleared = sealed_by(&hall, 1);
    assert!(!hall.at("letters/opened").join(cleared).exists());
    // Without the setting no counts are published.
    std::fs::write(hall.at("hallboard.toml"), "[hall]\nworkbook = \"register.json\"\n")
        .unwrap();
    assert_eq!(snapshot("2026-11-25")["letters"].get("sums"), None);
}

fn id_of(number: u32) -> LetterId {
    letter(number, "2026-07-01", guest("x"), thanks("x", "help", "2026-07-01")).id
}

/// The file name of the letter with that number.
fn sealed_by(hall: &Hall, number: u8) -> String {
    let kind = thanks("李娜", "help", "2026-07-01");
    hall.sealed(&letter(u32::from(number), "2026-07-01", guest("x"), kind), number).name
}

#[test]
fn publish_reports_undecided_letters() {
    let hall = with_a_key("");
    let publish = || {
        let line = ["publish", ".", "--feed-only", "--now", "2026-11-24T12:00:00+08:00"];
        ok(hall.run(&line))
    };
    let undecided = |output: &str| {
        let one = "nobody has decided on yet: ";
        let letters = output.split(one).nth(1).and_then(|it| it.split('.').next());
        let consents =
            output.split("Of them, ").nth(1).and_then(|it| it.split(' ').next());
        (letters.map(str::to_owned), consents.map(str::to_owned))
    };
    assert_eq!(undecided(&publish()), (None, None));
    let leave = LetterBody::Consent { scopes: vec![], text: None };
    hall.post(&letter(1, CAME, page("R1"), leave), 1);
    hall.post(&letter(2, CAME, guest("x"), thanks("张三", "help", "2026-11-22")), 2);
    set_modified(&hall, "2026-11-23T12:00:00+08:00");
    // Kinds are known only once letters are opened.
    let two = Some("2".to_owned());
    assert_eq!(undecided(&publish()), (two.clone(), None));
    ok(hall.inbox(LEFT, &["--list"]));
    assert_eq!(undecided(&publish()), (two, Some("1".to_owned())));
    let ids = [1, 2].map(|number: u32| id_of(number).to_string());
    ok(hall.inbox(LEFT, &["--accept", &ids[0]]));
    ok(hall.inbox(LEFT, &["--reason", "no", "--refuse", &ids[1]]));
    assert_eq!(undecided(&publish()), (None, None));
}
