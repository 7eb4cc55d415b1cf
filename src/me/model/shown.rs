//! What the public board shows of the resident, held against the resident's own file.

use hallboard_feed::BoardListing;
use hallboard_score::{Day, Points, Register, ResidentFile, Scope, arrange};

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
    /// The score has risen since the publication, which would tell of a deduction that
    /// lapsed: the row has ended till the next one.
    Ended {
        /// The day it ended.
        on: Day,
    },
}

/// What the board of a day shows of the resident. `file` is of the same publication.
#[must_use]
pub fn shown(file: &ResidentFile<'_>, board: &BoardListing) -> Shown {
    if board.consent_expired {
        return Shown::NotListed(Absence::Expired);
    }
    let ledger = file.register().ledger();
    let register = Register::started_by(ledger, board.as_of);
    let published = register.file(file.id()).ok_or(Absence::NoScore);
    let expected = match published.and_then(|it| expected(&it, board)) {
        Ok(expected) => expected,
        Err(absence) => return Shown::NotListed(absence),
    };
    let named = board.residents.iter().filter(|it| it.name == file.name());
    let found: Vec<Points> = named.map(|it| it.score).collect();
    if found.is_empty() {
        Shown::Missing { expected }
    } else if found.contains(&expected) {
        let own = file.standing(board.on).score;
        Shown::Listed { score: expected, own, namesakes: found.len() - 1 }
    } else {
        Shown::Differs { expected, found }
    }
}

/// The score that the board should show, by what was known on the day of publication.
fn expected(file: &ResidentFile<'_>, board: &BoardListing) -> Result<Points, Absence> {
    let (register, as_of) = (file.register(), board.as_of);
    if !file.agrees(Scope::Score, as_of) {
        return Err(Absence::NoScore);
    }
    if !file.agrees(Scope::Board, as_of) {
        return Err(Absence::NoConsent);
    }
    let mut days: Vec<Day> =
        file.points_history(as_of, board.on).into_iter().map(|(day, _)| day).collect();
    let books = register.rulebook_days();
    days.extend(books.filter(|day| *day > as_of && *day <= board.on));
    days.extend([board.on]);
    arrange(&mut days, &|a, b| a.cmp(b));
    let mut before: Option<Points> = None;
    let mut score = Err(Absence::NoScore);
    for day in days {
        let Some((points, book)) = file.points(day).zip(register.book(day)) else {
            return Err(Absence::NoScore);
        };
        let now = book.score(points);
        if now < book.score.base {
            return Err(Absence::BelowStart);
        }
        // Where the scale ends at the base, less than none is shown as none.
        let points = points.max(Points::ZERO);
        let new_rules = register.rulebook_days().any(|from| from == day);
        if !new_rules && before.is_some_and(|before| points > before) {
            return Err(Absence::Ended { on: day });
        }
        before = Some(points);
        score = Ok(now);
    }
    score
}
