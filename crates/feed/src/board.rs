//! What the screen shows of a feed on a day: a plain model, every score computed here.

use hallboard_score::{Day, Month, Names, Points, Rulebook, in_force};

use crate::snapshot::{Display, HallCard, Snapshot, Step};
use crate::verify::VerifiedFeed;

/// After that many seconds since its issue a feed is called old: the hall publishes
/// daily, and two hours late is no cause for words.
pub const STALE_SECONDS: i64 = 26 * 3600;

/// All a screen draws, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The hall.
    pub hall: HallCard,
    /// How its screen is read.
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
    /// Whether it was issued more than [`STALE_SECONDS`] ago.
    pub stale: bool,
    /// Whether `residents`, `histories`, `thanks`, `categories` and `households` are
    /// empty because the publication has expired, whatever it held.
    pub consent_expired: bool,
    /// Who is listed on that day, by name in code-point order.
    pub residents: Vec<BoardResident>,
    /// Histories, in the order of `residents`.
    pub histories: Vec<BoardHistory>,
    /// Good deeds, newest first.
    pub thanks: Vec<BoardThanks>,
    /// The star categories shown, in the rulebook's order.
    pub categories: Vec<BoardCategory>,
    /// Households, in the order of their first label.
    pub households: Vec<BoardHousehold>,
    /// Figures of the village.
    pub village: BoardVillage,
    /// The rulebook in force on the day: bands, rewards and how to earn them.
    pub rules: Option<Rulebook>,
    /// Every rulebook, by `from`.
    pub rulebooks: Vec<Rulebook>,
}

/// Somebody on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardResident {
    /// The name.
    pub name: String,
    /// The score on the day.
    pub score: Points,
    /// What the band is called in which it lies.
    pub band: Option<Names>,
    /// How far up the scale it lies, in thousandths: 0 at its `min`, 1000 at its `max`.
    pub share: u16,
}

/// Somebody's scores at month ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardHistory {
    /// The place in [`Board::residents`].
    pub resident: usize,
    /// The month of the first score.
    pub first: Month,
    /// Scores by month; `None` where there is none.
    pub scores: Vec<Option<Points>>,
}

/// A good deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardThanks {
    /// The place in [`Board::residents`].
    pub resident: usize,
    /// What the deed was called on its date.
    pub deed: Names,
    /// The day it was done.
    pub date: Day,
    /// What it gave.
    pub points: Points,
}

/// A star category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardCategory {
    /// Its id.
    pub id: String,
    /// What people call it: by the rulebook in force, else by the latest that knows it.
    pub names: Names,
}

/// A household's stars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardHousehold {
    /// Its label.
    pub names: Names,
    /// Stars (1 to 5) in each of [`Board::categories`]; 0 for no rating.
    pub stars: Vec<u8>,
}

/// Figures of the village; `None` where the group is too small to speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardVillage {
    /// How many take part, to the nearest five.
    pub taking_part: Option<u32>,
    /// Good deeds in `deeds_month`, to the nearest five.
    pub deeds: Option<u32>,
    /// The month of publication.
    pub deeds_month: Month,
    /// The mean score at the end of each month, to the nearest point.
    pub means: Vec<(Month, Option<i32>)>,
}

pub(crate) fn draw(feed: &VerifiedFeed, on: Day, now: i64) -> Board {
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
        display: snapshot.display,
        version: head.version(),
        issued: head.issued(),
        expires: head.expires(),
        as_of: snapshot.as_of,
        on,
        stale: now.saturating_sub(head.issued()) > STALE_SECONDS,
        consent_expired: feed.expired(now),
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

/// What rests on consent.
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

/// How far up the scale, in thousandths.
fn share(rules: &Rulebook, score: Points) -> u16 {
    let whole = (rules.score.max - rules.score.min).hundredths();
    let part = (score - rules.score.min).hundredths();
    let share = part.saturating_mul(1000).checked_div(whole).unwrap_or(1000);
    u16::try_from(share.clamp(0, 1000)).unwrap_or_default()
}

fn resident(name: &str, rules: &Rulebook, points: Points) -> Option<BoardResident> {
    let score = rules.score(points);
    (score >= rules.score.base).then(|| BoardResident {
        name: name.to_owned(),
        score,
        band: rules.band(score).map(|band| band.names.clone()),
        share: share(rules, score),
    })
}

/// Who is listed, and where each row of the snapshot has gone.
fn residents(
    snapshot: &Snapshot,
    rules: &Rulebook,
    on: Day,
) -> (Vec<BoardResident>, Vec<Option<usize>>) {
    let columns = &snapshot.residents;
    let mut points: Vec<Option<Points>> =
        columns.points.iter().copied().map(Some).collect();
    for Step(row, _, stepped) in columns.steps.iter().filter(|step| step.1 <= on) {
        if let Some(points) =
            usize::try_from(*row).ok().and_then(|row| points.get_mut(row))
        {
            *points = *stepped;
        }
    }
    let mut listed: Vec<(usize, BoardResident)> = columns
        .names
        .iter()
        .zip(points)
        .enumerate()
        .filter_map(|(row, (name, points))| Some((row, resident(name, rules, points?)?)))
        .collect();
    listed.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
    let mut places = vec![None; columns.names.len()];
    for (place, (row, _)) in listed.iter().enumerate() {
        if let Some(slot) = places.get_mut(*row) {
            *slot = Some(place);
        }
    }
    (listed.into_iter().map(|(_, resident)| resident).collect(), places)
}

fn histories(
    snapshot: &Snapshot,
    place: impl Fn(u32) -> Option<usize>,
) -> Vec<BoardHistory> {
    let Some(first) = snapshot.history.first else { return Vec::new() };
    // Nobody is shown below the start, should a publisher forget it.
    let held = |(month, score): (i32, &Option<Points>)| {
        let rules = in_force(&snapshot.rulebooks, first.plus(month).last_day());
        score.map(|score| rules.map_or(score, |rules| score.max(rules.score.base)))
    };
    let mut histories: Vec<BoardHistory> = snapshot
        .history
        .residents
        .iter()
        .zip(&snapshot.history.scores)
        .filter_map(|(row, scores)| {
            let scores = (0..).zip(scores).map(held).collect();
            Some(BoardHistory { resident: place(*row)?, first, scores })
        })
        .collect();
    histories.sort_by_key(|history| history.resident);
    histories
}

fn thanks(snapshot: &Snapshot, place: impl Fn(u32) -> Option<usize>) -> Vec<BoardThanks> {
    let columns = &snapshot.thanks;
    let deeds = columns.deeds.iter().zip(&columns.dates).zip(&columns.points);
    let mut thanks: Vec<BoardThanks> = columns
        .residents
        .iter()
        .zip(deeds)
        .filter(|(_, (_, points))| **points > Points::ZERO)
        .filter_map(|(row, ((deed, date), points))| {
            let rule = in_force(&snapshot.rulebooks, *date)?.deed(deed)?;
            Some(BoardThanks {
                resident: place(*row)?,
                deed: rule.names.clone(),
                date: *date,
                points: *points,
            })
        })
        .collect();
    thanks.sort_by(|a, b| b.date.cmp(&a.date).then(a.resident.cmp(&b.resident)));
    thanks
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
    let columns = &snapshot.households;
    let stars = |row: usize| {
        columns.stars.iter().map(move |stars| stars.get(row).copied().unwrap_or_default())
    };
    let mut households: Vec<BoardHousehold> = columns
        .names
        .iter()
        .enumerate()
        .map(|(row, names)| BoardHousehold {
            names: names.clone(),
            stars: stars(row).collect(),
        })
        .collect();
    households.sort_by(|a, b| a.names.iter().cmp(b.names.iter()));
    households
}

fn village(snapshot: &Snapshot) -> BoardVillage {
    let columns = &snapshot.village;
    let means = columns.first.map_or_else(Vec::new, |first| {
        let month = |(month, mean): (i32, &Option<i32>)| (first.plus(month), *mean);
        (0..).zip(&columns.means).map(month).collect()
    });
    BoardVillage {
        taking_part: columns.taking_part,
        deeds: columns.deeds_this_month,
        deeds_month: snapshot.as_of.month(),
        means,
    }
}
