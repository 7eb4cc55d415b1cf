//! The kinds of letter, and their properties in the form.

pub use hallboard_feed::letter::LetterKind;
use hallboard_feed::letter::Proof;
use hallboard_score::Points;

use super::form::Step;

/// Whether the deeds of a letter earn or lose points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedSign {
    /// Deeds that earn points.
    Positive,
    /// Deeds that lose points.
    Negative,
}

impl DeedSign {
    /// Whether a deed of that many points has this sign.
    #[must_use]
    pub fn matches(self, points: Points) -> bool {
        match self {
            DeedSign::Positive => points > Points::ZERO,
            DeedSign::Negative => points < Points::ZERO,
        }
    }
}

/// The kinds that the form offers, in order. The others are only written from a resident's
/// own page.
pub const OFFERED_KINDS: [LetterKind; 6] = [
    LetterKind::OwnDeed,
    LetterKind::Thanks,
    LetterKind::Concern,
    LetterKind::Wish,
    LetterKind::Correction,
    LetterKind::Copy,
];

/// The properties of a kind of letter in the form.
pub trait LetterKindExt: Copy {
    /// Whether the sender must have a card.
    fn needs_card(self) -> bool;

    /// The sign of the deeds that it can be about; `None` if it is about no deed.
    fn deed_sign(self) -> Option<DeedSign>;

    /// Whether it must have a text.
    fn needs_text(self) -> bool;

    /// Whether it is about another resident, who may learn who wrote it.
    fn is_about_another(self) -> bool;

    /// The fields of the form, in order.
    fn fields(self) -> &'static [Step];

    /// The fields from a resident's own page, where sender and topic are known.
    fn own_page_fields(self) -> &'static [Step];
}

impl LetterKindExt for LetterKind {
    fn needs_card(self) -> bool {
        self.needs() > Proof::NameOnly
    }

    fn deed_sign(self) -> Option<DeedSign> {
        match self {
            LetterKind::OwnDeed | LetterKind::Thanks => Some(DeedSign::Positive),
            LetterKind::Concern => Some(DeedSign::Negative),
            _ => None,
        }
    }

    fn needs_text(self) -> bool {
        matches!(self, LetterKind::Concern | LetterKind::Correction | LetterKind::Reply)
    }

    fn is_about_another(self) -> bool {
        matches!(self, LetterKind::Thanks | LetterKind::Concern)
    }

    fn fields(self) -> &'static [Step] {
        match self {
            LetterKind::OwnDeed => {
                &[Step::Kind, Step::Deed, Step::Day, Step::Text, Step::Sender]
            }
            LetterKind::Thanks | LetterKind::Concern => &[
                Step::Kind,
                Step::Deed,
                Step::Subject,
                Step::Day,
                Step::Text,
                Step::Sender,
            ],
            LetterKind::Wish => &[Step::Kind, Step::Reward, Step::Text, Step::Sender],
            LetterKind::Correction | LetterKind::Copy => {
                &[Step::Kind, Step::Text, Step::Sender]
            }
            LetterKind::Reply | LetterKind::Consent | LetterKind::Erasure => {
                self.own_page_fields()
            }
        }
    }

    fn own_page_fields(self) -> &'static [Step] {
        match self {
            LetterKind::Consent => &[Step::Scopes],
            _ => &[Step::Text],
        }
    }
}
