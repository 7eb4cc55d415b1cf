//! Every rulebook, and its changes from the previous one.

use hallboard_score::{
    Cap, Category, Day, DeedRule, Id, Lasts, Names, Points, Rulebook, stable_sort_by,
};

/// A rulebook and its changes from the previous one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookChange {
    /// Its first day.
    pub from: Day,
    /// The last day it was in force; `None` for the latest.
    pub until: Option<Day>,
    /// Its index in the list given to [`rules`].
    pub place: usize,
    /// The changes; empty for the first rulebook.
    pub changes: Vec<RulesChange>,
}

/// A kind of item with an id in a rulebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A deed rule.
    Deed,
    /// A star category.
    Category,
    /// A band of the score.
    Band,
    /// A reward.
    Reward,
}

/// A change between two rulebooks; the old value comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulesChange {
    /// The lowest score.
    Min(Points, Points),
    /// The highest score.
    Max(Points, Points),
    /// The starting score.
    Base(Points, Points),
    /// Days to reply.
    ReplyDays(u32, u32),
    /// Days to decide.
    DecideDays(u32, u32),
    /// A new item. Its values are in the rulebook.
    Added {
        /// The kind of item.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names.
        names: Names,
    },
    /// An item that no longer exists.
    Removed {
        /// The kind of item.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names.
        names: Names,
    },
    /// An item with other names.
    Renamed {
        /// The kind of item.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names before.
        before: Names,
        /// Its names now.
        after: Names,
    },
    /// The points of a deed, the minimum of a band, or the cost of a reward.
    Points {
        /// The kind of item.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Points,
        /// Now.
        after: Points,
    },
    /// How long a deed counts.
    Lasts {
        /// The deed's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Lasts,
        /// Now.
        after: Lasts,
    },
    /// How often a deed counts.
    Cap {
        /// The deed's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Option<Cap>,
        /// Now.
        after: Option<Cap>,
    },
    /// The category of a deed.
    Category {
        /// The deed's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Option<Id>,
        /// Now.
        after: Option<Id>,
    },
    /// The points of a category's stars, from one to five.
    StarPoints {
        /// The category's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: [Points; 5],
        /// Now.
        after: [Points; 5],
    },
    /// The minimum and the maximum of the deeds of a category.
    Limits {
        /// The category's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: (Option<Points>, Option<Points>),
        /// Now.
        after: (Option<Points>, Option<Points>),
    },
}

/// Every rulebook, the latest first, with its changes.
#[must_use]
pub fn rules(rulebooks: &[Rulebook]) -> Vec<BookChange> {
    let mut order: Vec<(usize, &Rulebook)> = rulebooks.iter().enumerate().collect();
    stable_sort_by(&mut order, &|(_, a), (_, b)| b.from.cmp(&a.from));
    let mut later: Option<Day> = None;
    let mut all = Vec::with_capacity(order.len());
    for (at, (place, book)) in order.iter().enumerate() {
        let before = order.get(at + 1).map(|(_, before)| *before);
        all.push(BookChange {
            from: book.from,
            until: later.map(Day::yesterday),
            place: *place,
            changes: before.map_or_else(Vec::new, |before| changes(before, book)),
        });
        later = Some(book.from);
    }
    all
}

/// Items with ids and names of a rulebook.
type Listed<'b> = Vec<(&'b str, &'b Names)>;

fn changes(before: &Rulebook, after: &Rulebook) -> Vec<RulesChange> {
    let mut found = Vec::new();
    let scale = [
        (before.score.min, after.score.min, RulesChange::Min as fn(_, _) -> _),
        (before.score.max, after.score.max, RulesChange::Max),
        (before.score.base, after.score.base, RulesChange::Base),
    ];
    found.extend(scale.into_iter().filter(|(a, b, _)| a != b).map(|(a, b, of)| of(a, b)));
    if before.reply_days != after.reply_days {
        found.push(RulesChange::ReplyDays(before.reply_days, after.reply_days));
    }
    if before.decide_days != after.decide_days {
        found.push(RulesChange::DecideDays(before.decide_days, after.decide_days));
    }
    for part in [Part::Deed, Part::Category, Part::Band, Part::Reward] {
        let (was, is) = (listed(before, part), listed(after, part));
        for (id, names) in &is {
            match was.iter().find(|(it, _)| it == id) {
                None => found.push(RulesChange::Added {
                    part,
                    id: (*id).into(),
                    names: (*names).clone(),
                }),
                Some((_, old)) => {
                    if old != names {
                        found.push(RulesChange::Renamed {
                            part,
                            id: (*id).into(),
                            before: (*old).clone(),
                            after: (*names).clone(),
                        });
                    }
                    compare(part, id, before, after, &mut found);
                }
            }
        }
        let gone = was.iter().filter(|(id, _)| !is.iter().any(|(it, _)| it == id));
        found.extend(gone.map(|(id, names)| RulesChange::Removed {
            part,
            id: (*id).into(),
            names: (*names).clone(),
        }));
    }
    found
}

fn listed(book: &Rulebook, part: Part) -> Listed<'_> {
    match part {
        Part::Deed => book.deeds.iter().map(|it| (it.id.as_str(), &it.names)).collect(),
        Part::Category => {
            book.categories.iter().map(|it| (it.id.as_str(), &it.names)).collect()
        }
        Part::Band => book.bands.iter().map(|it| (it.id.as_str(), &it.names)).collect(),
        Part::Reward => {
            book.rewards.iter().map(|it| (it.id.as_str(), &it.names)).collect()
        }
    }
}

/// The differences between two items with the same id, apart from names.
fn compare(
    part: Part,
    id: &str,
    before: &Rulebook,
    after: &Rulebook,
    found: &mut Vec<RulesChange>,
) {
    let band =
        |book: &Rulebook| book.bands.iter().find(|it| it.id == id).map(|it| it.min);
    let cost = |book: &Rulebook| book.reward(id).map(|it| it.cost);
    let points = match part {
        Part::Deed => {
            let (was, is) = (before.deed(id), after.deed(id));
            if let (Some(was), Some(is)) = (was, is) {
                compare_deeds(was, is, found);
            }
            was.map(|it| it.points).zip(is.map(|it| it.points))
        }
        Part::Category => {
            if let (Some(was), Some(is)) = (before.category(id), after.category(id)) {
                compare_categories(was, is, found);
            }
            None
        }
        Part::Band => band(before).zip(band(after)),
        Part::Reward => cost(before).zip(cost(after)),
    };
    let names = listed(after, part).into_iter().find(|(it, _)| *it == id);
    if let Some((before, after)) = points.filter(|(before, after)| before != after) {
        found.push(RulesChange::Points {
            part,
            id: id.into(),
            names: names.map(|(_, names)| names.clone()).unwrap_or_default(),
            before,
            after,
        });
    }
}

fn compare_deeds(before: &DeedRule, after: &DeedRule, found: &mut Vec<RulesChange>) {
    let (id, names) = (|| Id::from(after.id.as_str()), || after.names.clone());
    if before.lasts != after.lasts {
        let (before, after) = (before.lasts, after.lasts);
        found.push(RulesChange::Lasts { id: id(), names: names(), before, after });
    }
    if before.cap != after.cap {
        let (before, after) = (before.cap, after.cap);
        found.push(RulesChange::Cap { id: id(), names: names(), before, after });
    }
    if before.category != after.category {
        let of = |rule: &DeedRule| rule.category.as_deref().map(Id::from);
        let (before, after) = (of(before), of(after));
        found.push(RulesChange::Category { id: id(), names: names(), before, after });
    }
}

fn compare_categories(before: &Category, after: &Category, found: &mut Vec<RulesChange>) {
    let (id, names) = (|| Id::from(after.id.as_str()), || after.names.clone());
    if before.star_points != after.star_points {
        let (before, after) = (before.star_points, after.star_points);
        found.push(RulesChange::StarPoints { id: id(), names: names(), before, after });
    }
    let limits = |it: &Category| (it.deeds_min, it.deeds_max);
    if limits(before) != limits(after) {
        let (before, after) = (limits(before), limits(after));
        found.push(RulesChange::Limits { id: id(), names: names(), before, after });
    }
}
