//! `hallboard certificate`: a certificate of thanks for good deeds that its holder chooses.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_feed::VERIFY_PATH;
use hallboard_feed::edition::{CertifiableDeed, CertifiableDeeds};
use hallboard_operations::failure::CliError;
use hallboard_operations::language::Language;
use hallboard_operations::print::{CertificateRequest, certifiable, certificate};
use hallboard_paper::MOST_DEEDS;

use super::super::files::{self, ResidentArg};
use super::super::hall_args::{AddressArg, ClockArgs, KeyArgs};
use super::super::keygen::ask;
use super::super::table::{self, Side};
use super::PaperArgs;

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
        let id = self.resident.id();
        if self.entry.is_empty() {
            return self.list(&certifiable(&context, &ledger, on, id)?, out);
        }
        let site = self.address.get(&context)?;
        let request = CertificateRequest {
            resident: id,
            entries: &self.entry,
            site: &site,
            layout: self.paper.layout(),
        };
        let made = certificate(&context, &ledger, on, &request, Some(ask))?;
        let file = self.paper.file(&context.ledger.path, PAGE);
        self.paper.write(&file, made.html.as_bytes())?;
        let (name, count) = (&made.holder, made.deeds);
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
}
