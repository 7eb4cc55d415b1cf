//! What is published about whom, and how a site is written.
#![cfg(test)]

mod cards;
#[path = "../common/mod.rs"]
mod common;
mod consent;
mod figures;
mod letters;
mod site;
mod twins;
mod withdrawal;

use std::cell::Cell;
use std::io;

use hallboard_feed::edition::{PublicationState, Receipts, Reporters, Rosters};
use hallboard_feed::{
    HEAD_PATH, SIGNATURE_PATH, Snapshot, Trust, VerifiedFeed, verify_head,
};
use hallboard_publish::{
    App, CardBook, Cards, Clock, HallKey, KnownDates, MemoryStorage, Moment, Publication,
    PublishError, Published, Settings, StateStore, Storage, day_in,
};
use hallboard_sample::{Village, village};
use hallboard_score::{Day, Entry, Hall, Ledger, Names};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};

/// Noon in Yangqiao, two weeks before and after the end of a month.
const NOW: &str = "2026-11-23T04:00:00Z";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn small_village(seed: u64) -> Ledger {
    let until = day("2026-11-22");
    village(&Village { seed, residents: 90, households: 30, years: 3, until })
}

#[derive(Clone, Default)]
struct TestStateStore {
    state: PublicationState,
    rosters: Rosters,
    cards: Option<CardBook>,
}

impl StateStore for TestStateStore {
    fn save_state(&mut self, state: &PublicationState) -> io::Result<()> {
        self.state = state.clone();
        Ok(())
    }

    fn save_rosters(&mut self, rosters: &Rosters) -> io::Result<()> {
        self.rosters = rosters.clone();
        Ok(())
    }

    fn save_cards(&mut self, book: &CardBook) -> io::Result<()> {
        self.cards = Some(book.clone());
        Ok(())
    }
}

/// Bytes that never repeat: tests need no other randomness.
fn random() -> io::Result<[u8; 16]> {
    NEXT.set(NEXT.get() + 1);
    Ok(NEXT.get().to_be_bytes())
}

thread_local!(static NEXT: Cell<u128> = const { Cell::new(1) });

/// Restarts [`random`] from that number, so that two halls draw the same bytes.
fn reset_random(from: u128) {
    NEXT.set(from);
}

/// A hall with its key, its site and its state.
struct TestHall {
    key: HallKey,
    site: MemoryStorage,
    store: TestStateStore,
}

impl TestHall {
    fn new() -> TestHall {
        TestHall::with_key(&HallKey::generate(None).unwrap().secret)
    }

    fn with_key(secret: &str) -> TestHall {
        TestHall {
            key: HallKey::read(secret, None).unwrap(),
            site: MemoryStorage::default(),
            store: TestStateStore::default(),
        }
    }

    /// Two halls with the same key and cards.
    fn twins() -> [TestHall; 2] {
        let secret = HallKey::generate(None).unwrap().secret;
        let cards = CardBook::new("yangqiao", &random).unwrap();
        [(), ()].map(|()| {
            let mut test_hall = TestHall::with_key(&secret);
            test_hall.store.cards = Some(cards.clone());
            test_hall
        })
    }

    /// A hall with a card book.
    fn with_cards() -> TestHall {
        let mut test_hall = TestHall::new();
        test_hall.store.cards = Some(CardBook::new("yangqiao", &random).unwrap());
        test_hall
    }

    fn book(&self) -> &CardBook {
        self.store.cards.as_ref().unwrap()
    }

    /// Resets the hall to before its first publication, with the same cards.
    fn afresh(&mut self) -> &mut TestHall {
        self.site = MemoryStorage::default();
        self.store.state = PublicationState::default();
        self.store.rosters = Rosters::default();
        self
    }

    fn publication<'a>(
        key: &'a HallKey,
        store: &TestStateStore,
        consents: &'a Consents,
        now: &str,
        app: Option<&'a App>,
    ) -> Publication<'a> {
        let moment = moment(now);
        let book = store.cards.clone();
        let cards = book.map(|book| Cards { book, consents, random: &random });
        let (state, rosters) = (store.state.clone(), store.rosters.clone());
        let (letters, desk) = (None, None);
        let (reporters, receipts) = (Reporters::default(), Receipts::default());
        Publication {
            key,
            moment,
            app,
            state,
            rosters,
            cards,
            letters,
            desk,
            reporters,
            receipts,
        }
    }

    fn try_to_publish(
        &mut self,
        ledger: &Ledger,
        now: &str,
    ) -> Result<Published, PublishError> {
        let (app, consents) = (app("1"), consents(ledger, now));
        let (key, store) = (&self.key, self.store.clone());
        let publication = TestHall::publication(key, &store, &consents, now, Some(&app));
        let (site, store) = (&mut self.site, &mut self.store);
        publication.of_ledger(ledger, &Settings::default(), 14, site, store)
    }

    fn publish(&mut self, ledger: &Ledger, now: &str) -> Published {
        self.try_to_publish(ledger, now).unwrap()
    }

    fn feed(&self, ledger: &Ledger) -> VerifiedFeed {
        feed_in(&self.site, &self.key, &ledger.hall.id).expect("a whole feed")
    }

    fn snapshot(&self, ledger: &Ledger) -> Snapshot {
        self.feed(ledger).snapshot().clone()
    }
}

/// The moment that the command uses if the day is confirmed.
fn moment(now: &str) -> Moment {
    let clock = Clock { now: now.parse().unwrap(), own: false, confirmed: None };
    let hall = Hall {
        id: "yangqiao".to_owned(),
        names: Names::default(),
        time_zone: "Asia/Shanghai".to_owned(),
    };
    KnownDates::default().check(clock, &hall).unwrap()
}

/// The consents in that ledger's hall at that moment.
fn consents(ledger: &Ledger, now: &str) -> Consents {
    let today = day_in(&ledger.hall, now.parse().unwrap());
    // A wrong time zone is an error of the publication, not of this function.
    let today = today.unwrap_or_else(|_zone| day("2026-11-23"));
    ConsentEntries::of(&ledger.entries).on(today)
}

fn feed_in(site: &MemoryStorage, key: &HallKey, hall: &str) -> Option<VerifiedFeed> {
    let trust = Trust::new(hall, &key.public_line()).unwrap();
    let read = |path: &str| site.read(path).unwrap();
    let head = verify_head(&trust, &read(HEAD_PATH)?, &read(SIGNATURE_PATH)?).ok()?;
    let snapshot = read(&format!("feed/{}", head.snapshot_name()))?;
    head.open(&snapshot).ok()
}

/// An app whose file names depend on `build`.
fn app(build: &str) -> App {
    let page = common::shell_with(&format!(
        "<script type=\"module\" src=\"{{{{ site_root }}}}app-{build}.js\"></script>"
    ));
    App::new(vec![
        ("index.html".to_owned(), page.into_bytes()),
        (
            format!("app-{build}.js"),
            format!("export const build = {build};").into_bytes(),
        ),
    ])
    .unwrap()
}

fn entry(json: serde_json::Value) -> Entry {
    hallboard_score::read_json(json.to_string().as_bytes()).unwrap()
}
