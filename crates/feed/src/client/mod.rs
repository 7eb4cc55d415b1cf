//! The feed client as a pure state machine: events in, effects out.
//!
//! The host carries out each [`Effect`] and passes the result back as an [`Event`]; at
//! most one fetch and one wait are open at a time. The host ends every fetch after
//! [`FETCH_SECONDS`], reads at most the effect's `limit` bytes plus one, and bypasses
//! caches.
//!
//! Stored data is verified again before use, so a damaged store can lose the last good
//! feed, but cannot show anything wrong or block the client.

mod types;

use std::sync::Arc;

use crate::error::{Part, VerifyError};
use crate::head::{HEAD_LIMIT, SIGNATURE_LIMIT};
use crate::trust::Trust;
use crate::verify::{VerifiedFeed, VerifiedHead, verify_head};

pub use types::{
    ClientError, Effect, Event, FeedFiles, FetchFault, Fetched, SignedHead, StoredFeed,
    Tick,
};

/// The host aborts a fetch after this many seconds.
pub const FETCH_SECONDS: u32 = 30;
/// The interval between fetches while the feed is in order.
pub const POLL_MILLIS: u32 = 5 * 60 * 1000;
/// The first wait after a failure. Each further wait is twice as long, up to
/// [`MAX_BACK_OFF_MILLIS`].
pub const BACK_OFF_MILLIS: u32 = 5 * 1000;
/// The longest wait after a failure. With a fetch before it that is aborted after
/// [`FETCH_SECONDS`], a display recovers within a minute after the cause ends.
pub const MAX_BACK_OFF_MILLIS: u32 = 20 * 1000;
/// The wait before files that do not match are fetched together again.
pub const RETRY_MILLIS: u32 = 1000;
/// The number of fetches of files that do not match before an error is reported.
pub const ATTEMPTS: u32 = 3;
/// If a head was issued more than this many seconds after the current time, a clock is
/// wrong, here or in the hall.
pub const CLOCK_SECONDS: i64 = 26 * 3600;

/// The state of the client. See the module's text.
#[derive(Debug)]
pub struct Client {
    trust: Trust,
    floor: u64,
    latest: Option<Latest>,
    good: Option<LastGood>,
    phase: Phase,
    attempts: u32,
    failures: u32,
    timer_ids: u32,
    error: Option<ClientError>,
}

/// The newest head ever verified; older ones are refused.
#[derive(Clone, Debug)]
struct Latest {
    version: u64,
    pair: SignedHead,
}

/// The last feed that was verified completely.
#[derive(Clone, Debug)]
struct LastGood {
    feed: Arc<VerifiedFeed>,
    files: FeedFiles,
}

#[derive(Debug)]
enum Phase {
    New,
    Waiting { timer_id: u32 },
    FetchingHead,
    FetchingSnapshot { head: Box<VerifiedHead>, pair: SignedHead },
}

impl SignedHead {
    fn of(head: &[u8], signature: &[u8]) -> Option<SignedHead> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
        Some(SignedHead { head: text(head)?, signature: text(signature)? })
    }

    fn verify(&self, trust: &Trust) -> Result<VerifiedHead, VerifyError> {
        verify_head(trust, self.head.as_bytes(), self.signature.as_bytes())
    }
}

/// Shortens a wait by up to a quarter, at random.
fn with_jitter(millis: u32, jitter: u32) -> u32 {
    millis - millis / 1000 * (jitter % 251)
}

impl Client {
    /// A client that trusts only `trust` and refuses versions below `floor`. On a first
    /// visit nothing is stored, but a card or QR code may name the version of the time of
    /// printing (else 0).
    #[must_use]
    pub fn new(trust: Trust, floor: u64) -> Client {
        Client {
            trust,
            floor,
            latest: None,
            good: None,
            phase: Phase::New,
            attempts: 0,
            failures: 0,
            timer_ids: 0,
            error: None,
        }
    }

    /// The trusted hall and key.
    #[must_use]
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// The last good feed, which is to be drawn.
    #[must_use]
    pub fn feed(&self) -> Option<&Arc<VerifiedFeed>> {
        self.good.as_ref().map(|good| &good.feed)
    }

    /// The current error.
    #[must_use]
    pub fn error(&self) -> Option<&ClientError> {
        self.error.as_ref()
    }

    /// The least version that is accepted from now on.
    #[must_use]
    pub fn least_version(&self) -> u64 {
        self.latest.as_ref().map_or(self.floor, |latest| latest.version.max(self.floor))
    }

    /// Handles an event and returns the effects to carry out, in order.
    ///
    /// An event that is not expected in the current phase has no effect.
    pub fn handle(&mut self, event: Event, at: Tick) -> Vec<Effect> {
        let mut out = Vec::new();
        match (event, &self.phase) {
            (Event::Started(stored), Phase::New) => self.start(stored, &mut out),
            (Event::TimerFired(fired), Phase::Waiting { timer_id })
                if fired == *timer_id =>
            {
                self.fetch_head(&mut out);
            }
            (Event::PollNow, Phase::Waiting { .. }) => self.fetch_head(&mut out),
            (Event::Head { head, signature }, Phase::FetchingHead) => {
                if let Err(error) = self.on_head(head, signature, at, &mut out) {
                    self.fail(error, at, &mut out);
                }
            }
            (Event::Snapshot(fetched), Phase::FetchingSnapshot { .. }) => {
                if let Err(error) = self.on_snapshot(fetched, at, &mut out) {
                    self.fail(error, at, &mut out);
                }
            }
            _ => {}
        }
        out
    }

    fn start(&mut self, stored: Option<StoredFeed>, out: &mut Vec<Effect>) {
        if let Some(stored) = stored {
            self.restore(stored);
        }
        out.extend(self.feed().map(|feed| Effect::Show(Arc::clone(feed))));
        self.fetch_head(out);
    }

    /// Restores the stored data that can be verified again.
    fn restore(&mut self, stored: StoredFeed) {
        self.good = stored.good.and_then(|files| {
            let head = files.pair.verify(&self.trust).ok()?;
            let feed = head.open(files.snapshot.as_bytes()).ok()?;
            let kept = feed.head().version() >= self.floor;
            kept.then(|| LastGood { feed: Arc::new(feed), files })
        });
        let good = self.good.as_ref().map(|good| good.files.pair.clone());
        self.latest = [Some(stored.latest), good]
            .into_iter()
            .flatten()
            .filter_map(|pair| {
                let version = pair.verify(&self.trust).ok()?.version();
                Some(Latest { version, pair })
            })
            .max_by_key(|latest| latest.version);
    }

    fn fetch_head(&mut self, out: &mut Vec<Effect>) {
        self.phase = Phase::FetchingHead;
        out.push(Effect::FetchHead {
            head_limit: HEAD_LIMIT,
            signature_limit: SIGNATURE_LIMIT,
        });
    }

    fn on_head(
        &mut self,
        head: Fetched,
        signature: Fetched,
        at: Tick,
        out: &mut Vec<Effect>,
    ) -> Result<(), ClientError> {
        let head = head.map_err(|fault| ClientError::of(Part::Head, fault))?;
        let signature =
            signature.map_err(|fault| ClientError::of(Part::Signature, fault))?;
        let verified = verify_head(&self.trust, &head, &signature)?;
        let pair =
            SignedHead::of(&head, &signature).ok_or(VerifyError::SignatureFormat)?;
        self.raise_version(verified.version(), &pair, out)?;
        let good = self.good.as_ref();
        if good.is_some_and(|good| good.feed.head().version() == verified.version()) {
            self.finish_poll(at, out);
            return Ok(());
        }
        let known = good
            .filter(|good| good.feed.head().snapshot() == verified.snapshot())
            .map(|good| good.files.snapshot.clone());
        if let Some(snapshot) = known {
            let feed = verified.open(snapshot.as_bytes())?;
            self.accept(feed, FeedFiles { pair, snapshot }, at, out);
        } else {
            out.push(Effect::FetchSnapshot {
                name: verified.snapshot_name(),
                limit: verified.snapshot_length(),
            });
            self.phase = Phase::FetchingSnapshot { head: Box::new(verified), pair };
        }
        Ok(())
    }

    /// Refuses a version below the newest one known; otherwise makes this one the newest.
    fn raise_version(
        &mut self,
        version: u64,
        pair: &SignedHead,
        out: &mut Vec<Effect>,
    ) -> Result<(), VerifyError> {
        let seen = self.least_version();
        if version < seen {
            return Err(VerifyError::Older { seen, got: version });
        }
        let same = self.latest.as_ref().filter(|latest| latest.version == version);
        if let Some(latest) = same {
            let one = latest.pair.head == pair.head;
            return if one {
                Ok(())
            } else {
                Err(VerifyError::TwoOfOneVersion { version })
            };
        }
        self.latest = Some(Latest { version, pair: pair.clone() });
        self.store(out);
        Ok(())
    }

    fn on_snapshot(
        &mut self,
        fetched: Fetched,
        at: Tick,
        out: &mut Vec<Effect>,
    ) -> Result<(), ClientError> {
        let fetching = std::mem::replace(&mut self.phase, Phase::FetchingHead);
        let Phase::FetchingSnapshot { head, pair } = fetching else { return Ok(()) };
        let snapshot = fetched.map_err(|fault| ClientError::of(Part::Snapshot, fault))?;
        let feed = head.open(&snapshot)?;
        let snapshot = String::from_utf8(snapshot).map_err(|error| {
            VerifyError::Format { part: Part::Snapshot, reason: error.to_string() }
        })?;
        self.accept(feed, FeedFiles { pair, snapshot }, at, out);
        Ok(())
    }

    fn accept(
        &mut self,
        feed: VerifiedFeed,
        files: FeedFiles,
        at: Tick,
        out: &mut Vec<Effect>,
    ) {
        let feed = Arc::new(feed);
        out.push(Effect::Show(Arc::clone(&feed)));
        self.good = Some(LastGood { feed, files });
        self.store(out);
        self.finish_poll(at, out);
    }

    fn store(&self, out: &mut Vec<Effect>) {
        out.extend(self.latest.as_ref().map(|latest| {
            Effect::Store(StoredFeed {
                latest: latest.pair.clone(),
                good: self.good.as_ref().map(|good| good.files.clone()),
            })
        }));
    }

    /// Ends a successful round. The only possible error left is a wrong clock.
    fn finish_poll(&mut self, at: Tick, out: &mut Vec<Effect>) {
        (self.attempts, self.failures) = (0, 0);
        let issued = self.feed().map(|feed| feed.head().head().issued);
        let ahead =
            issued.filter(|issued| issued.unix().saturating_sub(at.now) > CLOCK_SECONDS);
        let wait = if ahead.is_some() { MAX_BACK_OFF_MILLIS } else { POLL_MILLIS };
        self.report(ahead.map(|issued| ClientError::Clock { issued }), out);
        self.wait(wait, at, out);
    }

    fn fail(&mut self, error: ClientError, at: Tick, out: &mut Vec<Effect>) {
        self.attempts += 1;
        if error.is_transient() && self.attempts < ATTEMPTS {
            return self.wait(RETRY_MILLIS, at, out);
        }
        let doubled = BACK_OFF_MILLIS.saturating_mul(1 << self.failures.min(16));
        self.attempts = 0;
        self.failures = self.failures.saturating_add(1);
        self.report(Some(error), out);
        self.wait(doubled.min(MAX_BACK_OFF_MILLIS), at, out);
    }

    fn report(&mut self, error: Option<ClientError>, out: &mut Vec<Effect>) {
        if self.error != error {
            self.error.clone_from(&error);
            out.push(Effect::Report(error));
        }
    }

    fn wait(&mut self, millis: u32, at: Tick, out: &mut Vec<Effect>) {
        self.timer_ids = self.timer_ids.wrapping_add(1);
        let timer_id = self.timer_ids;
        self.phase = Phase::Waiting { timer_id };
        out.push(Effect::Wait { timer_id, millis: with_jitter(millis, at.jitter) });
    }
}
