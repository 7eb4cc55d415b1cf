//! `hallboard certificate`: a certificate of thanks for good deeds that its holder chooses.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_feed::edition::{CertifiableDeed, CertifiableDeeds, Edition};
use hallboard_feed::{CERTIFICATE_FORMAT, Certificate, CertificateFault, VERIFY_PATH};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::hint::of_publishing;
use hallboard_operations::language::Language;
use hallboard_operations::register::no_resident;
use hallboard_paper::{CertificatePage, MOST_DEEDS, PaperError};
use hallboard_score::{Day, Ledger};

use super::super::files::{self, ResidentArg};
use super::super::hall_args::{AddressArg, ClockArgs, KeyArgs};
use super::super::keygen::ask;
use super::super::table::{self, Side};
use super::{PaperArgs, unmade};

/// The page's name beside the register, where no other is given.
const PAGE: &str = "certificate.html";

/// Makes a certificate of thanks.
#[derive(clap::Args)]
pub(in crate::cli) struct CertificateCommand {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    #[command(flatten)]
    resident: ResidentArg,
    /// The deeds that the holder chose, by the ids of their entries.
    #[arg(long, value_name = "ID")]
    entry: Vec<String>,
    #[command(flatten)]
    address: AddressArg,
    #[command(flatten)]
    paper: PaperArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    key: KeyArgs,
}

impl CertificateCommand {
    /// Writes the page; without chosen deeds, prints those that can be chosen.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.key.context(self.path.as_deref())?;
        let ledger = files::ledger_at(&context.ledger)?.ledger;
        let on = context.moment(self.clock.clock(), &ledger.hall)?.day();
        let certifiable = self.certifiable(&context, &ledger, on)?;
        if self.entry.is_empty() {
            return self.list(&certifiable, out);
        }
        let deeds = self.chosen(&certifiable)?;
        let site = self.address.get(&context)?;
        let layout = self.paper.layout();
        let page = CertificatePage {
            hall: &ledger.hall,
            holder: &certifiable.name,
            issued: on,
            deeds: &deeds,
        };
        let code = signed(&context, &page.certificate(layout.language))?;
        let address = format!("{site}{VERIFY_PATH}#{code}");
        let file = self.paper.file(&context.ledger.path, PAGE);
        let html = page.html(layout, &address).map_err(|error| match error {
            PaperError::Address => {
                let (what, hint) = (t!("cards.too_long"), t!("cards.too_long_hint"));
                CliError::usage(Message::at(&site, what, hint))
            }
            error => unmade(&file, &error),
        })?;
        self.paper.write(&file, html.as_bytes())?;
        let (name, count) = (&certifiable.name, deeds.len());
        let done =
            t!("paper.certificate", file = file.display(), name = name, count = count);
        writeln!(out, "{done}")?;
        self.paper.write_print_hint(out)?;
        for line in [
            t!("paper.certificate_seal"),
            t!("paper.certificate_verify", address = format!("{site}{VERIFY_PATH}")),
            t!("paper.certificate_delete"),
        ] {
            writeln!(out, "  {line}")?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The deeds that the certificate may name, by the consents of the day.
    fn certifiable(
        &self,
        context: &HallContext,
        ledger: &Ledger,
        on: Day,
    ) -> Result<CertifiableDeeds, CliError> {
        let private = context.settings.private_categories(&ledger.rulebooks);
        let edition = Edition {
            ledger,
            as_of: on,
            display: context.settings.display.clone(),
            private_categories: &private,
        };
        let id = self.resident.id();
        edition.certifiable(id).ok_or_else(|| {
            let known = ledger.residents.iter().any(|it| it.id == id);
            let (what, hint) = match known {
                true => (
                    t!("paper.certificate_consent", id = id, day = on),
                    t!("paper.certificate_consent_hint"),
                ),
                false => (no_resident(id).into(), t!("paper.certificate_resident_hint")),
            };
            CliError::usage(Message::at(id, what, hint))
        })
    }

    /// Prints the deeds to choose from.
    fn list(
        &self,
        certifiable: &CertifiableDeeds,
        out: &mut dyn Write,
    ) -> Result<ExitCode, CliError> {
        let (name, id) = (&certifiable.name, self.resident.id());
        if certifiable.deeds.is_empty() {
            writeln!(out, "{}", t!("paper.certificate_none", name = name, id = id))?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "{}\n", t!("paper.certificate_choice", name = name, id = id))?;
        let language = Language::current().tag();
        let row = |it: &CertifiableDeed| {
            let title = it.names.best(language).to_owned();
            [it.entry.to_string(), it.date.to_string(), title]
        };
        let rows: Vec<_> = certifiable.deeds.iter().map(row).collect();
        table::write(out, [Side::Left, Side::Left, Side::Left], &rows)?;
        let most = MOST_DEEDS;
        writeln!(out, "\n{}", t!("paper.certificate_choose", id = id, most = most))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The chosen deeds, newest first, each once.
    fn chosen(
        &self,
        certifiable: &CertifiableDeeds,
    ) -> Result<Vec<CertifiableDeed>, CliError> {
        let is_chosen = |deed: &CertifiableDeed| {
            self.entry.iter().any(|id| deed.entry == id.as_str())
        };
        let unknown =
            |id: &&String| certifiable.deeds.iter().all(|it| it.entry != id.as_str());
        let message = |id: &String| {
            let what = t!("paper.certificate_entry", id = id, name = certifiable.name);
            Message::at("--entry", what, t!("paper.certificate_entry_hint"))
        };
        let messages: Vec<Message> =
            self.entry.iter().filter(unknown).map(message).collect();
        if !messages.is_empty() {
            return Err(CliError::Reported { code: 2, messages });
        }
        let deeds: Vec<CertifiableDeed> =
            certifiable.deeds.iter().filter(|it| is_chosen(it)).cloned().collect();
        if deeds.len() > MOST_DEEDS {
            return Err(too_many());
        }
        Ok(deeds)
    }
}

/// The code of the certificate, signed with the hall's key.
fn signed(context: &HallContext, certificate: &Certificate) -> Result<String, CliError> {
    let text = certificate.signed_text().map_err(|fault| unfit(&fault))?;
    let key = context.hall_key(Some(ask))?;
    let signature = key.sign(text.as_bytes(), CERTIFICATE_FORMAT).map_err(|error| {
        CliError::runtime(of_publishing(&error.into(), context.key.display()))
    })?;
    certificate.code(&signature).map_err(|fault| unfit(&fault))
}

fn unfit(fault: &CertificateFault) -> CliError {
    match fault {
        CertificateFault::TooLong { .. } => too_many(),
        CertificateFault::Text { text, .. } => {
            let what = t!("paper.certificate_text", text = text);
            CliError::runtime(Message::at(text, what, t!("paper.certificate_text_hint")))
        }
        CertificateFault::NoDeeds | CertificateFault::Signature => {
            let what = t!("paper.unmade", why = fault);
            CliError::runtime(Message::at(PAGE, what, t!("paper.unmade_hint")))
        }
    }
}

fn too_many() -> CliError {
    let what = t!("paper.certificate_many", most = MOST_DEEDS);
    CliError::usage(Message::at("--entry", what, t!("paper.certificate_many_hint")))
}
