//! Sealed letters: only the right key opens them, and they reveal nothing else.

use std::collections::BTreeSet;

use crypto_box::aead::rand_core::OsRng;
use hallboard_feed::letter::{
    HANDWRITING_LIMIT, HANDWRITTEN_NAME_LIMIT, LETTER_SIZES, Letter, LetterFault,
    LetterKey, LetterKind, LetterSecret, Repeat, TEXT_LIMIT, file_name, is_file_name,
};
use proptest::prelude::*;

use super::letters::{HALL, any_letter, handwriting_of, letter, secret};

fn sealed(letter: &Letter) -> Vec<u8> {
    letter.seal(&secret().public(), [5; 32]).unwrap().bytes
}

/// Bytes that another program may have sealed to the hall.
fn boxed(plain: &[u8]) -> Vec<u8> {
    let key = crypto_box::PublicKey::from_bytes(*secret().public().bytes());
    key.seal(&mut OsRng, plain).unwrap()
}

/// JSON padded to a size of sealed letters.
fn filled(json: &[u8], size: usize) -> Vec<u8> {
    let length = u32::try_from(json.len()).unwrap().to_be_bytes();
    let mut plain = [&length[..], json].concat();
    plain.resize(size - 48, 0);
    plain
}

#[track_caller]
fn check(what: &str, file: &[u8], expected: LetterFault) {
    assert_eq!(secret().open(HALL, file), Err(expected), "{what}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sealing_round_trips(letter in any_letter(), ephemeral: [u8; 32]) {
        let sealed = letter.seal(&secret().public(), ephemeral).unwrap();
        prop_assert!(LETTER_SIZES.contains(&sealed.bytes.len()));
        prop_assert!(is_file_name(&sealed.name));
        prop_assert_eq!(&sealed.name, &file_name(&sealed.bytes));
        prop_assert_eq!(secret().open(HALL, &sealed.bytes), Ok(letter));
    }

    #[test]
    fn sealed_bytes_reveal_nothing(letter in any_letter(), ephemeral: [u8; 32]) {
        let bytes = letter.seal(&secret().public(), ephemeral).unwrap().bytes;
        let id = letter.id.to_string();
        for word in ["hallboard", HALL, id.as_str(), letter.kind.name().as_str()] {
            let word = word.as_bytes();
            prop_assert!(!bytes.windows(word.len()).any(|it| it == word));
        }
        let raw = letter.id.bytes();
        prop_assert!(!bytes.windows(raw.len()).any(|it| it == raw));
    }

    #[test]
    fn any_flipped_bit_is_refused(
        letter in any_letter(), place: prop::sample::Index, bit in 0..8_u32,
    ) {
        let mut file = sealed(&letter);
        let place = place.index(file.len());
        file[place] ^= 1 << bit;
        prop_assert_eq!(secret().open(HALL, &file), Err(LetterFault::CannotOpen));
    }

    #[test]
    fn arbitrary_bytes_are_refused(
        file in prop::collection::vec(any::<u8>(), 0..3000),
        inside in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        prop_assert!(secret().open(HALL, &file).is_err());
        prop_assert!(secret().open(HALL, &boxed(&filled(&inside, 1024))).is_err());
        let mut plain = inside;
        plain.resize(1024 - 48, 1);
        prop_assert!(secret().open(HALL, &boxed(&plain)).is_err());
    }
}

/// `libsodium.letter` was sealed by libsodium; libsodium opens `rust.letter` in
/// `tests/e2e/letters.test.mjs`. `UPDATE_GOLDEN=1` rewrites the latter.
#[test]
fn libsodium_compatible() {
    let thanks = letter(LetterKind::Thanks, Some("谢谢"));
    let golden = |name: &str| {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
        folder.join(name)
    };
    let libsodium = std::fs::read(golden("libsodium.letter")).unwrap();
    assert_eq!(secret().open(HALL, &libsodium), Ok(thanks.clone()));
    let sealed = sealed(&thanks);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(golden("rust.letter"), &sealed).unwrap();
    }
    assert_eq!(std::fs::read(golden("rust.letter")).unwrap(), sealed);
}

/// All of the first bytes, because they are the key, the tag and the length.
#[test]
fn each_flipped_bit_of_the_first_hundred_bytes_is_refused() {
    let letter = letter(LetterKind::Thanks, None);
    let mut file = sealed(&letter);
    for place in 0..100 {
        for bit in 0..8 {
            file[place] ^= 1 << bit;
            check(&format!("byte {place}, bit {bit}"), &file, LetterFault::CannotOpen);
            file[place] ^= 1 << bit;
        }
    }
    assert_eq!(secret().open(HALL, &file), Ok(letter));
}

#[test]
fn every_truncation_is_refused() {
    let long = "好".repeat(TEXT_LIMIT);
    let file = sealed(&letter(LetterKind::Concern, Some(&long)));
    assert_eq!(file.len(), LETTER_SIZES[2]);
    for got in (0..file.len()).filter(|it| !LETTER_SIZES.contains(it)) {
        check("cut short", &file[..got], LetterFault::Size { got });
    }
    for size in &LETTER_SIZES[..2] {
        check("cut to a smaller one", &file[..*size], LetterFault::CannotOpen);
    }
    let more = [&file[..], &[0]].concat();
    let limit = LETTER_SIZES[2];
    check("longer", &more, LetterFault::TooLarge { got: limit + 1, limit });
}

#[test]
fn other_keys_open_no_letter() {
    let letter = letter(LetterKind::Thanks, None);
    let file = sealed(&letter);
    let other = LetterSecret::new([8; 32]);
    assert_eq!(other.open(HALL, &file), Err(LetterFault::CannotOpen));
    let fault = LetterFault::OtherHall { expected: "mill".into(), got: HALL.into() };
    assert_eq!(secret().open("mill", &file), Err(fault));
    let again = letter.seal(&secret().public(), [6; 32]).unwrap();
    assert_ne!(
        again.bytes, file,
        "the same letter sealed twice cannot be recognised by its bytes"
    );
    assert_eq!(secret().open(HALL, &again.bytes).unwrap(), letter);
}

#[test]
fn padding_is_blank() {
    let json = letter(LetterKind::Thanks, None).to_json();
    let fine = filled(json.as_bytes(), 1024);
    assert!(secret().open(HALL, &boxed(&fine)).is_ok());
    let larger = filled(json.as_bytes(), 4096);
    assert!(secret().open(HALL, &boxed(&larger)).is_ok(), "more room than needed");
    for place in [json.len() + 4, fine.len() - 1] {
        let mut marked = fine.clone();
        marked[place] = 1;
        check("not blank", &boxed(&marked), LetterFault::Padding);
    }
    for length in [976 - 4 + 1, u32::MAX] {
        let mut long = fine.clone();
        long[..4].copy_from_slice(&length.to_be_bytes());
        check("longer than it is", &boxed(&long), LetterFault::Padding);
    }
}

/// An ordinary letter: up to 200 characters, with names and ids of usual length.
#[test]
fn all_kinds_have_the_same_size() {
    let sizes = |text: &str| -> BTreeSet<usize> {
        let kinds = LetterKind::ALL.iter();
        kinds.map(|kind| sealed(&letter(*kind, Some(text))).len()).collect()
    };
    assert_eq!(sizes("."), BTreeSet::from([1024]));
    assert_eq!(sizes(&"好".repeat(200)), BTreeSet::from([1024]));
    assert_eq!(sizes(&"好".repeat(600)), BTreeSet::from([4096]));
    assert_eq!(sizes(&"好".repeat(TEXT_LIMIT)), BTreeSet::from([16384]));
}

#[test]
fn longest_letter_can_be_sealed() {
    for wide in ["\u{1f33e}", "\"", "\\"] {
        let mut longest = letter(LetterKind::Thanks, Some(&wide.repeat(TEXT_LIMIT)));
        let hallboard_feed::letter::LetterBody::Thanks { to, deed, named, .. } =
            &mut longest.kind
        else {
            panic!("thanks");
        };
        *named = true;
        *to = wide.repeat(80);
        *deed = wide.repeat(100);
        longest.hall = wide.repeat(100);
        longest.sender = hallboard_feed::letter::Sender::Guest { name: wide.repeat(80) };
        longest.handwriting = Some(handwriting_of(HANDWRITING_LIMIT));
        let file = sealed(&longest);
        assert_eq!(secret().open(&longest.hall, &file), Ok(longest.clone()));
        longest.handwriting =
            Some(handwriting_of(HANDWRITING_LIMIT - HANDWRITTEN_NAME_LIMIT));
        let name = handwriting_of(HANDWRITTEN_NAME_LIMIT);
        longest.sender = hallboard_feed::letter::Sender::HandwrittenGuest { name };
        let file = sealed(&longest);
        assert_eq!(secret().open(&longest.hall, &file), Ok(longest));
    }
}

#[test]
fn repeated_letter_is_recognised() {
    let first = letter(LetterKind::Thanks, Some("谢谢")).mark();
    let check = |what: &str, other: &Letter, expected: Option<Repeat>| {
        assert_eq!(other.mark().repeats(&first), expected, "{what}");
    };
    let same = letter(LetterKind::Thanks, Some("谢谢"));
    let file = same.seal(&secret().public(), [1; 32]).unwrap().bytes;
    check("sealed anew", &secret().open(HALL, &file).unwrap(), Some(Repeat::Double));
    let changed = letter(LetterKind::Thanks, Some("谢谢。"));
    check("the same id, other words", &changed, Some(Repeat::Forgery));
    let mut other = letter(LetterKind::Thanks, Some("谢谢"));
    other.id = hallboard_feed::letter::LetterId::new([8; 16]);
    check("another id, the same words", &other, None);
    assert_eq!(first.to_string().parse(), Ok(first));
    assert!(
        first.to_string().to_uppercase().parse::<hallboard_feed::letter::Mark>().is_err()
    );
}

#[test]
fn keys_have_one_spelling() {
    let key = secret().public();
    assert_eq!(key.to_string().parse(), Ok(key));
    for wrong in ["", "AAAA", &key.to_string()[..43], &format!("{key} ")] {
        assert!(wrong.parse::<LetterKey>().is_err(), "{wrong}");
    }
    assert_eq!(format!("{:?}", secret()), "LetterSecret(…)");
}
