//! What can be read of a register that may have errors elsewhere, for a withdrawal.

use hallboard_publish::{DiskStorage, HallKey, hall_of_site, version_in};
use hallboard_score::{Hall, Household, Ledger, Resident, Rulebook};
use hallboard_workbook::consent_entries::ConsentEntries;
use hallboard_workbook::read::{Located, Withdrawals, lenient_at_in, withdrawals_at_in};

use super::people::PeopleNames;
use crate::context::HallContext;
use crate::failure::CliError;
use crate::folder::LedgerPlace;
use crate::on_fault::OnFault;
use crate::register::{self, unreadable};

/// The readable parts of a ledger that may have errors elsewhere.
pub struct Readable {
    /// The hall of the site.
    pub hall: Hall,
    /// All consents.
    pub consents: ConsentEntries,
    /// The hall's residents; empty if unreadable.
    pub residents: Vec<Resident>,
    /// The hall's households.
    pub households: Vec<Household>,
    /// The rulebooks, if they are needed and readable.
    pub rulebooks: Vec<Rulebook>,
    /// Names of residents and households.
    pub people: PeopleNames,
}

impl Readable {
    /// Reads what a withdrawal needs: consents and the hall of the site. The rest of the
    /// register is read only if no signed feed and no copy names the hall.
    ///
    /// # Errors
    /// If neither the consents alone nor the whole register can be read.
    pub fn of(
        context: &HallContext,
        key: &HallKey,
        on_fault: &OnFault,
    ) -> Result<Readable, CliError> {
        let whole = || register::read(&context.ledger);
        let LedgerPlace { path, encoding } = &context.ledger;
        let Ok(Some(found)) = withdrawals_at_in(path, *encoding) else {
            let ledger = whole()?.ledger;
            let consents = ConsentEntries::of(&ledger.entries);
            let people = PeopleNames::of(&ledger);
            let Ledger { hall, rulebooks, households, residents, .. } = ledger;
            return Ok(Readable {
                hall,
                consents,
                residents,
                households,
                rulebooks,
                people,
            });
        };
        let Withdrawals { consents, residents, households, damage } = found;
        if let Some(damage) = damage {
            let failure = unreadable(path, &damage.into());
            on_fault.warn_error(failure, &t!("publish.in_pieces"));
        }
        let (hall, rulebooks) = match hall_that_signed(context, key) {
            Some(hall) => (hall, Vec::new()),
            None => match context.copies().newest() {
                Some(copy) => (copy.hall, copy.rulebooks),
                None => hall_of_register(context, whole)?,
            },
        };
        let people = PeopleNames::among(&residents, &households);
        Ok(Readable { hall, consents, residents, households, rulebooks, people })
    }
}

/// The hall of the site's feed, if the feed is signed with that key.
fn hall_that_signed(context: &HallContext, key: &HallKey) -> Option<Hall> {
    let site = DiskStorage::read_only(&context.site);
    let hall = hall_of_site(&site)?;
    version_in(&site, &hall.id, &key.public_line()).map(|_| hall)
}

/// The hall and its rules from the register; without rules if the register has other
/// errors.
fn hall_of_register(
    context: &HallContext,
    whole: impl Fn() -> Result<Located, CliError>,
) -> Result<(Hall, Vec<Rulebook>), CliError> {
    let failure = match whole() {
        Ok(it) => return Ok((it.ledger.hall, it.ledger.rulebooks)),
        Err(failure) => failure,
    };
    let LedgerPlace { path, encoding } = &context.ledger;
    let partial = lenient_at_in(path, *encoding);
    match partial.map(|partial| partial.ledger.hall) {
        Ok(hall) if !hall.id.is_empty() => Ok((hall, Vec::new())),
        _ => Err(failure),
    }
}
