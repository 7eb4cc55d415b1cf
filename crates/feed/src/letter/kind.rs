//! What a letter says.

use std::fmt;

use hallboard_score::{Day, Scope};

use super::bounds;
use super::fault::{Field, LetterFault};
use crate::instant::Instant;

/// What somebody tells the hall, or asks of it.
///
/// Others are named as the board names them, never by an id of the register: where two
/// rows have one name, whoever opens the letter finds out who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterBody {
    /// A deed of the sender's own.
    OwnDeed {
        /// The id of the deed's rule.
        deed: String,
        /// The day it happened.
        date: Day,
        /// What there is to say of it.
        text: Option<String>,
    },
    /// Thanks to somebody for a deed.
    Thanks {
        /// Who is thanked, as on the board.
        to: String,
        /// The id of the deed's rule.
        deed: String,
        /// The day it happened.
        date: Day,
        /// What there is to say of it.
        text: Option<String>,
        /// Whether whom it is about may be told who wrote it.
        named: bool,
    },
    /// Something about somebody that the sender is worried by. Its subject is told what
    /// was said, and may answer.
    Concern {
        /// Whom it is about, as on the board.
        about: String,
        /// The id of the deed's rule.
        deed: String,
        /// The day it happened.
        date: Day,
        /// What was seen, unless it is written by hand.
        text: Option<String>,
        /// Whether whom it is about may be told who wrote it.
        named: bool,
    },
    /// The sender's reply to an entry about them: an objection.
    Reply {
        /// The entry's id, from the sender's own part of the register.
        entry: String,
        /// What they say, unless it is written by hand.
        text: Option<String>,
    },
    /// What the sender agrees to from now on, in place of what stood before.
    Consent {
        /// Everything agreed to, each once; nothing means leaving.
        scopes: Vec<Scope>,
        /// What there is to say of it.
        text: Option<String>,
    },
    /// A reward the sender would like.
    Wish {
        /// The reward's id.
        reward: String,
        /// What there is to say of it.
        text: Option<String>,
    },
    /// What the register has wrong about the sender.
    Correction {
        /// What, and how it should be, unless it is written by hand.
        text: Option<String>,
    },
    /// The sender asks for a copy of all the hall has about them.
    Copy {
        /// What there is to say of it.
        text: Option<String>,
    },
    /// The sender asks for all of it to be erased.
    Erasure {
        /// What there is to say of it.
        text: Option<String>,
    },
}

/// The kinds of letter, without what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterKind {
    /// See [`LetterBody::OwnDeed`].
    OwnDeed,
    /// See [`LetterBody::Thanks`].
    Thanks,
    /// See [`LetterBody::Concern`].
    Concern,
    /// See [`LetterBody::Reply`].
    Reply,
    /// See [`LetterBody::Consent`].
    Consent,
    /// See [`LetterBody::Wish`].
    Wish,
    /// See [`LetterBody::Correction`].
    Correction,
    /// See [`LetterBody::Copy`].
    Copy,
    /// See [`LetterBody::Erasure`].
    Erasure,
}

/// What stands behind a sender's word, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// Nothing but a name.
    NameOnly,
    /// A card, as the page for letters reads it.
    Card,
    /// A card, as a resident's own page reads it.
    Own,
}

impl LetterKind {
    /// Every one.
    pub const ALL: &'static [LetterKind] = &[
        LetterKind::OwnDeed,
        LetterKind::Thanks,
        LetterKind::Concern,
        LetterKind::Reply,
        LetterKind::Consent,
        LetterKind::Wish,
        LetterKind::Correction,
        LetterKind::Copy,
        LetterKind::Erasure,
    ];

    /// The word a letter uses for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            LetterKind::OwnDeed => "own-deed",
            LetterKind::Thanks => "thanks",
            LetterKind::Concern => "concern",
            LetterKind::Reply => "reply",
            LetterKind::Consent => "consent",
            LetterKind::Wish => "wish",
            LetterKind::Correction => "correction",
            LetterKind::Copy => "copy",
            LetterKind::Erasure => "erasure",
        }
    }

    /// The one a word stands for.
    #[must_use]
    pub fn from_name(word: &str) -> Option<LetterKind> {
        LetterKind::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// Whether it says nothing without words of the sender's own, typed or by hand.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        matches!(self, LetterKind::Concern | LetterKind::Reply | LetterKind::Correction)
    }

    /// The least that must stand behind a letter of this kind.
    ///
    /// Good is anybody's to tell. A worry about somebody else, and what the hall settles
    /// with a person face to face, needs a card. What withdraws consent or answers in
    /// somebody's name, and would be done by the time they heard of it, needs their own
    /// page.
    #[must_use]
    pub const fn needs(self) -> Proof {
        match self {
            LetterKind::OwnDeed | LetterKind::Thanks => Proof::NameOnly,
            LetterKind::Concern
            | LetterKind::Wish
            | LetterKind::Correction
            | LetterKind::Copy => Proof::Card,
            LetterKind::Reply | LetterKind::Consent | LetterKind::Erasure => Proof::Own,
        }
    }
}

impl fmt::Display for LetterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl LetterBody {
    /// Which it is.
    #[must_use]
    pub fn name(&self) -> LetterKind {
        match self {
            LetterBody::OwnDeed { .. } => LetterKind::OwnDeed,
            LetterBody::Thanks { .. } => LetterKind::Thanks,
            LetterBody::Concern { .. } => LetterKind::Concern,
            LetterBody::Reply { .. } => LetterKind::Reply,
            LetterBody::Consent { .. } => LetterKind::Consent,
            LetterBody::Wish { .. } => LetterKind::Wish,
            LetterBody::Correction { .. } => LetterKind::Correction,
            LetterBody::Copy { .. } => LetterKind::Copy,
            LetterBody::Erasure { .. } => LetterKind::Erasure,
        }
    }

    /// What it says in words of the sender's own.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            LetterBody::OwnDeed { text, .. }
            | LetterBody::Thanks { text, .. }
            | LetterBody::Concern { text, .. }
            | LetterBody::Reply { text, .. }
            | LetterBody::Consent { text, .. }
            | LetterBody::Wish { text, .. }
            | LetterBody::Correction { text }
            | LetterBody::Copy { text }
            | LetterBody::Erasure { text } => text.as_deref(),
        }
    }

    /// Whether its sender agrees that whom it is about is told who wrote it. Nothing is
    /// said by it of whether there is a sender who can be named.
    #[must_use]
    pub const fn agrees_to_be_named(&self) -> bool {
        matches!(
            self,
            LetterBody::Thanks { named: true, .. }
                | LetterBody::Concern { named: true, .. }
        )
    }

    pub(super) fn check(&self, written: Instant) -> Result<(), LetterFault> {
        match self {
            LetterBody::OwnDeed { deed, date, .. } => {
                bounds::id(Field::Deed, deed)?;
                bounds::happened(*date, written)?;
            }
            LetterBody::Thanks { to: who, deed, date, .. }
            | LetterBody::Concern { about: who, deed, date, .. } => {
                bounds::name(Field::Resident, who)?;
                bounds::id(Field::Deed, deed)?;
                bounds::happened(*date, written)?;
            }
            LetterBody::Reply { entry, .. } => bounds::id(Field::Entry, entry)?,
            LetterBody::Wish { reward, .. } => bounds::id(Field::Reward, reward)?,
            LetterBody::Consent { scopes, .. } => bounds::once(scopes)?,
            LetterBody::Correction { .. }
            | LetterBody::Copy { .. }
            | LetterBody::Erasure { .. } => {}
        }
        self.text().map_or(Ok(()), bounds::text)
    }
}
