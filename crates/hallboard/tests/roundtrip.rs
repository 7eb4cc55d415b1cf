//! Every format preserves everything that a ledger can contain.
#![cfg(test)]

use hallboard_score::{
    Band, Cap, Category, Consent, Day, DeedRule, Entry, EntryKind, GivenBy, Hall,
    Household, HouseholdScope, Id, Lasts, Ledger, Names, Outcome, Period, Points,
    Resident, Reward, Rulebook, Scale, Scope, Source,
};
use hallboard_workbook::json::to_json;
use hallboard_workbook::read::{located_at, register_of};
use hallboard_workbook::{read, write, write_csv, write_ods, write_sqlite};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z0-9 ]{0,8}",
        2 => "[杨李王张\u{3000} ]{0,4}",
        1 => select(vec!["", " ", "\"", "\"\"", "none", "007", "1e5", "=1+1", "TRUE", "_x0041_", "a\r\nb", "#N/A", "2025-03-01"])
            .prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// The same text as an id.
fn id() -> impl Strategy<Value = Id> {
    text().prop_map(Id::from)
}

fn names() -> impl Strategy<Value = Names> {
    let tags = select(vec!["en", "zh-Hans", "zh-Hant", "fr", "bo"]);
    btree_map(tags, text(), 0..4).prop_map(Names::new)
}

fn points() -> impl Strategy<Value = Points> {
    prop_oneof![-900_i64..900, -100_000_000_i64..=100_000_000]
        .prop_map(Points::from_hundredths)
}

fn upward() -> impl Strategy<Value = Points> {
    (0_i64..=100_000_000).prop_map(Points::from_hundredths)
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        9 => (0_u32..109_937).prop_map(|days| Day::new(1900, 1, 1).unwrap().plus_days(days)),
        1 => (0_u32..90).prop_map(|days| Day::new(1900, 1, 1).unwrap().plus_days(days)),
    ]
}

fn category() -> impl Strategy<Value = Category> {
    let stars = [points(), points(), points(), points(), points()];
    (text(), names(), stars, of(upward()), of(upward())).prop_map(
        |(id, names, star_points, low, deeds_max)| {
            let deeds_min = low.map(|low| -low);
            Category { id, names, star_points, deeds_min, deeds_max }
        },
    )
}

fn deed_rule() -> impl Strategy<Value = DeedRule> {
    let lasts = prop_oneof![
        (1_u16..=1200).prop_map(Lasts::Months),
        (1_u16..=1200).prop_map(Lasts::Years),
        Just(Lasts::Year),
        Just(Lasts::Forever),
    ];
    let cap = (1_u32..=1_000_000, select(Period::ALL))
        .prop_map(|(count, per)| Cap { count, per });
    (text(), names(), points(), of(text()), lasts, of(cap)).prop_map(
        |(id, names, points, category, lasts, cap)| DeedRule {
            id,
            names,
            points,
            category,
            lasts,
            cap,
        },
    )
}

/// The first item for each key.
fn distinct<T, K: Ord>(mut items: Vec<T>, id: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    items.retain(|it| seen.insert(id(it)));
    items
}

fn rulebook() -> impl Strategy<Value = Rulebook> {
    let scale = [points(), points(), points()].prop_map(|mut ends| {
        ends.sort();
        let [min, base, max] = ends;
        Scale { min, max, base }
    });
    let band =
        (text(), names(), points()).prop_map(|(id, names, min)| Band { id, names, min });
    let reward = (text(), names(), upward()).prop_map(|(id, names, cost)| Reward {
        id,
        names,
        cost,
    });
    let lists = (
        vec(category(), 0..3),
        vec(deed_rule(), 0..3),
        vec(band, 0..3),
        vec(reward, 0..3),
    );
    (day(), scale, lists, 0_u32..=3650, 0_u32..=3650).prop_map(
        |(from, score, (categories, deeds, bands, rewards), reply_days, decide_days)| {
            Rulebook {
                from,
                score,
                categories: distinct(categories, |it| it.id.clone()),
                deeds: distinct(deeds, |it| it.id.clone()),
                bands: distinct(bands, |it| it.id.clone()),
                rewards: distinct(rewards, |it| it.id.clone()),
                reply_days,
                decide_days,
            }
        },
    )
}

fn consent() -> impl Strategy<Value = EntryKind> {
    let scopes = subsequence(Scope::ALL.to_vec(), 0..=4);
    let of_household = subsequence(HouseholdScope::ALL.to_vec(), 0..=2);
    let to = prop_oneof![
        (id(), scopes)
            .prop_map(|(resident, scopes)| Consent::Resident { resident, scopes }),
        (id(), of_household)
            .prop_map(|(household, scopes)| Consent::Household { household, scopes }),
    ];
    (to, of(select(GivenBy::ALL)))
        .prop_map(|(to, given_by)| EntryKind::Consent { to, given_by })
}

fn reply() -> impl Strategy<Value = EntryKind> {
    let outcome = prop_oneof![
        Just(Outcome::Upheld),
        Just(Outcome::Overturned),
        points().prop_map(Outcome::ChangedPoints),
        (1_u8..=5).prop_map(Outcome::ChangedStars),
    ];
    // References to entries that do not exist: whether the kinds match does not matter
    // here.
    let entry = || id().prop_map(|id| Id::from(format!("@{id}")));
    prop_oneof![
        (entry(), of(id()))
            .prop_map(|(entry, text)| EntryKind::Objection { entry, text }),
        (entry(), outcome, of(id())).prop_map(|(entry, outcome, reason)| {
            EntryKind::Decision { entry, outcome, reason }
        }),
        (entry(), of(id()))
            .prop_map(|(entry, reason)| EntryKind::Reversal { entry, reason }),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    let kind = prop_oneof![
        consent(),
        reply(),
        (id(), id(), 1_u8..=5).prop_map(|(household, category, stars)| {
            EntryKind::Rating { household, category, stars }
        }),
        (id(), id(), select(Source::ALL), of(day())).prop_map(
            |(resident, deed, source, notified)| EntryKind::Deed {
                resident,
                deed,
                source,
                notified
            }
        ),
        (id(), id())
            .prop_map(|(resident, reward)| EntryKind::Redemption { resident, reward }),
        (id(), id())
            .prop_map(|(resident, household)| EntryKind::Move { resident, household }),
    ];
    (id(), day(), kind, of(id()), of(id())).prop_map(|(id, date, kind, note, by)| Entry {
        id,
        date,
        kind,
        note,
        by,
    })
}

fn ledger() -> impl Strategy<Value = Ledger> {
    let hall = (text(), names(), text()).prop_map(|(id, names, time_zone)| Hall {
        id,
        names,
        time_zone,
    });
    let household = (id(), names()).prop_map(|(id, names)| Household { id, names });
    let resident = (id(), text(), of(id())).prop_map(|(id, name, household)| Resident {
        id,
        name,
        household,
    });
    let lists = (vec(household, 0..4), vec(resident, 0..4), vec(entry(), 0..12));
    (hall, vec(rulebook(), 0..3), lists).prop_map(
        |(hall, rulebooks, (households, residents, entries))| Ledger {
            hall,
            rulebooks: distinct(rulebooks, |it| it.from.to_string()),
            households: distinct(households, |it| it.id.clone()),
            residents: distinct(residents, |it| it.id.clone()),
            entries: distinct(entries, |it| it.id.clone()),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_format_round_trips_every_ledger(ledger in ledger()) {
        prop_assert_eq!(ledger.inconsistencies(), vec![]);
        let json = to_json(&ledger).unwrap();
        prop_assert_eq!(&register_of("a.json", &json).unwrap(), &ledger);
        let book = write(&ledger).unwrap();
        prop_assert_eq!(&read(&book).unwrap().ledger, &ledger);
        let book = write_ods(&ledger).unwrap();
        prop_assert_eq!(&register_of("a.ods", &book).unwrap(), &ledger);
        let folder = tempfile::tempdir().unwrap();
        write_csv(&ledger, folder.path()).unwrap();
        prop_assert_eq!(&located_at(folder.path()).unwrap().ledger, &ledger);
        let base = folder.path().join("hall.sqlite");
        write_sqlite(&ledger, &base).unwrap();
        prop_assert_eq!(&located_at(&base).unwrap().ledger, &ledger);
    }
}
