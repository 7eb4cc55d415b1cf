//! `hallboard forms`: blank forms, for letters to the hall on paper.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use hallboard_operations::failure::CliError;
use hallboard_operations::folder::{ledger_place, settings_at};
use hallboard_operations::print::forms;
use hallboard_operations::today::on_day;
use hallboard_paper::Form;
use hallboard_publish::{SETTINGS_FILE, Settings};
use hallboard_score::Day;

use super::super::encoding::EncodingArg;
use super::super::files;
use super::PaperArgs;

/// The page's name beside the register, where no other is given.
const PAGE: &str = "forms.html";

/// Makes the page with blank forms.
#[derive(clap::Args)]
pub(in crate::cli) struct FormsCommand {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// Only these forms.
    #[arg(long, value_enum, value_name = "BLANK")]
    only: Vec<FormArg>,
    #[command(flatten)]
    paper: PaperArgs,
    /// The day whose rules the forms name; today in the hall, if left out.
    #[arg(long, value_name = "DATE")]
    on: Option<Day>,
    /// The hall's settings; `hallboard.toml` beside the ledger, if left out.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    encoding: EncodingArg,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum FormArg {
    Report,
    Reply,
    Consent,
}

impl FormArg {
    fn form(self) -> Form {
        match self {
            FormArg::Report => Form::Report,
            FormArg::Reply => Form::Reply,
            FormArg::Consent => Form::Consent,
        }
    }
}

impl FormsCommand {
    /// Writes the page; nobody in the register is on it.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let place = ledger_place(self.path.as_deref(), self.encoding.get()?)?;
        let ledger = files::ledger_at(&place)?.ledger;
        let settings = self.settings()?;
        let on = on_day(self.on, &ledger.hall)?;
        let only: Vec<Form> = self.only.iter().map(|it| it.form()).collect();
        let layout = self.paper.layout();
        let page = forms(&place, &ledger, &settings, on, &only, layout)?;
        let file = self.paper.file(&place.path, PAGE);
        self.paper.write(&file, page.html.as_bytes())?;
        let from = page.rules_from;
        writeln!(out, "{}", t!("paper.forms", file = file.display(), from = from))?;
        self.paper.write_print_hint(out)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The hall's settings: those given, or those in the folder or beside the register.
    fn settings(&self) -> Result<Settings, CliError> {
        let given = self.path.as_deref();
        let path = match given {
            Some(path) if !path.join(SETTINGS_FILE).is_file() => {
                path.with_file_name(SETTINGS_FILE)
            }
            path => path.map_or_else(PathBuf::new, PathBuf::from).join(SETTINGS_FILE),
        };
        match &self.settings {
            Some(path) => settings_at(path),
            None if path.is_file() => settings_at(&path),
            None => Ok(Settings::default()),
        }
    }
}
