//! Signs for the doors of households that agreed to one.

use hallboard_feed::edition::DoorSigns;
use hallboard_paper::{Layout, SignSize, Signs};
use hallboard_score::{Day, Ledger};

use super::{desk, not_made, with_edition};
use crate::context::HallContext;
use crate::failure::{CliError, Message};

/// Which signs to print.
#[derive(Clone, Debug, Default)]
pub struct SignsRequest {
    /// Only the signs of the households with these ids; if empty, all.
    pub households: Vec<String>,
    /// The size of a sign.
    pub size: SignSize,
    /// The size of the sheets, and their languages.
    pub layout: Layout,
}

/// Signs, ready to print.
#[derive(Clone, Debug)]
pub struct SignsPage {
    /// The page.
    pub html: String,
    /// The number of signs.
    pub signs: usize,
    /// The number of sheets of paper.
    pub sheets: usize,
}

/// Makes the signs of the households that agree to one on that day.
///
/// # Errors
/// If a household does not exist or has not agreed, or none has.
pub fn signs(
    context: &HallContext,
    ledger: &Ledger,
    on: Day,
    request: &SignsRequest,
) -> Result<SignsPage, CliError> {
    let chosen = chosen(context, ledger, on, &request.households)?;
    let desk = desk(&context.settings);
    let page = Signs {
        hall: &ledger.hall.names,
        on,
        signs: &chosen,
        desk: desk.as_ref(),
        size: request.size,
    };
    let html = page.html(request.layout).map_err(|error| not_made(&error))?;
    Ok(SignsPage { html, signs: chosen.signs.len(), sheets: page.sheets() })
}

fn chosen(
    context: &HallContext,
    ledger: &Ledger,
    on: Day,
    households: &[String],
) -> Result<DoorSigns, CliError> {
    let mut signs = with_edition(context, ledger, on, |edition| edition.signs());
    let has_sign = |id: &str| signs.signs.iter().any(|it| it.household == id);
    let exists = |id: &str| ledger.households.iter().any(|it| it.id == id);
    let message = |id: &String| {
        let (what, hint) = match exists(id) {
            true => (t!("print.no_consent", id = id), t!("print.no_consent_hint")),
            false => (t!("print.no_household", id = id), t!("print.no_household_hint")),
        };
        Message::at(id, what, hint)
    };
    let messages: Vec<Message> =
        households.iter().filter(|id| !has_sign(id)).map(message).collect();
    if !messages.is_empty() {
        return Err(CliError::Reported { code: 2, messages });
    }
    if !households.is_empty() {
        signs.signs.retain(|it| households.iter().any(|id| it.household == id.as_str()));
    }
    if signs.signs.is_empty() {
        let place = context.ledger.path.display();
        let (what, hint) = (t!("print.no_signs"), t!("print.no_consent_hint"));
        return Err(CliError::runtime(Message::at(place, what, hint)));
    }
    Ok(signs)
}
