//! The required and allowed fields of a row, and how its cells must fit together.

use hallboard_score::{LEDGER_FORMAT, Points};

use super::sheets::{RULEBOOK, Sheet};
use super::words::{self, Word};
use crate::fault::CellError;
use crate::parse::row::Row;
use crate::parse::values::Value;

/// Reports an error in the column of a field.
type Report<'t> = dyn FnMut(&str, CellError) + 't;

/// The required sheets: a workbook without one of them is incomplete.
pub(crate) const SHEETS: [Sheet; 10] = [
    Sheet::Hall,
    Sheet::Rulebooks,
    Sheet::Categories,
    Sheet::DeedRules,
    Sheet::Households,
    Sheet::Residents,
    Sheet::Consents,
    Sheet::Ratings,
    Sheet::Deeds,
    Sheet::Replies,
];

/// The fields that every row of a sheet must fill.
fn fields(sheet: Sheet) -> &'static [&'static str] {
    match sheet {
        Sheet::Hall => &["id", "time_zone"],
        Sheet::Rulebooks => &["from", "score.min", "score.max", "score.base"],
        Sheet::Categories => &[
            RULEBOOK,
            "id",
            "star_points.0",
            "star_points.1",
            "star_points.2",
            "star_points.3",
            "star_points.4",
        ],
        Sheet::DeedRules => &[RULEBOOK, "id", "points"],
        Sheet::Bands => &[RULEBOOK, "id", "min"],
        Sheet::Rewards => &[RULEBOOK, "id", "cost"],
        Sheet::Households => &[],
        Sheet::Residents => &["name"],
        Sheet::Consents => &["date", "scopes"],
        Sheet::Ratings => &["date", "household", "category", "stars"],
        Sheet::Deeds => &["date", "resident", "deed", "source"],
        Sheet::Replies => &["date", "kind", "entry"],
        Sheet::Redemptions => &["date", "resident", "reward"],
        Sheet::Moves => &["date", "resident", "household"],
    }
}

/// What people write into a cell for which they have no value.
#[cfg(not(target_arch = "wasm32"))]
const NOTHING: [&str; 20] = [
    "-", "--", "---", "–", "—", "——", "―", "/", "//", "\\", "、", "*", "无", "没有",
    "暂无", "空", "n/a", "na", "nil", "none",
];

/// Whether a text only marks a cell as having no value, such as `-` or `无`.
#[cfg(not(target_arch = "wasm32"))]
pub fn says_nothing(text: &str) -> bool {
    NOTHING.contains(&words::plain(text).as_str())
}

/// Whether the cell below a heading of a sheet may be empty.
#[cfg(not(target_arch = "wasm32"))]
pub fn may_be_empty(sheet: &str, heading: &str) -> bool {
    let column = Sheet::of(sheet).and_then(|it| Some((it, it.column(heading)?)));
    column.is_some_and(|(sheet, column)| !fields(sheet).contains(&column.field.as_str()))
}

/// Whether an id is generated for a row without one.
pub(crate) fn makes_ids(sheet: Sheet) -> bool {
    sheet >= Sheet::Households
}

/// The fields whose columns are required.
pub(crate) fn columns(sheet: Sheet) -> impl Iterator<Item = &'static str> {
    let id = makes_ids(sheet).then_some("id");
    let subject = (sheet == Sheet::Consents).then_some("resident");
    fields(sheet).iter().copied().chain(id).chain(subject)
}

/// Reports the errors of a row as a whole: empty required cells, and cells that do not fit
/// together.
pub(crate) fn fit(sheet: Sheet, row: &Row<'_, '_>, report: &mut Report<'_>) {
    for field in fields(sheet) {
        if row.head.index(field).is_some() && !row.filled(field) {
            report(field, CellError::Missing);
        }
    }
    match sheet {
        Sheet::Hall => format(row, report),
        Sheet::Rulebooks => scale(row, report),
        Sheet::Categories => limits(row, report),
        Sheet::DeedRules => cap(row, report),
        Sheet::Rewards => cost(row, report),
        Sheet::Consents => consent(row, report),
        Sheet::Replies => reply(row, report),
        _ => {}
    }
}

fn format(row: &Row<'_, '_>, report: &mut Report<'_>) {
    if let Some(found) = row.text("format").filter(|it| *it != LEDGER_FORMAT) {
        let (found, expected) =
            (hallboard_sheets::cells::brief(found), LEDGER_FORMAT.to_owned());
        report("format", CellError::UnknownFormat { found, expected });
    }
}

fn scale(row: &Row<'_, '_>, report: &mut Report<'_>) {
    let ends = row.points("score.min").zip(row.points("score.max"));
    let Some((low, high)) = ends else { return };
    let (min, max) = (low.to_string(), high.to_string());
    if low > high {
        return report("score.min", CellError::MinAboveMax { min, max });
    }
    if let Some(base) = row.points("score.base").filter(|it| *it < low || *it > high) {
        report("score.base", CellError::BaseOutside { base: base.to_string(), min, max });
    }
}

fn limits(row: &Row<'_, '_>, report: &mut Report<'_>) {
    if let Some(low) = row.points("deeds_min").filter(|it| *it > Points::ZERO) {
        report("deeds_min", CellError::LowerLimitAbove { found: low.to_string() });
    }
    if let Some(high) = row.points("deeds_max").filter(|it| *it < Points::ZERO) {
        report("deeds_max", CellError::UpperLimitBelow { found: high.to_string() });
    }
}

fn cap(row: &Row<'_, '_>, report: &mut Report<'_>) {
    match (row.filled("cap.count"), row.filled("cap.per")) {
        (true, false) => report("cap.per", CellError::Missing),
        (false, true) => report("cap.count", CellError::Missing),
        _ => {}
    }
}

fn cost(row: &Row<'_, '_>, report: &mut Report<'_>) {
    if let Some(cost) = row.points("cost").filter(|it| *it < Points::ZERO) {
        report("cost", CellError::NegativeCost { found: cost.to_string() });
    }
}

fn consent(row: &Row<'_, '_>, report: &mut Report<'_>) {
    let of_household = match (row.filled("resident"), row.filled("household")) {
        (true, true) => return report("household", CellError::TwoSubjects),
        (false, false) => return report("resident", CellError::NoSubject),
        (_, of_household) => of_household,
    };
    let known = |word: &str| match of_household {
        true => hallboard_score::HouseholdScope::from_name(word).is_some(),
        false => hallboard_score::Scope::from_name(word).is_some(),
    };
    let Some(Value::Words(scopes)) = row.get("scopes") else { return };
    if let Some(scope) = scopes.iter().find(|scope| !known(scope)) {
        let allowed = words::SCOPES.iter().filter(|it| known(it.word));
        let allowed = allowed.map(Word::both).collect::<Vec<_>>().join(", ");
        let scope = words::of(words::SCOPES, scope).map(Word::both).unwrap_or_default();
        report("scopes", CellError::ScopeOfOther { scope, allowed });
    }
}

/// The optional fields that a reply of this kind may have, besides those of all replies.
fn of_reply(kind: &str) -> &'static [&'static str] {
    match kind {
        "objection" => &["text"],
        "decision" => &["outcome", "points", "stars", "reason"],
        _ => &["reason"],
    }
}

fn reply(row: &Row<'_, '_>, report: &mut Report<'_>) {
    let Some(kind) = row.text("kind") else { return };
    for field in ["text", "outcome", "points", "stars", "reason"] {
        if row.filled(field) && !of_reply(kind).contains(&field) {
            let kind =
                words::of(words::REPLIES, kind).map(Word::both).unwrap_or_default();
            report(field, CellError::NotOfKind { kind, found: row.shown(field) });
        }
    }
    if kind != "decision" {
        return;
    }
    if !row.filled("outcome") {
        return report("outcome", CellError::Missing);
    }
    let Some(outcome) = row.text("outcome") else { return };
    match (outcome, row.filled("points"), row.filled("stars")) {
        ("changed", true, true) => report("stars", CellError::PointsAndStars),
        ("changed", false, false) => report("points", CellError::ChangedToNothing),
        ("changed", ..) | (_, false, false) => {}
        (_, points, _) => {
            let outcome = words::of(words::OUTCOMES, outcome).map(Word::both);
            let outcome = outcome.unwrap_or_default();
            let field = if points { "points" } else { "stars" };
            report(field, CellError::ChangedWithout { outcome });
        }
    }
}
