//! Blank forms, with the hall's own deeds on them.

use hallboard_paper::{Form, Forms, Layout};
use hallboard_publish::Settings;
use hallboard_score::{Day, Ledger, in_force};

use super::{desk, not_made};
use crate::failure::{CliError, Message};
use crate::folder::LedgerPlace;

/// Blank forms, ready to print.
#[derive(Clone, Debug)]
pub struct FormsPage {
    /// The page.
    pub html: String,
    /// The first day of the rules on the forms.
    pub rules_from: Day,
}

/// Makes blank forms by the rules of a day; nobody in the register is on them. If `only` is
/// empty, all forms are made.
///
/// # Errors
/// If no rules are in force on that day.
pub fn forms(
    place: &LedgerPlace,
    ledger: &Ledger,
    settings: &Settings,
    on: Day,
    only: &[Form],
    layout: Layout,
) -> Result<FormsPage, CliError> {
    let Some(rules) = in_force(&ledger.rulebooks, on) else {
        let (what, hint) = (t!("print.no_rules", day = on), t!("print.no_rules_hint"));
        return Err(CliError::runtime(Message::at(place.path.display(), what, hint)));
    };
    let desk = desk(settings);
    let page = Forms {
        hall: &ledger.hall.names,
        rules,
        name_reporters: settings.letters.name_reporters,
        desk: desk.as_ref(),
        forms: if only.is_empty() { &Form::ALL } else { only },
    };
    let html = page.html(layout).map_err(|error| not_made(&error))?;
    Ok(FormsPage { html, rules_from: rules.from })
}
