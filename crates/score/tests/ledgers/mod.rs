//! Random ledgers with many irregularities: ties, late replies, unknown ids, entries out
//! of order, rulebooks that change in the middle.

use hallboard_score::{
    Band, Cap, Category, Consent, Day, DeedRule, Entry, EntryKind, Hall, Household, Id,
    Lasts, Ledger, Names, Outcome, Period, Points, Resident, Reward, Rulebook, Scale,
    Scope, Source,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// The residents of every ledger here; `nobody` is in none of them.
pub(crate) const PEOPLE: [&str; 3] = ["R1", "居民", "R10"];
const HOUSES: [&str; 3] = ["A", "B", "nowhere"];
const CATEGORIES: [&str; 3] = ["yard", "water", "unheard-of"];
const RULES: [&str; 5] = ["help", "litter", "feast", "帮忙", "unheard-of"];
const REWARDS: [&str; 2] = ["soap", "unheard-of"];

/// Offsets of days from the middle of a winter, many of which coincide.
pub(crate) fn offsets() -> impl Strategy<Value = i32> {
    prop_oneof![3 => 0..4, 2 => 15..18, 2 => 44..48, 3 => 0..150]
}

/// The day at an offset from 2024-12-16.
pub(crate) fn at(offset: i32) -> Day {
    let start = Day::new(2024, 12, 16).expect("a day that exists");
    match u32::try_from(offset) {
        Ok(days) => start.plus_days(days),
        Err(_) => (offset..0).fold(start, |day, _| day.yesterday()),
    }
}

fn points(low: i64, high: i64) -> impl Strategy<Value = Points> {
    prop_oneof![
        3 => (low..=high).prop_map(|whole| Points::from_hundredths(whole * 100)),
        1 => (low * 100..=high * 100).prop_map(Points::from_hundredths),
    ]
}

fn category(id: &'static str) -> impl Strategy<Value = Category> {
    let stars =
        [points(-4, 4), points(-4, 4), points(-4, 4), points(-4, 4), points(-4, 4)];
    let limits = (option::of(points(-6, 0)), option::of(points(0, 6)));
    (stars, limits).prop_map(move |(star_points, (deeds_min, deeds_max))| Category {
        id: id.to_owned(),
        names: Names::default(),
        star_points,
        deeds_min,
        deeds_max,
    })
}

fn lasts() -> impl Strategy<Value = Lasts> {
    prop_oneof![
        Just(Lasts::Forever),
        Just(Lasts::Year),
        (1_u16..4).prop_map(Lasts::Months),
        (1_u16..3).prop_map(Lasts::Years),
    ]
}

fn rule(id: &'static str) -> impl Strategy<Value = DeedRule> {
    let worth =
        prop_oneof![4 => points(1, 6), 4 => points(-6, -1), 1 => Just(Points::ZERO)];
    let of = option::weighted(0.7, select(&CATEGORIES[..]));
    let cap = option::of((1_u32..4, select(Period::ALL)));
    (worth, of, lasts(), cap).prop_map(move |(points, category, lasts, cap)| DeedRule {
        id: id.to_owned(),
        names: Names::default(),
        points,
        category: category.map(str::to_owned),
        lasts,
        cap: cap.map(|(count, per)| Cap { count, per }),
    })
}

fn scale() -> impl Strategy<Value = Scale> {
    let spread = select(&[0, 5, 40][..]);
    (points(-20, 60), spread.clone(), spread).prop_map(|(base, below, above)| Scale {
        min: base - Points::whole(below),
        max: base + Points::whole(above),
        base,
    })
}

fn bands() -> impl Strategy<Value = Vec<Band>> {
    vec(points(-20, 60), 0..5).prop_map(|mins| {
        let band = |(at, min): (usize, Points)| Band {
            id: format!("b{at}"),
            names: Names::default(),
            min,
        };
        mins.into_iter().enumerate().map(band).collect()
    })
}

fn rewards() -> impl Strategy<Value = Vec<Reward>> {
    option::weighted(0.8, points(0, 4)).prop_map(|cost| {
        let reward =
            |cost| Reward { id: REWARDS[0].to_owned(), names: Names::default(), cost };
        cost.into_iter().map(reward).collect()
    })
}

fn rulebook() -> impl Strategy<Value = Rulebook> {
    let from = prop_oneof![2 => Just(-400), 1 => offsets()];
    let categories = (
        option::weighted(0.9, category("yard")),
        option::weighted(0.7, category("water")),
    )
        .prop_map(|(yard, water)| yard.into_iter().chain(water).collect());
    let deeds = (
        option::weighted(0.9, rule(RULES[0])),
        option::weighted(0.9, rule(RULES[1])),
        option::weighted(0.8, rule(RULES[2])),
        option::weighted(0.8, rule(RULES[3])),
    )
        .prop_map(|(a, b, c, d)| [a, b, c, d].into_iter().flatten().collect());
    let days = (select(&[0, 1, 3, 10][..]), select(&[0, 1, 3, 30][..]));
    (from, scale(), categories, deeds, bands(), rewards(), days).prop_map(
        |(from, score, categories, deeds, bands, rewards, (reply_days, decide_days))| {
            let from = at(from);
            Rulebook {
                from,
                score,
                categories,
                deeds,
                bands,
                rewards,
                reply_days,
                decide_days,
            }
        },
    )
}

fn people() -> impl Strategy<Value = Id> {
    prop_oneof![20 => select(&PEOPLE[..]), 1 => Just("nobody")].prop_map(Id::from)
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = Id> {
    select(words).prop_map(Id::from)
}

fn consent() -> impl Strategy<Value = EntryKind> {
    let scopes = prop_oneof![
        3 => Just(vec![Scope::Board, Scope::Score]),
        1 => Just(vec![Scope::Board]),
        1 => Just(Vec::new()),
    ];
    (people(), scopes).prop_map(|(resident, scopes)| EntryKind::Consent {
        to: Consent::Resident { resident, scopes },
        given_by: None,
    })
}

/// Events, some of which can be contested.
fn any_event() -> impl Strategy<Value = EntryKind> {
    let deed =
        (people(), one_of(&RULES), select(Source::ALL), option::weighted(0.7, -2..9_i32))
            .prop_map(|(resident, deed, source, day)| {
                // `build` corrects the day of notification, because it knows the date.
                let notified = day.map(at);
                EntryKind::Deed { resident, deed, source, notified }
            });
    let rating = (one_of(&HOUSES), one_of(&CATEGORIES), 1_u8..=5).prop_map(
        |(household, category, stars)| EntryKind::Rating { household, category, stars },
    );
    let redemption = (people(), one_of(&REWARDS))
        .prop_map(|(resident, reward)| EntryKind::Redemption { resident, reward });
    let moved = (people(), one_of(&HOUSES))
        .prop_map(|(resident, household)| EntryKind::Move { resident, household });
    prop_oneof![10 => deed, 4 => rating, 2 => redemption, 1 => moved, 2 => consent()]
}

#[derive(Clone, Debug)]
enum Act {
    Object,
    Decide(Change),
    Reverse,
}

#[derive(Clone, Debug)]
enum Change {
    Uphold,
    Overturn,
    To { points: Points, stars: u8 },
}

fn act() -> impl Strategy<Value = Act> {
    let to = (points(-7, 7), 1_u8..=5)
        .prop_map(|(points, stars)| Change::To { points, stars });
    let zero = (1_u8..=5).prop_map(|stars| Change::To { points: Points::ZERO, stars });
    let change = prop_oneof![Just(Change::Uphold), Just(Change::Overturn), to, zero];
    prop_oneof![4 => Just(Act::Object), 4 => change.prop_map(Act::Decide), 1 => Just(Act::Reverse)]
}

/// Replies to one entry: each with a delay from its date, and a position in the file.
type Dispute = (prop::sample::Index, Vec<(i32, u8, Act)>);

fn dispute() -> impl Strategy<Value = Dispute> {
    let delay = prop_oneof![4 => 0..5, 1 => -3..12, 1 => 29..33];
    (any::<prop::sample::Index>(), vec((delay, any::<u8>(), act()), 1..6))
}

/// A ledger without structural errors, but with many other errors.
pub(crate) fn ledgers() -> impl Strategy<Value = Ledger> {
    let agreed = vec(option::weighted(0.9, offsets()), PEOPLE.len());
    let homes = vec(option::weighted(0.8, one_of(&HOUSES)), PEOPLE.len());
    let happened = vec((offsets(), any::<u8>(), any_event()), 0..30);
    (vec(rulebook(), 0..4), agreed, homes, happened, vec(dispute(), 0..8)).prop_map(
        |(mut rulebooks, agreed, homes, happened, disputes)| {
            let mut days = Vec::new();
            rulebooks.retain(|book| {
                let new = !days.contains(&book.from);
                days.push(book.from);
                new
            });
            let residents = PEOPLE.iter().zip(homes).map(|(id, household)| Resident {
                id: (*id).into(),
                name: String::new(),
                household,
            });
            let household =
                |id: &&str| Household { id: (*id).into(), names: Names::default() };
            Ledger {
                hall: Hall {
                    id: "hall".to_owned(),
                    names: Names::default(),
                    time_zone: "Asia/Shanghai".to_owned(),
                },
                rulebooks,
                households: HOUSES[..2].iter().map(household).collect(),
                residents: residents.collect(),
                entries: entries(&agreed, happened, disputes),
            }
        },
    )
}

/// Assigns ids and dates to the entries, and shuffles them by the positions drawn.
fn entries(
    agreed: &[Option<i32>],
    happened: Vec<(i32, u8, EntryKind)>,
    disputes: Vec<Dispute>,
) -> Vec<Entry> {
    let mut placed: Vec<(u8, Entry)> = Vec::new();
    for (person, offset) in PEOPLE.iter().zip(agreed) {
        let resident = Id::from(*person);
        let to = Consent::Resident { resident, scopes: vec![Scope::Score] };
        let kind = EntryKind::Consent { to, given_by: None };
        // Early in most cases: without consent there is nothing to compare.
        let date = offset.map(|it| at(if it % 3 == 0 { it } else { -1 }));
        placed.extend(date.map(|date| (0, entry(format!("C-{person}"), date, kind))));
    }
    let offsets: Vec<i32> = happened.iter().map(|it| it.0).collect();
    for (number, (offset, place, mut kind)) in happened.into_iter().enumerate() {
        if let EntryKind::Deed { notified: Some(day), .. } = &mut kind {
            *day = at(offset + at(0).days_until(*day));
        }
        placed.push((place, entry(format!("E{number}"), at(offset), kind)));
    }
    for (number, (target, acts)) in disputes.into_iter().enumerate() {
        if offsets.is_empty() {
            break;
        }
        let target = target.index(offsets.len());
        let id = Id::from(format!("E{target}"));
        let rating = placed
            .iter()
            .any(|(_, it)| it.id == id && matches!(it.kind, EntryKind::Rating { .. }));
        for (step, (delay, place, act)) in acts.into_iter().enumerate() {
            let kind = reply(act, id.clone(), rating);
            let date = at(offsets[target] + delay);
            placed.push((place, entry(format!("Q{number}.{step}"), date, kind)));
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, entry)| entry).collect()
}

fn entry(id: impl Into<Id>, date: Day, kind: EntryKind) -> Entry {
    Entry { id: id.into(), date, kind, note: None, by: None }
}

fn reply(act: Act, entry: Id, rating: bool) -> EntryKind {
    let outcome = match act {
        Act::Object => return EntryKind::Objection { entry, text: None },
        Act::Reverse => return EntryKind::Reversal { entry, reason: None },
        Act::Decide(Change::Uphold) => Outcome::Upheld,
        Act::Decide(Change::Overturn) => Outcome::Overturned,
        Act::Decide(Change::To { stars, .. }) if rating => Outcome::ChangedStars(stars),
        Act::Decide(Change::To { points, .. }) => Outcome::ChangedPoints(points),
    };
    EntryKind::Decision { entry, outcome, reason: None }
}
