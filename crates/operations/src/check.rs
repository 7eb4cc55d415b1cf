//! Everything that is wrong with a register, in its cells and in its meaning, and whatever
//! will stop other operations from writing to it.

use hallboard_inbox::fullest_entries;
use hallboard_score::Findings;
use hallboard_workbook::edit::obstacles::obstacles;
use hallboard_workbook::read::{Partial, hall_findings};

use crate::report::Report;

/// The report on a register that may have been read only partly. `findings` are those of
/// [`hallboard_score::check`] on its ledger.
#[must_use]
pub fn report(partial: &Partial, mut findings: Findings) -> Report {
    if !partial.is_workbook() {
        findings.errors.extend(hall_findings(&partial.ledger));
    }
    let mut report = Report::of_partial(partial, findings);
    report.note(&obstacles(partial, &fullest_entries(&partial.ledger)));
    report
}
