//! Cards for those who take part, from the hall's card book.

use std::collections::BTreeSet;

use hallboard_feed::Trust;
use hallboard_feed::edition::Remaining;
use hallboard_feed::sealed::{FOLDER, Sealing, Secret};
use hallboard_paper::{CardSize, Cards, PaperError};
use hallboard_publish::{
    CardBook, Clock, DiskStorage, PublishError, StateStore, Storage, version_in,
};
use hallboard_score::{Day, Ledger, Resident};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};

use super::{long_address, not_made};
use crate::context::{AskPassphrase, HallContext, StateFiles, random};
use crate::failure::{CliError, Message};
use crate::hint::of_publishing;
use crate::register::no_resident;

/// Which cards to print.
#[derive(Clone, Debug)]
pub struct CardsRequest<'a> {
    /// Only the cards of the residents with these ids; if empty, all.
    pub residents: &'a [String],
    /// Whether these residents get new cards, which replace their old ones.
    pub reissue: bool,
    /// The size of the cards.
    pub size: CardSize,
    /// The site's URL, with `/` at its end.
    pub site: &'a str,
}

/// Cards, ready to print.
#[derive(Clone, Debug)]
pub struct CardsPage {
    /// The page.
    pub html: String,
    /// The number of cards.
    pub cards: usize,
    /// The number of sheets of paper.
    pub sheets: usize,
    /// The number of cards that open nothing before the next publication.
    pub closed: usize,
}

/// Makes the cards of those who take part. Cards that do not exist yet are saved in the
/// card book first. If the public key has to be read from a key with a passphrase, that of
/// the environment is used, or else `ask`.
///
/// # Errors
/// If a resident does not exist or does not take part, or nobody does; if cards are to be
/// reissued but no resident is chosen; if the card book or the key cannot be used, another operation holds the hall's lock, or the address is too
/// long for the QR code.
pub fn cards(
    context: &HallContext,
    ledger: &Ledger,
    clock: Clock,
    request: &CardsRequest<'_>,
    ask: Option<AskPassphrase>,
) -> Result<CardsPage, CliError> {
    if request.reissue && request.residents.is_empty() {
        let (what, hint) = (t!("print.reissue_whose"), t!("print.reissue_whose_hint"));
        let what = what.into_owned();
        let message = Message { what, place: None, hint: hint.into_owned() };
        return Err(CliError::usage(message));
    }
    context.moment(clock, &ledger.hall)?;
    let _lock = context.take_lock()?;
    let moment = context.moment(clock, &ledger.hall)?;
    context.correct_file_times(clock);
    let residents = residents(context, ledger, moment.day(), request.residents)?;
    let public = context.public_line(ask)?;
    let trust = Trust::new(&ledger.hall.id, &public);
    let trust = trust.map_err(|error| failed(context, &error.into()))?;

    let mut state_files = context.state_files();
    let book = CardBookUpdate {
        hall: &ledger.hall.id,
        residents: &residents,
        today: moment.day(),
        reissue: request.reissue,
    }
    .save(context, &mut state_files)?;
    let site = DiskStorage::read_only(&context.site);
    let in_site = version_in(&site, &ledger.hall.id, &public).unwrap_or(0);
    let page = Cards {
        size: request.size,
        hall: &ledger.hall,
        address: request.site,
        key_id: trust.key_id(),
        least_version: state_files.publication_state()?.version.max(in_site),
        cards: residents
            .iter()
            .filter_map(|it| Some((it.name.as_str(), book.secret(&it.id)?)))
            .collect(),
    };
    let html = page.html().map_err(|error| match error {
        PaperError::Address => long_address(request.site),
        error => not_made(&error),
    })?;
    let sealed = site.list(&format!("feed/{FOLDER}")).unwrap_or_default();
    let open: BTreeSet<String> = sealed.into_iter().collect();
    let sealing = Sealing { hall: &ledger.hall.id, version: in_site };
    let is_closed = |card: &&(&str, &Secret)| !open.contains(&sealing.path(card.1));
    Ok(CardsPage {
        html,
        cards: page.cards.len(),
        sheets: page.sheets(),
        closed: page.cards.iter().filter(is_closed).count(),
    })
}

/// The residents whose cards are printed, in the order of the ledger.
fn residents<'l>(
    context: &HallContext,
    ledger: &'l Ledger,
    today: Day,
    only: &[String],
) -> Result<Vec<&'l Resident>, CliError> {
    let consents: Consents = ConsentEntries::of(&ledger.entries).on(today);
    let message = |id: &String| {
        let what = match ledger.residents.iter().find(|it| it.id == id.as_str()) {
            None => no_resident(id),
            Some(it) if !consents.takes_part(id) => {
                t!("print.takes_no_part", name = it.name, id = id).into_owned()
            }
            Some(_) => return None,
        };
        Some(Message::at(id, what, t!("print.takes_no_part_hint")))
    };
    let messages: Vec<Message> = only.iter().filter_map(message).collect();
    if !messages.is_empty() {
        return Err(CliError::Reported { code: 2, messages });
    }
    let is_chosen = |it: &&Resident| {
        consents.takes_part(&it.id)
            && (only.is_empty() || only.iter().any(|id| it.id == id.as_str()))
    };
    let residents: Vec<&Resident> = ledger.residents.iter().filter(is_chosen).collect();
    if residents.is_empty() {
        let (what, hint) = (t!("print.nobody"), t!("print.nobody_hint"));
        return Err(CliError::runtime(Message::at(
            context.ledger.path.display(),
            what,
            hint,
        )));
    }
    Ok(residents)
}

/// A change of the card book: a card for each of these residents.
struct CardBookUpdate<'a> {
    hall: &'a str,
    residents: &'a [&'a Resident],
    today: Day,
    /// Whether existing cards are replaced.
    reissue: bool,
}

impl CardBookUpdate<'_> {
    fn apply(&self, before: Option<CardBook>) -> Result<CardBook, PublishError> {
        let mut book = match before {
            Some(book) => book,
            None => CardBook::new(self.hall, &random).map_err(PublishError::Random)?,
        };
        if !book.serves(self.hall) {
            return Err(PublishError::OtherCards { hall: book.hall().to_owned() });
        }
        for resident in self.residents {
            match self.reissue {
                true => book.reissue(&resident.id, self.today, &random),
                false => book.ensure(&resident.id, self.today, &random),
            }
            .map_err(PublishError::Random)?;
        }
        Ok(book)
    }

    /// The card book after the change, saved before any card is printed.
    fn save(
        &self,
        context: &HallContext,
        state_files: &mut StateFiles,
    ) -> Result<CardBook, CliError> {
        let before = state_files.cards()?;
        let book = self.apply(before.clone()).map_err(|error| failed(context, &error))?;
        if before.as_ref() != Some(&book) {
            let saved = state_files.save_cards(&book);
            saved.map_err(|error| failed(context, &PublishError::Cards(error)))?;
        }
        Ok(book)
    }
}

fn failed(context: &HallContext, error: &PublishError) -> CliError {
    CliError::runtime(of_publishing(error, context.key.display()))
}
