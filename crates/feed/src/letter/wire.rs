//! The JSON of a letter: one flat object.

use hallboard_score::{
    Day, Scope, Validate, literal_true, non_null, read_json, strict_object,
};
use serde::{Deserialize, Serialize};

use super::fault::{Field, LetterFault, quoted};
use super::handwriting::Handwriting;
use super::kind::{LetterBody, LetterKind};
use super::mark::LetterId;
use super::token::{Sender, Token};
use super::{LETTER_FORMAT, Letter};
use crate::instant::Instant;

/// A letter in its JSON form. Values are strings until the kind is known, so that errors
/// can name the field.
#[derive(Default, Serialize)]
struct Wire {
    format: String,
    hall: String,
    id: String,
    written: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    guest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guest_handwriting: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own: Option<String>,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resident: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handwriting: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    named: bool,
}

strict_object!(Wire {
    format,
    hall,
    id,
    written,
    kind;
    guest: non_null = None,
    guest_handwriting: non_null = None,
    card: non_null = None,
    own: non_null = None,
    resident: non_null = None,
    deed: non_null = None,
    date: non_null = None,
    entry: non_null = None,
    scopes: non_null = None,
    reward: non_null = None,
    text: non_null = None,
    handwriting: non_null = None,
    named: literal_true = false,
});

impl Validate for Wire {}

/// Only the format, to report a letter of another format as such.
#[derive(Deserialize)]
struct Named {
    format: String,
}

fn same_format(format: &str) -> Result<(), LetterFault> {
    match format {
        LETTER_FORMAT => Ok(()),
        got => Err(LetterFault::OtherFormat { got: quoted(got) }),
    }
}

impl Letter {
    /// The JSON in one line. It is the same each time for the same letter.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&Wire::of(self)).unwrap_or_default()
    }

    /// Reads a letter's JSON, which must be exactly as [`Letter::to_json`] writes it: the
    /// digest of these bytes distinguishes a repeated letter from a forgery.
    ///
    /// # Errors
    /// When it is not a letter to this hall, is not within all limits, or has another
    /// notation.
    pub fn from_json(json: &[u8], hall: &str) -> Result<Letter, LetterFault> {
        let wire: Wire = read_json(json).map_err(|error| {
            let named = serde_json::from_slice::<Named>(json).ok();
            match named.map(|named| same_format(&named.format)) {
                Some(Err(other)) => other,
                _ => LetterFault::Shape {
                    column: error.column,
                    what: quoted(&error.what.to_string()),
                },
            }
        })?;
        same_format(&wire.format)?;
        if wire.hall != hall {
            let (expected, got) = (hall.to_owned(), quoted(&wire.hall));
            return Err(LetterFault::OtherHall { expected, got });
        }
        let letter = wire.into_letter()?;
        letter.check()?;
        letter.check_spelling(json)?;
        Ok(letter)
    }

    fn check_spelling(&self, json: &[u8]) -> Result<(), LetterFault> {
        let own = self.to_json();
        if own.as_bytes() == json {
            return Ok(());
        }
        let same = own.bytes().zip(json).take_while(|(own, found)| own == *found);
        Err(LetterFault::Spelling { at: same.count() })
    }
}

fn read<T>(
    field: Field,
    text: &str,
    value: impl FnOnce(&str) -> Option<T>,
) -> Result<T, LetterFault> {
    value(text).ok_or_else(|| LetterFault::InvalidField { field, got: quoted(text) })
}

fn token(field: Field, text: &str) -> Result<Token, LetterFault> {
    // A token with an error may still be almost correct, so a message must not show it.
    Token::from_hex(text)
        .ok_or(LetterFault::InvalidField { field, got: "…".to_owned() })
}

fn handwriting(field: Field, text: &str) -> Result<Handwriting, LetterFault> {
    text.parse().map_err(|error| LetterFault::Handwriting { field, error })
}

impl Wire {
    fn into_letter(mut self) -> Result<Letter, LetterFault> {
        let id = read(Field::Id, &self.id, |id| id.parse::<LetterId>().ok())?;
        let written =
            read(Field::Written, &self.written, |at| at.parse::<Instant>().ok());
        let (written, sender) = (written?, self.take_sender()?);
        let kind = LetterKind::from_name(&self.kind)
            .ok_or_else(|| LetterFault::OtherKind { got: quoted(&self.kind) })?;
        let body = self.take_kind(kind)?;
        let by_hand = self.handwriting.take();
        let by_hand =
            by_hand.map(|it| handwriting(Field::Handwriting, &it)).transpose()?;
        match self.left_over() {
            Some(field) => Err(LetterFault::UnexpectedField { kind, field }),
            None => Ok(Letter {
                hall: self.hall,
                id,
                written,
                sender,
                kind: body,
                handwriting: by_hand,
            }),
        }
    }

    fn take_sender(&mut self) -> Result<Sender, LetterFault> {
        let by_hand = self.guest_handwriting.take();
        match (self.guest.take(), by_hand, self.card.take(), self.own.take()) {
            (Some(name), None, None, None) => Ok(Sender::Guest { name }),
            (None, Some(by_hand), None, None) => {
                let name = handwriting(Field::GuestHandwriting, &by_hand)?;
                Ok(Sender::HandwrittenGuest { name })
            }
            (None, None, Some(card), None) => {
                Ok(Sender::Card { token: token(Field::Card, &card)? })
            }
            (None, None, None, Some(own)) => {
                Ok(Sender::Resident { token: token(Field::Own, &own)? })
            }
            (guest, by_hand, card, own) => {
                let found = [guest, by_hand, card, own].iter().flatten().count();
                Err(LetterFault::SenderCount { found })
            }
        }
    }

    fn take_kind(&mut self, kind: LetterKind) -> Result<LetterBody, LetterFault> {
        let need = |field, value: &mut Option<String>| {
            value.take().ok_or(LetterFault::Missing { kind, field })
        };
        let day = |value: &mut Option<String>| {
            let date = need(Field::Date, value)?;
            read(Field::Date, &date, |date| date.parse::<Day>().ok())
        };
        Ok(match kind {
            LetterKind::OwnDeed => LetterBody::OwnDeed {
                deed: need(Field::Deed, &mut self.deed)?,
                date: day(&mut self.date)?,
                text: self.text.take(),
            },
            LetterKind::Thanks => LetterBody::Thanks {
                to: need(Field::Resident, &mut self.resident)?,
                deed: need(Field::Deed, &mut self.deed)?,
                date: day(&mut self.date)?,
                text: self.text.take(),
                named: std::mem::take(&mut self.named),
            },
            LetterKind::Concern => LetterBody::Concern {
                about: need(Field::Resident, &mut self.resident)?,
                deed: need(Field::Deed, &mut self.deed)?,
                date: day(&mut self.date)?,
                text: self.text.take(),
                named: std::mem::take(&mut self.named),
            },
            LetterKind::Reply => LetterBody::Reply {
                entry: need(Field::Entry, &mut self.entry)?,
                text: self.text.take(),
            },
            LetterKind::Consent => {
                let field = Field::Scopes;
                let scopes =
                    self.scopes.take().ok_or(LetterFault::Missing { kind, field })?;
                let scope = |word: &String| read(field, word, Scope::from_name);
                let scopes = scopes.iter().map(scope).collect::<Result<_, _>>()?;
                LetterBody::Consent { scopes, text: self.text.take() }
            }
            LetterKind::Wish => LetterBody::Wish {
                reward: need(Field::Reward, &mut self.reward)?,
                text: self.text.take(),
            },
            LetterKind::Correction => LetterBody::Correction { text: self.text.take() },
            LetterKind::Copy => LetterBody::Copy { text: self.text.take() },
            LetterKind::Erasure => LetterBody::Erasure { text: self.text.take() },
        })
    }

    fn left_over(&self) -> Option<Field> {
        let fields = [
            (Field::Resident, self.resident.is_some()),
            (Field::Deed, self.deed.is_some()),
            (Field::Date, self.date.is_some()),
            (Field::Entry, self.entry.is_some()),
            (Field::Scopes, self.scopes.is_some()),
            (Field::Reward, self.reward.is_some()),
            (Field::Text, self.text.is_some()),
            (Field::Named, self.named),
        ];
        fields.iter().find(|(_, there)| *there).map(|(field, _)| *field)
    }

    fn of(letter: &Letter) -> Wire {
        let mut wire = Wire {
            format: LETTER_FORMAT.to_owned(),
            hall: letter.hall.clone(),
            id: letter.id.to_string(),
            written: letter.written.to_string(),
            kind: letter.kind.name().as_str().to_owned(),
            text: letter.kind.text().map(str::to_owned),
            handwriting: letter.handwriting.as_ref().map(Handwriting::to_string),
            named: letter.kind.agrees_to_be_named(),
            ..Wire::default()
        };
        match &letter.sender {
            Sender::Guest { name } => wire.guest = Some(name.clone()),
            Sender::HandwrittenGuest { name } => {
                wire.guest_handwriting = Some(name.to_string());
            }
            Sender::Card { token } => wire.card = Some(token.hex()),
            Sender::Resident { token } => wire.own = Some(token.hex()),
        }
        match &letter.kind {
            LetterBody::OwnDeed { deed, date, .. } => {
                wire.deed = Some(deed.clone());
                wire.date = Some(date.to_string());
            }
            LetterBody::Thanks { to: who, deed, date, .. }
            | LetterBody::Concern { about: who, deed, date, .. } => {
                wire.resident = Some(who.clone());
                wire.deed = Some(deed.clone());
                wire.date = Some(date.to_string());
            }
            LetterBody::Reply { entry, .. } => wire.entry = Some(entry.clone()),
            LetterBody::Consent { scopes, .. } => {
                let word = |scope: &Scope| scope.as_str().to_owned();
                wire.scopes = Some(scopes.iter().map(word).collect());
            }
            LetterBody::Wish { reward, .. } => wire.reward = Some(reward.clone()),
            LetterBody::Correction { .. }
            | LetterBody::Copy { .. }
            | LetterBody::Erasure { .. } => {}
        }
        wire
    }
}
