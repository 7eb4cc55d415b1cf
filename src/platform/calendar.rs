//! Days and dates, by the browser's own tables.

use std::cell::RefCell;

use hallboard_score::{Day, Month};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::language::Language;

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// `Monday 23 November`
    Weekday,
    /// `Mon 23 Nov`
    ShortWeekday,
    /// `23 November 2026`
    Full,
    /// `23 November`
    DayOfYear,
    /// `November 2026`
    Month,
    /// `November`
    MonthName,
    /// `Nov`
    ShortMonth,
    /// `Mon`
    WeekdayName,
}

impl DateStyle {
    /// The options for `Intl.DateTimeFormat`, which adds order and separators.
    const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            DateStyle::Weekday => {
                &[("weekday", "long"), ("month", "long"), ("day", "numeric")]
            }
            DateStyle::ShortWeekday => {
                &[("weekday", "short"), ("month", "short"), ("day", "numeric")]
            }
            DateStyle::Full => {
                &[("year", "numeric"), ("month", "long"), ("day", "numeric")]
            }
            DateStyle::DayOfYear => &[("month", "long"), ("day", "numeric")],
            DateStyle::Month => &[("year", "numeric"), ("month", "long")],
            DateStyle::MonthName => &[("month", "long")],
            DateStyle::ShortMonth => &[("month", "short")],
            DateStyle::WeekdayName => &[("weekday", "short")],
        }
    }
}

/// Dates as one language writes them. Where there is no browser, as in native tests, they
/// are as ISO 8601 writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar(pub Language);

impl Calendar {
    /// A day in words.
    #[must_use]
    pub fn day(self, day: Day, style: DateStyle) -> String {
        let days = Day::new(1970, 1, 1).map_or(0, |epoch| epoch.days_until(day));
        let millis = f64::from(days) * 86_400_000.0;
        format(self.0.locale(), "UTC", style.options(), millis)
            .unwrap_or_else(|| day.to_string())
    }

    /// A month in words.
    #[must_use]
    pub fn month(self, month: Month) -> String {
        self.day(month.first_day(), DateStyle::Month)
    }

    /// A month's name without its year.
    #[must_use]
    pub fn month_name(self, month: Month) -> String {
        self.day(month.first_day(), DateStyle::MonthName)
    }

    /// The short names of the months, from January.
    #[must_use]
    pub fn short_months(self) -> [String; 12] {
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(|number| {
            self.day(Month::new(2000, number).first_day(), DateStyle::ShortMonth)
        })
    }

    /// The short names of the weekdays, from Monday.
    #[must_use]
    pub fn weekdays(self) -> [String; 7] {
        // A Monday, and the days after it.
        [5, 6, 7, 8, 9, 10, 11].map(|number| {
            let day = Day::new(1970, 1, number);
            day.map(|day| self.day(day, DateStyle::WeekdayName)).unwrap_or_default()
        })
    }

    /// An instant, in seconds since 1970, in words of the hall's time zone.
    #[must_use]
    pub fn instant(self, seconds: i64, zone: &str) -> String {
        let fields = [
            ("month", "short"),
            ("day", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
        ];
        format(self.0.locale(), zone, &fields, seconds as f64 * 1000.0)
            .unwrap_or_default()
    }

    /// The civil day of an instant in that time zone, and the minute of it by the clocks
    /// there, if the browser knows the zone.
    #[must_use]
    pub fn civil_time(seconds: i64, zone: &str) -> Option<(Day, u32)> {
        let fields = [
            ("year", "numeric"),
            ("month", "2-digit"),
            ("day", "2-digit"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ];
        let text = format("sv-SE", zone, &fields, seconds as f64 * 1000.0)?;
        let (day, time) = text.split_once(' ')?;
        let (hour, minute) = time.split_once(':')?;
        let minutes = hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?;
        Some((day.parse().ok()?, minutes))
    }
}

thread_local! {
    // Cached: the browser takes milliseconds to create one, and a page needs it every
    // second.
    static FORMATS: RefCell<Vec<(String, Function)>> = const { RefCell::new(Vec::new()) };
}

fn format(
    locale: &str,
    zone: &str,
    fields: &[(&str, &str)],
    millis: f64,
) -> Option<String> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    let mut kind = [locale, zone].concat();
    for (name, value) in fields {
        kind.push_str(name);
        kind.push_str(value);
    }
    FORMATS.with_borrow_mut(|all| {
        if !all.iter().any(|it| it.0 == kind) {
            all.push((kind.clone(), formatter(locale, zone, fields)?));
        }
        let (_, format) = all.iter().find(|it| it.0 == kind)?;
        let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(millis));
        text.ok()?.as_string()
    })
}

fn formatter(locale: &str, zone: &str, fields: &[(&str, &str)]) -> Option<Function> {
    let options = Object::new();
    for (name, value) in fields.iter().chain(&[("timeZone", zone)]) {
        Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value))
            .ok()?;
    }
    let format = construct("DateTimeFormat", locale, &options)?;
    Some(format.unchecked_into::<Intl::DateTimeFormat>().format())
}

/// A formatter of the browser. The bindings' own constructors cannot report an error.
pub(super) fn construct(class: &str, locale: &str, options: &Object) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let class: Function =
        Reflect::get(&intl, &JsValue::from_str(class)).ok()?.dyn_into().ok()?;
    Reflect::construct(&class, &Array::of2(&JsValue::from_str(locale), options)).ok()
}
