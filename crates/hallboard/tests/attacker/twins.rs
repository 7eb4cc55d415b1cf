//! Leaving completely looks like leaving the board only, and joining hidden looks like not
//! joining: the bytes of the month are the same, and those of later months too, except for
//! the village's figures.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;

use hallboard_feed::edition::{PublicationState, Receipts, Reporters, Rosters};
use hallboard_publish::{
    CardBook, Cards, Clock, HallKey, KnownDates, MemoryStorage, Publication, Settings,
    StateStore,
};
use hallboard_score::{Day, Entry, Register, Scope};
use hallboard_workbook::consent_entries::ConsentEntries;
use serde_json::Value;

use crate::publisher::{Hall, Public, Publisher};
use crate::village::{Plan, Rng, Village, consent, first_day};

const PLAN: Plan = Plan { seed: 77, residents: 60, new_rules: false };

/// Two random residents for whom `is_so(takes_part, on_board)` holds on that day.
fn some(day: Day, is_so: impl Fn(bool, bool) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    Village::new(PLAN).each_day(|today, ledger| {
        if today == day {
            let register = Register::new(ledger);
            let files = register.files().filter(|file| {
                let agrees = |scope| file.agrees(scope, day);
                is_so(agrees(Scope::Score), agrees(Scope::Board))
            });
            found = files.map(|file| file.id().to_owned()).collect();
        }
    });
    let mut rng = Rng::new(PLAN.seed, 9);
    (0..2).filter_map(|_| rng.pick(&found).cloned()).collect()
}

fn publish_with(entries: &[Entry]) -> Vec<Value> {
    let mut village = Village::new(PLAN);
    for entry in entries {
        village.enter(entry.date, entry.clone());
    }
    let (mut hall, mut all) = (Hall::default(), Vec::new());
    village.each_day(|today, ledger| {
        let (Public { snapshot, .. }, _) = hall.publish(ledger, today);
        all.push(serde_json::from_slice(&snapshot).unwrap());
    });
    all
}

/// The public bytes of two villages that differ in these entries only are the same.
fn check(day: Day, twins: [Vec<Entry>; 2]) {
    let [one, other] = twins.map(|entries| publish_with(&entries));
    let month_ends = day.month().last_day().to_string();
    for (mut one, mut other) in one.into_iter().zip(other) {
        let date = one["as_of"].as_str().unwrap().to_owned();
        if date > month_ends {
            // From then on the figures of that month are published, rounded to the nearest
            // five.
            let months = |of: &mut Value| of["village"].take();
            let figures = [months(&mut one), months(&mut other)];
            let past = figures.map(|it| before(&it, day));
            assert_eq!(past[0], past[1], "months before, on {date}");
        }
        assert_eq!(one.to_string(), other.to_string(), "{date}");
    }
}

/// The figures of the months before that day's.
fn before(village: &Value, day: Day) -> BTreeMap<String, Vec<Value>> {
    let first: hallboard_score::Month =
        village["first"].as_str().unwrap().parse().unwrap();
    let months = usize::try_from(first.months_until(day.month())).unwrap();
    let columns = ["means", "taking_part", "deeds"].map(|name| {
        (name.to_owned(), village[name].as_array().unwrap()[..months].to_vec())
    });
    columns.into()
}

#[test]
fn full_withdrawal_looks_like_leaving_the_board() {
    let day = first_day().plus_days(30);
    for resident in some(day, |_, board| board) {
        let leaves = |scopes: &[Scope]| vec![consent("T1", day, &resident, scopes)];
        check(day, [leaves(&[]), leaves(&[Scope::Score])]);
    }
}

#[test]
fn hidden_withdrawal_looks_like_none() {
    let day = first_day().plus_days(30);
    for resident in some(day, |score, board| score && !board) {
        check(day, [vec![consent("T1", day, &resident, &[])], Vec::new()]);
    }
}

#[test]
fn hidden_joining_looks_like_none() {
    let day = first_day().plus_days(30);
    for resident in some(day, |score, _| !score) {
        check(day, [vec![consent("T1", day, &resident, &[Scope::Score])], Vec::new()]);
    }
}

#[derive(Default)]
struct DiscardingStore;

impl StateStore for DiscardingStore {
    fn save_state(&mut self, _: &PublicationState) -> io::Result<()> {
        Ok(())
    }
    fn save_rosters(&mut self, _: &Rosters) -> io::Result<()> {
        Ok(())
    }
    fn save_cards(&mut self, _: &CardBook) -> io::Result<()> {
        Ok(())
    }
}

/// The attacker reads what is in the site, except for what depends on the settings, and the
/// readings of characters that are not listed.
#[test]
fn reads_what_is_published() {
    let next = Cell::new(0_u128);
    let random = || {
        next.set(next.get() + 1);
        Ok(next.get().to_be_bytes())
    };
    Village::new(PLAN).each_day(|today, ledger| {
        if today != first_day() {
            return;
        }
        let (public, _) = Hall::default().publish(ledger, today);
        let key = HallKey::read(&HallKey::generate(None).unwrap().secret, None).unwrap();
        let consents = ConsentEntries::of(&ledger.entries).on(today);
        let book = CardBook::new("yangqiao", &random).unwrap();
        let now = format!("{today}T04:00:00Z").parse().unwrap();
        let clock = Clock { now, own: false, confirmed: None };
        let moment = KnownDates::default().check(clock, &ledger.hall).unwrap();
        let publication = Publication {
            key: &key,
            moment,
            app: None,
            state: PublicationState::default(),
            rosters: Rosters::default(),
            cards: Some(Cards { book, consents: &consents, random: &random }),
            letters: None,
            desk: None,
            reporters: Reporters::default(),
            receipts: Receipts::default(),
        };
        let mut site = MemoryStorage::default();
        publication
            .of_ledger(ledger, &Settings::default(), 14, &mut site, &mut DiscardingStore)
            .unwrap();
        let files = || site.0.iter();
        let is_sealed =
            |path: &str| path.starts_with("feed/sealed/") && !path.ends_with(".br");
        let sealed = files().filter(|(path, _)| is_sealed(path)).count();
        assert_eq!(sealed, public.sealed);
        let mut snapshots = files().filter(|(path, _)| {
            path.starts_with("feed/snapshot-") && path.ends_with(".json")
        });
        let mut published: Value =
            serde_json::from_slice(snapshots.next().unwrap().1).unwrap();
        let mut read: Value = serde_json::from_slice(&public.snapshot).unwrap();
        published["readings"].take();
        read["readings"].take();
        assert_eq!(published, read);
    });
}
