//! The rows of a ledger's sheets, independent of the file format.

use std::borrow::Cow;

use hallboard_score::{
    Band, Category, Consent, Day, DeedRule, Entry, EntryKind, Hall, Household,
    LEDGER_FORMAT, Ledger, Names, Outcome, OutcomeWord, Points, Resident, Reward,
    Rulebook,
};

use crate::schema::sheets::{ORDER, RULEBOOK, Sheet};

/// The part of a ledger that a row is written from.
#[derive(Clone, Copy)]
pub(crate) enum Item<'l> {
    Hall(&'l Hall),
    Rulebook(&'l Rulebook),
    Category(Day, &'l Category),
    DeedRule(Day, &'l DeedRule),
    Band(Day, &'l Band),
    Reward(Day, &'l Reward),
    Household(&'l Household),
    Resident(&'l Resident),
    /// With its position in the ledger, from 1.
    Entry(u64, &'l Entry),
}

/// The content of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'l> {
    /// A text of the ledger.
    Text(Cow<'l, str>),
    /// A word of a closed list.
    Word(&'static str),
    /// Words of a closed list; an empty list is not the same as a blank cell.
    Words(Vec<&'static str>),
    Points(Points),
    Whole(u64),
    Day(Day),
}

/// The rows of a sheet, in their order.
pub(crate) fn items(
    ledger: &Ledger,
    sheet: Sheet,
) -> Box<dyn Iterator<Item = Item<'_>> + '_> {
    let books = ledger.rulebooks.iter();
    match sheet {
        Sheet::Hall => Box::new(std::iter::once(Item::Hall(&ledger.hall))),
        Sheet::Rulebooks => Box::new(books.map(Item::Rulebook)),
        Sheet::Categories => Box::new(books.flat_map(|book| {
            book.categories.iter().map(|it| Item::Category(book.from, it))
        })),
        Sheet::DeedRules => {
            Box::new(books.flat_map(|book| {
                book.deeds.iter().map(|it| Item::DeedRule(book.from, it))
            }))
        }
        Sheet::Bands => Box::new(
            books.flat_map(|book| book.bands.iter().map(|it| Item::Band(book.from, it))),
        ),
        Sheet::Rewards => {
            Box::new(books.flat_map(|book| {
                book.rewards.iter().map(|it| Item::Reward(book.from, it))
            }))
        }
        Sheet::Households => Box::new(ledger.households.iter().map(Item::Household)),
        Sheet::Residents => Box::new(ledger.residents.iter().map(Item::Resident)),
        _ => Box::new(
            (1..)
                .zip(&ledger.entries)
                .filter(move |(_, entry)| sheet_of(entry) == sheet)
                .map(|(order, entry)| Item::Entry(order, entry)),
        ),
    }
}

pub(crate) fn sheet_of(entry: &Entry) -> Sheet {
    match entry.kind {
        EntryKind::Consent { .. } => Sheet::Consents,
        EntryKind::Rating { .. } => Sheet::Ratings,
        EntryKind::Deed { .. } => Sheet::Deeds,
        EntryKind::Objection { .. }
        | EntryKind::Decision { .. }
        | EntryKind::Reversal { .. } => Sheet::Replies,
        EntryKind::Redemption { .. } => Sheet::Redemptions,
        EntryKind::Move { .. } => Sheet::Moves,
    }
}

fn text(text: &str) -> Option<Cell<'_>> {
    Some(Cell::Text(Cow::Borrowed(text)))
}

fn whole<'l>(number: u32) -> Option<Cell<'l>> {
    Some(Cell::Whole(u64::from(number)))
}

fn points<'l>(points: Points) -> Option<Cell<'l>> {
    Some(Cell::Points(points))
}

fn name<'l>(names: &'l Names, field: &str) -> Option<Cell<'l>> {
    text(names.get(field.strip_prefix("names.")?)?)
}

impl<'l> Item<'l> {
    /// The content of the cell for a field; `None` leaves it blank.
    pub(crate) fn cell(&self, field: &str) -> Option<Cell<'l>> {
        match *self {
            Item::Hall(hall) => match field {
                "id" => text(&hall.id),
                "time_zone" => text(&hall.time_zone),
                "format" => text(LEDGER_FORMAT),
                _ => name(&hall.names, field),
            },
            Item::Rulebook(book) => rulebook(book, field),
            Item::Category(from, category) => match field {
                RULEBOOK => Some(Cell::Day(from)),
                _ => of_category(category, field),
            },
            Item::DeedRule(from, rule) => match field {
                RULEBOOK => Some(Cell::Day(from)),
                _ => deed_rule(rule, field),
            },
            Item::Band(from, band) => match field {
                RULEBOOK => Some(Cell::Day(from)),
                "id" => text(&band.id),
                "min" => points(band.min),
                _ => name(&band.names, field),
            },
            Item::Reward(from, reward) => match field {
                RULEBOOK => Some(Cell::Day(from)),
                "id" => text(&reward.id),
                "cost" => points(reward.cost),
                _ => name(&reward.names, field),
            },
            Item::Household(household) => match field {
                "id" => text(&household.id),
                _ => name(&household.names, field),
            },
            Item::Resident(resident) => match field {
                "id" => text(&resident.id),
                "name" => text(&resident.name),
                "household" => text(resident.household.as_deref()?),
                _ => None,
            },
            Item::Entry(order, entry) => match field {
                ORDER => Some(Cell::Whole(order)),
                "id" => text(&entry.id),
                "date" => Some(Cell::Day(entry.date)),
                "note" => text(entry.note.as_deref()?),
                "by" => text(entry.by.as_deref()?),
                "kind" => Some(Cell::Word(entry.kind.name().as_str())),
                _ => of_kind(&entry.kind, field),
            },
        }
    }
}

fn rulebook<'l>(book: &'l Rulebook, field: &str) -> Option<Cell<'l>> {
    match field {
        "from" => Some(Cell::Day(book.from)),
        "score.min" => points(book.score.min),
        "score.max" => points(book.score.max),
        "score.base" => points(book.score.base),
        "reply_days" => whole(book.reply_days),
        "decide_days" => whole(book.decide_days),
        _ => None,
    }
}

fn of_category<'l>(category: &'l Category, field: &str) -> Option<Cell<'l>> {
    match field {
        "id" => text(&category.id),
        "deeds_min" => points(category.deeds_min?),
        "deeds_max" => points(category.deeds_max?),
        _ => match field.strip_prefix("star_points.") {
            Some(place) => {
                points(*category.star_points.get(place.parse::<usize>().ok()?)?)
            }
            None => name(&category.names, field),
        },
    }
}

fn deed_rule<'l>(rule: &'l DeedRule, field: &str) -> Option<Cell<'l>> {
    match field {
        "id" => text(&rule.id),
        "points" => points(rule.points),
        "category" => text(rule.category.as_deref()?),
        "lasts" => Some(Cell::Text(Cow::Owned(rule.lasts.to_string()))),
        "cap.count" => whole(rule.cap?.count),
        "cap.per" => Some(Cell::Word(rule.cap?.per.as_str())),
        _ => name(&rule.names, field),
    }
}

fn of_kind<'l>(kind: &'l EntryKind, field: &str) -> Option<Cell<'l>> {
    match (kind, field) {
        (EntryKind::Consent { to: Consent::Resident { resident, scopes }, .. }, _)
            if matches!(field, "resident" | "scopes") =>
        {
            match field {
                "resident" => text(resident),
                _ => Some(Cell::Words(scopes.iter().map(|it| it.as_str()).collect())),
            }
        }
        (EntryKind::Consent { to: Consent::Household { household, scopes }, .. }, _)
            if matches!(field, "household" | "scopes") =>
        {
            match field {
                "household" => text(household),
                _ => Some(Cell::Words(scopes.iter().map(|it| it.as_str()).collect())),
            }
        }
        (EntryKind::Consent { given_by, .. }, "given_by") => {
            Some(Cell::Word((*given_by)?.as_str()))
        }
        (EntryKind::Rating { household, .. }, "household") => text(household),
        (EntryKind::Rating { category, .. }, "category") => text(category),
        (EntryKind::Rating { stars, .. }, "stars") => whole(u32::from(*stars)),
        (EntryKind::Deed { resident, .. }, "resident") => text(resident),
        (EntryKind::Deed { deed, .. }, "deed") => text(deed),
        (EntryKind::Deed { source, .. }, "source") => Some(Cell::Word(source.as_str())),
        (EntryKind::Deed { notified, .. }, "notified") => Some(Cell::Day((*notified)?)),
        (
            EntryKind::Objection { entry, .. }
            | EntryKind::Decision { entry, .. }
            | EntryKind::Reversal { entry, .. },
            "entry",
        ) => text(entry),
        (EntryKind::Objection { text: said, .. }, "text") => text(said.as_deref()?),
        (
            EntryKind::Decision { reason, .. } | EntryKind::Reversal { reason, .. },
            "reason",
        ) => text(reason.as_deref()?),
        (EntryKind::Decision { outcome, .. }, _) => of_outcome(*outcome, field),
        (EntryKind::Redemption { resident, .. }, "resident") => text(resident),
        (EntryKind::Redemption { reward, .. }, "reward") => text(reward),
        (EntryKind::Move { resident, .. }, "resident") => text(resident),
        (EntryKind::Move { household, .. }, "household") => text(household),
        _ => None,
    }
}

fn of_outcome<'l>(outcome: Outcome, field: &str) -> Option<Cell<'l>> {
    let word = match outcome {
        Outcome::Upheld => OutcomeWord::Upheld,
        Outcome::Overturned => OutcomeWord::Overturned,
        Outcome::ChangedPoints(_) | Outcome::ChangedStars(_) => OutcomeWord::Changed,
    };
    match (field, outcome) {
        ("outcome", _) => Some(Cell::Word(word.as_str())),
        ("points", Outcome::ChangedPoints(to)) => points(to),
        ("stars", Outcome::ChangedStars(to)) => whole(u32::from(to)),
        _ => None,
    }
}
