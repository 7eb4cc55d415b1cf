//! The explanation of a score: a sum as on paper, and the items that do not count.

use hallboard_score::{
    Cap, DEFAULT_REPLY_DAYS, Day, DeedRule, Entry, EntryKind, Id, JudgedDeed, Lasts,
    Names, NotCounted, Outcome, Points, RatedStars, ResidentRecord, Rulebook, Source,
    Text, stable_sort_by,
};

use super::agreed::agreed;
use super::entry_index::concerns;
use super::reply::{Dispute, dispute};
use super::rewards::{RedemptionItem, redemptions};
use super::stars::category_names;

/// All data about a resident that affects the score of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreExplanation {
    /// The day.
    pub today: Day,
    /// The sum; `None` for who has no score.
    pub sum: Option<Sum>,
    /// Every deed up to the day, counting or not, in order of date, then file.
    pub deeds: Vec<DeedItem>,
    /// Every rating of the households lived in that the resident has to do with: given
    /// while living there, or to the household of today. In order of date, then file.
    pub ratings: Vec<RatingItem>,
    /// Rewards handed out up to the day, in order.
    pub redemptions: Vec<RedemptionItem>,
    /// The rules the deeds go by, each once; [`DeedItem::rule`] is a place in it.
    pub rules: Vec<RuleCard>,
}

/// A score as a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The lines in the order of paper: base, stars, deeds that count, limits, the end
    /// of the scale. Their points add up to `score`.
    pub lines: Vec<Line>,
    /// What they add up to before the end of the scale.
    pub sum: Points,
    /// The score.
    pub score: Points,
    /// The id of its band.
    pub band: Option<String>,
    /// What rewards can be had for.
    pub balance: Points,
    /// The first day of the rulebook in force.
    pub book: Day,
}

/// A line of the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub of: LineOf,
    /// What it adds.
    pub points: Points,
}

/// What a [`Line`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineOf {
    /// Everybody's starting score.
    Base,
    /// Stars of the household.
    Stars {
        /// The place in [`ScoreExplanation::ratings`].
        rating: usize,
    },
    /// A deed that counts.
    Deed {
        /// The place in [`ScoreExplanation::deeds`].
        deed: usize,
    },
    /// A category whose deeds add up to more, or less, than they may.
    Limit {
        /// The category's id.
        category: Id,
        /// What its deeds add up to.
        sum: Points,
        /// What of it counts.
        held: Points,
    },
    /// The sum lies beyond an end of the scale.
    Scale {
        /// That end.
        end: Points,
    },
}

/// A rule in words and numbers, as it was on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCard {
    /// Its id.
    pub deed: Id,
    /// The first day of the rulebook it stands in.
    pub book: Day,
    /// What people call it.
    pub names: Names,
    /// Its category's id.
    pub category: Option<Id>,
    /// The points it gives or takes.
    pub points: Points,
    /// How long it counts.
    pub lasts: Lasts,
    /// How often it counts.
    pub cap: Option<Cap>,
    /// Days to reply before it starts, where it takes points.
    pub reply_days: u32,
    /// Days the hall has to decide.
    pub decide_days: u32,
}

/// A deed of the resident's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedItem {
    /// The entry's id.
    pub entry: Id,
    /// The day of the deed.
    pub date: Day,
    /// The rule's id.
    pub deed: Id,
    /// The place of its rule in [`ScoreExplanation::rules`]; `None` if there was none on its day.
    pub rule: Option<usize>,
    /// Who reported it.
    pub source: Source,
    /// The day its subject was notified.
    pub notified: Option<Day>,
    /// The recorder's note.
    pub note: Option<Text>,
    /// Who wrote it down, if known.
    pub by: Option<Text>,
    /// Its points, after any decision; `None` without a rule.
    pub points: Option<Points>,
    /// Whether it counts.
    pub counts: bool,
    /// Why not.
    pub why_not: Option<NotCounted>,
    /// The day it starts; `None` if never.
    pub from: Option<Day>,
    /// The first day on which it has lapsed; `None` if never.
    pub until: Option<Day>,
    /// What was said about it.
    pub dispute: Dispute,
}

/// Stars given to a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingItem {
    /// The entry's id.
    pub entry: Id,
    /// The day of the rating.
    pub date: Day,
    /// The household's id.
    pub household: Id,
    /// The category's id.
    pub category: Id,
    /// What people call the category, in the latest rulebook up to the day that knows it.
    pub names: Option<Names>,
    /// One to five, after any decision.
    pub stars: u8,
    /// What they give today; `None` if they are not the ones that count.
    pub points: Option<Points>,
    /// The recorder's note.
    pub note: Option<Text>,
    /// Who wrote it down, if known.
    pub by: Option<Text>,
    /// The last day on which the resident can object to it, and how many days are left,
    /// today included; `None` if that is over, done, or not for them to say.
    pub open: Option<(Day, u32)>,
    /// What was said about it.
    pub dispute: Dispute,
}

impl Sum {
    /// Whether the lines add up to the score. They always should; the page checks it.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.lines.iter().map(|line| line.points).sum::<Points>() == self.score
    }
}

/// Why the score of a day is what it is.
#[must_use]
pub fn explain(file: &ResidentRecord<'_>, today: Day) -> ScoreExplanation {
    let mut rules = Rules::default();
    let judged = file.deeds_on(today);
    let deeds: Vec<DeedItem> = judged
        .iter()
        .filter_map(|deed| deed_item(file, deed, today, &mut rules))
        .collect();
    let stars = file.stars_on(today);
    let ratings = ratings(file, today, &stars);
    ScoreExplanation {
        today,
        sum: sum(file, today, &deeds, &ratings, &stars),
        deeds,
        ratings,
        redemptions: redemptions(file, today),
        rules: rules.cards,
    }
}

/// The rules met so far.
#[derive(Default)]
struct Rules<'r> {
    met: Vec<&'r DeedRule>,
    cards: Vec<RuleCard>,
}

impl<'r> Rules<'r> {
    fn place(&mut self, rule: &'r DeedRule, book: &Rulebook) -> usize {
        let known = self.met.iter().position(|it| std::ptr::eq(*it, rule));
        known.unwrap_or_else(|| {
            self.met.push(rule);
            self.cards.push(RuleCard {
                deed: rule.id.as_str().into(),
                book: book.from,
                names: rule.names.clone(),
                category: rule.category.as_deref().map(Id::from),
                points: rule.points,
                lasts: rule.lasts,
                cap: rule.cap,
                reply_days: book.reply_days,
                decide_days: book.decide_days,
            });
            self.cards.len() - 1
        })
    }
}

fn deed_item<'r>(
    file: &ResidentRecord<'r>,
    judged: &JudgedDeed<'r>,
    today: Day,
    rules: &mut Rules<'r>,
) -> Option<DeedItem> {
    let entry = judged.entry;
    let EntryKind::Deed { deed, source, notified, .. } = &entry.kind else { return None };
    let book = file.register().book(entry.date);
    let mut dispute = dispute(file, &entry.id, today);
    if judged.why == Some(NotCounted::NotStarted) {
        dispute = dispute.before_start(judged.from, today);
    }
    Some(DeedItem {
        entry: entry.id.clone(),
        date: entry.date,
        deed: deed.clone(),
        rule: judged.rule.zip(book).map(|(rule, book)| rules.place(rule, book)),
        source: *source,
        notified: *notified,
        note: entry.note.clone(),
        by: entry.by.clone(),
        points: judged.points,
        counts: judged.why.is_none(),
        why_not: judged.why,
        from: judged.from,
        until: judged.until,
        dispute,
    })
}

fn ratings(
    file: &ResidentRecord<'_>,
    today: Day,
    counting: &[RatedStars<'_>],
) -> Vec<RatingItem> {
    let entries = file.register().ledger().entries.iter().filter(|it| it.date <= today);
    let mut items: Vec<RatingItem> = entries
        .filter(|it| concerns(file, it, it.date) || concerns(file, it, today))
        .filter_map(|entry| rating_item(file, entry, today, counting))
        .collect();
    stable_sort_by(&mut items, &|a, b| a.date.cmp(&b.date));
    items
}

fn rating_item(
    file: &ResidentRecord<'_>,
    entry: &Entry,
    today: Day,
    counting: &[RatedStars<'_>],
) -> Option<RatingItem> {
    let EntryKind::Rating { household, category, stars } = &entry.kind else {
        return None;
    };
    let dispute = dispute(file, &entry.id, today);
    let changed = match dispute.decision.as_ref().map(|it| it.outcome) {
        Some(Outcome::ChangedStars(stars)) => Some(stars),
        _ => None,
    };
    Some(RatingItem {
        entry: entry.id.clone(),
        date: entry.date,
        household: household.clone(),
        category: category.clone(),
        names: category_names(file, category, today),
        stars: changed.unwrap_or(*stars),
        points: counting.iter().find(|it| it.entry.id == entry.id).map(|it| it.points),
        note: entry.note.clone(),
        by: entry.by.clone(),
        open: open(file, entry, household, today).filter(|_| dispute.is_untouched()),
        dispute,
    })
}

/// Until when an adult of a household can object to its stars.
fn open(
    file: &ResidentRecord<'_>,
    entry: &Entry,
    household: &str,
    today: Day,
) -> Option<(Day, u32)> {
    let days = file.register().book(entry.date).map(|book| book.reply_days);
    let until = entry.date.plus_days(days.unwrap_or(DEFAULT_REPLY_DAYS));
    let left = today.days_until(until).checked_add(1)?;
    let left = u32::try_from(left).ok().filter(|left| *left > 0)?;
    let theirs = file.household(today) == Some(household);
    (theirs && !agreed(file, today).guarded).then_some((until, left))
}

fn sum(
    file: &ResidentRecord<'_>,
    today: Day,
    deeds: &[DeedItem],
    ratings: &[RatingItem],
    stars: &[RatedStars<'_>],
) -> Option<Sum> {
    let book = file.register().book(today)?;
    let explained = file.explain(today)?;
    let mut lines = vec![Line { of: LineOf::Base, points: explained.base }];
    lines.extend(stars.iter().filter_map(|rated| {
        let rating = ratings.iter().position(|it| it.entry == rated.entry.id)?;
        Some(Line { of: LineOf::Stars { rating }, points: rated.points })
    }));
    let counting = deeds.iter().enumerate().filter(|(_, it)| it.counts);
    lines.extend(counting.map(|(deed, it)| Line {
        of: LineOf::Deed { deed },
        points: it.points.unwrap_or_default(),
    }));
    lines.extend(explained.limits.into_iter().map(|limit| Line {
        points: limit.held - limit.sum,
        of: LineOf::Limit {
            category: limit.category.into(),
            sum: limit.sum,
            held: limit.held,
        },
    }));
    if explained.clamped {
        let points = explained.score - explained.sum;
        lines.push(Line { of: LineOf::Scale { end: explained.score }, points });
    }
    Some(Sum {
        lines,
        sum: explained.sum,
        score: explained.score,
        band: explained.band,
        balance: explained.balance,
        book: book.from,
    })
}
