//! What the public board shows of the resident, held against the resident's own file.

use hallboard_feed::Board;
use hallboard_score::{Day, Points, ResidentFile};

/// What the board shows of the resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing, rightly.
    NotListed(Absence),
    /// Name and score, and it is the score that the engine makes of the own file as it
    /// was published.
    Listed {
        /// The score on the board.
        score: Points,
        /// The own score of that day. It differs only where something has started since
        /// the publication, which the board cannot know.
        own: Option<Points>,
        /// How many others of that name the board lists.
        namesakes: usize,
    },
    /// The own file says that the board should list the resident, and nobody of that
    /// name is there.
    Missing {
        /// The score that should stand there.
        expected: Points,
    },
    /// Everybody of that name on the board has another score.
    Differs {
        /// The score that should stand there.
        expected: Points,
        /// The scores that do.
        found: Vec<Points>,
    },
}

/// Why the board rightly does not list somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The publication has expired, so that it lists nobody.
    Expired,
    /// The resident has not agreed to it.
    NoConsent,
    /// The resident had no score on the day of publication.
    NoScore,
    /// The board lists nobody below the start.
    BelowStart,
    /// The board cannot show without telling of a deduction that lapsed, or of one that
    /// the next publication brings: the row has ended since the publication.
    Ended {
        /// The day it ended.
        on: Day,
    },
}

/// What the board of a day shows of the resident. `file` is of the same publication.
#[must_use]
pub fn shown(file: &ResidentFile<'_>, board: &Board) -> Shown {
    todo!()
}
