//! The display settings of the hall's screen.

use hallboard_score::{JsonFault, Read, Validate, strict_object};
use serde::Serialize;

/// The names of the pages of a board, in their default order.
pub const PAGES: [&str; 7] =
    ["village", "residents", "households", "thanks", "history", "rewards", "rules"];

/// The default time for which a page is shown, in seconds.
pub const PAGE_SECONDS: u32 = 12;

/// The default interval between publications, in hours.
pub const CADENCE_HOURS: u32 = 24;

/// The default time after which user changes at the screen are reset, in seconds.
pub const REST_SECONDS: u32 = 180;

/// The number of minutes in a day.
pub const DAY_MINUTES: u32 = 1440;

/// How many seconds after the cadence a publication counts as late, because publishing
/// takes time.
const GRACE_SECONDS: i64 = 2 * 3600;

/// Display settings. Omitted fields have the defaults of format version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Display {
    /// The screen's diagonal in inches.
    pub screen_inches: u16,
    /// The distance of the farthest reader in decimetres.
    pub reading_decimetres: u16,
    /// The pages to show, in the order of their rotation. All pages if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "Vec<crate::schema::PageWord>")
    )]
    pub pages: Vec<String>,
    /// For each of `pages`, the time in seconds for which a page of this kind is shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default, inner(range(min = 5, max = 300))))]
    pub page_seconds: Vec<u32>,
    /// The minutes of the hall's day at which it opens and closes, alternately,
    /// ascending. Always open if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default, inner(range(max = DAY_MINUTES))))]
    pub opening: Vec<u32>,
    /// The minutes of the hall's day at which the screen turns dark and light,
    /// alternately, ascending.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default, inner(range(max = DAY_MINUTES))))]
    pub night: Vec<u32>,
    /// The interval between publications, in hours.
    #[serde(skip_serializing_if = "is_cadence")]
    #[cfg_attr(
        feature = "schema",
        schemars(default = "cadence_hours", range(min = 1, max = 4320))
    )]
    pub cadence_hours: u32,
    /// The idle time in seconds after which user changes at the screen are reset.
    #[serde(skip_serializing_if = "is_rest")]
    #[cfg_attr(
        feature = "schema",
        schemars(default = "rest_seconds", range(min = 30, max = 3600))
    )]
    pub rest_seconds: u32,
}

#[cfg(feature = "schema")]
fn cadence_hours() -> u32 {
    CADENCE_HOURS
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_cadence(hours: &u32) -> bool {
    *hours == CADENCE_HOURS
}

#[cfg(feature = "schema")]
fn rest_seconds() -> u32 {
    REST_SECONDS
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_rest(seconds: &u32) -> bool {
    *seconds == REST_SECONDS
}

strict_object!(Display {
    screen_inches,
    reading_decimetres;
    pages: Read::read = Vec::new(),
    page_seconds: Read::read = Vec::new(),
    opening: Read::read = Vec::new(),
    night: Read::read = Vec::new(),
    cadence_hours: Read::read = CADENCE_HOURS,
    rest_seconds: Read::read = REST_SECONDS,
});

impl Validate for Display {
    fn validate(&self) -> Result<(), JsonFault> {
        self.invalid_field().map_or(Ok(()), |fault| Err(fault.into()))
    }
}

impl Display {
    /// The settings of a screen of this size, with the defaults for everything else.
    #[must_use]
    pub fn new(screen_inches: u16, reading_decimetres: u16) -> Display {
        Display {
            screen_inches,
            reading_decimetres,
            pages: Vec::new(),
            page_seconds: Vec::new(),
            opening: Vec::new(),
            night: Vec::new(),
            cadence_hours: CADENCE_HOURS,
            rest_seconds: REST_SECONDS,
        }
    }

    /// The name of the first field with an invalid value.
    #[must_use]
    pub fn invalid_field(&self) -> Option<&'static str> {
        let known = |word: &String| {
            PAGES.contains(&word.as_str())
                && self.pages.iter().filter(|it| *it == word).count() == 1
        };
        let timed = |seconds: &u32| (5..=300).contains(seconds);
        let hours = |minutes: &[u32]| {
            minutes.len().is_multiple_of(2)
                && minutes.is_sorted_by(|one, next| one < next)
                && minutes.last().is_none_or(|last| *last <= DAY_MINUTES)
        };
        let fits = [
            ("pages", self.pages.iter().all(known)),
            (
                "page_seconds",
                self.page_seconds.len() == self.pages.len()
                    && self.page_seconds.iter().all(timed),
            ),
            ("opening", hours(&self.opening)),
            ("night", hours(&self.night)),
            ("cadence_hours", (1..=4320).contains(&self.cadence_hours)),
            ("rest_seconds", (30..=3600).contains(&self.rest_seconds)),
        ];
        fits.into_iter().find_map(|(field, fits)| (!fits).then_some(field))
    }

    /// If the hall is closed at this minute: the minute of the day at which it opens
    /// next.
    #[must_use]
    pub fn opens_at(&self, minute: u32) -> Option<u32> {
        if self.opening.is_empty() || is_within(&self.opening, minute) {
            return None;
        }
        let opens = self.opening.iter().step_by(2);
        opens.clone().find(|at| **at > minute).or(opens.clone().next()).copied()
    }

    /// Whether the screen is dark at this minute of the hall's day.
    #[must_use]
    pub fn is_night(&self, minute: u32) -> bool {
        is_within(&self.night, minute)
    }

    /// The number of seconds after which the absence of a new publication counts as late.
    #[must_use]
    pub fn late_after(&self) -> i64 {
        i64::from(self.cadence_hours) * 3600 + GRACE_SECONDS
    }
}

/// Whether a minute lies between a start and the following end.
fn is_within(turns: &[u32], minute: u32) -> bool {
    !turns.iter().filter(|at| **at <= minute).count().is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use hallboard_score::read_json;

    use super::*;

    #[track_caller]
    fn opens(opening: &[u32], minute: u32, expected: Option<u32>) {
        let display = Display { opening: opening.to_vec(), ..Display::new(55, 50) };
        assert_eq!(display.invalid_field(), None);
        assert_eq!(display.opens_at(minute), expected, "{opening:?} at {minute}");
    }

    #[test]
    fn closed_hall_has_an_opening_time() {
        opens(&[], 0, None);
        let day = [480, 690, 810, 1200];
        for (minute, expected) in [
            (0, Some(480)),
            (479, Some(480)),
            (480, None),
            (689, None),
            (690, Some(810)),
            (809, Some(810)),
            (810, None),
            (1199, None),
            (1200, Some(480)),
            (1439, Some(480)),
        ] {
            opens(&day, minute, expected);
        }
        let late = [0, 120, 1080, 1440];
        opens(&late, 119, None);
        opens(&late, 120, Some(1080));
        opens(&late, 1439, None);
        opens(&[0, 1440], 1439, None);
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Display), fault: Option<&str>) {
        let mut display = Display::new(55, 50);
        change(&mut display);
        assert_eq!(display.invalid_field(), fault, "{display:?}");
        let text = serde_json::to_string(&display).unwrap();
        let read = read_json::<Display>(text.as_bytes());
        match fault {
            None => assert_eq!(read.unwrap(), display),
            Some(field) => {
                assert!(read.unwrap_err().to_string().starts_with(field), "{text}");
            }
        }
    }

    fn pages(words: &[&str], seconds: &[u32]) -> impl FnOnce(&mut Display) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let seconds = seconds.to_vec();
        move |it| (it.pages, it.page_seconds) = (words, seconds)
    }

    #[test]
    fn invalid_displays_are_refused() {
        check(|_| {}, None);
        check(pages(&["rules", "village"], &[5, 300]), None);
        check(pages(&["rules", "admin"], &[5, 5]), Some("pages"));
        check(pages(&["rules", "rules"], &[5, 5]), Some("pages"));
        check(pages(&["rules", "village"], &[12]), Some("page_seconds"));
        check(pages(&[], &[12]), Some("page_seconds"));
        check(pages(&["rules"], &[4]), Some("page_seconds"));
        check(pages(&["rules"], &[301]), Some("page_seconds"));
        for (minutes, fits) in [
            (vec![480, 1200], true),
            (vec![0, 1440], true),
            (vec![480], false),
            (vec![1200, 480], false),
            (vec![480, 480], false),
            (vec![480, 1441], false),
        ] {
            let (opening, night) = (minutes.clone(), minutes);
            let wrong = |field| (!fits).then_some(field);
            check(move |it| it.opening = opening, wrong("opening"));
            check(move |it| it.night = night, wrong("night"));
        }
        check(|it| it.cadence_hours = 1, None);
        check(|it| it.cadence_hours = 4320, None);
        check(|it| it.cadence_hours = 0, Some("cadence_hours"));
        check(|it| it.cadence_hours = 4321, Some("cadence_hours"));
        check(|it| it.rest_seconds = 30, None);
        check(|it| it.rest_seconds = 29, Some("rest_seconds"));
        check(|it| it.rest_seconds = 3601, Some("rest_seconds"));
    }

    #[test]
    fn omitted_fields_have_their_defaults() {
        let text = r#"{"screen_inches":55,"reading_decimetres":50}"#;
        assert_eq!(serde_json::to_string(&Display::new(55, 50)).unwrap(), text);
        assert_eq!(read_json::<Display>(text.as_bytes()).unwrap(), Display::new(55, 50));
        for wrong in ["\"rest_seconds\":null", "\"pages\":null", "\"cadence\":24"] {
            let text = text.replace('}', &format!(",{wrong}}}"));
            assert!(read_json::<Display>(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn feed_is_late_two_hours_after_the_cadence() {
        assert_eq!(Display::new(55, 50).late_after(), 26 * 3600);
        let weekly = Display { cadence_hours: 168, ..Display::new(55, 50) };
        assert_eq!(weekly.late_after(), 170 * 3600);
    }
}
