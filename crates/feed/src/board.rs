//! The board model: what the screen shows of a feed on one day. Every score is computed
//! here.

use std::cmp::Reverse;

use hallboard_score::{
    Day, FEWEST_PUBLIC_STARS, Month, Names, Points, Rulebook, in_force, sorted_indices,
};

use crate::display::Display;
use crate::snapshot::{
    HallInfo, Households, LetterSums, Residents, SNAPSHOT_FORMAT, Snapshot, Step,
};
use crate::verify::VerifiedFeed;

/// Everything that a screen draws on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The hall.
    pub hall: HallInfo,
    /// The display settings.
    pub display: Display,
    /// The version of the publication.
    pub version: u64,
    /// When it was issued, in seconds since 1970.
    pub issued: i64,
    /// When it expires, in seconds since 1970.
    pub expires: i64,
    /// The day of publication: entries up to it are in.
    pub as_of: Day,
    /// The day the scores are for; never before `as_of`.
    pub on: Day,
    /// Whether a newer publication is overdue.
    pub stale: bool,
    /// Whether `residents`, `histories`, `thanks`, `categories` and `households` are
    /// empty because the publication has expired.
    pub consent_expired: bool,
    /// The first day of a rulebook that began after `as_of`. From that day no resident is
    /// listed until the next publication.
    pub ended_by_rules: Option<Day>,
    /// The residents listed on that day, by name in code-point order.
    pub residents: Vec<BoardResident>,
    /// Month-end scores, in the order of `residents`.
    pub histories: Vec<BoardHistory>,
    /// Good deeds, newest first.
    pub thanks: Vec<BoardThanks>,
    /// The star categories shown, in the rulebook's order.
    pub categories: Vec<BoardCategory>,
    /// Households, in the order of their first label.
    pub households: Vec<BoardHousehold>,
    /// Statistics of the village.
    pub village: BoardVillage,
    /// The rulebook in force on the day: bands, rewards and how to earn them.
    pub rules: Option<Rulebook>,
    /// Every rulebook, by `from`.
    pub rulebooks: Vec<Rulebook>,
}

/// The residents on the [`Board`] on a day, without the rest of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardListing {
    /// See [`Board::as_of`].
    pub as_of: Day,
    /// See [`Board::on`].
    pub on: Day,
    /// See [`Board::consent_expired`].
    pub consent_expired: bool,
    /// See [`Board::ended_by_rules`].
    pub ended_by_rules: Option<Day>,
    /// Whether the scores are computed from the recognition ledger, as they are since
    /// format 2.
    pub is_recognition: bool,
    /// See [`Board::residents`].
    pub residents: Vec<BoardResident>,
}

/// A resident on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardResident {
    /// The name.
    pub name: String,
    /// The board score.
    pub score: Points,
    /// The name of the score's band.
    pub band: Option<Names>,
    /// The score's position on the scale, in thousandths: 0 at `min`, 1000 at `max`.
    pub share: u16,
}

/// The month-end scores of a resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardHistory {
    /// The index in [`Board::residents`].
    pub resident: usize,
    /// The month of the first score.
    pub first: Month,
    /// Scores by month; `None` for a month without a score.
    pub scores: Vec<Option<Points>>,
}

/// A good deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardThanks {
    /// The index in [`Board::residents`].
    pub resident: usize,
    /// The name of the deed in the rulebook of its date.
    pub deed: Names,
    /// The day it was done.
    pub date: Day,
    /// The points that it gave.
    pub points: Points,
}

/// A star category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardCategory {
    /// Its id.
    pub id: String,
    /// Its name in the rulebook in force, or in the latest rulebook that contains it.
    pub names: Names,
}

/// A household's stars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardHousehold {
    /// Its label.
    pub names: Names,
    /// Stars (3 to 5) in each of [`Board::categories`]; 0 for fewer and for no rating.
    pub stars: Vec<u8>,
}

/// Statistics of the village; `None` if the group is too small to publish a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardVillage {
    /// The number of people who took part at the end of `deeds_month`, to the nearest
    /// five.
    pub taking_part: Option<u32>,
    /// The number of good deeds in `deeds_month`, to the nearest five.
    pub deeds: Option<u32>,
    /// The month of `taking_part` and `deeds`: the last one published.
    pub deeds_month: Month,
    /// The mean score at the end of each month.
    pub means: Vec<(Month, Option<Points>)>,
    /// The number of letters by result, over twelve months.
    pub letters: Option<LetterSums>,
}

impl Board {
    /// The board on a day of the hall, at `now` in seconds since 1970.
    pub(crate) fn from_feed(feed: &VerifiedFeed, on: Day, now: i64) -> Board {
        let (head, snapshot) = (feed.head(), feed.snapshot());
        let on = on.max(snapshot.as_of);
        let rules = in_force(&snapshot.rulebooks, on);
        let people = if feed.expired(now) {
            People::default()
        } else {
            People::listed(snapshot, rules, on)
        };
        Board {
            hall: snapshot.hall.clone(),
            display: snapshot.display.clone(),
            version: head.version(),
            issued: head.issued(),
            expires: head.expires(),
            as_of: snapshot.as_of,
            on,
            stale: feed.is_late(now),
            consent_expired: feed.expired(now),
            ended_by_rules: ended_by_rules(snapshot, on),
            residents: people.residents,
            histories: people.histories,
            thanks: people.thanks,
            categories: people.categories,
            households: people.households,
            village: village(snapshot),
            rules: rules.cloned(),
            rulebooks: snapshot.rulebooks.clone(),
        }
    }
}

impl BoardListing {
    /// The residents on the board on a day, at `now` in seconds since 1970.
    pub(crate) fn from_feed(feed: &VerifiedFeed, on: Day, now: i64) -> BoardListing {
        let (snapshot, consent_expired) = (feed.snapshot(), feed.expired(now));
        let on = on.max(snapshot.as_of);
        let rules = in_force(&snapshot.rulebooks, on).filter(|_| !consent_expired);
        BoardListing {
            as_of: snapshot.as_of,
            on,
            consent_expired,
            ended_by_rules: ended_by_rules(snapshot, on),
            is_recognition: is_recognition(snapshot),
            residents: rules
                .map_or_else(Vec::new, |rules| residents(snapshot, rules, on).0),
        }
    }
}

fn is_recognition(snapshot: &Snapshot) -> bool {
    snapshot.format == SNAPSHOT_FORMAT
}

/// The day on which a new rulebook ended every row. Only the next publication can compute
/// points by the new rules.
fn ended_by_rules(snapshot: &Snapshot, on: Day) -> Option<Day> {
    let from = in_force(&snapshot.rulebooks, on)?.from;
    (is_recognition(snapshot) && from > snapshot.as_of).then_some(from)
}

/// The parts of the board that need consent.
#[derive(Default)]
struct People {
    residents: Vec<BoardResident>,
    histories: Vec<BoardHistory>,
    thanks: Vec<BoardThanks>,
    categories: Vec<BoardCategory>,
    households: Vec<BoardHousehold>,
}

impl People {
    fn listed(snapshot: &Snapshot, rules: Option<&Rulebook>, on: Day) -> People {
        let (residents, places) =
            rules.map_or_else(Default::default, |rules| residents(snapshot, rules, on));
        let place = |row: u32| *places.get(usize::try_from(row).ok()?)?;
        People {
            residents,
            histories: histories(snapshot, place),
            thanks: thanks(snapshot, place),
            categories: categories(snapshot, rules),
            households: households(snapshot),
        }
    }
}

/// The score's position on the scale, in thousandths.
fn share(rules: &Rulebook, score: Points) -> u16 {
    let whole = (rules.score.max - rules.score.min).hundredths();
    let part = (score - rules.score.min).hundredths();
    let share = part.saturating_mul(1000).checked_div(whole).unwrap_or(1000);
    u16::try_from(share.clamp(0, 1000)).unwrap_or_default()
}

fn resident_at(name: &str, rules: &Rulebook, points: Points) -> Option<BoardResident> {
    let score = rules.score(points);
    (score >= rules.score.base).then(|| BoardResident {
        name: name.to_owned(),
        score,
        band: rules.band(score).map(|band| band.names.clone()),
        share: share(rules, score),
    })
}

/// The points of all residents on a day; `None` if the listing has ended, which only
/// format 1 has.
fn stepped(columns: &Residents, on: Day) -> Vec<Option<Points>> {
    let mut points: Vec<Option<Points>> =
        columns.points.iter().copied().map(Some).collect();
    for Step(row, _, after) in columns.steps.iter().filter(|step| step.1 <= on) {
        let row = usize::try_from(*row).ok();
        if let Some(points) = row.and_then(|row| points.get_mut(row)) {
            *points = *after;
        }
    }
    points
}

/// The listed residents, and for each row of the snapshot its index among them.
fn residents(
    snapshot: &Snapshot,
    rules: &Rulebook,
    on: Day,
) -> (Vec<BoardResident>, Vec<Option<usize>>) {
    let names = &snapshot.residents.names;
    if ended_by_rules(snapshot, on).is_some() {
        return (Vec::new(), vec![None; names.len()]);
    }
    let points = stepped(&snapshot.residents, on);
    let mut listed = Vec::new();
    let mut places = vec![None; names.len()];
    for row in sorted_indices(names.len(), &|a, b| names.get(a).cmp(&names.get(b))) {
        let points = points.get(row).copied().flatten();
        let resident = names.get(row).zip(points);
        let resident =
            resident.and_then(|(name, points)| resident_at(name, rules, points));
        if let (Some(resident), Some(place)) = (resident, places.get_mut(row)) {
            *place = Some(listed.len());
            listed.push(resident);
        }
    }
    (listed, places)
}

fn histories(
    snapshot: &Snapshot,
    place: impl Fn(u32) -> Option<usize>,
) -> Vec<BoardHistory> {
    let columns = &snapshot.history;
    let Some(first) = columns.first else { return Vec::new() };
    // Scores are never shown below the base score, even if a publisher failed to clamp
    // them.
    let held = |(month, score): (i32, &Option<Points>)| {
        let rules = in_force(&snapshot.rulebooks, first.plus(month).last_day());
        score.map(|score| rules.map_or(score, |rules| score.max(rules.score.base)))
    };
    let at = |row: usize| columns.residents.get(row).and_then(|row| place(*row));
    let rows = sorted_indices(columns.residents.len(), &|a, b| at(a).cmp(&at(b)));
    let history = |row: usize| {
        let scores = (0..).zip(columns.scores.get(row)?).map(held).collect();
        Some(BoardHistory { resident: at(row)?, first, scores })
    };
    rows.into_iter().filter_map(history).collect()
}

fn thanks(snapshot: &Snapshot, place: impl Fn(u32) -> Option<usize>) -> Vec<BoardThanks> {
    let columns = &snapshot.thanks;
    let at = |row: usize| columns.residents.get(row).and_then(|row| place(*row));
    let key = |row: usize| (Reverse(columns.dates.get(row)), at(row));
    let rows = sorted_indices(columns.residents.len(), &|a, b| key(a).cmp(&key(b)));
    let thank = |row: usize| {
        let date = *columns.dates.get(row)?;
        let rule = in_force(&snapshot.rulebooks, date)?.deed(columns.deeds.get(row)?)?;
        let points = *columns.points.get(row)?;
        let deed = rule.names.clone();
        let thanks = BoardThanks { resident: at(row)?, deed, date, points };
        (points > Points::ZERO).then_some(thanks)
    };
    rows.into_iter().filter_map(thank).collect()
}

fn categories(snapshot: &Snapshot, rules: Option<&Rulebook>) -> Vec<BoardCategory> {
    let named = |id: &String| {
        let books = rules.into_iter().chain(snapshot.rulebooks.iter().rev());
        let category = books.into_iter().find_map(|book| book.category(id));
        BoardCategory {
            id: id.clone(),
            names: category.map(|category| category.names.clone()).unwrap_or_default(),
        }
    };
    snapshot.households.categories.iter().map(named).collect()
}

fn households(snapshot: &Snapshot) -> Vec<BoardHousehold> {
    let Households { names, stars, .. } = &snapshot.households;
    let label = |row: usize| names.get(row).into_iter().flat_map(Names::iter);
    let rows = sorted_indices(names.len(), &|a, b| label(a).cmp(label(b)));
    let household = |row: usize| {
        // Fewer than three stars are shown as none, even if a publisher failed to remove
        // them.
        let public = |stars: &u8| *stars >= FEWEST_PUBLIC_STARS;
        let stars = stars
            .iter()
            .map(|stars| stars.get(row).copied().filter(public).unwrap_or_default());
        Some(BoardHousehold { names: names.get(row)?.clone(), stars: stars.collect() })
    };
    rows.into_iter().filter_map(household).collect()
}

fn village(snapshot: &Snapshot) -> BoardVillage {
    let columns = &snapshot.village;
    let means: Vec<(Month, Option<Points>)> =
        columns.first.map_or_else(Vec::new, |first| {
            let month =
                |(month, mean): (i32, &Option<Points>)| (first.plus(month), *mean);
            (0..).zip(&columns.means).map(month).collect()
        });
    let last = |column: &[Option<u32>]| column.last().copied().flatten();
    BoardVillage {
        taking_part: last(&columns.taking_part),
        deeds: last(&columns.deeds),
        deeds_month: means.last().map_or(snapshot.as_of.month(), |(month, _)| *month),
        means,
        letters: snapshot.letters.as_ref().and_then(|it| it.sums),
    }
}
