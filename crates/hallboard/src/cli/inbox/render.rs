//! Letters as text for people: the sender, the contents, the problems, and the effect of
//! accepting.

use std::io::Write;

use hallboard_feed::letter::Sender;
use hallboard_inbox::{LetterRecord, Problem, State, becomes_entry};
use hallboard_operations::inbox::wording::{self, Wording};
use hallboard_operations::inbox::{LetterReview, kind};
use hallboard_operations::words::{People, plain, score};
use hallboard_score::{Day, Standing};
use serde::Serialize;

/// A problem in a sentence, with the option that states what is missing.
pub(super) fn problem(problem: &Problem, people: &People<'_>) -> String {
    let option = match problem {
        Problem::Several { .. } => t!("inbox.option.several"),
        Problem::AmbiguousSubject => t!("inbox.option.ambiguous_subject"),
        Problem::SubjectNotNotified { .. } => t!("inbox.option.subject_not_notified"),
        _ => "".into(),
    };
    wording::problem(problem, people) + &option
}

/// Describes waiting letters.
pub(super) struct LetterRenderer<'t>(pub(super) Wording<'t>);

/// A letter as JSON, for programs.
#[derive(Serialize)]
pub(super) struct LetterJson {
    id: String,
    /// The number under which its sender knows it.
    number: String,
    kind: &'static str,
    came: String,
    written: String,
    state: &'static str,
    sender: String,
    /// Whether the sender is named to the subject.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    named: bool,
    says: String,
    text: Option<String>,
    /// Paths of the images of handwriting.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    handwriting: Vec<String>,
    /// The entry that accepting would add to the register.
    entry: Option<hallboard_score::Entry>,
    problems: Vec<ProblemJson>,
    cautions: Vec<String>,
    effects: Vec<EffectJson>,
}

#[derive(Serialize)]
struct ProblemJson {
    code: &'static str,
    what: String,
}

#[derive(Serialize)]
struct EffectJson {
    on: Day,
    before: Standing,
    after: Standing,
}

impl LetterRenderer<'_> {
    /// The sender, whether they may be named to the subject, and the path of the image of a
    /// handwritten name.
    pub(super) fn sender(&self, review: &LetterReview) -> String {
        let sender = self.0.sender(review);
        match (&review.result.sender, &review.letter.sender) {
            (None, Sender::HandwrittenGuest { .. }) => {
                let file = self.0.session.guest_picture(review.id);
                sender + &t!("inbox.see_file", file = file.display())
            }
            _ => sender,
        }
    }

    /// The free text of a letter, and the path of the image if there is handwriting.
    pub(super) fn free_text(&self, review: &LetterReview) -> String {
        let by_hand = review.letter.handwriting.as_ref().map(|_| {
            let file = self.0.session.picture(review.id);
            t!("inbox.by_hand_in", file = file.display()).into_owned()
        });
        let text = review.letter.kind.text().map(str::to_owned);
        text.into_iter().chain(by_hand).collect::<Vec<_>>().join("\n")
    }

    /// The letter as JSON.
    pub(super) fn json_of(
        &self,
        review: &LetterReview,
        record: &LetterRecord,
    ) -> LetterJson {
        let problems = review.result.problems.iter();
        let days = self.0.effect(review).map(|it| it.days).unwrap_or_default();
        let pictures = self.0.session.pictures(&review.letter).into_iter();
        LetterJson {
            id: review.id.to_string(),
            number: record.received.mark.number().to_string(),
            kind: review.letter.kind.name().as_str(),
            came: record.received.came.to_string(),
            written: record.received.written.to_string(),
            state: word(&record.state),
            sender: self.sender(review),
            named: review.result.decision.reporter.is_some(),
            says: self.0.contents(review),
            text: review.letter.kind.text().map(str::to_owned),
            handwriting: pictures.map(|it| it.display().to_string()).collect(),
            entry: review.result.entry.clone(),
            problems: problems
                .map(|it| ProblemJson {
                    code: wording::code(it),
                    what: problem(it, self.0.people),
                })
                .collect(),
            cautions: review.result.cautions.iter().map(wording::caution).collect(),
            effects: days
                .into_iter()
                .map(|(on, before, after)| EffectJson { on, before, after })
                .collect(),
        }
    }

    /// Writes the letter for people.
    pub(super) fn write(
        &self,
        review: &LetterReview,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let Some(record) = self.0.session.inbox.letter(review.id) else { return Ok(()) };
        let came = self.0.session.day(record.received.came);
        let came = came.map(|it| it.to_string()).unwrap_or_default();
        let kind = kind(record.received.kind);
        let id = self.0.session.inbox.short(review.id);
        let number = record.received.mark.number();
        let head = t!("inbox.head", id = id, number = number, kind = kind, came = came);
        writeln!(out, "{head}")?;
        writeln!(out, "  {}", self.sender(review))?;
        writeln!(out, "  {}", self.0.contents(review))?;
        for line in self.free_text(review).lines() {
            writeln!(out, "    {line}")?;
        }
        if let State::Asked { text } = &record.state {
            let text = text.replace('\n', " ");
            writeln!(out, "  {}", t!("inbox.asked_before", text = text))?;
        }
        for it in &review.result.cautions {
            writeln!(out, "  {}", wording::caution(it))?;
        }
        for it in &review.result.problems {
            // Some problems only need a statement or an action first.
            let head = match it {
                Problem::SubjectNotNotified { .. } | Problem::Several { .. } => {
                    t!("inbox.before")
                }
                _ => t!("inbox.against"),
            };
            writeln!(out, "  {head} {}", problem(it, self.0.people))?;
        }
        if review.result.problems.is_empty() && !becomes_entry(record.received.kind) {
            writeln!(out, "  {}", t!("inbox.by_hand"))?;
        }
        self.write_effect(review, out)
    }

    fn write_effect(
        &self,
        review: &LetterReview,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let Some(effect) = self.0.effect(review) else { return Ok(()) };
        let who = self.0.people.resident(&effect.resident);
        writeln!(out, "  {}", t!("inbox.effect", who = who))?;
        for (day, before, after) in &effect.days {
            let (old, new) = (score(before.score), score(after.score));
            let line = match before.score == after.score {
                true => t!("inbox.effect_same", day = day, score = new),
                false => t!("inbox.effect_day", day = day, before = old, after = new),
            };
            let balance = match (before.balance, after.balance) {
                (Some(old), Some(new)) if old != new => {
                    t!("inbox.effect_balance", before = plain(old), after = plain(new))
                }
                _ => "".into(),
            };
            writeln!(out, "    {line}{balance}")?;
        }
        Ok(())
    }
}

/// The state of a letter as a stable name, for programs.
pub(super) fn word(state: &State) -> &'static str {
    match state {
        State::Waiting => "waiting",
        State::Asked { .. } => "asked_back",
        State::Accepted { .. } => "accepted",
        State::Committed => "carried_out",
        State::Refused { .. } => "refused",
        State::Merged { .. } => "merged",
        State::Cleared => "cleared",
    }
}
