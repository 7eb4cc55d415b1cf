//! How long and how often deeds count, in words.

use hallboard_score::{Cap, Category, DeedRule, Lasts, Period, Rulebook};

use crate::figures;
use crate::language::Language;

/// How long a deed counts.
pub(crate) fn lasts(lasts: Lasts, language: Language) -> String {
    let count = |count: u16| count.to_string();
    match lasts {
        Lasts::Months(1) => language.rule("lasts.month").to_owned(),
        Lasts::Months(months) => {
            language.rule_with("lasts.months", &[("count", &count(months))])
        }
        Lasts::Years(1) => language.rule("lasts.one_year").to_owned(),
        Lasts::Years(years) => {
            language.rule_with("lasts.years", &[("count", &count(years))])
        }
        Lasts::Year => language.rule("lasts.year").to_owned(),
        Lasts::Forever => language.rule("lasts.forever").to_owned(),
    }
}

/// How often a deed counts.
pub(crate) fn cap_words(cap: Cap, language: Language) -> String {
    let count = cap.count.to_string();
    let count = [("count", count.as_str())];
    match cap.per {
        Period::Month => language.rule_with("cap.month", &count),
        Period::Quarter => language.rule_with("cap.quarter", &count),
        Period::Year => language.rule_with("cap.year", &count),
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

/// The least and the most that the deeds of a category may add.
pub(super) fn category_limits(category: &Category, language: Language) -> String {
    let least = category.deeds_min.map(|points| {
        language.rule_with("limit.least", &[("points", figures::signed(points).as_str())])
    });
    let most = category.deeds_max.map(|points| {
        language.rule_with("limit.most", &[("points", figures::signed(points).as_str())])
    });
    joined([least, most])
}

/// The points for one to five stars.
pub(super) fn star_points(category: &Category) -> String {
    category.star_points.map(figures::signed).join(" / ")
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
