//! The letters as their template shows them.

use hallboard_feed::Instant;
use hallboard_feed::letter::{LetterId, LetterKind, Sender};
use hallboard_inbox::{
    Collected, Effect, LetterRecord, Problem, ReviewerInput, State, becomes_entry,
};
use hallboard_operations::failure::CliError;
use hallboard_operations::inbox::wording::{self, Wording};
use hallboard_operations::inbox::{LetterReview, Session, kind};
use hallboard_operations::words::{self, People, plain, score};
use hallboard_score::{Day, Entry, Standing};
use serde::Serialize;

use super::decide::input;
use super::{Opened, PICTURES_PATH};
use crate::pages::MessageView;
use crate::server::Fields;
use crate::templates::text;

/// The largest number of letters on the page.
const MOST_LETTERS: usize = 50;
/// The largest number of bad files listed one by one.
const MOST_FILES: usize = 30;

/// A decision that was not recorded.
pub(super) struct Attempt {
    /// What was filled in.
    pub(super) fields: Fields,
    /// Why it was not.
    pub(super) messages: Vec<MessageView>,
}

/// The page.
#[derive(Serialize)]
pub(super) struct LettersView {
    messages: Vec<MessageView>,
    /// The official who decides.
    by: Option<String>,
    /// The officials in the settings.
    panel: Vec<String>,
    /// Whether an official has to be chosen before anything can be decided.
    must_choose: bool,
    /// What came, and what could not be read.
    notices: Vec<String>,
    decided: Vec<DecidedView>,
    to_do: Vec<ToDoView>,
    letters: Vec<LetterView>,
    /// The number of letters that wait and are not on the page.
    more: usize,
}

/// A decision that can be undone.
#[derive(Serialize)]
struct DecidedView {
    id: String,
    head: String,
    contents: String,
    outcome: String,
    /// The time of day until which it can be undone.
    until: String,
}

/// An accepted request that is to be carried out by hand.
#[derive(Serialize)]
struct ToDoView {
    id: String,
    head: String,
    who: Option<String>,
    how: String,
}

/// A letter that waits.
#[derive(Serialize)]
struct LetterView {
    id: String,
    head: String,
    sender: String,
    contents: String,
    text: Option<String>,
    /// Paths of the pictures of handwriting.
    name_picture: Option<String>,
    text_picture: Option<String>,
    asked: Option<String>,
    cautions: Vec<String>,
    problems: Vec<String>,
    /// Whether it can be accepted, if need be after something was filled in.
    acceptable: bool,
    /// Whether the day of notification is asked for.
    asks_notified: bool,
    /// Whether the resident is asked for, and among whom.
    asks_resident: bool,
    residents: Vec<Choice>,
    /// Whether the entry can be of another day than the letter says.
    asks_date: bool,
    by_hand: bool,
    effect: Option<EffectView>,
    /// The letters with which it can be merged.
    others: Vec<Choice>,
    filled: Filled,
}

/// What was filled in before.
#[derive(Default, Serialize)]
struct Filled {
    action: Option<String>,
    notified: Option<String>,
    resident: Option<String>,
    date: Option<String>,
    reason: Option<String>,
    question: Option<String>,
    into: Option<String>,
}

/// An element of a list to choose from.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// What accepting does to the score of a resident.
#[derive(Serialize)]
struct EffectView {
    who: String,
    days: Vec<EffectDay>,
    /// Whether the balance changes too.
    with_balance: bool,
}

#[derive(Serialize)]
struct EffectDay {
    day: String,
    before: String,
    after: String,
    balance_before: String,
    balance_after: String,
}

impl LettersView {
    pub(super) fn new(
        opened: &Opened,
        collected: &Collected,
        written: &[Entry],
        attempt: Option<&Attempt>,
    ) -> Result<LettersView, CliError> {
        let session = &opened.session;
        let official = opened.official();
        let limits = session.limits();
        let review_context = session.review_context(&limits);
        let people = People::of(&session.ledger);
        let wording =
            Wording { session, review_context: &review_context, people: &people };
        let by = official.as_ref().ok().cloned().flatten();
        let waiting = session.inbox.waiting();
        let page = Page { wording, waiting: &waiting };
        let letters = waiting.iter().take(MOST_LETTERS);
        let letters = letters.map(|id| page.letter(*id, by.clone(), attempt));
        let messages = attempt.map(|it| it.messages.as_slice()).unwrap_or_default();
        Ok(LettersView {
            messages: messages.to_vec(),
            must_choose: official.is_err(),
            panel: opened.context.settings.letters.panel.clone(),
            notices: notices(session, collected, written),
            decided: page.decided()?,
            to_do: page.to_do(),
            letters: letters.collect::<Result<_, CliError>>()?,
            more: waiting.len().saturating_sub(MOST_LETTERS),
            by,
        })
    }
}

/// What came, what was written, and what could not be read.
fn notices(session: &Session, collected: &Collected, written: &[Entry]) -> Vec<String> {
    let with = |key: &str, facts: &[(&str, String)]| text(key, facts).unwrap_or_default();
    let mut notices = Vec::new();
    if collected.new > 0 {
        notices.push(with("letters_new", &[("count", collected.new.to_string())]));
    }
    notices.extend(written.iter().map(|entry| {
        let facts = [
            ("id", entry.id.to_string()),
            ("kind", words::kind(entry.kind.name())),
            ("date", entry.date.to_string()),
        ];
        with("letters_written", &facts)
    }));
    notices.extend(collected.bad.iter().take(MOST_FILES).map(|(name, reason)| {
        let facts =
            [("name", wording::file(name)), ("what", wording::reject_reason(reason))];
        with("letters_bad", &facts)
    }));
    let more = collected.bad.len().saturating_sub(MOST_FILES);
    if more > 0 {
        notices.push(with("letters_bad_more", &[("count", more.to_string())]));
    }
    notices.extend(collected.incomplete.iter().take(MOST_FILES).map(wording::gap));
    if !session.inbox.damaged().is_empty() {
        let lines: Vec<String> =
            session.inbox.damaged().iter().map(usize::to_string).collect();
        notices.push(with("letters_damaged", &[("lines", lines.join(", "))]));
    }
    notices
}

/// Makes the parts of the page.
struct Page<'p> {
    wording: Wording<'p>,
    waiting: &'p [LetterId],
}

impl Page<'_> {
    fn session(&self) -> &Session {
        self.wording.session
    }

    /// The kind of a letter, its number, and the day on which it came.
    fn head(&self, record: &LetterRecord) -> String {
        let came = self.session().day(record.received.came);
        let facts = [
            ("kind", kind(record.received.kind)),
            ("number", record.received.mark.number().to_string()),
            ("came", came.map(|it| it.to_string()).unwrap_or_default()),
        ];
        text("letters_head", &facts).unwrap_or_default()
    }

    fn decided(&self) -> Result<Vec<DecidedView>, CliError> {
        let view = |(id, at): (LetterId, Instant)| {
            let Some(record) = self.session().inbox.letter(id) else { return Ok(None) };
            let context = self.wording.review_context;
            let review = self.session().review(context, id, &ReviewerInput::default())?;
            Ok(Some(DecidedView {
                id: id.to_string(),
                head: self.head(record),
                contents: self.wording.contents(&review),
                outcome: self.outcome(&record.state),
                until: self.session().undo_until(at).unwrap_or_default(),
            }))
        };
        self.session()
            .undoable()
            .into_iter()
            .filter_map(|it| view(it).transpose())
            .collect()
    }

    fn outcome(&self, state: &State) -> String {
        let (key, words) = match state {
            State::Accepted { .. } => ("accepted", String::new()),
            State::Refused { reason } => ("refused", reason.clone()),
            State::Asked { text } => ("asked", text.clone()),
            State::Merged { into } => {
                let other = self.session().inbox.letter(*into);
                ("merged", other.map(|it| self.head(it)).unwrap_or_default())
            }
            State::Waiting | State::Committed | State::Cleared => return String::new(),
        };
        text(&format!("letters_{key}"), &[("words", words)]).unwrap_or_default()
    }

    fn to_do(&self) -> Vec<ToDoView> {
        let view = |(id, kind, resident): (LetterId, LetterKind, Option<String>)| {
            let record = self.session().inbox.letter(id)?;
            Some(ToDoView {
                id: id.to_string(),
                head: self.head(record),
                who: resident.map(|it| self.wording.people.resident(&it)),
                how: wording::to_do(kind),
            })
        };
        self.session().to_do().into_iter().filter_map(view).collect()
    }

    fn letter(
        &self,
        id: LetterId,
        by: Option<String>,
        attempt: Option<&Attempt>,
    ) -> Result<LetterView, CliError> {
        let fields = attempt.map(|it| &it.fields);
        let fields = fields.filter(|it| it.get("letter") == Some(&id.to_string()));
        // A date that cannot be read is reported, and kept in its field.
        let filled_in = fields.and_then(|it| input(it, by.clone()).ok());
        let filled_in =
            filled_in.unwrap_or(ReviewerInput { by, ..ReviewerInput::default() });
        let context = self.wording.review_context;
        let plain =
            ReviewerInput { by: filled_in.by.clone(), ..ReviewerInput::default() };
        let first = self.session().review(context, id, &plain)?;
        let review = self.session().review(context, id, &filled_in)?;
        Ok(self.view(&first, &review, fields))
    }

    /// A letter by its review without and with what was filled in.
    fn view(
        &self,
        first: &LetterReview,
        review: &LetterReview,
        fields: Option<&Fields>,
    ) -> LetterView {
        let id = review.id;
        let record = self.session().inbox.letter(id);
        let state = record.map(|it| &it.state);
        let problems = &review.result.problems;
        let is_asked = |ask: fn(&Problem) -> bool| {
            first.result.problems.iter().chain(problems).any(ask)
        };
        let by_guest = matches!(review.letter.sender, Sender::HandwrittenGuest { .. });
        let picture = |of: &str| format!("{PICTURES_PATH}/{of}/{id}");
        let letter_kind = review.letter.kind.name();
        let residents = first.result.problems.iter().find_map(|it| match it {
            Problem::Several { ids, .. } => Some(ids.as_slice()),
            _ => None,
        });
        LetterView {
            id: id.to_string(),
            head: record.map(|it| self.head(it)).unwrap_or_default(),
            sender: self.wording.sender(review),
            contents: self.wording.contents(review),
            text: review.letter.kind.text().map(str::to_owned),
            name_picture: by_guest.then(|| picture("name")),
            text_picture: review.letter.handwriting.as_ref().map(|_| picture("text")),
            asked: match state {
                Some(State::Asked { text }) => Some(text.clone()),
                _ => None,
            },
            cautions: review.result.cautions.iter().map(wording::caution).collect(),
            problems: problems
                .iter()
                .map(|it| wording::problem(it, self.wording.people))
                .collect(),
            acceptable: problems.iter().all(can_be_answered),
            asks_notified: is_asked(asks_notified),
            asks_resident: is_asked(asks_resident),
            residents: residents
                .unwrap_or_default()
                .iter()
                .map(|id| Choice {
                    value: id.clone(),
                    label: self.wording.people.resident(id),
                })
                .collect(),
            asks_date: becomes_deed(letter_kind),
            by_hand: !becomes_entry(letter_kind),
            effect: self.wording.effect(review).map(|it| self.effect(&it)),
            others: self.others(id, letter_kind),
            filled: fields.map(Filled::of).unwrap_or_default(),
        }
    }

    fn effect(&self, effect: &Effect) -> EffectView {
        let balance =
            |it: &Standing| it.balance.map(plain).unwrap_or_else(|| "–".to_owned());
        let day = |(day, before, after): &(Day, Standing, Standing)| EffectDay {
            day: day.to_string(),
            before: score(before.score),
            after: score(after.score),
            balance_before: balance(before),
            balance_after: balance(after),
        };
        EffectView {
            who: self.wording.people.resident(&effect.resident),
            days: effect.days.iter().map(day).collect(),
            with_balance: effect
                .days
                .iter()
                .any(|(_, old, new)| old.balance != new.balance),
        }
    }

    /// The other letters of the same kind that wait.
    fn others(&self, id: LetterId, kind: LetterKind) -> Vec<Choice> {
        let records = self.waiting.iter().filter(|it| **it != id);
        let records =
            records.filter_map(|it| Some((it, self.session().inbox.letter(*it)?)));
        let same = records.filter(|(_, it)| it.received.kind == kind).take(MOST_LETTERS);
        same.map(|(id, record)| Choice {
            value: id.to_string(),
            label: self.head(record),
        })
        .collect()
    }
}

impl Filled {
    fn of(fields: &Fields) -> Filled {
        let field = |name: &str| fields.get(name).map(str::to_owned);
        Filled {
            action: field("action"),
            notified: field("notified"),
            resident: field("resident"),
            date: field("date"),
            reason: field("reason"),
            question: field("question"),
            into: field("into"),
        }
    }
}

fn becomes_deed(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::OwnDeed | LetterKind::Thanks | LetterKind::Concern)
}

/// Whether a problem only needs something to be filled in.
fn can_be_answered(problem: &Problem) -> bool {
    asks_notified(problem)
        || asks_resident(problem)
        || matches!(problem, Problem::Future { .. })
}

fn asks_notified(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::SubjectNotNotified { .. } | Problem::NotificationDate { .. }
    )
}

fn asks_resident(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::Several { .. }
            | Problem::AmbiguousSubject
            | Problem::WrongSubject { .. }
    )
}
