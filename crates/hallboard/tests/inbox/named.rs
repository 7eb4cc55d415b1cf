//! Reporters are named to the subject if everybody agreed, and occur in no byte of the
//! output otherwise.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use hallboard_feed::edition::Reporters;
use hallboard_feed::letter::{Letter, LetterBody, LetterId, Sender, Token};
use hallboard_inbox::letters::Senders;
use hallboard_inbox::{
    Decision, Inbox, JOURNAL, Leavers, MemoryStore, ReviewerInput, entry_id,
};
use hallboard_publish::CardBook;
use hallboard_score::{Consent, Entry, EntryKind, Id};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};

use crate::command::{Hall, ok, set_modified};
use crate::crash::{Disk, DiskState};
use crate::hall::{
    card, cards, concern, day, guest, inbox, ledger, letter, moment, noon, open,
    own_deed, page, review_where, thanks,
};

const TODAY: &str = "2026-11-24";

/// The same letter with the wish to be named.
fn named(kind: LetterBody) -> LetterBody {
    match kind {
        LetterBody::Thanks { to, deed, date, text, .. } => {
            LetterBody::Thanks { to, deed, date, text, named: true }
        }
        LetterBody::Concern { about, deed, date, text, .. } => {
            LetterBody::Concern { about, deed, date, text, named: true }
        }
        kind => kind,
    }
}

fn worry() -> LetterBody {
    concern("李娜", "litter", "2026-11-23")
}

fn thank(to: &str) -> LetterBody {
    thanks(to, "help", "2026-11-22")
}

#[test]
fn consent_to_be_named_is_checked_again() {
    let found = Sender::Card { token: Token::new([1; 16]) };
    let check = |names: bool,
                 sender: &Sender,
                 kind: LetterBody,
                 expected: Option<&str>| {
        let letters = [letter(1, TODAY, sender.clone(), kind.clone())];
        let input =
            ReviewerInput { notified: Some(day(TODAY)), ..ReviewerInput::default() };
        let result = review_where(names, &letters, &input, TODAY);
        assert_eq!(result.decision.reporter.as_deref(), expected, "{sender:?} {kind:?}");
        // Nothing else depends on it, and the register contains none of it.
        let entry = result.entry.map(|it| serde_json::to_string(&it).unwrap());
        assert!(entry.is_none_or(|it| !it.contains("张三")));
    };
    check(true, &card("R1"), named(worry()), Some("R1"));
    check(true, &card("R5"), named(thank("李娜")), Some("R5"));
    check(true, &page("R1"), named(worry()), Some("R1"));
    check(true, &card("R1"), worry(), None);
    check(true, &card("R1"), own_deed("help", TODAY), None);
    check(true, &guest("张三"), named(thank("李娜")), None);
    check(true, &found, named(thank("李娜")), None);
    check(false, &card("R1"), named(worry()), None);
    check(false, &card("R1"), named(thank("李娜")), None);
}

/// Four letters that become entries: two whose senders, R1 and R5, agreed to be named; one
/// of R1 that names somebody who may leave; and one whose sender did not agree.
fn letters() -> [Letter; 4] {
    let thanks_with_text = LetterBody::Thanks {
        to: "李娜".to_owned(),
        deed: "help".to_owned(),
        date: day("2026-11-22"),
        text: Some("with 王伟".to_owned()),
        named: true,
    };
    [
        letter(1, TODAY, card("R1"), named(worry())),
        letter(2, TODAY, card("R5"), named(thank("李娜"))),
        letter(3, TODAY, card("R1"), thanks_with_text),
        letter(4, TODAY, card("R1"), thank("李娜")),
    ]
}

/// An inbox in which all of them were accepted and written.
fn accepted() -> MemoryStore {
    let letters = letters();
    let input = ReviewerInput { notified: Some(day(TODAY)), ..ReviewerInput::default() };
    let mut inbox = inbox(&letters, noon(TODAY));
    let decision = |it: &Letter| {
        let result = review_where(true, std::slice::from_ref(it), &input, TODAY);
        assert_eq!(result.problems, []);
        (it.id, result.decision)
    };
    inbox.accept(letters.iter().map(decision), noon(TODAY)).unwrap();
    let ids = letters.map(|it| it.id);
    inbox.mark_committed(&ids, None, noon(TODAY)).unwrap();
    inbox.into_store()
}

/// A simulated disk for purging.
fn disk(store: MemoryStore) -> Disk {
    Disk(Rc::new(RefCell::new(DiskState { store, ..DiskState::default() })))
}

/// The consents after those residents have left.
fn without(left: &[&str]) -> Consents {
    let mut entries = ledger().entries;
    for (number, id) in (1..).zip(left) {
        let to = Consent::Resident { resident: Id::from(*id), scopes: Vec::new() };
        let kind = EntryKind::Consent { to, given_by: None };
        let (id, date) = (Id::from(format!("X{number}")), day(TODAY));
        entries.push(Entry { id, date, kind, note: None, by: None });
    }
    ConsentEntries::of(&entries).on(day(TODAY))
}

/// The reporters shown for each of the letters.
fn names_shown(reporters: &Reporters) -> [Option<String>; 4] {
    letters().map(|it| {
        let entry = entry_id(it.id).to_string();
        reporters.still(&entry).map(|(_, name)| name.to_owned())
    })
}

fn expected(names: [&str; 4]) -> [Option<String>; 4] {
    names.map(|it| Some(it.to_owned()).filter(|it| !it.is_empty()))
}

#[test]
fn journal_keeps_the_reporter_until_they_leave() {
    let residents = ledger().residents;
    let check = |left: &[&str], book: &CardBook, names: [&str; 4], back: [&str; 4]| {
        let (senders, consents) = (Senders::of(book), without(left));
        let before = Inbox::open(accepted()).unwrap();
        let reporters = before.reporters(&consents, &residents);
        assert_eq!(names_shown(&reporters), expected(names), "{left:?}");
        // The same after the letters of those who left are deleted, no matter who receives
        // the receipt then.
        let leavers = Leavers::new(Some(&senders), &consents, &residents);
        let mut store = Some(accepted());
        for _ in 0..2 {
            let disk = disk(store.take().unwrap());
            Inbox::open(disk.clone())
                .unwrap()
                .purge(&open, &leavers, &moment(TODAY))
                .unwrap();
            let after = disk.0.borrow().store.clone();
            let purged = Inbox::open(after.clone()).unwrap();
            let reporters = purged.reporters(&consents, &residents);
            assert_eq!(names_shown(&reporters), expected(names), "{left:?}, cleared");
            let journal = String::from_utf8(after.files[JOURNAL].clone()).unwrap();
            for id in left.iter().filter(|id| **id != "R3" && **id != "R4") {
                assert!(!journal.contains(&format!("\"{id}\"")), "{journal}");
            }
            // Somebody who comes back has not yet agreed to anything.
            let reporters = purged.reporters(&without(&[]), &residents);
            assert_eq!(names_shown(&reporters), expected(back), "{left:?}, back again");
            store = Some(after);
        }
    };
    let all = ["张三", "陈静", "张三", ""];
    check(&[], &cards(), all, all);
    check(&["R1"], &cards(), ["", "陈静", "", ""], ["", "陈静", "", ""]);
    check(&["R5"], &cards(), ["张三", "", "张三", ""], ["张三", "", "张三", ""]);
    check(&["R1", "R5"], &cards(), [""; 4], [""; 4]);
    // If somebody named in a letter leaves, the letter is deleted; the agreement remains.
    check(&["R3", "R4"], &cards(), all, all);
    // It also remains if the card is replaced, so that the letter has no known sender.
    let mut book = cards();
    book.reissue("R1", day(TODAY), &|| Ok([99; 16])).unwrap();
    check(&[], &book, all, all);
    // If the subject leaves, nothing of the agreement remains either.
    let consents = without(&["R2"]);
    let leavers = Leavers::new(None, &consents, &residents);
    let disk = disk(accepted());
    Inbox::open(disk.clone()).unwrap().purge(&open, &leavers, &moment(TODAY)).unwrap();
    let purged = Inbox::open(disk.0.borrow().store.clone()).unwrap();
    let reporters = purged.reporters(&without(&[]), &residents);
    assert_eq!(names_shown(&reporters), expected([""; 4]));
}

#[test]
fn decision_without_reporter_keeps_its_written_form() {
    let letter = LetterId::new([7; 16]);
    let event =
        hallboard_inbox::JournalEvent::Accepted { letter, decision: Decision::default() };
    let line = hallboard_inbox::JournalLine { at: noon(TODAY), event };
    assert!(line.to_text().ends_with("\"ruling\":{}}\n"), "{}", line.to_text());
}

/// A hall whose R5, who is not on the board, writes two letters about R2 with a card, and
/// agrees to be named in one of them.
struct Village {
    hall: Hall,
    entries: [String; 2],
}

const SETTING: &str = "[letters]\nname_reporters = true\n";

impl Village {
    fn new(settings: &str) -> Village {
        let hall = Hall::publishing(settings);
        // A name that occurs nowhere else.
        let register = fs::read_to_string(hall.at("register.json")).unwrap();
        let register = register.replace("陈静", "Telltale");
        fs::write(hall.at("register.json"), register).unwrap();
        let letters = [(1, named(worry())), (2, thank("李娜"))];
        let letters =
            letters.map(|(number, kind)| letter(number, TODAY, card("R5"), kind));
        for (number, letter) in (1..).zip(&letters) {
            hall.post(letter, number);
        }
        set_modified(&hall, "2026-11-24T03:00:00Z");
        let entries = letters.each_ref().map(|it| entry_id(it.id).to_string());
        Village { hall, entries }
    }

    fn accept(&self) {
        let ids = [1, 2].map(|it| letter(it, TODAY, guest("x"), worry()).id.to_string());
        let line = ["--accept", &ids[0], &ids[1], "--notified", TODAY];
        ok(self.hall.inbox(TODAY, &line));
    }

    /// Rolls back to that version.
    fn go_back_to(&self, version: u64, day: &str) {
        let (version, now) = (version.to_string(), format!("{day}T12:00:00+08:00"));
        let line = ["rollback", ".", "--to", &version, "--feed-only", "--now", &now];
        ok(self.hall.run(&line));
    }

    /// The reporter shown to R2 for each of the entries.
    fn names_shown(&self) -> [Option<String>; 2] {
        let own = self.hall.own("R2");
        assert!(!own.text().contains("Telltale"), "{}", own.text());
        self.entries.each_ref().map(|it| own.reporter(it).map(str::to_owned))
    }

    /// The number of occurrences of a word in what is public, and in what cards open.
    fn says(&self, word: &str) -> [usize; 2] {
        let mut public = Vec::new();
        gather(&self.hall.at("site"), &mut public);
        let opened = self.hall.opened();
        let count = |bytes: &[u8]| {
            bytes.windows(word.len()).filter(|it| *it == word.as_bytes()).count()
        };
        [count(&public), count(&opened)]
    }
}

pub(crate) fn gather(folder: &Path, all: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => gather(&path, all),
            false => all.extend(fs::read(&path).unwrap()),
        }
    }
}

#[test]
fn reporter_is_named_to_the_subject_only_while_taking_part() {
    for how in ["publish", "withdrawals"] {
        let village = Village::new(SETTING);
        let listed = ok(village.hall.inbox(TODAY, &["--list"]));
        assert!(listed.contains("may learn the sender's name"), "{listed}");
        assert!(listed.contains("must not learn the sender's name"), "{listed}");
        village.accept();
        for file in ["register.json", "letters/journal.txt"] {
            let text = fs::read_to_string(village.hall.at(file)).unwrap();
            let others = text.matches("Telltale").count();
            assert_eq!(others, usize::from(file == "register.json"), "{file}");
        }
        village.hall.publish(TODAY, &[]);
        assert_eq!(village.names_shown(), [Some("Telltale".to_owned()), None]);
        let first = village.hall.head().version();
        // In R5's own record, and in R2's.
        assert_eq!(village.says("Telltale"), [0, 2]);
        village.hall.publish("2026-11-25", &["--withdrawals"]);
        assert_eq!(village.names_shown(), [Some("Telltale".to_owned()), None]);
        assert_eq!(village.says("Telltale"), [0, 2]);

        village.go_back_to(first, "2026-11-25");
        assert_eq!(village.names_shown(), [Some("Telltale".to_owned()), None]);

        village.hall.withdraw("R5", "2026-11-26");
        let more: &[&str] = if how == "withdrawals" { &["--withdrawals"] } else { &[] };
        village.hall.publish("2026-11-26", more);
        assert_eq!(village.names_shown(), [None, None], "{how}");
        assert_eq!(village.says("Telltale"), [0, 0], "{how}");
        village.go_back_to(first, "2026-11-27");
        assert_eq!(village.names_shown(), [None, None], "{how}");
        assert_eq!(village.says("Telltale"), [0, 0], "{how}");
        let journal = fs::read_to_string(village.hall.at("letters/journal.txt")).unwrap();
        assert!(!journal.contains("\"R5\""), "{journal}");
    }
}

#[test]
fn reporters_need_setting_and_journal() {
    let village = Village::new(SETTING);
    village.accept();
    village.hall.publish(TODAY, &[]);
    assert_eq!(village.names_shown(), [Some("Telltale".to_owned()), None]);
    let settings = fs::read_to_string(village.hall.at("hallboard.toml")).unwrap();
    let off = settings.replace("true", "false");
    for more in [&["--withdrawals"][..], &[]] {
        fs::write(village.hall.at("hallboard.toml"), &off).unwrap();
        village.hall.publish(TODAY, more);
        assert_eq!(village.names_shown(), [None, None]);
        assert_eq!(village.says("name_reporters"), [0, 0]);
        fs::write(village.hall.at("hallboard.toml"), &settings).unwrap();
        village.hall.publish(TODAY, &[]);
        assert_eq!(village.names_shown(), [Some("Telltale".to_owned()), None]);
        assert!(village.says("\"name_reporters\":true")[0] > 0);
    }
    fs::rename(village.hall.at("letters"), village.hall.at("elsewhere")).unwrap();
    village.hall.publish(TODAY, &[]);
    assert_eq!(village.names_shown(), [None, None]);

    // Reporters of letters accepted while the hall named nobody are never named.
    let village = Village::new("");
    let listed = ok(village.hall.inbox(TODAY, &["--list"]));
    assert!(!listed.contains("be named"), "{listed}");
    village.accept();
    village.hall.publish(TODAY, &[]);
    let settings = fs::read_to_string(village.hall.at("hallboard.toml")).unwrap();
    fs::write(village.hall.at("hallboard.toml"), settings + SETTING).unwrap();
    village.hall.publish(TODAY, &[]);
    assert_eq!(village.names_shown(), [None, None]);
}
