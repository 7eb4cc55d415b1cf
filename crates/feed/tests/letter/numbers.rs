//! The short number of a letter: the same on both sides, however it is sealed or typed.

use hallboard_feed::letter::{LetterId, LetterKey, LetterNumber, Mark};
use proptest::prelude::*;

use crate::letters::{HALL, any_letter, secret};

/// Computed as in another program: the SHA-256 as one number, modulo 10^8.
#[test]
fn numbers_equal_known_values() {
    let check = |id: u8, digest: u8, expected: &str| {
        let mark = Mark { id: LetterId::new([id; 16]), digest: [digest; 32] };
        assert_eq!(mark.number().to_string(), expected);
    };
    check(0, 0, "4655-0915");
    check(7, 9, "1968-2207");
    check(255, 255, "8309-6155");
}

#[test]
fn numbers_are_read_in_any_spelling() {
    let number: LetterNumber = "0042-0007".parse().unwrap();
    assert_eq!(number.to_string(), "0042-0007");
    for typed in
        ["00420007", " 0042 0007 ", "００４２－０００７", "0042–0007", "0-0-420007"]
    {
        assert_eq!(typed.parse(), Ok(number), "{typed}");
    }
    for typed in ["", "0042-000", "0042-00071", "0042-000x", "+0420007", "٠٠٤٢٠٠٠٧"]
    {
        assert!(typed.parse::<LetterNumber>().is_err(), "{typed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sender_and_hall_compute_the_same_number(letter in any_letter(), ephemeral: [u8; 32]) {
        let key: LetterKey = secret().public();
        let sealed = letter.seal(&key, ephemeral).unwrap();
        let opened = secret().open(HALL, &sealed.bytes).unwrap();
        prop_assert_eq!(opened.number(), letter.number());
        prop_assert_eq!(letter.number().to_string().parse(), Ok(letter.number()));
    }

    /// The number depends on all contents of the letter, including its random id.
    #[test]
    fn different_letters_have_different_numbers(
        marks in proptest::collection::hash_set(any::<([u8; 16], [u8; 32])>(), 24),
    ) {
        let numbers = marks.into_iter().map(|(id, digest)| {
            Mark { id: LetterId::new(id), digest }.number()
        });
        let numbers: std::collections::BTreeSet<_> = numbers.collect();
        prop_assert!(numbers.len() >= 23);
    }
}
