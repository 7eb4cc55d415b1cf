//! The tokens that are derived from a card.

use std::collections::BTreeSet;

use hallboard_feed::letter::Token;
use hallboard_feed::sealed::{Sealing, Secret};

/// Computed with another implementation (Python's `hmac`).
#[test]
fn tokens_equal_the_documented_example() {
    let secret = Secret::new(std::array::from_fn(|place| place as u8));
    let hex = |token: Token| -> String {
        token.bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(
        hex(Token::reporter(&secret, "yangqiao")),
        "7f3f2b463041006da140d3cc13f90b41"
    );
    assert_eq!(hex(Token::own(&secret, "yangqiao")), "07d1e61b0ab6c4fdd368956ec09f7de0");
}

#[test]
fn tokens_differ_by_card_hall_and_use() {
    let mut seen = BTreeSet::new();
    for secret in [Secret::new([1; 16]), Secret::new([2; 16])] {
        for hall in ["yangqiao", "mill"] {
            assert!(seen.insert(*Token::reporter(&secret, hall).bytes()));
            assert!(seen.insert(*Token::own(&secret, hall).bytes()));
            let name = Sealing { hall, version: 1 }.name(&secret);
            let tokens: Vec<String> = seen
                .iter()
                .map(|it| it.iter().map(|byte| format!("{byte:02x}")).collect())
                .collect();
            assert!(!tokens.iter().any(|token| name.starts_with(token)));
        }
        assert!(!seen.contains(secret.bytes()));
    }
    let token = Token::reporter(&Secret::new([1; 16]), "yangqiao");
    assert_eq!(format!("{token:?}"), "Token(…)");
}
