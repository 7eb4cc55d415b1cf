//! The entries about one resident, and their result on a day.

use serde::Serialize;

use crate::day::Day;
use crate::deed::{Deed, Verdict, start};
use crate::dispute_timeline::{DisputeTimeline, State};
use crate::ledger::{Consent, Entry, EntryKind, Resident, Scope};
use crate::map::{Map, at};
use crate::points::Points;
use crate::register::{Register, Stars};
use crate::rulebook::{Category, DeedRule, Reward, Rulebook};
use crate::sort::stable_sort_by;

/// The entries about one resident.
pub struct ResidentRecord<'r> {
    pub(crate) register: &'r Register<'r>,
    /// The index of the resident in the register, which is sorted by id.
    pub(crate) place: u32,
    resident: &'r Resident,
    pub(crate) consents: Vec<(Day, &'r [Scope])>,
    pub(crate) moves: Vec<(Day, &'r str)>,
    pub(crate) deeds: Vec<Deed<'r>>,
    pub(crate) redemptions: Vec<Redemption>,
}

pub(crate) struct Redemption {
    pub(crate) position: usize,
    pub(crate) date: Day,
    pub(crate) cost: Points,
    pub(crate) timeline: DisputeTimeline,
}

/// The standing of a resident on a day; all `None` if the resident does not take part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The resident's id.
    pub resident: String,
    /// The score.
    pub score: Option<Points>,
    /// The id of the score's band.
    pub band: Option<String>,
    /// The balance for rewards.
    pub balance: Option<Points>,
}

/// Why a deed does not count: the first reason that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotCounted {
    /// There was no consent on its day, or no rule for it.
    Ignored,
    /// It starts later, or never.
    NotStarted,
    /// It was overturned, reversed, or not decided in time.
    Out,
    /// It waits for a decision.
    Contested,
    /// Its time is over.
    Lapsed,
    /// It exceeds the cap of its period.
    OverCap,
}

/// A deed of the resident, and its effect on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgedDeed<'r> {
    /// The entry.
    pub entry: &'r Entry,
    /// The id of the rule.
    pub deed: &'r str,
    /// The rule on the day of the deed.
    pub rule: Option<&'r DeedRule>,
    /// The points after any decision; `None` without a rule.
    pub points: Option<Points>,
    /// The day on which it starts; `None` if it never does.
    pub from: Option<Day>,
    /// The first day on which it has lapsed; `None` if never.
    pub until: Option<Day>,
    /// The reason why it does not count; `None` if it counts.
    pub why: Option<NotCounted>,
}

/// Stars that give points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatedStars<'r> {
    /// The category in the rulebook in force.
    pub category: &'r Category,
    /// The rating.
    pub entry: &'r Entry,
    /// The number of stars, 1 to 5, after any decision.
    pub stars: u8,
    /// The points for the stars.
    pub points: Points,
}

/// A redeemed reward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redeemed<'r> {
    /// The entry.
    pub entry: &'r Entry,
    /// The reward on the day of the redemption.
    pub reward: Option<&'r Reward>,
    /// The cost, which is taken from the balance unless the redemption is reversed.
    pub cost: Points,
    /// The day of the reversal.
    pub back: Option<Day>,
}

impl<'r> ResidentRecord<'r> {
    pub(crate) fn new(
        register: &'r Register<'r>,
        place: u32,
        resident: &'r Resident,
    ) -> ResidentRecord<'r> {
        let mut file = ResidentRecord {
            register,
            place,
            resident,
            consents: Vec::new(),
            moves: Vec::new(),
            deeds: Vec::new(),
            redemptions: Vec::new(),
        };
        let entries = || register.entries_of(place);
        for (_, entry) in entries() {
            match &entry.kind {
                EntryKind::Consent { to: Consent::Resident { scopes, .. }, .. } => {
                    file.consents.push((entry.date, scopes));
                }
                EntryKind::Move { household, .. } => {
                    file.moves.push((entry.date, household))
                }
                _ => {}
            }
        }
        stable_sort_by(&mut file.consents, &|a, b| a.0.cmp(&b.0));
        stable_sort_by(&mut file.moves, &|a, b| a.0.cmp(&b.0));
        for (position, entry) in entries() {
            match &entry.kind {
                EntryKind::Deed { deed, .. } => {
                    let deed = file.deed(position, entry, deed);
                    file.deeds.push(deed);
                }
                EntryKind::Redemption { reward, .. } => {
                    let book = register.book(entry.date);
                    let cost =
                        book.and_then(|book| book.reward(reward)).map(|it| it.cost);
                    file.redemptions.push(Redemption {
                        position,
                        date: entry.date,
                        cost: cost.unwrap_or_default(),
                        timeline: register.timeline(position, entry, |_, _| {}),
                    });
                }
                _ => {}
            }
        }
        stable_sort_by(&mut file.deeds, &|a, b| a.entry.date.cmp(&b.entry.date));
        stable_sort_by(&mut file.redemptions, &|a, b| a.date.cmp(&b.date));
        file
    }

    fn deed(&self, position: usize, entry: &'r Entry, deed: &'r str) -> Deed<'r> {
        let found = self.register.books.rule(deed, entry.date);
        let start = found.and_then(|(book, rule)| start(entry, book, rule));
        let rule = found.map(|(_, rule)| rule);
        Deed {
            entry,
            deed,
            rule,
            consented: self.agrees(Scope::Score, entry.date),
            start,
            until: start.zip(rule).and_then(|(start, rule)| rule.lasts.until(start)),
            timeline: self.register.timeline(position, entry, |_, _| {}),
        }
    }

    /// The id of the resident.
    #[must_use]
    pub fn id(&self) -> &'r str {
        &self.resident.id
    }

    /// The name of the resident.
    #[must_use]
    pub fn name(&self) -> &'r str {
        &self.resident.name
    }

    /// The register of the record.
    #[must_use]
    pub fn register(&self) -> &'r Register<'r> {
        self.register
    }

    /// The first day on which the resident had a score.
    #[must_use]
    pub fn first_day(&self) -> Option<Day> {
        let part =
            self.consents.iter().find(|(_, scopes)| scopes.contains(&Scope::Score));
        let book = self.register.rulebook_days().next();
        part.map(|(day, _)| *day).zip(book).map(|(part, book)| part.max(book))
    }

    /// Whether the resident takes part on a day and agrees to `scope`.
    #[must_use]
    pub fn agrees(&self, scope: Scope, on: Day) -> bool {
        let in_force = self.consents.iter().rev().find(|(date, _)| *date <= on);
        in_force.is_some_and(|(_, scopes)| {
            scopes.contains(&Scope::Score) && scopes.contains(&scope)
        })
    }

    /// The resident's household on a day.
    #[must_use]
    pub fn household(&self, on: Day) -> Option<&'r str> {
        let moved = self.moves.iter().rev().find(|(date, _)| *date <= on);
        moved.map(|(_, to)| *to).or(self.resident.household.as_deref())
    }

    /// The rulebook in force on a day, if the resident takes part.
    pub(crate) fn book(&self, on: Day) -> Option<&'r Rulebook> {
        self.register.book(on).filter(|_| self.agrees(Scope::Score, on))
    }

    /// The ratings that give points on a day, in the order of the rulebook's categories.
    pub(crate) fn stars(
        &self,
        book: &'r Rulebook,
        on: Day,
    ) -> impl Iterator<Item = (&'r Category, Stars, Points)> {
        let household = self.household(on);
        book.categories.iter().filter_map(move |category| {
            let rating = self.register.rating(household?, &category.id, on)?;
            let place = usize::from(rating.stars).checked_sub(1)?;
            Some((category, rating, *category.star_points.get(place)?))
        })
    }

    /// The ratings that give points on a day, with their entries.
    pub(crate) fn rated(&self, book: &'r Rulebook, on: Day) -> Vec<RatedStars<'r>> {
        let rated = self.stars(book, on).filter_map(|(category, rating, points)| {
            let entry = self.register.entry(rating.position)?;
            Some(RatedStars { category, entry, stars: rating.stars, points })
        });
        rated.collect()
    }

    /// The stars that give points on a day, in the order of the rulebook's categories;
    /// empty without a score.
    #[must_use]
    pub fn stars_on(&self, on: Day) -> Vec<RatedStars<'r>> {
        self.book(on).map_or_else(Vec::new, |book| self.rated(book, on))
    }

    /// All deeds up to a day, by date, then in the order of the file, with their effect
    /// on that day; also without a score.
    #[must_use]
    pub fn deeds_on(&self, on: Day) -> Vec<JudgedDeed<'r>> {
        let judged = self.verdicts(on).map(|(deed, verdict)| JudgedDeed {
            entry: deed.entry,
            deed: deed.deed,
            rule: deed.rule,
            points: deed.rule.map(|_| deed.points(on)),
            from: deed.start,
            until: deed.until,
            why: verdict.why,
        });
        judged.collect()
    }

    /// The rewards redeemed up to a day, by date, then in the order of the file.
    #[must_use]
    pub fn redeemed_by(&self, on: Day) -> Vec<Redeemed<'r>> {
        let until = self.redemptions.iter().take_while(|it| it.date <= on);
        let redeemed = until.filter_map(|it| {
            let entry = self.register.entry(it.position)?;
            let EntryKind::Redemption { reward, .. } = &entry.kind else { return None };
            let book = self.register.book(it.date);
            Some(Redeemed {
                entry,
                reward: book.and_then(|book| book.reward(reward)),
                cost: it.cost,
                back: it.timeline.out().filter(|day| *day <= on),
            })
        });
        redeemed.collect()
    }

    /// The effects on a day of all deeds up to that day, by date, then in the order of
    /// the file.
    pub(crate) fn verdicts(&self, on: Day) -> impl Iterator<Item = (&Deed<'r>, Verdict)> {
        let mut taken: Map<&str, Vec<Day>> = Map::default();
        self.deeds.iter().take_while(move |deed| deed.entry.date <= on).map(move |deed| {
            let before = at(&mut taken, deed.deed, Vec::new());
            let verdict = deed.verdict(on, before);
            if deed.takes_a_place(on) {
                before.push(deed.entry.date);
            }
            (deed, verdict)
        })
    }

    /// Points from stars and deeds after category limits, without the base score: the
    /// points in a publication. `None` without a score on that day.
    #[must_use]
    pub fn points(&self, on: Day) -> Option<Points> {
        self.tally(on).map(|tally| tally.points)
    }

    fn tally(&self, on: Day) -> Option<Tally> {
        let book = self.book(on)?;
        let mut sums: Sums<'_> = Vec::new();
        let mut balance = Points::ZERO;
        for (deed, verdict) in self.verdicts(on) {
            let points = deed.points(on);
            if verdict.why.is_none() {
                let category = deed.rule.and_then(|rule| rule.category.as_deref());
                add(&mut sums, category, points);
            }
            if verdict.earned {
                balance = balance + points.max(Points::ZERO);
            }
        }
        let books = &self.register.books;
        let deeds = sums.into_iter().map(|(category, sum)| {
            category.map_or(sum, |category| books.clamp(category, sum, on))
        });
        let stars = self.stars(book, on).map(|(.., points)| points);
        let points = deeds.chain(stars).sum();
        let balance = balance - self.spent(on, |redeemed| redeemed <= on);
        Some(Tally { score: book.score(points), points, balance })
    }

    /// The cost of the redemptions on the selected days, without those reversed by `on`.
    fn spent(&self, on: Day, days: impl Fn(Day) -> bool) -> Points {
        let kept = self.redemptions.iter().filter(|it| days(it.date) && !it.is_out(on));
        kept.map(|it| it.cost).sum()
    }

    /// The balance on a day before the redemptions of that day; `None` without a score.
    pub(crate) fn balance_before_redemptions_of(&self, on: Day) -> Option<Points> {
        let tally = self.tally(on)?;
        Some(tally.balance + self.spent(on, |redeemed| redeemed == on))
    }

    /// The standing of the resident on a day.
    #[must_use]
    pub fn standing(&self, on: Day) -> Standing {
        let tally = self.tally(on);
        let score = tally.as_ref().map(|tally| tally.score);
        let band = score.zip(self.book(on)).and_then(|(score, book)| book.band(score));
        Standing {
            resident: self.id().to_owned(),
            score,
            band: band.map(|band| band.id.clone()),
            balance: tally.map(|tally| tally.balance),
        }
    }

    /// The deeds that count on a day: date, id of the rule and points, by date.
    pub fn counting_deeds(
        &self,
        on: Day,
    ) -> impl Iterator<Item = (Day, &'r str, Points)> {
        self.verdicts(on)
            .filter(|(_, verdict)| verdict.why.is_none())
            .map(move |(deed, _)| (deed.entry.date, deed.deed, deed.points(on)))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// Sums of points by category; `None` for deeds without a category.
pub(crate) type Sums<'a> = Vec<(Option<&'a str>, Points)>;

/// Adds points to the sum of a category. A linear search, because there are few
/// categories.
pub(crate) fn add<'a>(sums: &mut Sums<'a>, category: Option<&'a str>, points: Points) {
    match sums.iter_mut().find(|(it, _)| *it == category) {
        Some((_, sum)) => *sum = *sum + points,
        None => sums.push((category, points)),
    }
}

struct Tally {
    score: Points,
    points: Points,
    balance: Points,
}

impl Redemption {
    pub(crate) fn is_out(&self, on: Day) -> bool {
        self.timeline.state(on) == State::Out
    }
}
