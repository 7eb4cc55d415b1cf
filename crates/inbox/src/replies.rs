//! Checks replies: they must be to an entry about the sender, and in time.

use hallboard_score::{
    DEFAULT_REPLY_DAYS, Day, Entry, EntryKind, GivenBy, Points, Source,
};

use super::Problem;
use super::review::LetterReview;

impl LetterReview<'_, '_> {
    /// A reply is dated the day on which it was written, but not before its entry and not
    /// after the day on which it was received.
    pub(super) fn reply(&mut self, id: &str) {
        self.result.decision.resident.clone_from(&self.result.sender);
        let entries = &self.review_context.ledger.entries;
        let Some(entry) = entries.iter().find(|it| it.id == id) else {
            return self.problem(Problem::UnknownEntry(id.to_owned()));
        };
        let date = self.input.date.unwrap_or(self.written).min(self.came);
        let date = date.max(entry.date);
        self.result.decision.date = Some(date);
        self.about_sender(entry, date);
        self.answered(entry);
        if let Some(until) = self.until(entry).filter(|until| date > *until) {
            self.problem(Problem::Late { until });
        }
    }

    fn about_sender(&mut self, entry: &Entry, date: Day) {
        let sender = self.result.sender.clone().unwrap_or_default();
        let not_yours = Problem::NotAboutSender(entry.id.to_string());
        match &entry.kind {
            EntryKind::Deed { resident, .. } if *resident == sender => {}
            EntryKind::Deed { .. } => self.problem(not_yours),
            EntryKind::Rating { household, .. } => {
                let file = self.review_context.register.file(&sender);
                let home = file.and_then(|file| file.household(date).map(str::to_owned));
                let agreed = self.review_context.people.agreed(&sender);
                if home.as_deref() != Some(household.as_str()) {
                    self.problem(not_yours);
                } else if agreed.and_then(|it| it.given_by) == Some(GivenBy::Guardian) {
                    self.problem(Problem::Guardian);
                }
            }
            kind => self.problem(Problem::NoReply(kind.name())),
        }
    }

    fn answered(&mut self, entry: &Entry) {
        let about = |it: &&Entry| match &it.kind {
            EntryKind::Objection { entry: id, .. }
            | EntryKind::Reversal { entry: id, .. } => *id == entry.id,
            _ => false,
        };
        let before = self.review_context.ledger.entries.iter().find(about);
        let id = entry.id.to_string();
        match before.map(|it| &it.kind) {
            Some(EntryKind::Objection { .. }) => self.problem(Problem::Again(id)),
            Some(_) => self.problem(Problem::AlreadyReversed(id)),
            None => {}
        }
    }

    /// The last day for a reply. For a deed that takes points on somebody else's report,
    /// the time runs from the notification; for all other entries from their own date.
    fn until(&self, entry: &Entry) -> Option<Day> {
        let book = self.review_context.register.book(entry.date);
        let days = book.map_or(DEFAULT_REPLY_DAYS, |book| book.reply_days);
        let waits = match &entry.kind {
            EntryKind::Deed { deed, source, notified, .. } => {
                let rule = book.and_then(|book| book.deed(deed));
                let takes = rule.is_some_and(|rule| rule.points < Points::ZERO);
                (takes && *source != Source::SelfReport).then_some(*notified)
            }
            EntryKind::Rating { .. } => None,
            _ => return None,
        };
        match waits {
            // The time starts with the notification, so there is no deadline yet.
            Some(None) => None,
            Some(Some(notified)) => Some(entry.date.max(notified).plus_days(days)),
            None => Some(entry.date.plus_days(days)),
        }
    }
}
