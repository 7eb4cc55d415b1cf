//! Checks that the columns of a snapshot are consistent.

use hallboard_score::{Month, in_force};

use crate::error::{Inconsistency, VerifyError};
use crate::snapshot::{
    History, Households, SNAPSHOT_FORMAT, Snapshot, Step, Thanks, Village,
};

type Checked = Result<(), VerifyError>;

fn inconsistency(
    list: &'static str,
    row: usize,
    inconsistency: Inconsistency,
) -> VerifyError {
    VerifyError::Shape { list, row, inconsistency }
}

fn column(list: &'static str, row: usize, expected: usize, got: usize) -> Checked {
    if expected == got {
        return Ok(());
    }
    Err(inconsistency(list, row, Inconsistency::Length { expected, got }))
}

fn ascending<T: PartialOrd>(
    list: &'static str,
    values: impl Iterator<Item = T>,
) -> Checked {
    let mut last = None;
    for (row, value) in values.enumerate() {
        if last.as_ref().is_some_and(|last| *last >= value) {
            return Err(inconsistency(list, row, Inconsistency::Order));
        }
        last = Some(value);
    }
    Ok(())
}

fn known(list: &'static str, residents: &[u32], count: usize) -> Checked {
    let known = |row: u32| usize::try_from(row).is_ok_and(|row| row < count);
    match residents.iter().position(|row| !known(*row)) {
        Some(row) => {
            let resident = residents.get(row).copied().unwrap_or_default();
            Err(inconsistency(list, row, Inconsistency::Resident(resident)))
        }
        None => Ok(()),
    }
}

/// Returns the first inconsistency, if any.
pub(crate) fn check(snapshot: &Snapshot) -> Checked {
    let residents = &snapshot.residents;
    let count = residents.names.len();
    ascending("rulebooks", snapshot.rulebooks.iter().map(|book| book.from))?;
    column("residents.points", 0, count, residents.points.len())?;
    check_steps(snapshot, count)?;
    check_history(&snapshot.history, count, snapshot.as_of.month())?;
    check_thanks(&snapshot.thanks, snapshot, count)?;
    check_households(&snapshot.households, snapshot)?;
    check_village(snapshot)
}

fn check_steps(snapshot: &Snapshot, count: usize) -> Checked {
    const LIST: &str = "residents.steps";
    let steps = &snapshot.residents.steps;
    let rows: Vec<u32> = steps.iter().map(|step| step.0).collect();
    known(LIST, &rows, count)?;
    ascending(LIST, steps.iter().map(|Step(resident, day, _)| (*day, *resident)))?;
    let mut ended = vec![false; count];
    for (row, Step(resident, day, points)) in steps.iter().enumerate() {
        if *day <= snapshot.as_of {
            return Err(inconsistency(LIST, row, Inconsistency::Time));
        }
        let resident = usize::try_from(*resident).ok();
        if let Some(ended) = resident.and_then(|resident| ended.get_mut(resident)) {
            if *ended {
                return Err(inconsistency(LIST, row, Inconsistency::Ended));
            }
            *ended = points.is_none();
        }
    }
    Ok(())
}

/// Checks that there is a first month, and that no month is after the month of
/// publication.
fn check_months(
    list: &'static str,
    row: usize,
    first: Option<Month>,
    count: usize,
    last: Month,
) -> Checked {
    let Some(count) = i32::try_from(count).ok().filter(|count| *count > 0) else {
        return Ok(());
    };
    let first = first.ok_or_else(|| inconsistency(list, row, Inconsistency::NoFirst))?;
    if first.plus(count.saturating_sub(1)) > last {
        return Err(inconsistency(list, row, Inconsistency::Time));
    }
    Ok(())
}

fn check_history(history: &History, count: usize, last: Month) -> Checked {
    known("history.residents", &history.residents, count)?;
    ascending("history.residents", history.residents.iter())?;
    column("history.scores", 0, history.residents.len(), history.scores.len())?;
    for (row, scores) in history.scores.iter().enumerate() {
        check_months("history.scores", row, history.first, scores.len(), last)?;
    }
    Ok(())
}

fn check_thanks(thanks: &Thanks, snapshot: &Snapshot, count: usize) -> Checked {
    known("thanks.residents", &thanks.residents, count)?;
    let rows = thanks.residents.len();
    column("thanks.deeds", 0, rows, thanks.deeds.len())?;
    column("thanks.dates", 0, rows, thanks.dates.len())?;
    column("thanks.points", 0, rows, thanks.points.len())?;
    for (row, (deed, date)) in thanks.deeds.iter().zip(&thanks.dates).enumerate() {
        if *date > snapshot.as_of {
            return Err(inconsistency("thanks.dates", row, Inconsistency::Time));
        }
        let rulebook = in_force(&snapshot.rulebooks, *date);
        if rulebook.is_none_or(|book| book.deed(deed).is_none()) {
            let (deed, date) = (deed.clone(), *date);
            return Err(inconsistency(
                "thanks.deeds",
                row,
                Inconsistency::Deed { deed, date },
            ));
        }
    }
    Ok(())
}

fn check_households(households: &Households, snapshot: &Snapshot) -> Checked {
    let Households { categories, names, stars } = households;
    column("households.stars", 0, categories.len(), stars.len())?;
    for (row, category) in categories.iter().enumerate() {
        if !snapshot.rulebooks.iter().any(|book| book.category(category).is_some()) {
            let unknown = Inconsistency::Category(category.clone());
            return Err(inconsistency("households.categories", row, unknown));
        }
    }
    for (row, stars) in stars.iter().enumerate() {
        column("households.stars", row, names.len(), stars.len())?;
        if let Some(many) = stars.iter().find(|stars| **stars > 5) {
            return Err(inconsistency(
                "households.stars",
                row,
                Inconsistency::Stars(*many),
            ));
        }
    }
    Ok(())
}

fn check_village(snapshot: &Snapshot) -> Checked {
    let Village { first, means, taking_part, deeds } = &snapshot.village;
    let published = snapshot.as_of.month();
    // Format 1 has counts for the month of publication.
    let is_current = snapshot.format == SNAPSHOT_FORMAT;
    let last = if is_current { published.plus(-1) } else { published };
    column("village.taking_part", 0, means.len(), taking_part.len())?;
    column("village.deeds", 0, means.len(), deeds.len())?;
    check_months("village.means", 0, *first, means.len(), last)
}
