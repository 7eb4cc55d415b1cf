//! Accepts letters in batches.

use std::io::Write;

use hallboard_feed::letter::{LetterId, LetterKind};
use hallboard_inbox::ReviewerInput;
use hallboard_operations::failure::CliError;
use hallboard_operations::inbox::{LetterReview, Session};
use hallboard_operations::words::People;

use super::render;

/// Number of letters reviewed and recorded together.
const BATCH: usize = 1000;

/// A letter, and what the reviewer states about it.
pub(super) type Wanted = (LetterId, ReviewerInput);

/// Accepts letters in that order, or prints their problems; returns for each whether it was
/// accepted.
pub(super) fn accept(
    session: &mut Session,
    wanted: &[Wanted],
    out: &mut dyn Write,
) -> Result<Vec<bool>, CliError> {
    let kind = |id: LetterId| session.inbox.letter(id).map(|it| it.received.kind);
    let kinds: Vec<_> = wanted.iter().map(|(id, _)| kind(*id)).collect();
    let mut done = Vec::new();
    let mut rest = wanted;
    for run in kinds.chunk_by(|a, b| is_deed(*a) && is_deed(*b)) {
        let (now, later) = rest.split_at_checked(run.len()).unwrap_or((rest, &[]));
        rest = later;
        for some in now.chunks(BATCH) {
            done.extend(accept_some(session, some, out)?);
        }
    }
    Ok(done)
}

/// Whether a letter becomes a deed. An accepted deed does not affect the problems of
/// another one, so that many can be reviewed against the same state of the register.
fn is_deed(kind: Option<LetterKind>) -> bool {
    use LetterKind::{Concern, OwnDeed, Thanks};
    matches!(kind, Some(OwnDeed | Thanks | Concern))
}

fn accept_some(
    session: &mut Session,
    wanted: &[Wanted],
    out: &mut dyn Write,
) -> Result<Vec<bool>, CliError> {
    let limits = session.limits();
    let review_context = session.review_context(&limits);
    let review = |(id, input): &Wanted| session.review(&review_context, *id, input);
    let reviews =
        wanted.iter().map(review).collect::<Result<Vec<LetterReview>, CliError>>()?;
    drop(review_context);
    let fits = |review: &&LetterReview| review.result.problems.is_empty();
    session.accept(reviews.iter().filter(fits))?;
    let people = People::of(&session.ledger);
    for review in &reviews {
        let short = session.inbox.short(review.id);
        if fits(&review) {
            writeln!(out, "{}", t!("inbox.accepted", id = short))?;
            continue;
        }
        writeln!(out, "{}", t!("inbox.not_accepted", id = short))?;
        for problem in &review.result.problems {
            writeln!(out, "  {}", render::problem(problem, &people))?;
        }
    }
    Ok(reviews.iter().map(|review| fits(&review)).collect())
}
