//! The contents of a letter, by kind.

use std::fmt;

use hallboard_score::{Day, Scope};

use super::bounds;
use super::fault::{Field, LetterFault};
use crate::instant::Instant;

/// What a sender reports to the hall or requests from it.
///
/// Other residents are named as on the board, never by an id of the register. If two rows
/// have the same name, an official determines who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterBody {
    /// A deed of the sender.
    OwnDeed {
        /// The id of the deed's rule.
        deed: String,
        /// The day it happened.
        date: Day,
        /// A remark.
        text: Option<String>,
    },
    /// Thanks to another resident for a deed.
    Thanks {
        /// The name of the resident, as on the board.
        to: String,
        /// The id of the deed's rule.
        deed: String,
        /// The day it happened.
        date: Day,
        /// A remark.
        text: Option<String>,
        /// Whether the subject may learn who the sender is.
        named: bool,
    },
    /// A concern about another resident. The subject is notified of it and may reply.
    Concern {
        /// The name of the subject, as on the board.
        about: String,
        /// The id of the deed's rule.
        deed: String,
        /// The day it happened.
        date: Day,
        /// What was observed, unless it is handwritten.
        text: Option<String>,
        /// Whether the subject may learn who the sender is.
        named: bool,
    },
    /// The sender's reply to an entry about them: an objection.
    Reply {
        /// The id of the entry, from the sender's own part of the register.
        entry: String,
        /// The reply, unless it is handwritten.
        text: Option<String>,
    },
    /// The sender's consent from now on, which replaces the previous one.
    Consent {
        /// All scopes agreed to, each once; an empty list means leaving.
        scopes: Vec<Scope>,
        /// A remark.
        text: Option<String>,
    },
    /// A request for a reward.
    Wish {
        /// The id of the reward.
        reward: String,
        /// A remark.
        text: Option<String>,
    },
    /// A request to correct data about the sender in the register.
    Correction {
        /// What is wrong and how it should be, unless it is handwritten.
        text: Option<String>,
    },
    /// A request for a copy of all data that the hall has about the sender.
    Copy {
        /// A remark.
        text: Option<String>,
    },
    /// A request to erase all data about the sender.
    Erasure {
        /// A remark.
        text: Option<String>,
    },
}

/// The kinds of letter, without their contents.
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

/// The proof of a sender's identity, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// Only a name.
    NameOnly,
    /// A card, read by the page for letters.
    Card,
    /// A card, read by the resident's own page.
    Own,
}

impl LetterKind {
    /// All kinds.
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

    /// The kind's name in a letter.
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

    /// The kind with this name.
    #[must_use]
    pub fn from_name(word: &str) -> Option<LetterKind> {
        LetterKind::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// Whether a letter of this kind requires a text or handwriting.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        matches!(self, LetterKind::Concern | LetterKind::Reply | LetterKind::Correction)
    }

    /// The proof that a letter of this kind requires.
    ///
    /// Anybody may report a good deed. A concern about another resident, and matters that
    /// the hall settles with a person face to face, require a card. Letters that withdraw
    /// consent or reply in a person's name require that person's own page, because they
    /// would take effect before the person learnt of them.
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
    /// The kind of letter.
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

    /// The sender's text.
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

    /// Whether the sender agrees that the subject learns who the sender is. It does not
    /// say whether the sender can be identified.
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
