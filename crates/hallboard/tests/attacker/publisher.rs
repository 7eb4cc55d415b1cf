//! What is public each day, as the hall publishes it and as a careless publisher would.

use std::collections::BTreeSet;

use hallboard_feed::edition::{Edition, PublicationState, private_by_default};
use hallboard_publish::Settings;
use hallboard_score::{
    Day, Entry, EntryKind, HouseholdScope, Ledger, Month, Points, Register,
    ResidentRecord, Scope, Source, in_force,
};
use serde_json::{Value, json};

/// The public bytes of one day. The attacker sees nothing else.
pub(crate) struct Public {
    pub(crate) snapshot: Vec<u8>,
    /// Number of sealed files.
    pub(crate) sealed: usize,
}

/// The residents of the rows and the households of the columns, for the judge alone.
pub(crate) struct Roster {
    pub(crate) residents: Vec<String>,
    pub(crate) households: Vec<String>,
}

pub(crate) trait Publisher {
    fn publish(&mut self, ledger: &Ledger, today: Day) -> (Public, Roster);
}

/// The hall's own publications, each with the state of the earlier ones.
#[derive(Default)]
pub(crate) struct Hall {
    state: PublicationState,
}

impl Publisher for Hall {
    fn publish(&mut self, ledger: &Ledger, as_of: Day) -> (Public, Roster) {
        let private_categories = &private_by_default(&ledger.rulebooks);
        let display = Settings::default().display;
        let edition = Edition { ledger, as_of, display, private_categories };
        let composed = edition.compose(&self.state);
        self.state = composed.state;
        let taking_part = composed.roster.taking_part.len();
        let public = Public {
            snapshot: serde_json::to_vec(&composed.snapshot).unwrap(),
            sealed: self.state.sealed_files(as_of, taking_part),
        };
        let (residents, households) =
            (composed.roster.residents, composed.roster.households);
        (public, Roster { residents, households })
    }
}

/// The ledger without later entries and without deeds that have not started by that day.
fn started_by(ledger: &Ledger, day: Day) -> Ledger {
    let has_started = |entry: &Entry| {
        let EntryKind::Deed { deed, source, notified, .. } = &entry.kind else {
            return true;
        };
        let book = in_force(&ledger.rulebooks, entry.date);
        let rule = book.and_then(|book| Some((book, book.deed(deed)?)));
        rule.is_none_or(|(book, rule)| {
            rule.points >= Points::ZERO
                || *source == Source::SelfReport
                || notified.is_some_and(|notified| {
                    notified.max(entry.date).plus_days(book.reply_days) <= day
                })
        })
    };
    let mut started = ledger.clone();
    started.entries.retain(|entry| entry.date <= day && has_started(entry));
    started
}

/// Publishes the whole ledger as format 1 did: points with deductions, later steps, and one
/// and two stars. More carelessly than format 1, it also publishes means over everybody who
/// takes part today, recomputed each day, exact counts, and exactly one sealed file for
/// each resident.
pub(crate) struct Careless;

/// Number of days for which format 1 announced changes.
const STEP_DAYS: u32 = 14;
const MONTHS: i32 = 6;

impl Publisher for Careless {
    fn publish(&mut self, ledger: &Ledger, today: Day) -> (Public, Roster) {
        let started = started_by(ledger, today);
        let register = Register::new(&started);
        let files: Vec<ResidentRecord<'_>> = register.files().collect();
        let mut listed: Vec<(&ResidentRecord<'_>, Points)> = files
            .iter()
            .filter(|file| file.agrees(Scope::Board, today))
            .filter_map(|file| {
                Some((file, shown(&register, file.points(today)?, today)?))
            })
            .collect();
        listed.sort_by_key(|(file, points)| (file.name(), *points, file.id()));
        let part: Vec<&ResidentRecord<'_>> =
            files.iter().filter(|it| it.agrees(Scope::Score, today)).collect();
        let steps: Vec<Value> = (0..)
            .zip(&listed)
            .flat_map(|(row, (file, points))| steps(row, file, *points, today))
            .collect();
        let names: Vec<&str> = listed.iter().map(|(file, _)| file.name()).collect();
        let points: Vec<Points> = listed.iter().map(|(_, points)| *points).collect();
        let (households, household_ids) = households(&register, ledger, today);
        let snapshot = json!({
            "as_of": today,
            "rulebooks": ledger.rulebooks,
            "residents": {"names": names, "points": points, "steps": steps},
            "history": history(&listed, today),
            "thanks": thanks(&listed, today),
            "households": households,
            "village": village(&part, today),
        });
        let snapshot = serde_json::to_vec(&snapshot).unwrap();
        let residents = listed.iter().map(|(file, _)| file.id().to_owned()).collect();
        let roster = Roster { residents, households: household_ids };
        (Public { snapshot, sealed: part.len() }, roster)
    }
}

/// The points shown in a row; `None` below the start.
fn shown(register: &Register<'_>, points: Points, on: Day) -> Option<Points> {
    let book = register.book(on)?;
    (book.score(points) >= book.score.base).then(|| points.max(Points::ZERO))
}

/// The later steps of a row. They end where the row would rise or fall below the start.
fn steps(row: u32, file: &ResidentRecord<'_>, now: Points, today: Day) -> Vec<Value> {
    let mut before = now;
    let mut steps = Vec::new();
    let turns = file.points_history(today, today.plus_days(STEP_DAYS));
    for (day, points) in turns.into_iter().skip(1) {
        let points = points.and_then(|points| shown(file.register(), points, day));
        match points.filter(|points| *points <= before) {
            None => {
                steps.push(json!([row, day, null]));
                break;
            }
            Some(points) if points != before => {
                steps.push(json!([row, day, points]));
                before = points;
            }
            Some(_same) => {}
        }
    }
    steps
}

fn months(today: Day) -> impl Iterator<Item = Month> {
    (-MONTHS..0).map(move |offset| today.month().plus(offset))
}

fn score_at(file: &ResidentRecord<'_>, month: Month) -> Option<Points> {
    file.standing(month.last_day()).score
}

fn history(listed: &[(&ResidentRecord<'_>, Points)], today: Day) -> Value {
    let sharing =
        (0..).zip(listed).filter(|(_, (file, _))| file.agrees(Scope::History, today));
    let (rows, scores): (Vec<u32>, Vec<Vec<Option<Points>>>) = sharing
        .map(|(row, (file, _))| {
            (row, months(today).map(|it| score_at(file, it)).collect())
        })
        .unzip();
    json!({"first": months(today).next(), "residents": rows, "scores": scores})
}

fn thanks(listed: &[(&ResidentRecord<'_>, Points)], today: Day) -> Value {
    let since = today.plus_months(-3);
    let mut rows: Vec<(Day, usize, &str, Points)> = Vec::new();
    for (row, (file, _)) in listed.iter().enumerate() {
        if file.agrees(Scope::Thanks, today) {
            let good = file.counting_deeds(today);
            let good =
                good.filter(|(date, _, points)| *points > Points::ZERO && *date >= since);
            rows.extend(good.map(|(date, deed, points)| (date, row, deed, points)));
        }
    }
    json!({
        "residents": rows.iter().map(|it| it.1).collect::<Vec<_>>(),
        "deeds": rows.iter().map(|it| it.2).collect::<Vec<_>>(),
        "dates": rows.iter().map(|it| it.0).collect::<Vec<_>>(),
        "points": rows.iter().map(|it| it.3).collect::<Vec<_>>(),
    })
}

fn households(
    register: &Register<'_>,
    ledger: &Ledger,
    today: Day,
) -> (Value, Vec<String>) {
    let private: BTreeSet<String> = private_by_default(&ledger.rulebooks);
    let categories: Vec<&str> = register
        .book(today)
        .into_iter()
        .flat_map(|book| &book.categories)
        .map(|it| it.id.as_str())
        .filter(|id| !private.contains(*id))
        .collect();
    let agreed: Vec<_> = ledger
        .households
        .iter()
        .filter(|it| register.household_agrees(&it.id, HouseholdScope::Board, today))
        .collect();
    let stars: Vec<Vec<u8>> = categories
        .iter()
        .map(|category| {
            let stars = agreed.iter().map(|it| register.stars(&it.id, category, today));
            stars.map(Option::unwrap_or_default).collect()
        })
        .collect();
    let names: Vec<_> = agreed.iter().map(|it| &it.names).collect();
    let columns = json!({"categories": categories, "names": names, "stars": stars});
    (columns, agreed.iter().map(|it| it.id.to_string()).collect())
}

fn village(part: &[&ResidentRecord<'_>], today: Day) -> Value {
    let mut columns: [Vec<Value>; 3] = Default::default();
    for month in months(today) {
        let scores: Vec<i64> = part
            .iter()
            .filter_map(|file| Some(score_at(file, month)?.hundredths()))
            .collect();
        let count = i64::try_from(scores.len()).unwrap();
        let mean = (count >= 10)
            .then(|| Points::from_hundredths(scores.iter().sum::<i64>() / count));
        let deeds = part.iter().flat_map(|file| file.counting_deeds(today));
        let deeds = deeds
            .filter(|(date, _, points)| date.month() == month && *points > Points::ZERO);
        let figures = [json!(mean), json!(count), json!(deeds.count())];
        for (column, figure) in columns.iter_mut().zip(figures) {
            column.push(figure);
        }
    }
    let [means, taking_part, deeds] = columns;
    let first = months(today).next();
    json!({"first": first, "means": means, "taking_part": taking_part, "deeds": deeds})
}
