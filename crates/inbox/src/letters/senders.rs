//! Identifies the senders of letters.

use std::collections::BTreeMap;

use hallboard_feed::letter::{Sender, Token};
use hallboard_publish::CardBook;

/// Maps tokens to the residents whose cards produce them.
///
/// Only the current card of a resident counts. A letter from a replaced card is not
/// attributed to anybody, because somebody else may have found the card.
#[derive(Clone, Debug)]
pub struct Senders {
    reporters: BTreeMap<Token, String>,
    own: BTreeMap<Token, String>,
}

impl Senders {
    /// The tokens of all residents with a card.
    #[must_use]
    pub fn of(book: &CardBook) -> Senders {
        let tokens = |token: fn(&_, &str) -> Token| {
            let of = |id: &str| {
                let token = token(book.secret(id)?, book.hall());
                Some((token, id.to_owned()))
            };
            book.residents().filter_map(of).collect()
        };
        Senders { reporters: tokens(Token::reporter), own: tokens(Token::own) }
    }

    /// The id of the resident whose card proves a letter; `None` for a guest and for an
    /// unknown or replaced card.
    #[must_use]
    pub fn resident(&self, sender: &Sender) -> Option<&str> {
        let found = match sender {
            Sender::Guest { .. } | Sender::HandwrittenGuest { .. } => None,
            Sender::Card { token } => self.reporters.get(token),
            Sender::Resident { token } => self.own.get(token),
        };
        found.map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use hallboard_feed::sealed::Secret;

    use super::*;

    #[test]
    fn senders_are_identified_by_their_cards() {
        let next = Cell::new(0);
        let random = || {
            next.set(next.get() + 1);
            Ok([next.get(); 16])
        };
        let today = "2026-11-23".parse().unwrap();
        let mut book = CardBook::new("mill", &random).unwrap();
        book.ensure("R1", today, &random).unwrap();
        book.ensure("R2", today, &random).unwrap();
        let lost = book.secret("R2").unwrap().clone();
        book.reissue("R2", today, &random).unwrap();
        let senders = Senders::of(&book);
        let card = |secret: &Secret, hall| Token::reporter(secret, hall);
        let own = |secret: &Secret, hall| Token::own(secret, hall);
        let check = |what: &str, sender: &Sender, expected: Option<&str>| {
            assert_eq!(senders.resident(sender), expected, "{what}");
        };
        for id in ["R1", "R2"] {
            let secret = book.secret(id).unwrap();
            check("card", &Sender::Card { token: card(secret, "mill") }, Some(id));
            check("own", &Sender::Resident { token: own(secret, "mill") }, Some(id));
            check("card as own", &Sender::Resident { token: card(secret, "mill") }, None);
            check("own as card", &Sender::Card { token: own(secret, "mill") }, None);
            check("another hall", &Sender::Card { token: card(secret, "yu") }, None);
        }
        check("a lost card", &Sender::Card { token: card(&lost, "mill") }, None);
        check("a guest", &Sender::Guest { name: "R1".into() }, None);
    }
}
