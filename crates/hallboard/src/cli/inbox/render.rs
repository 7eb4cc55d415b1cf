//! Letters as text for people: the sender, the contents, the problems, and the effect of
//! accepting.

use std::io::Write;

use hallboard_feed::letter::{LetterBody, LetterFault, Sender, is_forbidden};
use hallboard_inbox::{
    Caution, Effect, Gap, LetterRecord, Problem, RejectReason, ReviewContext, State,
    becomes_entry, effect, spans,
};
use hallboard_operations::inbox::{LetterReview, Session, kind};
use hallboard_operations::words::{People, a_kind, called, plain, score};
use hallboard_score::{Day, Names, Points, Standing};
use serde::Serialize;

use super::super::texts::fill;

/// Why an item is rejected.
pub(super) fn reject_reason(reason: &RejectReason) -> String {
    let code = match reason {
        RejectReason::Forgery => "forgery",
        RejectReason::LargeMail { .. } => "large_mail",
        RejectReason::DeepMail => "deep_mail",
        RejectReason::EmptyMail => "empty_mail",
        RejectReason::Unread { .. } => "unread",
        RejectReason::Code { .. } => "code",
        RejectReason::MoreThanCodes => "more_than_codes",
        RejectReason::Fault(fault) => match fault {
            LetterFault::TooLarge { .. } => "too_large",
            LetterFault::Size { .. } => "size",
            LetterFault::CannotOpen => "closed",
            LetterFault::OtherHall { .. } => "other_hall",
            LetterFault::OtherFormat { .. } => "other_format",
            LetterFault::Proof { .. } => "proof",
            LetterFault::Character { .. } => "character",
            LetterFault::Long { .. } | LetterFault::Empty { .. } => "bounds",
            LetterFault::Handwriting { .. } => "handwriting",
            LetterFault::Future { .. } => "future",
            LetterFault::Spelling { .. } => "spelling",
            _ => "shape",
        },
    };
    let line = match reason {
        RejectReason::Code { line, .. } => line.to_string(),
        _ => String::new(),
    };
    fill(&format!("inbox.reject.{code}"), &[("line", line)])
}

/// A file name for display: it may contain any characters, since its sender chose it.
pub(super) fn file(name: &str) -> String {
    name.replace(|c: char| is_forbidden(c), "\u{fffd}")
}

/// Which codes of a letter are missing.
pub(super) fn gap(gap: &Gap) -> String {
    let Gap { name, place, of, missing } = gap;
    let place = file(place);
    match missing.as_slice() {
        [] => t!("inbox.misread", place = place, name = name),
        missing => t!(
            "inbox.incomplete",
            place = place,
            name = name,
            of = of,
            missing = spans(missing)
        ),
    }
    .into_owned()
}

/// Stable name of a problem, for programs.
pub(super) fn code(problem: &Problem) -> &'static str {
    match problem {
        Problem::UnknownCard => "unknown_card",
        Problem::Proof => "proof",
        Problem::NotOnBoard { .. } => "not_on_board",
        Problem::Several { .. } => "several",
        Problem::AmbiguousSubject => "whose",
        Problem::WrongSubject { .. } => "not_meant",
        Problem::AboutSelf => "oneself",
        Problem::TooMany { .. } => "too_many",
        Problem::UnknownDeed { .. } => "unknown_deed",
        Problem::BadDeed { .. } => "bad_deed",
        Problem::GoodDeed { .. } => "good_deed",
        Problem::Future { .. } => "future",
        Problem::NotParticipating { .. } => "apart",
        Problem::SubjectNotNotified { .. } => "untold",
        Problem::NotificationDate { .. } => "told_when",
        Problem::UnknownEntry(_) => "unknown_entry",
        Problem::NotAboutSender(_) => "not_yours",
        Problem::Guardian => "guardian",
        Problem::NoReply(_) => "no_reply",
        Problem::Late { .. } => "late",
        Problem::Again(_) => "again",
        Problem::AlreadyReversed(_) => "taken_back",
        Problem::UnknownReward { .. } => "unknown_reward",
        Problem::CannotAfford { .. } => "dear",
    }
}

/// Key of a problem's text. Codes cannot change, so some keys differ from them.
fn text_key(problem: &Problem) -> &'static str {
    match problem {
        Problem::AmbiguousSubject => "ambiguous_subject",
        Problem::WrongSubject { .. } => "wrong_subject",
        Problem::AboutSelf => "about_self",
        Problem::NotParticipating { .. } => "not_participating",
        Problem::SubjectNotNotified { .. } => "subject_not_notified",
        Problem::NotificationDate { .. } => "notification_date",
        Problem::NotAboutSender(_) => "not_about_sender",
        Problem::CannotAfford { .. } => "cannot_afford",
        other => code(other),
    }
}

/// A problem in a sentence, with what to do about it.
pub(super) fn problem(problem: &Problem, people: &People<'_>) -> String {
    let day = |day: &Day| day.to_string();
    let points = |points: &Points| plain(*points);
    let facts = match problem {
        Problem::UnknownCard
        | Problem::Proof
        | Problem::AmbiguousSubject
        | Problem::AboutSelf
        | Problem::Guardian => Vec::new(),
        Problem::NotOnBoard { name } => vec![("name", name.clone())],
        Problem::Several { ids, .. } => {
            let ids: Vec<String> = ids.iter().map(|id| people.resident(id)).collect();
            vec![("ids", ids.join(&t!("inbox.and")))]
        }
        Problem::WrongSubject { resident } | Problem::SubjectNotNotified { resident } => {
            vec![("resident", people.resident(resident))]
        }
        Problem::TooMany { week } => vec![("week", day(&week.0))],
        Problem::UnknownDeed { deed, on } => {
            vec![("deed", deed.clone()), ("on", day(on))]
        }
        Problem::BadDeed { deed, points: by } => {
            vec![("deed", deed.clone()), ("points", points(by))]
        }
        Problem::GoodDeed { deed } => vec![("deed", deed.clone())],
        Problem::Future { date, latest } => {
            vec![("date", day(date)), ("latest", day(latest))]
        }
        Problem::NotParticipating { resident, on } => {
            vec![("resident", people.resident(resident)), ("on", day(on))]
        }
        Problem::NotificationDate { notified, from, to } => {
            vec![("notified", day(notified)), ("from", day(from)), ("to", day(to))]
        }
        Problem::UnknownEntry(id)
        | Problem::NotAboutSender(id)
        | Problem::Again(id)
        | Problem::AlreadyReversed(id) => vec![("entry", id.clone())],
        Problem::NoReply(kind) => vec![("kind", a_kind(*kind))],
        Problem::Late { until } => vec![("until", day(until))],
        Problem::UnknownReward { reward, on } => {
            vec![("reward", reward.clone()), ("on", day(on))]
        }
        Problem::CannotAfford { cost, balance } => {
            vec![("cost", points(cost)), ("balance", points(balance))]
        }
    };
    fill(&format!("inbox.problem.{}", text_key(problem)), &facts)
}

fn caution(caution: &Caution) -> String {
    match caution {
        Caution::LongUnderWay { written, came } => {
            t!("inbox.caution.long", written = written, came = came).into_owned()
        }
        Caution::GuestsOwn => t!("inbox.caution.guests_own").into_owned(),
    }
}

/// Describes waiting letters.
pub(super) struct LetterRenderer<'t> {
    pub(super) session: &'t Session,
    pub(super) review_context: &'t ReviewContext<'t>,
    pub(super) people: &'t People<'t>,
}

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
    fn names(
        &self,
        find: impl Fn(&hallboard_score::Rulebook) -> Option<&Names>,
        id: &str,
    ) -> String {
        let books = self.session.ledger.rulebooks.iter();
        called(books.filter_map(find).next_back(), id)
    }

    fn deed(&self, id: &str) -> String {
        self.names(|book| book.deed(id).map(|rule| &rule.names), id)
    }

    /// The sender, and whether they may be named to the subject.
    pub(super) fn sender(&self, review: &LetterReview) -> String {
        let named = match &review.result.decision.reporter {
            Some(_) => t!("inbox.named"),
            None if self.review_context.may_name(&review.letter) => t!("inbox.unnamed"),
            None => "".into(),
        };
        self.sender_name(review) + &named
    }

    fn sender_name(&self, review: &LetterReview) -> String {
        match (&review.result.sender, &review.letter.sender) {
            (Some(id), Sender::Card { .. }) => {
                t!("inbox.by_card", who = self.people.resident(id)).into_owned()
            }
            (Some(id), _) => {
                t!("inbox.by_page", who = self.people.resident(id)).into_owned()
            }
            (None, Sender::Guest { name }) => {
                t!("inbox.by_guest", who = name).into_owned()
            }
            (None, Sender::HandwrittenGuest { .. }) => {
                let file = self.session.guest_picture(review.id);
                t!("inbox.by_guest_by_hand", file = file.display()).into_owned()
            }
            (None, _) => t!("inbox.by_nobody").into_owned(),
        }
    }

    /// The contents of a letter, without its free text.
    pub(super) fn contents(&self, review: &LetterReview) -> String {
        let deed = |id: &str| self.deed(id);
        match &review.letter.kind {
            LetterBody::OwnDeed { deed: id, date, .. } => {
                t!("inbox.says.own_deed", deed = deed(id), date = date)
            }
            LetterBody::Thanks { to, deed: id, date, .. } => {
                t!("inbox.says.thanks", who = to, deed = deed(id), date = date)
            }
            LetterBody::Concern { about, deed: id, date, .. } => {
                t!("inbox.says.concern", who = about, deed = deed(id), date = date)
            }
            LetterBody::Reply { entry, .. } => t!("inbox.says.reply", entry = entry),
            LetterBody::Consent { scopes, .. } if scopes.is_empty() => {
                t!("inbox.says.leave")
            }
            LetterBody::Consent { scopes, .. } => {
                let scopes: Vec<&str> = scopes.iter().map(|it| it.as_str()).collect();
                t!("inbox.says.consent", scopes = scopes.join(", "))
            }
            LetterBody::Wish { reward, .. } => {
                let find =
                    |book: &hallboard_score::Rulebook| book.reward(reward).is_some();
                let books = &self.session.ledger.rulebooks;
                let book = books.iter().rfind(|book| find(book));
                let names = book.and_then(|it| it.reward(reward)).map(|it| &it.names);
                t!("inbox.says.wish", reward = called(names, reward))
            }
            LetterBody::Correction { .. } => t!("inbox.says.correction"),
            LetterBody::Copy { .. } => t!("inbox.says.copy"),
            LetterBody::Erasure { .. } => t!("inbox.says.erasure"),
        }
        .into_owned()
    }

    /// The free text of a letter, and the path of the image if there is handwriting.
    pub(super) fn free_text(&self, review: &LetterReview) -> String {
        let by_hand = review.letter.handwriting.as_ref().map(|_| {
            let file = self.session.picture(review.id);
            t!("inbox.by_hand_in", file = file.display()).into_owned()
        });
        let text = review.letter.kind.text().map(str::to_owned);
        text.into_iter().chain(by_hand).collect::<Vec<_>>().join("\n")
    }

    fn effect(&self, review: &LetterReview) -> Option<Effect> {
        let entry = review.result.entry.as_ref()?;
        effect(self.review_context, entry, review.result.decision.resident.as_deref()?)
    }

    /// The letter as JSON.
    pub(super) fn json_of(
        &self,
        review: &LetterReview,
        record: &LetterRecord,
    ) -> LetterJson {
        let problems = review.result.problems.iter();
        let days = self.effect(review).map(|it| it.days).unwrap_or_default();
        let pictures = self.session.pictures(&review.letter).into_iter();
        LetterJson {
            id: review.id.to_string(),
            number: record.received.mark.number().to_string(),
            kind: review.letter.kind.name().as_str(),
            came: record.received.came.to_string(),
            written: record.received.written.to_string(),
            state: word(&record.state),
            sender: self.sender(review),
            named: review.result.decision.reporter.is_some(),
            says: self.contents(review),
            text: review.letter.kind.text().map(str::to_owned),
            handwriting: pictures.map(|it| it.display().to_string()).collect(),
            entry: review.result.entry.clone(),
            problems: problems
                .map(|it| ProblemJson { code: code(it), what: problem(it, self.people) })
                .collect(),
            cautions: review.result.cautions.iter().map(caution).collect(),
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
        let Some(record) = self.session.inbox.letter(review.id) else { return Ok(()) };
        let came = self.session.day(record.received.came);
        let came = came.map(|it| it.to_string()).unwrap_or_default();
        let kind = kind(record.received.kind);
        let id = self.session.inbox.short(review.id);
        let number = record.received.mark.number();
        let head = t!("inbox.head", id = id, number = number, kind = kind, came = came);
        writeln!(out, "{head}")?;
        writeln!(out, "  {}", self.sender(review))?;
        writeln!(out, "  {}", self.contents(review))?;
        for line in self.free_text(review).lines() {
            writeln!(out, "    {line}")?;
        }
        if let State::Asked { text } = &record.state {
            let text = text.replace('\n', " ");
            writeln!(out, "  {}", t!("inbox.asked_before", text = text))?;
        }
        for it in &review.result.cautions {
            writeln!(out, "  {}", caution(it))?;
        }
        for it in &review.result.problems {
            // Some problems only need a statement or an action first.
            let head = match it {
                Problem::SubjectNotNotified { .. } | Problem::Several { .. } => {
                    t!("inbox.before")
                }
                _ => t!("inbox.against"),
            };
            writeln!(out, "  {head} {}", problem(it, self.people))?;
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
        let Some(effect) = self.effect(review) else { return Ok(()) };
        let who = self.people.resident(&effect.resident);
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
