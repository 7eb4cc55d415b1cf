//! A ledger that is read as far as possible despite errors.

use hallboard_score::{Fault, Findings, Ledger, check};

use super::{Located, Made, Note, Origins};
use crate::{Encoding, RowFault, UnreadRefs, WorkbookError};

/// A ledger of the rows that could be read, and the errors in the others.
#[derive(Clone, Debug)]
pub struct Partial {
    /// The ledger of the rows that could be read.
    pub ledger: Ledger,
    /// Sheets and rows of its items; empty for a JSON ledger.
    pub origins: Origins,
    /// Ids generated for rows without one.
    pub made: Vec<Made>,
    /// Remarks for the user on how the workbook was read.
    pub notes: Vec<Note>,
    /// The encoding that was set for its text files.
    pub encoding: Option<&'static Encoding>,
    /// All errors in cells, rows and sheets, in their order.
    pub faults: Vec<RowFault>,
    /// What the unreadable rows may have contained: findings that may only follow from it
    /// are dropped.
    pub unread_refs: UnreadRefs,
}

impl Partial {
    /// A complete ledger from JSON.
    pub(super) fn of_json(ledger: Ledger) -> Partial {
        Partial {
            ledger,
            origins: Origins::default(),
            made: Vec::new(),
            notes: Vec::new(),
            encoding: None,
            faults: Vec::new(),
            unread_refs: UnreadRefs::default(),
        }
    }

    /// The ledger, if it has no errors.
    ///
    /// # Errors
    /// All errors.
    pub fn whole(self) -> Result<Located, WorkbookError> {
        let Partial { ledger, origins, made, notes, encoding, faults, .. } = self;
        match faults.is_empty() {
            true => Ok(Located { ledger, origins, made, notes, encoding }),
            false => Err(WorkbookError::Rows(faults)),
        }
    }

    /// Whether it was read from a workbook, in which each item has a cell.
    #[must_use]
    pub fn is_workbook(&self) -> bool {
        self.origins.of("hall", 0).is_some() || !self.faults.is_empty()
    }

    /// The findings in the ledger, without those that may only follow from unreadable rows.
    #[must_use]
    pub fn findings(&self) -> Findings {
        self.without_consequences(check(&self.ledger))
    }

    /// Drops the findings that may only follow from rows that could not be read.
    #[must_use]
    pub fn without_consequences(&self, mut findings: Findings) -> Findings {
        // If the hall's row could not be read, that is reported already.
        let no_hall = self.ledger.hall.id.is_empty() && !self.faults.is_empty();
        findings.errors.retain(|it| {
            let follows = no_hall && matches!(it.fault, Fault::HallId(_));
            !follows && !self.unread_refs.explains(it, &self.ledger)
        });
        findings.warnings.retain(|it| !self.unread_refs.explains(it, &self.ledger));
        findings
    }

    /// Reports an unknown time zone as an error of its cell.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn check_time_zone(&mut self) {
        let zone = &self.ledger.hall.time_zone;
        let Some(at) = self.origins.cell_ref("hall", 0, "time_zone") else { return };
        if let Some(near) = super::unknown_time_zone(zone) {
            let wrong = crate::CellError::UnknownTimeZone { found: zone.clone(), near };
            let place = (at.row, at.column);
            let above = |it: &RowFault| {
                it.at.sheet == at.sheet && (it.at.row, it.at.column) <= place
            };
            let above = self.faults.iter().rposition(above).map_or(0, |last| last + 1);
            self.faults.insert(above, RowFault { at, what: wrong });
        }
    }
}
