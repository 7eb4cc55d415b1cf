//! Letters in words: who wrote, what is asked, what stands against accepting it, and what
//! accepting does.

use hallboard_feed::letter::{LetterBody, LetterFault, LetterKind, Sender, is_forbidden};
use hallboard_inbox::{
    Caution, Effect, Gap, Problem, RejectReason, ReviewContext, effect, spans,
};
use hallboard_score::{Day, Names, Points, Rulebook};

use super::session::{LetterReview, Session};
use crate::words::{People, a_kind, called, fill, plain};

/// Why an item is rejected.
pub fn reject_reason(reason: &RejectReason) -> String {
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
pub fn file(name: &str) -> String {
    name.replace(|c: char| is_forbidden(c), "\u{fffd}")
}

/// Which codes of a letter are missing.
pub fn gap(gap: &Gap) -> String {
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
pub fn code(problem: &Problem) -> &'static str {
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

/// A problem in a sentence. How to state what is missing depends on the surface.
pub fn problem(problem: &Problem, people: &People<'_>) -> String {
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

/// What an official should know before accepting a letter.
pub fn caution(caution: &Caution) -> String {
    match caution {
        Caution::LongUnderWay { written, came } => {
            t!("inbox.caution.long", written = written, came = came).into_owned()
        }
        Caution::GuestsOwn => t!("inbox.caution.guests_own").into_owned(),
    }
}

/// Puts the letters of a session in words.
pub struct Wording<'t> {
    /// The session.
    pub session: &'t Session,
    /// What its letters are reviewed against.
    pub review_context: &'t ReviewContext<'t>,
    /// The names of residents.
    pub people: &'t People<'t>,
}

impl Wording<'_> {
    fn names(&self, find: impl Fn(&Rulebook) -> Option<&Names>, id: &str) -> String {
        let books = self.session.ledger.rulebooks.iter();
        called(books.filter_map(find).next_back(), id)
    }

    fn deed(&self, id: &str) -> String {
        self.names(|book| book.deed(id).map(|rule| &rule.names), id)
    }

    /// The sender, and whether they may be named to the subject.
    #[must_use]
    pub fn sender(&self, review: &LetterReview) -> String {
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
                t!("inbox.by_guest_by_hand").into_owned()
            }
            (None, _) => t!("inbox.by_nobody").into_owned(),
        }
    }

    /// The contents of a letter, without its free text.
    #[must_use]
    pub fn contents(&self, review: &LetterReview) -> String {
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
                let find = |book: &Rulebook| book.reward(reward).is_some();
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

    /// What accepting the letter does to the score of its subject; `None` if it writes no
    /// entry or cannot be accepted as it is.
    #[must_use]
    pub fn effect(&self, review: &LetterReview) -> Option<Effect> {
        let entry = review.result.entry.as_ref()?;
        effect(self.review_context, entry, review.result.decision.resident.as_deref()?)
    }
}

/// What an official has to do by hand for an accepted letter of this kind.
pub fn to_do(kind: LetterKind) -> String {
    fill(&format!("inbox.to_do.{}", kind.as_str()), &[])
}
