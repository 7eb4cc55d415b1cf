//! What the public board shows of the resident, compared with the resident's own file.

use hallboard_feed::BoardListing;
use hallboard_score::{
    Day, FEWEST_PUBLIC_STARS, Points, Register, ResidentRecord, Scope, recognition,
};

use super::explanation::{LineOf, ScoreExplanation, explain};

/// What the board shows of the resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoardVisibility {
    /// Nothing, rightly.
    NotListed(Absence),
    /// Name and board score, and it is the one that the engine makes of the own file.
    Listed {
        /// The score on the board.
        score: Points,
        /// The whole score of today: with deductions and low stars, which the board leaves
        /// out, and with what began or ended since the publication.
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
    /// The publication is of a format in which the board showed the whole score; it is not
    /// compared.
    OldFormat,
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
    /// New rules have begun since the publication, so that it lists nobody.
    NewRules {
        /// Their first day.
        from: Day,
    },
}

/// What the board of a day shows of the resident. `file` is of the same publication.
#[must_use]
pub fn board_visibility(
    file: &ResidentRecord<'_>,
    board: &BoardListing,
) -> BoardVisibility {
    if board.consent_expired {
        return BoardVisibility::NotListed(Absence::Expired);
    }
    if !board.is_recognition {
        return BoardVisibility::OldFormat;
    }
    let as_of = board.as_of;
    if !file.agrees(Scope::Score, as_of) {
        return BoardVisibility::NotListed(Absence::NoScore);
    }
    if !file.agrees(Scope::Board, as_of) {
        return BoardVisibility::NotListed(Absence::NoConsent);
    }
    let public = recognition(file.register().ledger(), as_of);
    let register = Register::new(&public);
    let score = register.file(file.id()).and_then(|it| it.standing(as_of).score);
    let Some(expected) = score else {
        return BoardVisibility::NotListed(Absence::NoScore);
    };
    if let Some(from) = board.ended_by_rules {
        return BoardVisibility::NotListed(Absence::NewRules { from });
    }
    let named = board.residents.iter().filter(|it| it.name == file.name());
    let found: Vec<Points> = named.map(|it| it.score).collect();
    if found.is_empty() {
        BoardVisibility::Missing { expected }
    } else if found.contains(&expected) {
        let own = file.standing(board.on).score;
        BoardVisibility::Listed { score: expected, own, namesakes: found.len() - 1 }
    } else {
        BoardVisibility::Differs { expected, found }
    }
}

/// What the board score of the day of publication is made of; `None` for who has none. Low
/// ratings, which the board takes for none, are in no line of it.
#[must_use]
pub fn board_explanation(
    file: &ResidentRecord<'_>,
    as_of: Day,
) -> Option<ScoreExplanation> {
    let public = recognition(file.register().ledger(), as_of);
    let register = Register::new(&public);
    let mut explanation = explain(&register.file(file.id())?, as_of);
    let sum = explanation.sum.as_mut()?;
    let is_low = |rating: usize| {
        explanation.ratings.get(rating).is_some_and(|it| it.stars < FEWEST_PUBLIC_STARS)
    };
    sum.lines
        .retain(|line| !matches!(line.of, LineOf::Stars { rating } if is_low(rating)));
    Some(explanation)
}
