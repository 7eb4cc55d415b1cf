//! What people can tell the hall here, and from their own page.

use hallboard_feed::letter::{KindOfLetter, Proof};
use hallboard_score::Points;

use super::form::Step;

/// What somebody wants to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A deed of their own.
    Own,
    /// Thanks to somebody.
    Thanks,
    /// Something about somebody that worries them.
    Concern,
    /// A reward they would like.
    Wish,
    /// What the hall has wrong about them.
    Correction,
    /// A copy of all the hall has about them.
    Copy,
    /// What they say to an entry about them; from their own page alone, as all below.
    Reply,
    /// What they agree to.
    Consent,
    /// That all the hall has about them be erased.
    Erasure,
}

/// Which deeds something is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Those that give points.
    Gives,
    /// Those that take points.
    Takes,
}

impl Tone {
    /// Whether a deed worth that is one of them.
    #[must_use]
    pub fn fits(self, points: Points) -> bool {
        match self {
            Tone::Gives => points > Points::ZERO,
            Tone::Takes => points < Points::ZERO,
        }
    }
}

impl What {
    /// All that is offered here, in its order.
    pub const ALL: [What; 6] = [
        What::Own,
        What::Thanks,
        What::Concern,
        What::Wish,
        What::Correction,
        What::Copy,
    ];

    /// The kind of letter that says it.
    #[must_use]
    pub const fn kind(self) -> KindOfLetter {
        match self {
            What::Own => KindOfLetter::OwnDeed,
            What::Thanks => KindOfLetter::Thanks,
            What::Concern => KindOfLetter::Concern,
            What::Wish => KindOfLetter::Wish,
            What::Correction => KindOfLetter::Correction,
            What::Copy => KindOfLetter::Copy,
            What::Reply => KindOfLetter::Reply,
            What::Consent => KindOfLetter::Consent,
            What::Erasure => KindOfLetter::Erasure,
        }
    }

    /// Whether only somebody with a card may say it.
    #[must_use]
    pub fn needs_card(self) -> bool {
        self.kind().needs() > Proof::Nobodys
    }

    /// The deeds it can be about; nothing where it is about none.
    #[must_use]
    pub const fn tone(self) -> Option<Tone> {
        match self {
            What::Own | What::Thanks => Some(Tone::Gives),
            What::Concern => Some(Tone::Takes),
            _ => None,
        }
    }

    /// Whether it says nothing without words.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        matches!(self, What::Concern | What::Correction | What::Reply)
    }

    /// The steps of telling it, one after the other.
    #[must_use]
    pub const fn steps(self) -> &'static [Step] {
        match self {
            What::Own => &[
                Step::What,
                Step::Sender,
                Step::Deed,
                Step::When,
                Step::Words,
                Step::Preview,
            ],
            What::Thanks | What::Concern => &[
                Step::What,
                Step::Sender,
                Step::Deed,
                Step::Who,
                Step::When,
                Step::Words,
                Step::Preview,
            ],
            What::Wish => {
                &[Step::What, Step::Sender, Step::Reward, Step::Words, Step::Preview]
            }
            What::Correction | What::Copy => {
                &[Step::What, Step::Sender, Step::Words, Step::Preview]
            }
            What::Reply | What::Consent | What::Erasure => self.own_steps(),
        }
    }

    /// The steps of telling it from somebody's own page, which says who writes, and about
    /// what.
    #[must_use]
    pub const fn own_steps(self) -> &'static [Step] {
        match self {
            What::Consent => &[Step::Scopes, Step::Preview],
            _ => &[Step::Words, Step::Preview],
        }
    }
}
