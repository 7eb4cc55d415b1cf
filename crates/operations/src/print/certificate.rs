//! Certificates of thanks for good deeds that their holder chooses.

use hallboard_feed::edition::{CertifiableDeed, CertifiableDeeds};
use hallboard_feed::{CERTIFICATE_FORMAT, Certificate, CertificateFault, VERIFY_PATH};
use hallboard_paper::{CertificatePage, Layout, MOST_DEEDS, PaperError};
use hallboard_score::{Day, Ledger};

use super::{long_address, not_made, with_edition};
use crate::context::{AskPassphrase, HallContext};
use crate::failure::{CliError, Message};
use crate::hint::of_publishing;
use crate::register::no_resident;

/// Which certificate to print.
#[derive(Clone, Debug)]
pub struct CertificateRequest<'a> {
    /// The id of the resident who holds it.
    pub resident: &'a str,
    /// The ids of the entries that the holder chose.
    pub entries: &'a [String],
    /// The site's URL, with `/` at its end.
    pub site: &'a str,
    /// The size of the sheet, and its languages.
    pub layout: Layout,
}

/// A certificate, ready to print.
#[derive(Clone, Debug)]
pub struct PrintedCertificate {
    /// The page.
    pub html: String,
    /// The name of its holder.
    pub holder: String,
    /// The number of deeds on it.
    pub deeds: usize,
}

/// The deeds that a certificate of this resident may name, by the consents of the day.
///
/// # Errors
/// If the resident does not exist, or has not agreed to be on the board.
pub fn certifiable(
    context: &HallContext,
    ledger: &Ledger,
    on: Day,
    id: &str,
) -> Result<CertifiableDeeds, CliError> {
    let deeds = with_edition(context, ledger, on, |edition| edition.certifiable(id));
    deeds.ok_or_else(|| {
        let exists = ledger.residents.iter().any(|it| it.id == id);
        let (what, hint) = match exists {
            true => (
                t!("print.certificate_consent", id = id, day = on),
                t!("print.certificate_consent_hint"),
            ),
            false => (no_resident(id).into(), t!("print.certificate_resident_hint")),
        };
        CliError::usage(Message::at(id, what, hint))
    })
}

/// Makes a certificate that is signed with the hall's key. If the key has a passphrase, that of
/// the environment is used, or else `ask`.
///
/// # Errors
/// As [`certifiable`]; if an entry is not among the deeds, none is chosen, there are too many,
/// or the key cannot be used.
pub fn certificate(
    context: &HallContext,
    ledger: &Ledger,
    on: Day,
    request: &CertificateRequest<'_>,
    ask: Option<AskPassphrase>,
) -> Result<PrintedCertificate, CliError> {
    let certifiable = certifiable(context, ledger, on, request.resident)?;
    let deeds = chosen(&certifiable, request.entries)?;
    let page = CertificatePage {
        hall: &ledger.hall,
        holder: &certifiable.name,
        issued: on,
        deeds: &deeds,
    };
    let code = signed(context, &page.certificate(request.layout.language), ask)?;
    let address = format!("{}{VERIFY_PATH}#{code}", request.site);
    let html = page.html(request.layout, &address).map_err(|error| match error {
        PaperError::Address => long_address(request.site),
        error => not_made(&error),
    })?;
    Ok(PrintedCertificate { html, holder: certifiable.name, deeds: deeds.len() })
}

/// The chosen deeds, newest first, each once.
fn chosen(
    certifiable: &CertifiableDeeds,
    entries: &[String],
) -> Result<Vec<CertifiableDeed>, CliError> {
    let deeds = &certifiable.deeds;
    let is_chosen =
        |deed: &&CertifiableDeed| entries.iter().any(|id| deed.entry == id.as_str());
    let is_unknown = |id: &&String| deeds.iter().all(|it| it.entry != id.as_str());
    let message = |id: &String| {
        let what = t!("print.certificate_entry", id = id, name = certifiable.name);
        Message::at(id, what, t!("print.certificate_entry_hint"))
    };
    let messages: Vec<Message> = entries.iter().filter(is_unknown).map(message).collect();
    if !messages.is_empty() {
        return Err(CliError::Reported { code: 2, messages });
    }
    let chosen: Vec<CertifiableDeed> = deeds.iter().filter(is_chosen).cloned().collect();
    match chosen.len() {
        0 => Err(CliError::usage(no_deeds(&certifiable.name))),
        count if count > MOST_DEEDS => Err(too_many()),
        _ => Ok(chosen),
    }
}

/// The code of the certificate, signed with the hall's key.
fn signed(
    context: &HallContext,
    certificate: &Certificate,
    ask: Option<AskPassphrase>,
) -> Result<String, CliError> {
    let text = certificate.signed_text().map_err(|fault| unfit(&fault))?;
    let key = context.hall_key(ask)?;
    let signature = key.sign(text.as_bytes(), CERTIFICATE_FORMAT).map_err(|error| {
        CliError::runtime(of_publishing(&error.into(), context.key.display()))
    })?;
    certificate.code(&signature).map_err(|fault| unfit(&fault))
}

fn unfit(fault: &CertificateFault) -> CliError {
    match fault {
        CertificateFault::TooLong { .. } => too_many(),
        CertificateFault::Text { text, .. } => {
            let what = t!("print.certificate_text", text = text);
            CliError::runtime(Message::at(text, what, t!("print.certificate_text_hint")))
        }
        CertificateFault::NoDeeds | CertificateFault::Signature => {
            let what = t!("print.not_made", why = fault).into_owned();
            let hint = t!("print.not_made_hint").into_owned();
            CliError::runtime(Message { what, place: None, hint })
        }
    }
}

fn no_deeds(name: &str) -> Message {
    let what = t!("print.certificate_no_deeds", name = name).into_owned();
    let hint = t!("print.certificate_no_deeds_hint").into_owned();
    Message { what, place: None, hint }
}

fn too_many() -> CliError {
    let what = t!("print.certificate_many", most = MOST_DEEDS).into_owned();
    let hint = t!("print.certificate_many_hint").into_owned();
    CliError::usage(Message { what, place: None, hint })
}
