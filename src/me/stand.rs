//! What came of a card's file, what there is to show, and what is to be said of it.

use std::sync::Arc;

use hallboard_feed::VerifiedFeed;
use hallboard_feed::client::Trouble;
use hallboard_feed::sealed::{Card, OwnRefusal, OwnRegister};

use crate::stage::Failure;

/// What came of a card's file; always of one version of the feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Own {
    /// It was not asked for yet.
    #[default]
    Unasked,
    /// It is on its way.
    Asked {
        /// The version asked for.
        version: u64,
        /// Whether this is the second time, the head having been asked for in between.
        again: bool,
    },
    /// There was none: perhaps the publication changed meanwhile, so that head is asked
    /// for anew.
    Doubtful {
        /// The version asked for.
        version: u64,
    },
    /// There is none.
    Missing {
        /// The version asked for.
        version: u64,
    },
    /// No answer.
    Unreachable {
        /// The version asked for.
        version: u64,
    },
    /// There is one, and it is not to be believed.
    Refused {
        /// The version asked for.
        version: u64,
        /// Why not.
        why: OwnRefusal,
    },
    /// Open.
    Open(Arc<OwnRegister>),
}

/// What became of asking for a card's file.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is open.
    Open(Arc<OwnRegister>),
    /// The site has no such file.
    Missing,
    /// The site did not answer.
    Unreachable,
    /// It is not to be believed.
    Refused(OwnRefusal),
}

/// What there is to show.
#[derive(Clone, Debug, PartialEq)]
pub enum Stand {
    /// The form for the card's code.
    Asking,
    /// The site is signed by another key than the card names.
    OtherKey,
    /// On the way.
    Opening,
    /// There is no publication to be believed.
    Failed(Failure),
    /// The publication is older than the card.
    Older,
    /// Nothing lies under this card.
    Missing,
    /// The card's file did not arrive.
    Unreachable,
    /// The card's file is not to be believed.
    Refused,
    /// Everything.
    Open,
}

impl Stand {
    /// A number of its own; of two failures, one for each.
    #[must_use]
    pub fn number(&self) -> u32 {
        match self {
            Stand::Asking => 0,
            Stand::OtherKey => 1,
            Stand::Opening => 2,
            Stand::Older => 3,
            Stand::Missing => 4,
            Stand::Unreachable => 5,
            Stand::Refused => 6,
            Stand::Open => 7,
            Stand::Failed(Failure::Trust(_)) => 8,
            Stand::Failed(Failure::Feed(Trouble::Unreachable { .. })) => 9,
            Stand::Failed(Failure::Feed(Trouble::Status { .. })) => 10,
            Stand::Failed(Failure::Feed(Trouble::Refused(_))) => 11,
            Stand::Failed(Failure::Feed(Trouble::Clock { .. })) => 12,
        }
    }

    /// Its name in the page.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Stand::Asking => "asking",
            Stand::OtherKey => "other-key",
            Stand::Opening => "opening",
            Stand::Failed(_) => "failed",
            Stand::Older => "older",
            Stand::Missing => "missing",
            Stand::Unreachable => "unreachable",
            Stand::Refused => "refused",
            Stand::Open => "open",
        }
    }
}

/// What is to be said of a publication that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It has run out.
    Expired {
        /// When, in seconds since 1970.
        at: i64,
    },
    /// A newer one should have come by now.
    Old,
    /// A clock is wrong.
    Clock,
    /// What the site has now is not believed.
    Refused,
    /// The site does not answer.
    Unreachable,
}

impl Notice {
    /// A number of its own, which is not 0.
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Notice::Expired { .. } => 1,
            Notice::Old => 2,
            Notice::Clock => 3,
            Notice::Refused => 4,
            Notice::Unreachable => 5,
        }
    }
}

/// A file to ask for.
#[derive(Clone, Debug)]
pub struct Errand {
    /// The feed whose file it is.
    pub feed: Arc<VerifiedFeed>,
    /// The card that opens it.
    pub card: Arc<Card>,
    /// Whether it was missing the first time.
    pub again: bool,
}

impl Own {
    /// The version it is of.
    pub(super) fn version(&self) -> Option<u64> {
        match self {
            Own::Unasked => None,
            Own::Asked { version, .. }
            | Own::Doubtful { version }
            | Own::Missing { version }
            | Own::Unreachable { version }
            | Own::Refused { version, .. } => Some(*version),
            Own::Open(register) => Some(register.version()),
        }
    }
}
