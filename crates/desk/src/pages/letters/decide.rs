//! Carries out the decision of an official.

use std::iter::once;

use hallboard_feed::letter::LetterId;
use hallboard_inbox::ReviewerInput;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::inbox::failed;
use hallboard_operations::inbox::wording::problem;
use hallboard_operations::words::People;
use hallboard_score::Day;

use super::{Opened, fault};
use crate::server::Fields;

/// What the page does next.
pub(super) enum Decided {
    /// The decision is in the journal.
    Recorded,
    /// Nothing was decided: the effect of accepting is to be seen first.
    ToBeSeen,
}

/// Carries out the action that was chosen for a letter.
///
/// # Errors
/// If something is missing or stands against it; nothing is changed then.
pub(super) fn decide(opened: &mut Opened, fields: &Fields) -> Result<Decided, CliError> {
    let by = opened.official()?;
    let id = opened.session.find(fields.get("letter").unwrap_or_default())?;
    match fields.get("action") {
        Some("see") => {
            input(fields, by)?;
            return Ok(Decided::ToBeSeen);
        }
        Some("accept") => accept(opened, id, &input(fields, by)?)?,
        Some("undo") => opened.session.undo(id, by.as_deref())?,
        Some(action) => record(opened, id, action, by.as_deref(), fields)?,
        None => return Err(fault("letters_no_action", "letters_no_action_hint", &[])),
    }
    Ok(Decided::Recorded)
}

/// What an official states about a letter, by the fields of its form.
///
/// # Errors
/// If a date cannot be read.
pub(super) fn input(
    fields: &Fields,
    by: Option<String>,
) -> Result<ReviewerInput, CliError> {
    let filled = |name: &str| fields.get(name).map(str::trim).filter(|it| !it.is_empty());
    let day = |name: &str| {
        let day = filled(name).map(str::parse::<Day>).transpose();
        day.map_err(|_no_date| {
            let found = filled(name).unwrap_or_default().to_owned();
            fault("letters_no_date", "letters_no_date_hint", &[("found", found)])
        })
    };
    Ok(ReviewerInput {
        date: day("date")?,
        notified: day("notified")?,
        resident: filled("resident").map(str::to_owned),
        by,
    })
}

fn accept(
    opened: &mut Opened,
    id: LetterId,
    input: &ReviewerInput,
) -> Result<(), CliError> {
    opened.session.must_wait(id)?;
    let limits = opened.session.limits();
    let review_context = opened.session.review_context(&limits);
    let review = opened.session.review(&review_context, id, input)?;
    drop(review_context);
    if review.result.problems.is_empty() {
        return opened.session.accept(once(&review));
    }
    let people = People::of(&opened.session.ledger);
    let message =
        |it| Message { what: problem(it, &people), place: None, hint: String::new() };
    let messages = review.result.problems.iter().map(message).collect();
    Err(CliError::Reported { code: 1, messages })
}

/// Refuses a letter, asks back about it, merges it, or records that it was done by hand.
fn record(
    opened: &mut Opened,
    id: LetterId,
    action: &str,
    by: Option<&str>,
    fields: &Fields,
) -> Result<(), CliError> {
    let (now, folder) = (opened.session.now, opened.session.folder.clone());
    let required = |name: &str| {
        let words = fields.get(name).map(str::trim).filter(|it| !it.is_empty());
        let missing = || fault("letters_empty", "letters_empty_hint", &[]);
        words.ok_or_else(missing)
    };
    let session = &mut opened.session;
    let recorded = match action {
        "refuse" => session.inbox.refuse(&[id], required("reason")?, by, now),
        "ask" => session.inbox.ask(id, required("question")?, by, now),
        "merge" => {
            let into = session.find(required("into")?)?;
            session.inbox.merge(id, into, by, now)
        }
        "done" => session.inbox.mark_committed(&[id], by, now),
        _ => return Err(fault("letters_no_action", "letters_no_action_hint", &[])),
    };
    recorded.map_err(|error| failed(&folder, &error))
}
