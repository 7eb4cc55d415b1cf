//! A client with its hall and store, driven by one event after another.

use hallboard_feed::VerifyError;
use hallboard_feed::client::{
    Client, ClientError, Effect, Event, FetchFault, Fetched, StoredFeed, Tick,
};

use crate::hall::{Feed, ISSUED, Publisher, snapshot};

/// A client, a hall, and the data that the client last stored.
pub(crate) struct Scenario {
    pub(crate) hall: Publisher,
    pub(crate) client: Client,
    pub(crate) stored: Option<StoredFeed>,
    pub(crate) timer_id: u32,
    pub(crate) now: i64,
}

/// An effect as a short text.
fn word(effect: &Effect) -> String {
    match effect {
        Effect::FetchHead { .. } => "head?".to_owned(),
        Effect::FetchSnapshot { .. } => "snapshot?".to_owned(),
        Effect::Store(stored) => {
            let good = if stored.good.is_some() { "feed" } else { "head" };
            format!("store {good}")
        }
        Effect::Show(feed) => format!("show {}", feed.head().version()),
        Effect::Report(None) => "well".to_owned(),
        Effect::Report(Some(error)) => match error {
            ClientError::Unreachable { part } => format!("unreachable {part}"),
            ClientError::Status { part, status } => format!("{status} {part}"),
            ClientError::Refused(VerifyError::Older { seen, got }) => {
                format!("{got} after {seen}")
            }
            ClientError::Refused(refusal) => {
                let name = format!("{refusal:?}");
                name.split([' ', '(']).next().unwrap().to_owned()
            }
            ClientError::Clock { .. } => "clock".to_owned(),
        },
        Effect::Wait { millis, .. } => format!("wait {millis}"),
    }
}

pub(crate) const HOST_DOWN: Fetched = Err(FetchFault::Unreachable);
pub(crate) const NOT_FOUND: Fetched = Err(FetchFault::Status(404));

impl Scenario {
    pub(crate) fn new() -> Scenario {
        Scenario::with_floor(0)
    }

    pub(crate) fn with_floor(floor: u64) -> Scenario {
        let hall = Publisher::new("yangqiao");
        let client = Client::new(hall.trust(), floor);
        Scenario { hall, client, stored: None, timer_id: 0, now: ISSUED }
    }

    /// Handles an event and checks the resulting effects.
    #[track_caller]
    pub(crate) fn check(&mut self, event: Event, expected: &[&str]) {
        let effects = self.handle(event);
        assert_eq!(effects, expected);
    }

    pub(crate) fn handle(&mut self, event: Event) -> Vec<String> {
        let effects = self.client.handle(event, Tick { now: self.now, jitter: 0 });
        for effect in &effects {
            match effect {
                Effect::Store(stored) => self.stored = Some(stored.clone()),
                Effect::Wait { timer_id, .. } => self.timer_id = *timer_id,
                _ => {}
            }
        }
        effects.iter().map(word).collect()
    }

    #[track_caller]
    pub(crate) fn start(&mut self, expected: &[&str]) {
        let stored = self.stored.clone();
        self.check(Event::Started(stored), expected);
    }

    #[track_caller]
    pub(crate) fn wake(&mut self) {
        self.check(Event::TimerFired(self.timer_id), &["head?"]);
    }

    #[track_caller]
    pub(crate) fn head(&mut self, feed: &Feed, expected: &[&str]) {
        let (head, signature) = (Ok(feed.head.clone()), Ok(feed.signature.clone()));
        self.check(Event::Head { head, signature }, expected);
    }

    #[track_caller]
    pub(crate) fn no_head(&mut self, fault: &Fetched, expected: &[&str]) {
        let (head, signature) = (fault.clone(), fault.clone());
        self.check(Event::Head { head, signature }, expected);
    }

    #[track_caller]
    pub(crate) fn snapshot(&mut self, feed: &Feed, expected: &[&str]) {
        self.check(Event::Snapshot(Ok(feed.snapshot.clone())), expected);
    }

    pub(crate) fn publish(&self, version: u64) -> Feed {
        let mut snapshot = snapshot();
        snapshot.residents.names[0] = format!("村民{version}");
        self.hall.publish(version, &snapshot)
    }

    /// Starts, shows a version, and waits.
    #[track_caller]
    pub(crate) fn shown(version: u64) -> Scenario {
        let mut scenario = Scenario::new();
        let feed = scenario.publish(version);
        scenario.start(&["head?"]);
        scenario.head(&feed, &["store head", "snapshot?"]);
        let show = format!("show {version}");
        scenario.snapshot(&feed, &[&show, "store feed", "wait 300000"]);
        scenario
    }

    /// The same hall, site and store with a restarted client.
    pub(crate) fn restarted(self) -> Scenario {
        let client = Client::new(self.hall.trust(), 0);
        Scenario { client, ..self }
    }

    pub(crate) fn showing(&self) -> Option<u64> {
        self.client.feed().map(|feed| feed.head().version())
    }
}
