//! Receipts for letters, after a resident's part of the register.

use hallboard_feed::edition::{OwnLedgers, Receipts, Reporters};
use hallboard_feed::letter::{LetterId, LetterKind, LetterNumber, Mark};
use hallboard_feed::sealed::{
    LetterReceipt, LetterState, OwnRefusal, RECEIPT_LIMIT, WORDS_LIMIT, part_length,
    receipts_in, reporters_in, with_receipts, with_reporters,
};
use hallboard_score::Day;
use proptest::prelude::*;

use crate::own::{Scene, village};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn number(of: u8) -> LetterNumber {
    Mark { id: LetterId::new([of; 16]), digest: [of; 32] }.number()
}

fn receipt(of: u8, state: LetterState) -> LetterReceipt {
    LetterReceipt {
        number: number(of),
        received: day("2026-11-23"),
        kind: Some(LetterKind::Reply),
        state,
        decided: Some(day("2026-11-25")).filter(|_| !state.is_open()),
        words: None,
    }
}

fn part() -> String {
    serde_json::to_string(&OwnLedgers::new(&village()).of("R1").unwrap()).unwrap()
}

#[test]
fn receipts_of_every_state_round_trip_with_reporters() {
    let scene = Scene::new();
    let states = LetterState::ALL.iter().zip(1..);
    let mut receipts: Vec<_> = states.map(|(state, of)| receipt(of, *state)).collect();
    receipts[1].words = Some("on which day?".to_owned());
    receipts[4].words = Some("no one was there".to_owned());
    receipts[6].kind = None;
    let reporters = Reporters::new([("E5".to_owned(), "Li".to_owned())]);
    let own = OwnLedgers::new(&village()).of("R1").unwrap();
    let named = with_reporters(&part(), &reporters.of(&own));
    let whole = with_receipts(&named, &receipts);
    let opened = scene.head.open_own(&scene.secret, &scene.sealed(whole.as_bytes(), 7));
    let opened = opened.unwrap();
    assert_eq!(opened.letters(), receipts);
    assert_eq!(opened.letter(number(5)), Some(&receipts[4]));
    assert_eq!(opened.letter(number(99)), None);
    assert_eq!((opened.reporter("E5"), opened.text()), (Some("Li"), part().as_str()));
    assert_eq!(part_length(&whole), part().len());
    assert_eq!(reporters_in(&whole[part().len()..]).collect::<Vec<_>>(), [("E5", "Li")]);
}

#[test]
fn file_without_receipts_is_unchanged() {
    assert_eq!(with_receipts(&part(), &[]), part());
    let scene = Scene::new();
    let opened = scene.head.open_own(&scene.secret, &scene.sealed(part().as_bytes(), 7));
    assert_eq!(opened.unwrap().letters(), []);
}

/// Checks the receipts that are read from the text after a part.
#[track_caller]
fn check(behind: &str, expected: Option<Vec<LetterReceipt>>) {
    assert_eq!(receipts_in(behind), expected, "{behind:?}");
    let scene = Scene::new();
    let document = format!("{}{behind}", part());
    let opened =
        scene.head.open_own(&scene.secret, &scene.sealed(document.as_bytes(), 7));
    let read = opened.map(|it| it.letters().to_vec());
    assert_eq!(read, expected.ok_or(OwnRefusal::Receipts), "{behind:?}");
}

#[test]
fn unknown_fields_are_ignored_and_damage_is_refused() {
    let plain = receipt(1, LetterState::Received);
    let text = "\u{1e}\u{1d}letter\u{1f}NUMBER\u{1f}2026-11-23\u{1f}reply\u{1f}received\u{1f}\u{1f}";
    let number = number(1).to_string();
    let text = text.replace("NUMBER", &number);
    assert_eq!(with_receipts("", std::slice::from_ref(&plain)), text);
    check(&text, Some(vec![plain.clone()]));
    check(&format!("{text}\u{1f}another field"), Some(vec![plain.clone()]));
    check(&format!("\u{1e}\u{1d}weather\u{1f}x{text}"), Some(vec![plain.clone()]));
    check(&text.replace("received", "flown"), Some(vec![plain.clone()]));
    let other = LetterReceipt { kind: None, ..plain };
    check(&text.replace("reply", "poem"), Some(vec![other]));
    check("\u{1e}\u{1d}letters", Some(Vec::new()));
    check("\u{1e}\u{1d}letter", None);
    check(&text.replace(&number, "12"), None);
    check(&text.replace("2026-11-23", "2026-11-32"), None);
    check(text.trim_end_matches('\u{1f}'), None);
    check(&text.replace("received\u{1f}", "received\u{1f}soon"), None);
}

#[test]
fn newest_receipts_remain_and_long_texts_are_cut() {
    let newest = day("2026-11-23");
    let letters = (0..30_u8).map(|of| {
        let received = day(if of == 17 { "2026-11-23" } else { "2026-10-01" });
        ("R1".to_owned(), LetterReceipt { received, ..receipt(of, LetterState::Done) })
    });
    let other = ("R2".to_owned(), receipt(200, LetterState::Received));
    let receipts = Receipts::new(letters.chain([other]));
    let kept = receipts.of("R1");
    assert_eq!(kept.len(), RECEIPT_LIMIT);
    assert_eq!((kept[0].number, kept[0].received), (number(17), newest));
    assert_eq!((kept[1].number, kept[2].number), (number(0), number(1)));
    assert_eq!(receipts.of("R2").len(), 1);
    assert_eq!(receipts.of("R3"), []);

    let said = |words: String| {
        let words = Some(words);
        let text = with_receipts(
            "",
            &[LetterReceipt { words, ..receipt(1, LetterState::Refused) }],
        );
        receipts_in(&text).unwrap().pop().unwrap().words.unwrap()
    };
    assert_eq!(said("好".repeat(WORDS_LIMIT)), "好".repeat(WORDS_LIMIT));
    let cut = said("好".repeat(WORDS_LIMIT + 1));
    assert_eq!(cut, "好".repeat(WORDS_LIMIT - 1) + "…");
    assert_eq!(said("a\u{1e}\u{1d}b\u{1f}\nc".to_owned()), "ab c");
}

proptest! {
    #[test]
    fn receipts_round_trip(
        of: u8, state in 0..7_usize, kind in proptest::option::of(0..9_usize),
        decided: bool, words in proptest::option::of("[a-z\u{1e}\u{1f}\u{1d} 好\n]{1,300}"),
    ) {
        let receipt = LetterReceipt {
            kind: kind.map(|it| LetterKind::ALL[it]),
            decided: decided.then(|| day("2026-11-25")),
            words: words.clone(),
            ..receipt(of, LetterState::ALL[state])
        };
        let read = receipts_in(&with_receipts("", &[receipt.clone(), receipt.clone()]));
        let mut read = read.unwrap();
        prop_assert_eq!(read.len(), 2);
        let back = read.pop().unwrap();
        prop_assert_eq!(LetterReceipt { words, ..back.clone() }, receipt);
        let words = back.words.unwrap_or_default();
        prop_assert!(words.chars().count() <= WORDS_LIMIT);
        prop_assert!(!words.chars().any(char::is_control));
    }

    #[test]
    fn arbitrary_bytes_after_a_part_are_handled(behind in "[\u{1d}\u{1e}\u{1f}a-z0-9-]{0,60}") {
        let found = receipts_in(&behind);
        prop_assert!(found.is_none_or(|it| it.len() <= behind.len()));
    }
}
