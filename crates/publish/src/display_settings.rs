//! The display settings as a hall writes them.

use std::collections::BTreeMap;

use hallboard_feed::{DAY_MINUTES, Display, PAGE_SECONDS, PAGES, REST_SECONDS};
use serde::Deserialize;

use super::settings::SettingsError;

/// The default diagonal of the screen, in inches.
pub(super) const INCHES: u16 = 55;
/// The default distance of the farthest reader, in decimetres.
pub(super) const DECIMETRES: u16 = 50;

/// The display settings; every one has a default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DisplaySettings {
    /// The screen's diagonal in inches, 5 to 300.
    screen_inches: u16,
    /// The distance of the farthest reader in metres, 0.3 to 50.
    reading_metres: f64,
    /// The pages to show, in this order; all of them by default.
    pages: Option<Vec<String>>,
    /// The seconds for which each page is shown, by name of the page, 5 to 300; 12 by
    /// default.
    seconds: BTreeMap<String, u32>,
    /// The opening hours, each as `08:00-20:00`; always open by default.
    opening: Vec<String>,
    /// The hours at which the screen is dimmed, as `20:00-07:00`.
    night: Option<String>,
    /// The interval between publications: `daily`, `weekly` or `6 hours`; the hall's
    /// cadence by default.
    cadence: Option<String>,
    /// The idle time in seconds after which user changes at the screen are reset, 30 to
    /// 3600.
    rest_seconds: u32,
}

impl Default for DisplaySettings {
    fn default() -> DisplaySettings {
        DisplaySettings {
            screen_inches: INCHES,
            reading_metres: f64::from(DECIMETRES) / 10.0,
            pages: None,
            seconds: BTreeMap::new(),
            opening: Vec::new(),
            night: None,
            cadence: None,
            rest_seconds: REST_SECONDS,
        }
    }
}

fn range(
    field: &'static str,
    value: impl ToString,
    (least, most): (&'static str, &'static str),
) -> SettingsError {
    SettingsError::Range { field, value: value.to_string(), least, most }
}

impl DisplaySettings {
    /// The display of the snapshot, for a hall that publishes every `hall_hours` hours.
    pub(super) fn read(&self, hall_hours: u32) -> Result<Display, SettingsError> {
        if !(5..=300).contains(&self.screen_inches) {
            return Err(range("display.screen_inches", self.screen_inches, ("5", "300")));
        }
        if !(0.3..=50.0).contains(&self.reading_metres) {
            let metres = ("0.3", "50");
            return Err(range("display.reading_metres", self.reading_metres, metres));
        }
        if !(30..=3600).contains(&self.rest_seconds) {
            return Err(range("display.rest_seconds", self.rest_seconds, ("30", "3600")));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "3 to 500, by the check above"
        )]
        let reading_decimetres = (self.reading_metres * 10.0).round() as u16;
        let (pages, page_seconds) = self.page_times()?;
        let night = self.night.as_slice();
        Ok(Display {
            pages,
            page_seconds,
            opening: minutes("display.opening", &self.opening)?,
            night: minutes("display.night", night)?,
            cadence_hours: self.hours(hall_hours)?,
            rest_seconds: self.rest_seconds,
            ..Display::new(self.screen_inches, reading_decimetres)
        })
    }

    /// Pages and durations; empty if every page has its default.
    fn page_times(&self) -> Result<(Vec<String>, Vec<u32>), SettingsError> {
        let all = || PAGES.map(str::to_owned).to_vec();
        let unknown = |page: &String| SettingsError::Page { found: page.clone() };
        let pages = match &self.pages {
            Some(pages) if pages.is_empty() => return Err(unknown(&String::new())),
            Some(pages) => pages.clone(),
            None if self.seconds.is_empty() => return Ok((Vec::new(), Vec::new())),
            None => all(),
        };
        for (at, page) in pages.iter().enumerate() {
            let again = pages.iter().take(at).any(|before| before == page);
            if again || !PAGES.contains(&page.as_str()) {
                return Err(unknown(page));
            }
        }
        if let Some(page) = self.seconds.keys().find(|it| !PAGES.contains(&it.as_str())) {
            return Err(unknown(page));
        }
        let out_of_range = self.seconds.values().find(|it| !(5..=300).contains(*it));
        if let Some(seconds) = out_of_range {
            return Err(range("display.seconds", seconds, ("5", "300")));
        }
        let seconds = |page| self.seconds.get(page).copied().unwrap_or(PAGE_SECONDS);
        let seconds: Vec<u32> = pages.iter().map(seconds).collect();
        let is_default = pages == all() && seconds.iter().all(|it| *it == PAGE_SECONDS);
        Ok(if is_default { (Vec::new(), Vec::new()) } else { (pages, seconds) })
    }

    fn hours(&self, hall_hours: u32) -> Result<u32, SettingsError> {
        let Some(cadence) = &self.cadence else { return Ok(hall_hours) };
        let hours = match cadence.trim() {
            "daily" => Some(24),
            "weekly" => Some(168),
            text => {
                let number = ["hours", "hour", "h"]
                    .into_iter()
                    .find_map(|unit| text.strip_suffix(unit))
                    .and_then(|number| number.trim().parse().ok());
                number.filter(|hours| (1..=4320).contains(hours))
            }
        };
        hours.ok_or_else(|| SettingsError::Cadence { found: cadence.clone() })
    }
}

/// The minutes of a day at which time spans start and end, alternately.
///
/// A span beyond midnight is split: it ends early in the day and starts again late in it.
fn minutes(field: &'static str, spans: &[String]) -> Result<Vec<u32>, SettingsError> {
    let mut bounds = Vec::new();
    for text in spans {
        let hours = || SettingsError::Hours { field, found: text.clone() };
        let (from, to) = span(text).ok_or_else(hours)?;
        if from > to && to > 0 {
            bounds.splice(0..0, [0, to]);
        }
        bounds.extend([from, if from < to { to } else { DAY_MINUTES }]);
        if !bounds.is_sorted_by(|one, next| one < next) {
            return Err(hours());
        }
    }
    Ok(bounds)
}

/// Parses a span such as `08:00-20:00`, with the dashes and colons of any keyboard.
fn span(text: &str) -> Option<(u32, u32)> {
    let (from, to) = text.split_once(['-', '\u{2013}', '\u{2014}', '~', '\u{ff5e}'])?;
    let (from, to) = (minute(from)?, minute(to)?);
    (from != to && from < DAY_MINUTES).then_some((from, to))
}

fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once([':', '\u{ff1a}'])?;
    let number = |text: &str, lengths: &[usize]| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        (digits && lengths.contains(&text.len())).then(|| text.parse::<u32>().ok())?
    };
    let (hour, minute) = (number(hour, &[1, 2])?, number(minute, &[2])?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= DAY_MINUTES).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[track_caller]
    fn check(settings: &str, expected: Result<&dyn Fn(&mut Display), &str>) {
        let read = Settings::read(&format!("[display]\n{settings}\n"));
        match expected {
            Ok(change) => {
                let mut display = Display::new(55, 50);
                change(&mut display);
                assert_eq!(read.unwrap().display, display, "{settings}");
                assert_eq!(display.invalid_field(), None);
            }
            Err(message) => {
                let error = read.unwrap_err().to_string();
                assert!(error.contains(message), "{settings}: {error}");
            }
        }
    }

    fn page_times(words: &[&str], seconds: &[u32]) -> impl Fn(&mut Display) {
        move |it| {
            it.pages = words.iter().map(|word| (*word).to_owned()).collect();
            it.page_seconds = seconds.to_vec();
        }
    }

    #[test]
    fn pages_have_order_and_duration() {
        check("", Ok(&|_| {}));
        let pages = "pages = [\"rules\", \"village\"]";
        check(pages, Ok(&page_times(&["rules", "village"], &[12, 12])));
        let timed = format!("{pages}\nseconds = {{ village = 30, thanks = 5 }}");
        check(&timed, Ok(&page_times(&["rules", "village"], &[12, 30])));
        let seconds = [12, 12, 12, 12, 12, 12, 300];
        check("seconds = { rules = 300 }", Ok(&page_times(&PAGES, &seconds)));
        check("seconds = { rules = 12 }", Ok(&|_| {}));
        let known = "the pages are village, residents, households, thanks, history,";
        check("pages = [\"weather\"]", Err(known));
        check("pages = [\"weather\"]", Err("`weather`"));
        check("seconds = { weather = 12 }", Err("`weather`"));
        check(
            "pages = [\"rules\", \"rules\"]",
            Err("`rules` is no page, or there twice"),
        );
        check("pages = []", Err(known));
        check("seconds = { rules = 4 }", Err("`display.seconds` is 4, outside 5 to 300"));
        check("seconds = { rules = 301 }", Err("is 301"));
    }

    #[test]
    fn hours_are_parsed_in_usual_spellings() {
        let open =
            |minutes: &'static [u32]| move |it: &mut Display| it.opening = minutes.into();
        for (hours, minutes) in [
            ("\"08:00-20:00\"", &[480, 1200][..]),
            ("\" 8:00 – 20:30 \"", &[480, 1230]),
            ("\"8：00～20：00\"", &[480, 1200]),
            ("\"00:00-24:00\"", &[0, 1440]),
            ("\"08:00-11:30\", \"13:30-20:00\"", &[480, 690, 810, 1200]),
            ("\"18:00-02:00\"", &[0, 120, 1080, 1440]),
            ("\"18:00-00:00\"", &[1080, 1440]),
            ("\"08:00-11:30\", \"18:00-02:00\"", &[0, 120, 480, 690, 1080, 1440]),
        ] {
            check(&format!("opening = [{hours}]"), Ok(&open(minutes)));
        }
        for wrong in [
            "",
            "08:00",
            "08:00-",
            "8-20",
            "08:00-08:00",
            "08:60-20:00",
            "08:00-24:01",
            "24:00-08:00",
            "+8:00-20:00",
            "08:0-20:00",
            "008:00-20:00",
            "08:00-20:00-21:00",
        ] {
            let message = "which is not hours such as `08:00-20:00`";
            check(&format!("opening = [\"{wrong}\"]"), Err(message));
            check(&format!("night = \"{wrong}\""), Err("`display.night`"));
        }
        for overlapping in [
            "\"13:00-20:00\", \"08:00-11:00\"",
            "\"08:00-12:00\", \"11:00-20:00\"",
            "\"01:00-09:00\", \"20:00-02:00\"",
        ] {
            check(&format!("opening = [{overlapping}]"), Err("`display.opening`"));
        }
        check("night = \"20:00-07:00\"", Ok(&|it| it.night = vec![0, 420, 1200, 1440]));
    }

    #[test]
    fn cadence_is_its_own_or_the_halls() {
        check("cadence = \"daily\"", Ok(&|_| {}));
        check("cadence = \"weekly\"", Ok(&|it| it.cadence_hours = 168));
        check("cadence = \"6 hours\"", Ok(&|it| it.cadence_hours = 6));
        check("cadence = \"1 hour\"", Ok(&|it| it.cadence_hours = 1));
        check("cadence = \"36h\"", Ok(&|it| it.cadence_hours = 36));
        for wrong in ["hourly", "0 hours", "4321 hours", "6", "-1 hours", "6.5 hours"] {
            check(&format!("cadence = \"{wrong}\""), Err(wrong));
        }
        check("cadence = 6", Err("line 2"));
        let weekly = Settings::read("[hall]\ncadence = \"weekly\"\n").unwrap();
        assert_eq!(weekly.display.cadence_hours, 168);
        let own = "[hall]\ncadence = \"weekly\"\n[display]\ncadence = \"daily\"\n";
        assert_eq!(Settings::read(own).unwrap().display.cadence_hours, 24);
    }

    #[test]
    fn sizes_and_durations_have_bounds() {
        check("rest_seconds = 60", Ok(&|it| it.rest_seconds = 60));
        check(
            "rest_seconds = 29",
            Err("`display.rest_seconds` is 29, outside 30 to 3600"),
        );
        check("screen_inches = 4", Err("`display.screen_inches` is 4, outside 5 to 300"));
        check("reading_metres = 51", Err("`display.reading_metres` is 51"));
        check("reading_metres = 7.5", Ok(&|it| it.reading_decimetres = 75));
        check("light = 1", Err("line 2: unknown field `light`"));
    }
}
