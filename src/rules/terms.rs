//! Texts about how long and how often deeds count.

use hallboard_score::{Cap, Category, DeedRule, Lasts, Period, Rulebook};

use crate::format;
use crate::language::Language;
use crate::words::rules;

/// How long a deed counts.
pub(crate) fn lasts(lasts: Lasts, language: Language) -> String {
    match lasts {
        Lasts::Months(months) => {
            language.counted(rules::LASTS_MONTHS, "count", i64::from(months))
        }
        Lasts::Years(years) => {
            language.counted(rules::LASTS_YEARS, "count", i64::from(years))
        }
        Lasts::Year => language.text(rules::LASTS_YEAR).to_owned(),
        Lasts::Forever => language.text(rules::LASTS_FOREVER).to_owned(),
    }
}

/// How often a deed counts.
pub(crate) fn cap_words(cap: Cap, language: Language) -> String {
    let count = cap.count.to_string();
    let count = [("count", count.as_str())];
    match cap.per {
        Period::Month => language.text_with(rules::CAP_MONTH, &count),
        Period::Quarter => language.text_with(rules::CAP_QUARTER, &count),
        Period::Year => language.text_with(rules::CAP_YEAR, &count),
    }
}

/// How long and how often a deed counts, and in which category.
pub(super) fn deed_terms(book: &Rulebook, deed: &DeedRule, language: Language) -> String {
    let category = deed.category.as_ref().map(|id| {
        book.category(id).map_or_else(|| id.clone(), |it| language.name(&it.names).text)
    });
    let cap = deed.cap.map(|cap| cap_words(cap, language));
    joined([Some(lasts(deed.lasts, language)), cap, category])
}

/// The minimum and the maximum that the deeds of a category may add.
pub(super) fn category_limits(category: &Category, language: Language) -> String {
    let least = category.deeds_min.map(|points| {
        language
            .text_with(rules::LIMIT_LEAST, &[("points", format::signed(points).as_str())])
    });
    let most = category.deeds_max.map(|points| {
        language
            .text_with(rules::LIMIT_MOST, &[("points", format::signed(points).as_str())])
    });
    joined([least, most])
}

/// The points for one to five stars.
pub(super) fn star_points(category: &Category) -> String {
    category.star_points.map(format::signed).join(" / ")
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
