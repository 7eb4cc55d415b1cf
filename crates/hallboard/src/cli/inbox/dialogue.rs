//! Reviews letters one by one at a terminal.

use std::io::{BufRead, Write};

use hallboard_feed::letter::LetterId;
use hallboard_inbox::{Problem, ReviewerInput};
use hallboard_operations::failure::CliError;
use hallboard_operations::inbox::wording::Wording;
use hallboard_operations::inbox::{LetterReview, Session, failed};
use hallboard_operations::words::People;
use hallboard_score::Day;

use super::render::{self, LetterRenderer};

/// What the reviewer does with a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Accept,
    Refuse,
    Ask,
    Merge,
    Later,
    End,
}

/// The choice that was typed, if it is one; an empty line means later.
fn choice(typed: &str) -> Option<Choice> {
    Some(match typed.trim().to_lowercase().as_str() {
        "a" | "accept" | "接受" => Choice::Accept,
        "r" | "refuse" | "拒绝" => Choice::Refuse,
        "q" | "ask" | "询问" => Choice::Ask,
        "m" | "merge" | "合并" => Choice::Merge,
        "" | "l" | "later" | "以后" => Choice::Later,
        "e" | "end" | "结束" => Choice::End,
        _ => return None,
    })
}

/// Shows every waiting letter, and writes the accepted ones at the end.
pub(super) fn run(
    session: &mut Session,
    by: Option<String>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let waiting = session.inbox.waiting();
    let by = match by {
        None if !waiting.is_empty() => {
            Some(line(&t!("inbox.ask_by"), out)?.unwrap_or_default())
        }
        by => by,
    };
    let by = by.filter(|by| !by.is_empty());
    for id in waiting {
        if !review_one(session, id, by.as_deref(), out)? {
            break;
        }
    }
    let written = session.commit()?;
    super::write_committed(&written, out)?;
    super::write_to_do(session, out)?;
    Ok(())
}

/// Shows a letter and carries out the choice; `false` ends the dialogue.
fn review_one(
    session: &mut Session,
    id: LetterId,
    by: Option<&str>,
    out: &mut dyn Write,
) -> Result<bool, CliError> {
    let input = ReviewerInput { by: by.map(str::to_owned), ..ReviewerInput::default() };
    show(session, id, &input, out)?;
    loop {
        let Some(typed) = line(&t!("inbox.choose"), out)? else { return Ok(false) };
        let Some(choice) = choice(&typed) else { continue };
        let place = session.folder.clone();
        let now = session.now;
        let done = match choice {
            Choice::End => return Ok(false),
            Choice::Later => return Ok(true),
            Choice::Accept => match accept(session, id, &input, out)? {
                true => return Ok(true),
                false => continue,
            },
            Choice::Refuse | Choice::Ask => {
                let asked = match choice {
                    Choice::Refuse => t!("inbox.ask_reason"),
                    _ => t!("inbox.ask_text"),
                };
                let answer = line(&asked, out)?.unwrap_or_default();
                match choice {
                    _ if answer.trim().is_empty() => continue,
                    Choice::Refuse => session.inbox.refuse(&[id], answer.trim(), by, now),
                    _ => session.inbox.ask(id, answer.trim(), by, now),
                }
            }
            Choice::Merge => {
                let given = line(&t!("inbox.ask_into"), out)?.unwrap_or_default();
                match session.inbox.find(given.trim()) {
                    Ok(into) => session.inbox.merge(id, into, by, now),
                    Err(error) => Err(error),
                }
            }
        };
        match done.map_err(|error| failed(&place, &error)) {
            Ok(()) => return Ok(true),
            Err(failure) => {
                out.flush()?;
                failure.report(&mut hallboard_operations::terminal::stderr());
            }
        }
    }
}

fn show(
    session: &Session,
    id: LetterId,
    input: &ReviewerInput,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let limits = session.limits();
    let review_context = session.review_context(&limits);
    let people = People::of(&session.ledger);
    let review = session.review(&review_context, id, input)?;
    writeln!(out)?;
    LetterRenderer(Wording { session, review_context: &review_context, people: &people })
        .write(&review, out)?;
    Ok(())
}

/// Asks for the missing statements, shows the resulting entry, and accepts the letter if it
/// has no problems and the official confirms.
fn accept(
    session: &mut Session,
    id: LetterId,
    input: &ReviewerInput,
    out: &mut dyn Write,
) -> Result<bool, CliError> {
    let mut input = input.clone();
    let mut asked = false;
    loop {
        let limits = session.limits();
        let review = session.review(&session.review_context(&limits), id, &input)?;
        if review.result.problems.is_empty() {
            return accepted(session, &review, &input, asked, out);
        }
        let people = People::of(&session.ledger);
        for problem in &review.result.problems {
            writeln!(out, "  {}", render::problem(problem, &people))?;
        }
        let missing = review.result.problems.iter().find_map(|problem| match problem {
            Problem::SubjectNotNotified { .. } => Some(true),
            Problem::Several { .. } | Problem::AmbiguousSubject => Some(false),
            _ => None,
        });
        let answer = match missing {
            None => return Ok(false),
            Some(true) => line(&t!("inbox.ask_notified"), out)?,
            Some(false) => line(&t!("inbox.ask_resident"), out)?,
        };
        let answer = answer.unwrap_or_default().trim().to_owned();
        match (missing, answer.parse::<Day>()) {
            _ if answer.is_empty() => return Ok(false),
            (Some(true), Ok(day)) => input.notified = Some(day),
            (Some(true), Err(_no_day)) => continue,
            _ => input.resident = Some(answer),
        }
        asked = true;
    }
}

fn accepted(
    session: &mut Session,
    review: &LetterReview,
    input: &ReviewerInput,
    asked: bool,
    out: &mut dyn Write,
) -> Result<bool, CliError> {
    if asked {
        show(session, review.id, input, out)?;
    }
    let sure = line(&t!("inbox.ask_sure"), out)?.unwrap_or_default();
    if !matches!(sure.trim().to_lowercase().as_str(), "y" | "yes" | "是") {
        return Ok(false);
    }
    session.accept(std::iter::once(review))?;
    Ok(true)
}

/// Asks a question and reads the answer; `None` at the end of the input.
fn line(asked: &str, out: &mut dyn Write) -> std::io::Result<Option<String>> {
    write!(out, "{asked} ")?;
    out.flush()?;
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed)?;
    Ok((read > 0).then(|| typed.trim_end().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_typed_in_either_language() {
        for (typed, expected) in [
            ("a", Some(Choice::Accept)),
            (" Accept ", Some(Choice::Accept)),
            ("拒绝", Some(Choice::Refuse)),
            ("", Some(Choice::Later)),
            ("e", Some(Choice::End)),
            ("yes", None),
        ] {
            assert_eq!(choice(typed), expected, "{typed}");
        }
    }
}
