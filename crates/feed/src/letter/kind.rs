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
pub enum Kind {
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
pub enum KindOfLetter {
    /// See [`Kind::OwnDeed`].
    OwnDeed,
    /// See [`Kind::Thanks`].
    Thanks,
    /// See [`Kind::Concern`].
    Concern,
    /// See [`Kind::Reply`].
    Reply,
    /// See [`Kind::Consent`].
    Consent,
    /// See [`Kind::Wish`].
    Wish,
    /// See [`Kind::Correction`].
    Correction,
    /// See [`Kind::Copy`].
    Copy,
    /// See [`Kind::Erasure`].
    Erasure,
}

/// What stands behind a sender's word, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// Nothing but a name.
    Nobodys,
    /// A card, as the page for letters reads it.
    Card,
    /// A card, as a resident's own page reads it.
    Own,
}

impl KindOfLetter {
    /// Every one.
    pub const ALL: &'static [KindOfLetter] = &[
        KindOfLetter::OwnDeed,
        KindOfLetter::Thanks,
        KindOfLetter::Concern,
        KindOfLetter::Reply,
        KindOfLetter::Consent,
        KindOfLetter::Wish,
        KindOfLetter::Correction,
        KindOfLetter::Copy,
        KindOfLetter::Erasure,
    ];

    /// The word a letter uses for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            KindOfLetter::OwnDeed => "own-deed",
            KindOfLetter::Thanks => "thanks",
            KindOfLetter::Concern => "concern",
            KindOfLetter::Reply => "reply",
            KindOfLetter::Consent => "consent",
            KindOfLetter::Wish => "wish",
            KindOfLetter::Correction => "correction",
            KindOfLetter::Copy => "copy",
            KindOfLetter::Erasure => "erasure",
        }
    }

    /// The one a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<KindOfLetter> {
        KindOfLetter::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Whether it says nothing without words of the sender's own, typed or by hand.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        matches!(
            self,
            KindOfLetter::Concern | KindOfLetter::Reply | KindOfLetter::Correction
        )
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
            KindOfLetter::OwnDeed | KindOfLetter::Thanks => Proof::Nobodys,
            KindOfLetter::Concern
            | KindOfLetter::Wish
            | KindOfLetter::Correction
            | KindOfLetter::Copy => Proof::Card,
            KindOfLetter::Reply | KindOfLetter::Consent | KindOfLetter::Erasure => {
                Proof::Own
            }
        }
    }
}

impl fmt::Display for KindOfLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Kind {
    /// Which it is.
    #[must_use]
    pub fn word(&self) -> KindOfLetter {
        match self {
            Kind::OwnDeed { .. } => KindOfLetter::OwnDeed,
            Kind::Thanks { .. } => KindOfLetter::Thanks,
            Kind::Concern { .. } => KindOfLetter::Concern,
            Kind::Reply { .. } => KindOfLetter::Reply,
            Kind::Consent { .. } => KindOfLetter::Consent,
            Kind::Wish { .. } => KindOfLetter::Wish,
            Kind::Correction { .. } => KindOfLetter::Correction,
            Kind::Copy { .. } => KindOfLetter::Copy,
            Kind::Erasure { .. } => KindOfLetter::Erasure,
        }
    }

    /// What it says in words of the sender's own.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Kind::OwnDeed { text, .. }
            | Kind::Thanks { text, .. }
            | Kind::Concern { text, .. }
            | Kind::Reply { text, .. }
            | Kind::Consent { text, .. }
            | Kind::Wish { text, .. }
            | Kind::Correction { text }
            | Kind::Copy { text }
            | Kind::Erasure { text } => text.as_deref(),
        }
    }

    /// Whether its sender agrees that whom it is about is told who wrote it. Nothing is
    /// said by it of whether there is a sender who can be named.
    #[must_use]
    pub const fn agrees_to_be_named(&self) -> bool {
        matches!(
            self,
            Kind::Thanks { named: true, .. } | Kind::Concern { named: true, .. }
        )
    }

    pub(super) fn check(&self, written: Instant) -> Result<(), LetterFault> {
        match self {
            Kind::OwnDeed { deed, date, .. } => {
                bounds::id(Field::Deed, deed)?;
                bounds::happened(*date, written)?;
            }
            Kind::Thanks { to: who, deed, date, .. }
            | Kind::Concern { about: who, deed, date, .. } => {
                bounds::name(Field::Resident, who)?;
                bounds::id(Field::Deed, deed)?;
                bounds::happened(*date, written)?;
            }
            Kind::Reply { entry, .. } => bounds::id(Field::Entry, entry)?,
            Kind::Wish { reward, .. } => bounds::id(Field::Reward, reward)?,
            Kind::Consent { scopes, .. } => bounds::once(scopes)?,
            Kind::Correction { .. } | Kind::Copy { .. } | Kind::Erasure { .. } => {}
        }
        self.text().map_or(Ok(()), bounds::text)
    }
}
