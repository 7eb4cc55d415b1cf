//! Formats names of the register, days and points in the reader's language.

use hallboard_score::{
    Consent, Day, Entry, EntryKind, Id, KindWord, Names, Points, Rulebook, Source,
    in_force,
};

use super::message::{Message, score_words};
use crate::language::{Language, Named};
use crate::platform::{Calendar, DateStyle};
use crate::record::open_record::Record;
use crate::words::{Word, record as word};

/// Formats a record as text.
#[derive(Clone, Copy, Debug)]
pub(in crate::record) struct Formatter<'a> {
    /// The record.
    pub record: &'a Record,
    /// The language.
    pub language: Language,
}

impl<'a> Formatter<'a> {
    /// A formatted day.
    pub(in crate::record) fn day(self, day: Day) -> String {
        Calendar(self.language).day(day, DateStyle::Full)
    }

    /// A formatted day, without the year if it is the current one.
    pub(in crate::record) fn short_day(self, day: Day) -> String {
        let is_recent = day.year() == self.record.today.year();
        let style = if is_recent { DateStyle::DayOfYear } else { DateStyle::Full };
        Calendar(self.language).day(day, style)
    }

    /// A name, or the id if the register has no name.
    fn named(self, names: Option<&Names>, id: &str) -> Named {
        let unknown = || Named { text: id.to_owned(), lang: None };
        names.map_or_else(unknown, |names| self.language.name(names))
    }

    /// An item from the latest rulebook that contains it.
    fn latest<T: 'a>(
        self,
        find: impl Fn(&'a Rulebook) -> Option<&'a T>,
    ) -> Option<&'a T> {
        let books = || self.record.ledger().rulebooks.iter();
        let of_now = in_force(&self.record.ledger().rulebooks, self.record.today);
        of_now.and_then(&find).or_else(|| books().rev().find_map(find))
    }

    /// The name of a category.
    pub(in crate::record) fn category(self, id: &str) -> Named {
        self.named(self.latest(|book| book.category(id)).map(|it| &it.names), id)
    }

    /// The name of a band on a day.
    pub(in crate::record) fn band(self, id: &str, on: Day) -> Named {
        let book = in_force(&self.record.ledger().rulebooks, on);
        let band = book.and_then(|book| book.bands.iter().find(|band| band.id == id));
        self.named(band.map(|it| &it.names), id)
    }

    /// The name of a deed on a day.
    pub(in crate::record) fn deed(self, id: &str, on: Day) -> Named {
        let book = in_force(&self.record.ledger().rulebooks, on);
        let of_then = book.and_then(|book| book.deed(id));
        let rule = of_then.or_else(|| self.latest(|book| book.deed(id)));
        self.named(rule.map(|it| &it.names), id)
    }

    /// The name of a reward on a day.
    fn reward(self, id: &str, on: Day) -> Named {
        let book = in_force(&self.record.ledger().rulebooks, on);
        let of_then = book.and_then(|book| book.reward(id));
        let reward = of_then.or_else(|| self.latest(|book| book.reward(id)));
        self.named(reward.map(|it| &it.names), id)
    }

    /// The name of a household.
    pub(in crate::record) fn household(self, id: &str) -> Named {
        let households = &self.record.ledger().households;
        let household = households.iter().find(|it| it.id == id);
        self.named(household.map(|it| &it.names), id)
    }

    /// The name of a deed's source.
    pub(in crate::record) fn source(self, source: Source) -> &'static str {
        match source {
            Source::Organisation => self.language.text(word::SOURCE_ORGANISATION),
            Source::Neighbour => self.language.text(word::SOURCE_NEIGHBOUR),
            Source::Household => self.language.text(word::SOURCE_HOUSEHOLD),
            Source::SelfReport => self.language.text(word::SOURCE_SELF),
        }
    }

    /// The name of an entry: of its deed, category or reward.
    pub(in crate::record) fn entry(self, entry: &Entry) -> String {
        match &entry.kind {
            EntryKind::Deed { deed, .. } => self.deed(deed, entry.date).text,
            EntryKind::Rating { category, stars, .. } => self
                .message(word::ENTRY_NAME_RATING)
                .with("category", &self.category(category).text)
                .count("stars", usize::from(*stars))
                .finish(),
            EntryKind::Redemption { reward, .. } => {
                let reward = self.reward(reward, entry.date).text;
                self.message(word::ENTRY_NAME_REWARD).with("reward", &reward).finish()
            }
            EntryKind::Move { household, .. } => self.moved(household),
            EntryKind::Consent { to, .. } => match to {
                Consent::Resident { scopes, .. } if scopes.is_empty() => {
                    self.language.text(word::ENTRY_NAME_WITHDRAWAL).to_owned()
                }
                Consent::Resident { .. } => {
                    self.language.text(word::ENTRY_NAME_CONSENT).to_owned()
                }
                Consent::Household { .. } => {
                    self.language.text(word::ENTRY_NAME_HOUSE_CONSENT).to_owned()
                }
            },
            EntryKind::Objection { entry, .. } => {
                self.about(self.message(word::ENTRY_NAME_OBJECTION), entry)
            }
            EntryKind::Decision { entry, .. } => {
                self.about(self.message(word::ENTRY_NAME_DECISION), entry)
            }
            EntryKind::Reversal { entry, .. } => {
                self.about(self.message(word::ENTRY_NAME_REVERSAL), entry)
            }
        }
    }

    /// The text of a move to a household.
    pub(in crate::record) fn moved(self, household: &str) -> String {
        let household = self.household(household).text;
        self.message(word::ENTRY_NAME_MOVE).with("household", &household).finish()
    }

    /// A text of the page, with placeholders to fill.
    pub(in crate::record) fn message(self, word: Word) -> Message {
        self.language.message(word)
    }

    /// A text about another entry. If that entry is itself a reply, decision or reversal,
    /// only its id is used, so that names do not nest.
    fn about(self, sentence: Message, id: &Id) -> String {
        let said = |entry: &Entry| {
            matches!(
                entry.kind.name(),
                KindWord::Objection | KindWord::Decision | KindWord::Reversal
            )
        };
        let entry = self.record.entry(id).filter(|entry| !said(entry));
        let name = entry.map_or_else(|| id.to_string(), |entry| self.entry(entry));
        sentence.with("entry", &name).finish()
    }

    /// The name of the entry with that id.
    pub(in crate::record) fn entry_of(self, id: &str) -> String {
        let entry = self.record.entry(id);
        entry.map_or_else(|| id.to_owned(), |entry| self.entry(entry))
    }

    /// A score, or a text that there is none.
    pub(in crate::record) fn score(self, score: Option<Points>) -> String {
        score_words(self.language, score)
    }
}
