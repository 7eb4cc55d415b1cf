//! The moment of a publication: a clock time that was checked against known dates.
//!
//! If the clock is set back, everybody's consents lie in the future, and a purge of those
//! who do not take part would remove everybody. If it is set forward, publications are
//! signed for future days. Therefore everything that issues or purges takes a [`Moment`],
//! which only [`KnownDates::check`] creates.

use std::path::PathBuf;

use hallboard_feed::edition::PublicationState;
use hallboard_feed::{
    HEAD_LIMIT, HEAD_PATH, Instant, SIGNATURE_LIMIT, SIGNATURE_PATH, Trust, verify_head,
};
use hallboard_score::{Day, Hall};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::error::PublishError;
use super::settings::Cadence;
use super::storage::Storage;
use super::{day_at, zone_of};

/// By how many seconds a clock may be earlier than the known dates: two hours.
pub const EARLIER: i64 = 2 * 60 * 60;
/// The largest number of days between two publications.
pub const LATER_DAYS: u16 = 45;
/// The number of days by which a publication may be late if the hall's cadence is longer.
const LATE_DAYS: u16 = 15;

/// The reading of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The time that it shows.
    pub now: Timestamp,
    /// Whether it is this computer's clock, and not a time that somebody entered.
    pub own: bool,
    /// The current day in the hall, if somebody has confirmed it.
    pub confirmed: Option<Day>,
}

/// A moment at which a hall may issue or purge data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    now: Timestamp,
    day: Day,
}

/// The dates that a clock is checked against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownDates {
    issued: Option<Timestamp>,
    as_of: Option<Day>,
    cadence: Option<Cadence>,
    newest_file: Option<(PathBuf, Timestamp)>,
}

/// How a clock contradicts the known dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// It is earlier than the last publication.
    BeforePublication(Timestamp),
    /// It is earlier than the modification time of a file.
    BeforeFile(PathBuf, Timestamp),
    /// The last publication was too long ago.
    LongAfter(Timestamp),
    /// The confirmed day differs from the day that it shows.
    OtherDay(Day),
}

/// A clock that cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a doubtful clock: it is {now} by it, {contradiction:?}")]
pub struct DoubtfulClock {
    /// The time that it shows.
    pub now: Timestamp,
    /// Whether it is this computer's clock.
    pub own: bool,
    /// The corresponding day in the hall.
    pub day: Day,
    /// The hall's time zone.
    pub zone: TimeZone,
    /// The contradiction.
    pub contradiction: Contradiction,
}

impl Moment {
    /// The moment as a timestamp.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.now
    }

    /// The day in the hall.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// The moment in the format of heads and journals; `None` before 1970 and after 2200.
    #[must_use]
    pub fn instant(&self) -> Option<Instant> {
        Instant::from_unix(self.now.as_second())
    }
}

impl KnownDates {
    /// The date of the last publication, from the state file and the signed head in the
    /// site, for a hall with this cadence.
    #[must_use]
    pub fn of(
        state: &PublicationState,
        site: &dyn Storage,
        hall: &str,
        public_line: &str,
        cadence: Cadence,
    ) -> KnownDates {
        let stored = state.issued.map(Instant::unix);
        let signed = issued_in(site, hall, public_line);
        // State files of earlier versions only contain the version, which is at least the
        // time of issue.
        let by_version = || i64::try_from(state.version).ok().filter(|it| *it > 0);
        let issued = stored.max(signed).or_else(by_version);
        let issued = issued.and_then(|it| Timestamp::from_second(it).ok());
        let (as_of, cadence) = (state.as_of, Some(cadence));
        KnownDates { issued, as_of, cadence, newest_file: None }
    }

    /// Adds the modification time of the hall's newest file.
    #[must_use]
    pub fn with_newest_file(
        self,
        newest_file: Option<(PathBuf, Timestamp)>,
    ) -> KnownDates {
        KnownDates { newest_file, ..self }
    }

    /// The moment that a clock shows in a hall, unless it contradicts the known dates and
    /// nobody has confirmed the day.
    ///
    /// # Errors
    /// When the clock is doubtful, the hall's time zone is unknown, or the day is outside
    /// the supported years.
    pub fn check(&self, clock: Clock, hall: &Hall) -> Result<Moment, PublishError> {
        let Clock { now, own, confirmed } = clock;
        let zone = zone_of(&hall.time_zone)?;
        let day = day_at(now, &zone)?;
        let contradiction = match confirmed {
            Some(confirmed) if confirmed == day => None,
            Some(confirmed) => Some(Contradiction::OtherDay(confirmed)),
            None => self.contradiction(now, own, &zone),
        };
        match contradiction {
            None => Ok(Moment { now, day }),
            Some(contradiction) => {
                let doubtful = DoubtfulClock { now, own, day, zone, contradiction };
                Err(PublishError::Clock(Box::new(doubtful)))
            }
        }
    }

    fn contradiction(
        &self,
        now: Timestamp,
        own: bool,
        zone: &TimeZone,
    ) -> Option<Contradiction> {
        let as_of = self.as_of.and_then(|day| start_of(day, zone));
        let published = self.issued.max(as_of);
        let file = self.newest_file.as_ref().filter(|_| own);
        let too_early = |known: &Timestamp| {
            known.as_nanosecond() > now.as_nanosecond() + i128::from(EARLIER) * NANOS
        };
        let of_file = || {
            let (path, changed) = file.filter(|(_, changed)| too_early(changed))?;
            Some(Contradiction::BeforeFile(path.clone(), *changed))
        };
        if let Some(published) = published.filter(too_early) {
            return Some(Contradiction::BeforePublication(published));
        }
        if let Some(before_file) = of_file() {
            return Some(before_file);
        }
        let days = self.cadence.map_or(LATER_DAYS, |cadence| {
            LATER_DAYS.max(cadence.days().saturating_add(LATE_DAYS))
        });
        let longest = i128::from(days) * 86_400 * NANOS;
        published
            .filter(|it| now.as_nanosecond() > it.as_nanosecond() + longest)
            .map(Contradiction::LongAfter)
    }
}

const NANOS: i128 = 1_000_000_000;

fn start_of(day: Day, zone: &TimeZone) -> Option<Timestamp> {
    let date: jiff::civil::Date = day.to_string().parse().ok()?;
    Some(date.to_zoned(zone.clone()).ok()?.timestamp())
}

/// When the publication in a site was issued, according to its head, if that is signed
/// for this hall with the key whose public half is `public_line`.
fn issued_in(site: &dyn Storage, hall: &str, public_line: &str) -> Option<i64> {
    let trust = Trust::new(hall, public_line).ok()?;
    let head = site.read_up_to(HEAD_PATH, HEAD_LIMIT).ok()??;
    let signature = site.read_up_to(SIGNATURE_PATH, SIGNATURE_LIMIT).ok()??;
    Some(verify_head(&trust, &head, &signature).ok()?.issued())
}

#[cfg(test)]
mod tests {
    use hallboard_score::Names;

    use super::*;

    const LAST: &str = "2026-11-30T12:00:00Z";

    fn hall() -> Hall {
        let time_zone = "Asia/Shanghai".to_owned();
        Hall { id: "mill".to_owned(), names: Names::default(), time_zone }
    }

    fn known(days: u16) -> KnownDates {
        let settings = format!("[hall]\ncadence = {days}");
        let cadence = super::super::Settings::read(&settings).unwrap().hall.unwrap();
        KnownDates {
            issued: LAST.parse().ok(),
            as_of: "2026-11-30".parse().ok(),
            cadence: Some(cadence.cadence),
            newest_file: None,
        }
    }

    fn contradiction_of(known: &KnownDates, clock: Clock) -> Option<Contradiction> {
        match known.check(clock, &hall()) {
            Ok(moment) => {
                assert_eq!(moment.timestamp(), clock.now);
                None
            }
            Err(PublishError::Clock(doubtful)) => Some(doubtful.contradiction),
            Err(other) => panic!("{other}"),
        }
    }

    fn at(now: &str) -> Clock {
        Clock { now: now.parse().unwrap(), own: false, confirmed: None }
    }

    #[test]
    fn a_clock_is_checked_against_the_last_publication() {
        let last: Timestamp = LAST.parse().unwrap();
        let (before, after) =
            (Contradiction::BeforePublication(last), Contradiction::LongAfter(last));
        for (now, expected) in [
            ("1970-01-01T00:00:01Z", Some(&before)),
            ("2015-01-01T00:00:00Z", Some(&before)),
            ("2026-11-29T09:00:00Z", Some(&before)),
            ("2026-11-30T09:59:59.999Z", Some(&before)),
            ("2026-11-30T10:00:00Z", None),
            (LAST, None),
            ("2027-01-14T12:00:00Z", None),
            ("2027-01-14T12:00:00.001Z", Some(&after)),
            ("2031-01-01T00:00:00Z", Some(&after)),
        ] {
            assert_eq!(contradiction_of(&known(1), at(now)).as_ref(), expected, "{now}");
            let nothing = contradiction_of(&KnownDates::default(), at(now));
            assert_eq!(nothing, None, "nothing was published: {now}");
        }
        // For a hall that publishes every three months, two months are not too late.
        assert_eq!(
            contradiction_of(&known(30), at("2027-01-15T12:00:00Z")),
            Some(after.clone())
        );
        assert_eq!(contradiction_of(&known(90), at("2027-03-15T12:00:00Z")), None);
        assert_eq!(contradiction_of(&known(90), at("2027-03-15T12:00:01Z")), Some(after));
    }

    #[test]
    fn day_of_a_publication_replaces_an_unknown_moment() {
        // The day starts in the hall eight hours earlier than in UTC.
        let known = KnownDates { issued: None, ..known(1) };
        let begins: Timestamp = "2026-11-29T16:00:00Z".parse().unwrap();
        let before = Some(Contradiction::BeforePublication(begins));
        assert_eq!(contradiction_of(&known, at("2026-11-29T13:59:59Z")), before);
        assert_eq!(contradiction_of(&known, at("2026-11-29T14:00:00Z")), None);
    }

    #[test]
    fn entered_times_are_not_checked_against_files() {
        let file =
            (PathBuf::from("register.xlsx"), "2026-12-01T00:00:00Z".parse().unwrap());
        let expected = Contradiction::BeforeFile(file.0.clone(), file.1);
        let known = KnownDates::default().with_newest_file(Some(file));
        let own = |now| Clock { own: true, ..at(now) };
        for (now, is_doubtful) in [
            ("2015-01-01T00:00:00Z", true),
            ("2026-11-30T21:59:59Z", true),
            ("2026-11-30T22:00:00Z", false),
            ("2031-01-01T00:00:00Z", false),
        ] {
            let found = contradiction_of(&known, own(now));
            assert_eq!(found, is_doubtful.then(|| expected.clone()), "{now}");
            assert_eq!(contradiction_of(&known, at(now)), None, "{now}");
        }
    }

    #[test]
    fn doubtful_clock_is_accepted_on_the_confirmed_day_only() {
        // After midnight in the hall, but not in UTC.
        let now = at("2031-05-01T18:00:00Z");
        for (confirmed, right) in
            [("2031-05-02", true), ("2031-05-01", false), ("2026-11-30", false)]
        {
            let confirmed: Day = confirmed.parse().unwrap();
            let clock = Clock { confirmed: Some(confirmed), ..now };
            let other = (!right).then_some(Contradiction::OtherDay(confirmed));
            assert_eq!(contradiction_of(&known(1), clock), other);
            assert_eq!(
                contradiction_of(&KnownDates::default(), clock),
                other,
                "also where none doubts"
            );
        }
    }

    #[test]
    fn old_state_files_give_the_time_by_their_version() {
        let site = super::super::MemoryStorage::default();
        let of = |state: &PublicationState| {
            KnownDates::of(state, &site, "mill", "", Cadence::DAILY)
        };
        assert_eq!(of(&PublicationState::default()).issued, None);
        let mut state = PublicationState::default();
        state.version = 1_795_406_400;
        assert_eq!(of(&state).issued, "2026-11-23T04:00:00Z".parse().ok());
        state.issued = "2026-11-20T04:00:00Z".parse().ok();
        assert_eq!(of(&state).issued, "2026-11-20T04:00:00Z".parse().ok());
    }
}
