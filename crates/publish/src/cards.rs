//! The card book: the secret of each resident's card, and the secret from which decoys
//! are derived. It is stored next to the key.

use std::collections::BTreeMap;
use std::io;

use blake2::{Blake2b512, Digest};
use hallboard_feed::sealed::{CodeFault, Secret};
use hallboard_score::Day;
use hallboard_workbook::salvage::objects_in;
use serde::{Deserialize, Serialize};

use super::moment::Moment;

/// The value of the field `format` of a card book.
pub const CARDS_FORMAT: &str = "hallboard-cards/1";

/// A source of random bytes, passed in because this crate has none.
pub type Random<'r> = &'r dyn Fn() -> io::Result<[u8; 16]>;

/// The cards of a hall.
///
/// It contains only people who take part: each publication removes those who have left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardBook {
    hall: String,
    decoys: Secret,
    cards: BTreeMap<String, StoredCard>,
    /// Whether it was salvaged from a damaged book.
    partial: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct StoredCard {
    secret: Secret,
    made: Day,
    /// The secret of the previous card, with which the publication in the site may still
    /// be sealed.
    replaces: Option<Secret>,
}

/// The JSON of a card book.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    hall: String,
    decoys: String,
    cards: Vec<WrittenCard>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCard {
    resident: String,
    secret: String,
    made: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
}

/// Why a card book cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CardBookError {
    /// It is not valid JSON, or has other fields.
    #[error("line {line}, column {column}: {what}")]
    Text {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The message of the JSON parser.
        what: String,
    },
    /// It has another format.
    #[error("the format is `{found}`, not `{CARDS_FORMAT}`")]
    Format {
        /// The format that it names.
        found: String,
    },
    /// A secret is invalid.
    #[error("the secret of `{of}`: {fault}")]
    Code {
        /// The resident, or `decoys`.
        of: String,
        /// The fault.
        fault: CodeFault,
    },
    /// A resident has two cards.
    #[error("`{resident}` is in it twice")]
    Duplicate {
        /// The id of the resident.
        resident: String,
    },
}

impl CardBook {
    /// An empty card book.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn new(hall: &str, random: Random<'_>) -> io::Result<CardBook> {
        let decoys = Secret::new(random()?);
        let (cards, partial) = (BTreeMap::new(), false);
        Ok(CardBook { hall: hall.to_owned(), decoys, cards, partial })
    }

    /// Salvages the cards that can be read from a damaged book of a hall, or from a book
    /// in another format; `None` if there are none.
    ///
    /// Use the result to seal again what is sealed with these cards already. Do not write
    /// it in place of the damaged book, which may still be repaired by hand. A card that
    /// occurs twice, or whose resident or secrets are uncertain, is omitted.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn salvage(
        hall: &str,
        bytes: &[u8],
        random: Random<'_>,
    ) -> io::Result<Option<CardBook>> {
        let text = String::from_utf8_lossy(bytes);
        let mut cards = BTreeMap::new();
        let mut twice = Vec::new();
        objects_in(&text, &mut |value| {
            let written = WrittenCard::deserialize(value).ok();
            let Some(card) = written else { return false };
            let replaces = card.replaces.as_deref().map(Secret::typed).transpose();
            if let (Ok(secret), Ok(replaces)) = (Secret::typed(&card.secret), replaces) {
                let stored = StoredCard { secret, made: card.made, replaces };
                if cards.insert(card.resident.clone(), stored).is_some() {
                    twice.push(card.resident);
                }
            }
            true
        });
        twice.iter().for_each(|resident| drop(cards.remove(resident)));
        if cards.is_empty() {
            return Ok(None);
        }
        let book = CardBook::new(hall, random)?;
        Ok(Some(CardBook { cards, partial: true, ..book }))
    }

    /// Whether the book was salvaged from a damaged one.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// Reads what [`CardBook::write`] wrote.
    ///
    /// # Errors
    /// When the bytes are not a valid card book.
    pub fn read(bytes: &[u8]) -> Result<CardBook, CardBookError> {
        let written: Written = serde_json::from_slice(bytes).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            CardBookError::Text { line, column, what: error.to_string() }
        })?;
        if written.format != CARDS_FORMAT {
            return Err(CardBookError::Format { found: written.format });
        }
        let secret = |of: &str, code: &str| {
            Secret::typed(code)
                .map_err(|fault| CardBookError::Code { of: of.to_owned(), fault })
        };
        let decoys = secret("decoys", &written.decoys)?;
        let mut cards = BTreeMap::new();
        for WrittenCard { resident, secret: code, made, replaces } in written.cards {
            let replaces = replaces.map(|code| secret(&resident, &code)).transpose()?;
            let card = StoredCard { secret: secret(&resident, &code)?, made, replaces };
            if cards.insert(resident.clone(), card).is_some() {
                return Err(CardBookError::Duplicate { resident });
            }
        }
        Ok(CardBook { hall: written.hall, decoys, cards, partial: false })
    }

    /// The bytes of the card book.
    ///
    /// # Errors
    /// Never in practice: strings and days can always be serialised.
    pub fn write(&self) -> io::Result<Vec<u8>> {
        let card = |(resident, card): (&String, &StoredCard)| WrittenCard {
            resident: resident.clone(),
            secret: card.secret.code(),
            made: card.made,
            replaces: card.replaces.as_ref().map(Secret::code),
        };
        let written = Written {
            format: CARDS_FORMAT.to_owned(),
            hall: self.hall.clone(),
            decoys: self.decoys.code(),
            cards: self.cards.iter().map(card).collect(),
        };
        let mut bytes = serde_json::to_vec_pretty(&written)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The id of the hall.
    #[must_use]
    pub fn hall(&self) -> &str {
        &self.hall
    }

    /// Whether the book belongs to this hall. An empty book is assigned to the hall.
    #[must_use]
    pub fn serves(&mut self, hall: &str) -> bool {
        if self.cards.is_empty() {
            hall.clone_into(&mut self.hall);
        }
        self.hall == hall
    }

    /// The secret on a resident's card.
    #[must_use]
    pub fn secret(&self, resident: &str) -> Option<&Secret> {
        self.cards.get(resident).map(|card| &card.secret)
    }

    /// The ids of the residents with a card.
    pub fn residents(&self) -> impl Iterator<Item = &str> {
        self.cards.keys().map(String::as_str)
    }

    /// The secrets with which the resident's file in the site may be sealed: that of the
    /// card, and that of the card which it replaced since the last publication.
    pub fn opening(&self, resident: &str) -> impl Iterator<Item = &Secret> {
        let card = self.cards.get(resident);
        card.into_iter()
            .flat_map(|card| [Some(&card.secret), card.replaces.as_ref()])
            .flatten()
    }

    /// Creates a card for a resident who has none.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn ensure(
        &mut self,
        resident: &str,
        today: Day,
        random: Random<'_>,
    ) -> io::Result<()> {
        if !self.cards.contains_key(resident) {
            let secret = Secret::new(random()?);
            let card = StoredCard { secret, made: today, replaces: None };
            self.cards.insert(resident.to_owned(), card);
        }
        Ok(())
    }

    /// Creates a new card for a resident. The previous one opens nothing from the next
    /// publication on.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn reissue(
        &mut self,
        resident: &str,
        today: Day,
        random: Random<'_>,
    ) -> io::Result<()> {
        let before = self.cards.remove(resident);
        self.ensure(resident, today, random)?;
        if let (Some(card), Some(before)) = (self.cards.get_mut(resident), before) {
            card.replaces = Some(before.replaces.unwrap_or(before.secret));
        }
        Ok(())
    }

    /// Removes the cards of residents who do not stay.
    pub fn retain(&mut self, stays: impl Fn(&str) -> bool, _at: &Moment) {
        self.cards.retain(|resident, _| stays(resident));
    }

    /// Removes the secrets of replaced cards, after the site was sealed with the current
    /// ones.
    pub fn drop_replaced_secrets(&mut self, _at: &Moment) {
        self.cards.values_mut().for_each(|card| card.replaces = None);
    }

    /// The secret that seals the decoy with this number in this version. It is on no
    /// card, and different from that of any other decoy.
    pub(super) fn decoy(&self, version: u64, number: u64) -> Secret {
        let hash = Blake2b512::new()
            .chain_update(b"hallboard decoy 1")
            .chain_update(self.decoys.bytes())
            .chain_update(version.to_be_bytes())
            .chain_update(number.to_be_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(hash).for_each(|(byte, of_hash)| *byte = of_hash);
        Secret::new(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn moment() -> Moment {
        let now = "2026-11-23T04:00:00Z".parse().unwrap();
        let clock = crate::Clock { now, own: false, confirmed: None };
        let hall = hallboard_score::Hall {
            id: "mill".to_owned(),
            names: hallboard_score::Names::default(),
            time_zone: "UTC".to_owned(),
        };
        crate::KnownDates::default().check(clock, &hall).unwrap()
    }

    fn day() -> Day {
        moment().day()
    }

    fn book() -> CardBook {
        let next = Cell::new(0);
        let random = || {
            next.set(next.get() + 1);
            Ok([next.get(); 16])
        };
        let mut book = CardBook::new("mill", &random).unwrap();
        for resident in ["R1", "R2"] {
            book.ensure(resident, day(), &random).unwrap();
        }
        book.reissue("R2", day(), &random).unwrap();
        book
    }

    #[test]
    fn card_book_round_trips() {
        let book = book();
        let written = book.write().unwrap();
        assert_eq!(CardBook::read(&written).unwrap(), book);
        let text = String::from_utf8(written).unwrap();
        assert!(text.contains(&Secret::new([4; 16]).code()), "{text}");
    }

    #[test]
    fn invalid_card_books_are_refused_with_the_reason() {
        let text = String::from_utf8(book().write().unwrap()).unwrap();
        let code = Secret::new([2; 16]).code();
        let other = if code.ends_with('0') { "1" } else { "0" };
        let check = |from: &str, to: &str, expected: &str| {
            assert!(text.contains(from), "{from} in {text}");
            let error = CardBook::read(text.replace(from, to).as_bytes()).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        };
        check("cards/1", "cards/2", "`hallboard-cards/2`");
        check("\"made\"", "\"mode\"", "unknown field `mode`");
        check("\"R2\"", "\"R1\"", "`R1` is in it twice");
        check(&code, &format!("{}{other}", &code[..27]), "the secret of `R1`");
        assert!(CardBook::read(&text.as_bytes()[..text.len() - 3]).is_err());
    }

    #[test]
    fn damaged_card_books_are_salvaged() {
        let whole = book();
        let text = String::from_utf8(whole.write().unwrap()).unwrap();
        let code = Secret::new([2; 16]).code();
        let random = || Ok([9; 16]);
        let check = |text: &str, expected: &[&str]| {
            let book = CardBook::salvage("mill", text.as_bytes(), &random).unwrap();
            let found: Vec<&str> = book.iter().flat_map(CardBook::residents).collect();
            assert_eq!(found, expected, "{text}");
            for resident in found {
                let secrets =
                    [&whole, book.as_ref().unwrap()].map(|it| it.secret(resident));
                assert_eq!(secrets[0], secrets[1]);
                assert!(book.as_ref().unwrap().is_partial());
            }
        };
        check(&text, &["R1", "R2"]);
        check(&text.replace("cards/1", "cards/9"), &["R1", "R2"]);
        check(&text.replace("\"decoys\"", "\"decoys"), &["R1", "R2"]);
        check(&text.replace(&code, &code[1..]), &["R2"]);
        check(&text.replace("\"R2\"", "\"R1\""), &[]);
        check(&text[..text.find("\"R2\"").unwrap()], &["R1"]);
        check("", &[]);
        check("{{{{\u{fffd}", &[]);
    }

    #[test]
    fn replaced_secret_opens_until_it_is_dropped() {
        let mut book = book();
        let random = || Ok([9; 16]);
        let opening = |book: &CardBook| -> Vec<u8> {
            book.opening("R2").map(|secret| secret.bytes()[0]).collect()
        };
        assert_eq!(opening(&book), [4, 3]);
        // Replaced again before anything was published with the second card.
        book.reissue("R2", day(), &random).unwrap();
        assert_eq!(opening(&book), [9, 3]);
        book.drop_replaced_secrets(&moment());
        assert_eq!(opening(&book), [9]);
        book.retain(|id| id == "R1", &moment());
        assert_eq!(book.residents().collect::<Vec<_>>(), ["R1"]);
        let text = String::from_utf8(book.write().unwrap()).unwrap();
        assert!(!text.contains("R2"), "{text}");
    }

    #[test]
    fn card_book_with_cards_belongs_to_one_hall() {
        let mut empty = CardBook::new("mill", &|| Ok([1; 16])).unwrap();
        assert!(empty.serves("yangqiao") && empty.hall() == "yangqiao");
        assert!(!book().serves("yangqiao"));
    }

    #[test]
    fn decoys_are_all_different() {
        let book = book();
        let of = |version, number| *book.decoy(version, number).bytes();
        assert_eq!(of(1, 2), of(1, 2));
        assert!(of(1, 2) != of(1, 3) && of(1, 2) != of(2, 2) && of(1, 2) != of(2, 1));
    }
}
