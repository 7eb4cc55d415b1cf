//! Reading a card on the page for letters.

use hallboard_feed::letter::Token;
use hallboard_feed::sealed::{Card, CodeFault};

/// Why a card was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardError {
    /// The code is invalid.
    Code(CodeFault),
    /// The card belongs to another hall.
    OtherHall,
}

/// Reads a typed or scanned card and returns the reporter's token. The secret on the card
/// is dropped here. `key_id` is the id of this hall's key.
///
/// # Errors
/// If the code is invalid or the card names another hall's key.
pub fn read_card(
    typed: &str,
    hall: &str,
    key_id: Option<&str>,
) -> Result<Token, CardError> {
    let card = Card::read(typed).map_err(CardError::Code)?;
    if card.key_id.is_some() && card.key_id.as_deref() != key_id {
        return Err(CardError::OtherHall);
    }
    Ok(Token::reporter(&card.secret, hall))
}

#[cfg(test)]
mod tests {
    use hallboard_feed::sealed::Secret;

    use super::*;

    const KEY: &str = "0123456789ABCDEF";

    #[test]
    fn only_the_reporter_token_is_kept_of_a_card() {
        let secret = Secret::new([7; 16]);
        let token = Token::reporter(&secret, "mill");
        assert_ne!(token, Token::own(&secret, "mill"));
        let read = |typed: &str| read_card(typed, "mill", Some(KEY));
        let code = secret.code();
        for typed in [
            code.clone(),
            secret.groups().join("-").to_lowercase(),
            format!("https://hall.example/me/#{code}.{KEY}.4"),
        ] {
            assert_eq!(read(&typed), Ok(token.clone()), "{typed}");
        }
        let other = format!("{code}.FEDCBA9876543210.4");
        assert_eq!(read(&other), Err(CardError::OtherHall));
        let short = CardError::Code(CodeFault::Length { found: 3 });
        assert_eq!(read("abc"), Err(short));
    }
}
