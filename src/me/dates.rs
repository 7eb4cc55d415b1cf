//! Days in words, without the browser's tables: a long record has hundreds of them.

use hallboard_score::{Day, Month};

use crate::language::Language;
use crate::me::words::word;

/// The name of a month out of a list of twelve.
fn named(list: &'static str, month: Month) -> &'static str {
    let at = usize::try_from(month.number()).unwrap_or(1) - 1;
    list.split('|').nth(at).unwrap_or_default()
}

/// A day: `23 November 2026`.
#[must_use]
pub fn day(language: Language, day: Day) -> String {
    let month = named(language.tell(word::DATE_MONTHS), day.month());
    let told = language.told(word::DATE_DAY).with("month", month);
    let told = told.count("year", usize::try_from(day.year()).unwrap_or_default());
    told.count("day", usize::try_from(day.day_of_month()).unwrap_or_default()).done()
}

/// A month: `November 2026`.
#[must_use]
pub fn month(language: Language, month: Month) -> String {
    let name = named(language.tell(word::DATE_MONTHS), month);
    let year = usize::try_from(month.year()).unwrap_or_default();
    language.told(word::DATE_MONTH).count("year", year).with("month", name).done()
}

/// The short names of the months, from January.
#[must_use]
pub fn short_months(language: Language) -> [String; 12] {
    let list = language.tell(word::DATE_SHORT_MONTHS);
    let mut names = list.split('|').map(str::to_owned);
    [(); 12].map(|()| names.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_write_them() {
        let date = Day::new(2026, 2, 3).unwrap();
        assert_eq!(day(Language::English, date), "3 February 2026");
        assert_eq!(day(Language::Chinese, date), "2026年2月3日");
        assert_eq!(month(Language::English, date.month()), "February 2026");
        assert_eq!(month(Language::Chinese, date.month()), "2026年2月");
        assert_eq!(short_months(Language::English)[11], "Dec");
        assert_eq!(short_months(Language::Chinese)[11], "12月");
    }
}
