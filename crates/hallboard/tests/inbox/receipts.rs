//! Receipts: residents see the state of their own letters, and of no others.

use std::fs;

use hallboard_feed::Instant;
use hallboard_feed::letter::{Letter, LetterBody, LetterKind, Sender, Token};
use hallboard_feed::sealed::{LetterReceipt, LetterState};
use hallboard_inbox::letters::Senders;
use hallboard_inbox::{Decision, Inbox, JOURNAL, Leavers};
use hallboard_publish::CardBook;
use hallboard_score::Day;
use hallboard_workbook::consent_entries::ConsentEntries;

use crate::command::{Hall, ok, set_modified};
use crate::hall::{
    card, cards, concern, day, guest, inbox, ledger, letter, noon, open, own_deed, page,
    reply, thanks, wish,
};
use crate::named::gather;

const CAME: &str = "2026-11-23";
const DECIDED: &str = "2026-11-24";

/// The hall's action on a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Waits,
    Asked(&'static str),
    Accepted,
    Committed,
    Refused(&'static str),
    Merged,
}

fn in_hall(at: Instant) -> Option<Day> {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    let date = jiff::Timestamp::from_second(at.unix()).unwrap().to_zoned(zone).date();
    Day::new(date.year(), date.month(), date.day())
}

/// The receipts of each resident from R1 to R7 for letters that arrived on a day.
fn receipts(
    letters: &[(Sender, LetterBody, Done)],
    came: &str,
    book: &CardBook,
    today: &str,
) -> [Vec<LetterReceipt>; 7] {
    let all: Vec<Letter> = (1..)
        .zip(letters)
        .map(|(number, (sender, kind, _))| {
            letter(number, "2025-01-02", sender.clone(), kind.clone())
        })
        .collect();
    let mut inbox = inbox(&all, noon(came));
    let at = noon(DECIDED);
    for (it, (_, _, done)) in all.iter().zip(letters) {
        let accepted = || [(it.id, Decision::default())];
        match done {
            Done::Waits => {}
            Done::Asked(text) => inbox.ask(it.id, text, None, at).unwrap(),
            Done::Accepted => inbox.accept(accepted(), at).unwrap(),
            Done::Committed => {
                inbox.accept(accepted(), at).unwrap();
                inbox.mark_committed(&[it.id], None, noon("2026-11-25")).unwrap();
            }
            Done::Refused(reason) => inbox.refuse(&[it.id], reason, None, at).unwrap(),
            Done::Merged => inbox.merge(it.id, all[0].id, None, at).unwrap(),
        }
    }
    let inbox = Inbox::open(inbox.into_store()).unwrap();
    let consents = ConsentEntries::of(&ledger().entries).on(day(today));
    let (senders, residents) = (Senders::of(book), ledger().residents);
    let leavers = Leavers::new(Some(&senders), &consents, &residents);
    let receipts = inbox.receipts(&open, &leavers, day(today), in_hall);
    std::array::from_fn(|it| receipts.of(&format!("R{}", it + 1)).to_vec())
}

/// Checks the receipt of R1 for a letter, and that nobody else has one.
#[track_caller]
fn check(
    sender: Sender,
    kind: LetterBody,
    done: Done,
    expected: Option<(Option<LetterKind>, LetterState, Option<&str>)>,
) {
    let first = (guest("x"), own_deed("help", "2025-01-01"), Done::Waits);
    let number = letter(2, "2025-01-02", sender.clone(), kind.clone()).number();
    let found = receipts(&[first, (sender, kind, done)], CAME, &cards(), DECIDED);
    let expected = expected.map(|(kind, state, words)| LetterReceipt {
        number,
        received: day(CAME),
        kind,
        state,
        decided: (!state.is_open()).then(|| day(DECIDED)),
        words: words.map(str::to_owned),
    });
    let [first, others @ ..] = found;
    assert_eq!(first, Vec::from_iter(expected), "{done:?}");
    assert!(others.iter().all(Vec::is_empty), "{others:?}");
}

#[test]
fn a_resident_sees_the_state_of_a_letter_about_themselves() {
    use LetterState::{Accepted, Asked, Merged, Received, Refused};
    let own = Some(LetterKind::OwnDeed);
    let check = |done, state, words| {
        let kind = || own_deed("help", "2025-01-01");
        check(card("R1"), kind(), done, Some((own, state, words)));
        check(page("R1"), kind(), done, Some((own, state, words)));
    };
    check(Done::Waits, Received, None);
    check(Done::Asked("on which day?"), Asked, Some("on which day?"));
    check(Done::Accepted, Accepted, None);
    check(Done::Committed, LetterState::Done, None);
    check(Done::Refused("nobody was there"), Refused, Some("nobody was there"));
    check(Done::Refused(""), Refused, None);
    check(Done::Merged, Merged, None);
    // R7 has left: their name is in no receipt, although the journal may still contain it.
    check(Done::Refused("赵云 did it"), Refused, None);
    check(Done::Asked("with 赵云?"), Asked, None);
}

#[test]
fn receipts_name_the_kinds_about_the_sender() {
    let text = || "x".to_owned();
    for kind in [
        reply("D1"),
        wish("soap"),
        LetterBody::Consent { scopes: Vec::new(), text: None },
        LetterBody::Correction { text: Some(text()) },
        LetterBody::Copy { text: None },
        LetterBody::Erasure { text: None },
    ] {
        let of = Some(kind.name());
        check(page("R1"), kind, Done::Waits, Some((of, LetterState::Received, None)));
    }
}

/// Outcome, question and reason of a letter about somebody else are that person's data.
#[test]
fn receipt_about_somebody_else_has_no_details() {
    use LetterState::{Decided, Received};
    for kind in
        [concern("李娜", "litter", "2025-01-01"), thanks("李娜", "help", "2025-01-01")]
    {
        let check = |done, state| {
            check(card("R1"), kind.clone(), done, Some((None, state, None)));
        };
        check(Done::Waits, Received);
        check(Done::Asked("did you see it?"), Received);
        check(Done::Accepted, Decided);
        check(Done::Committed, Decided);
        check(Done::Refused("it was not so"), Decided);
    }
}

#[test]
fn letters_without_proof_have_no_receipt() {
    let deed = || own_deed("help", "2025-01-01");
    check(guest("张三"), deed(), Done::Waits, None);
    check(Sender::Card { token: Token::new([9; 16]) }, deed(), Done::Waits, None);
    // A replaced card identifies nobody.
    let mut book = cards();
    book.reissue("R1", day("2026-11-20"), &|| Ok([99; 16])).unwrap();
    let old = [(card("R1"), deed(), Done::Waits)];
    assert_eq!(receipts(&old, CAME, &book, DECIDED).concat(), []);
}

#[test]
fn receipts_cover_the_last_months_newest_first() {
    let of = |count: usize| vec![(card("R1"), wish("soap"), Done::Waits); count];
    let check = |count: usize, came: &str, expected: usize| {
        let [found, ..] = receipts(&of(count), came, &cards(), DECIDED);
        assert_eq!(found.len(), expected, "{came}");
        found
    };
    check(1, "2025-11-01", 1);
    check(1, "2025-10-31", 0);
    let found = check(30, CAME, 24);
    let number = |it| letter(it, "2025-01-02", card("R1"), wish("soap")).number();
    assert_eq!((found[0].number, found[23].number), (number(30), number(7)));
}

/// A hall to which R5 writes; the words occur nowhere else.
struct Village {
    hall: Hall,
}

const REASON: &str = "unheardof";
const QUESTION: &str = "wherefore";

impl Village {
    fn new() -> Village {
        Village { hall: Hall::publishing("") }
    }

    /// The receipts for R5's letters.
    fn receipts(&self) -> Vec<(String, LetterState, Option<String>)> {
        let own = self.hall.own("R5");
        own.letters()
            .iter()
            .map(|it| (it.number.to_string(), it.state, it.words.clone()))
            .collect()
    }

    /// Everything on the hall's disk, and everything in it that cards open.
    fn everything(&self) -> String {
        let mut bytes = self.hall.opened();
        gather(&self.hall.at("."), &mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// From a letter through inbox and publication to its sender's page.
#[test]
fn every_outcome_is_shown_until_the_sender_leaves() {
    let text = |it: &str| LetterBody::Correction { text: Some(it.to_owned()) };
    let kinds = [
        text("a"),
        text("b"),
        text("c"),
        text("d"),
        text("e"),
        text("f"),
        own_deed("help", "2026-11-22"),
        concern("李娜", "litter", "2026-11-22"),
    ];
    let letters: Vec<Letter> = (1..)
        .zip(kinds)
        .map(|(number, kind)| letter(number, "2026-11-22", card("R5"), kind))
        .collect();
    let number = |place: usize| letters[place].number().to_string();
    for how in [&[][..], &["--withdrawals"]] {
        let village = Village::new();
        let inbox = |line: &[&str]| ok(village.hall.inbox(CAME, line));
        for (seal, letter) in (1..).zip(&letters) {
            village.hall.post(letter, seal);
        }
        let other = letter(99, "2026-11-22", page("R1"), text("mine"));
        village.hall.post(&other, 99);
        set_modified(&village.hall, "2026-11-23T03:00:00Z");
        // The desk finds letters by the numbers that their senders have.
        let listed = inbox(&["--list"]);
        assert!((0..8).all(|it| listed.contains(&number(it))), "{listed}");
        inbox(&["--ask", &number(1), "--text", QUESTION]);
        inbox(&["--accept", &number(2), &number(3), &number(6)]);
        inbox(&["--done", &number(3)]);
        inbox(&["--refuse", &number(4), "--reason", REASON]);
        inbox(&["--merge", &number(5), &number(2)]);
        inbox(&["--refuse", &number(7), "--reason", REASON]);
        // `--show` also prints the state of settled letters.
        let shown = inbox(&["--show", &number(4), &number(7), &number(0)]);
        assert!(shown.contains(&format!("Refused on {CAME}: {REASON}")), "{shown}");
        assert!(shown.contains("It waits."), "{shown}");
        assert_eq!(shown.matches("only that it arrived").count(), 1, "{shown}");
        let unknown = village.hall.inbox(CAME, &["--show", "0000-0000"]);
        assert_eq!(unknown.code, 2, "{}", unknown.err);
        village.hall.publish(CAME, &[]);

        let state = |place: usize, state, words: Option<&str>| {
            (number(place), state, words.map(str::to_owned))
        };
        let mut expected = vec![
            state(0, LetterState::Received, None),
            state(1, LetterState::Asked, Some(QUESTION)),
            state(2, LetterState::Accepted, None),
            state(3, LetterState::Done, None),
            state(4, LetterState::Refused, Some(REASON)),
            state(5, LetterState::Merged, None),
            state(6, LetterState::Done, None),
            state(7, LetterState::Decided, None),
        ];
        expected.sort_by_key(|it| it.0.clone());
        let sorted = || {
            let mut receipts = village.receipts();
            receipts.sort_by_key(|it| it.0.clone());
            receipts
        };
        assert_eq!(sorted(), expected);
        assert!(
            village.hall.own("R5").letters().iter().all(|it| it.received == day(CAME))
        );
        let other = other.number();
        assert_eq!(village.hall.own("R1").letters().len(), 1);
        assert!(village.hall.own("R1").letter(other).is_some());
        assert_eq!(village.hall.own("R2").letters(), []);

        // A withdrawal republishes with today's state of those letters that the last
        // publication already had.
        let later = letter(50, "2026-11-23", card("R5"), text("later"));
        village.hall.post(&later, 50);
        let (now, refuse) = ("2026-11-24", ["--refuse", &number(0), "--reason", "no"]);
        ok(village.hall.inbox(now, &refuse));
        village.hall.publish(now, how);
        let found = sorted();
        assert_eq!(found.len(), if how.is_empty() { 9 } else { 8 }, "{how:?}");
        let refused = state(0, LetterState::Refused, Some("no"));
        assert!(found.contains(&refused), "{found:?}");

        let numbers: Vec<String> = (0..8).map(number).collect();
        let all = village.everything();
        assert!(all.contains(REASON) && all.contains(&numbers[0]));
        village.hall.withdraw("R5", "2026-11-25");
        // Accepted letters are carried out first.
        ok(village.hall.inbox("2026-11-25", &["--done", &number(2)]));
        for (number, kind) in [(&number(1), "ask"), (&later.number().to_string(), "new")]
        {
            let line = ["--refuse", number.as_str(), "--reason", kind];
            ok(village.hall.inbox("2026-11-25", &line));
        }
        village.hall.publish("2026-11-25", how);
        let all = village.everything();
        for word in numbers.iter().map(String::as_str).chain([REASON, QUESTION]) {
            assert!(!all.contains(word), "{word} {how:?}");
        }
        assert!(village.hall.own("R1").letter(other).is_some(), "{how:?}");
        let opened = fs::read_dir(village.hall.at("letters/opened")).unwrap().count();
        assert_eq!(opened, 1, "{how:?}");
        let journal = fs::read_to_string(village.hall.at("letters").join(JOURNAL));
        assert!(!journal.unwrap().contains("\"R5\""), "{how:?}");
    }
}

/// The size of a file does not reveal how many letters somebody wrote.
#[test]
fn a_file_with_receipts_has_the_size_of_one_without() {
    let village = Village::new();
    for seal in 1..=30 {
        let text = format!("letter {seal}");
        let kind = LetterBody::Correction { text: Some(text) };
        village.hall.post(&letter(seal.into(), "2026-11-22", card("R5"), kind), seal);
    }
    set_modified(&village.hall, "2026-11-23T03:00:00Z");
    village.hall.publish(CAME, &[]);
    let sizes = || {
        let files = fs::read_dir(village.hall.at("site/feed/sealed")).unwrap();
        let files = files.map(|it| it.unwrap().path());
        let files = files.filter(|it| it.extension().is_some_and(|it| it == "bin"));
        let sizes: Vec<u64> = files.map(|it| fs::metadata(it).unwrap().len()).collect();
        sizes
    };
    let before = sizes();
    ok(village.hall.inbox(CAME, &["--list"]));
    village.hall.publish("2026-11-24", &[]);
    assert_eq!(village.receipts().len(), 24);
    assert_eq!(sizes(), before);
}
