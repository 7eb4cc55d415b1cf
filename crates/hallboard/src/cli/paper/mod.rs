//! What the hall prints, apart from cards: signs, the month's page, forms, certificates.

mod certificate;
mod forms;
mod monthly;
mod signs;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use hallboard_paper::{Layout, PaperSize, PrintLanguage};

use hallboard_operations::atomic_write;
use hallboard_operations::failure::CliError;

pub(super) use certificate::CertificateCommand;
pub(super) use forms::FormsCommand;
pub(super) use monthly::MonthlyCommand;
pub(super) use signs::SignsCommand;

/// How a paper is laid out, and into which file it goes.
#[derive(clap::Args)]
pub(super) struct PaperArgs {
    /// The size of the sheets.
    #[arg(long, value_enum, value_name = "PAPER", default_value = "a4")]
    paper: PaperArg,
    /// The languages on the paper.
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value = "both")]
    print_language: LanguageArg,
    /// The page to write; beside the register, if left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over what is there.
    #[arg(long)]
    replace: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum PaperArg {
    A4,
    Letter,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageArg {
    #[value(name = "zh-Hans")]
    Chinese,
    En,
    Both,
}

impl PaperArgs {
    fn layout(&self) -> Layout {
        Layout {
            paper: match self.paper {
                PaperArg::A4 => PaperSize::A4,
                PaperArg::Letter => PaperSize::Letter,
            },
            language: self.language(),
        }
    }

    fn language(&self) -> PrintLanguage {
        match self.print_language {
            LanguageArg::Chinese => PrintLanguage::Chinese,
            LanguageArg::En => PrintLanguage::English,
            LanguageArg::Both => PrintLanguage::Both,
        }
    }

    /// Where the page goes: where it was asked for, or beside the register by that name.
    fn file(&self, register: &Path, name: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| register.with_file_name(name))
    }

    /// Writes a page, whole or not at all.
    fn write(&self, file: &Path, bytes: &[u8]) -> Result<(), CliError> {
        atomic_write::file(file, self.replace, |draft| {
            fs::write(draft, bytes).map_err(|error| atomic_write::failed(file, &error))
        })
    }

    /// Writes how the page is printed.
    fn write_print_hint(&self, out: &mut dyn Write) -> Result<(), CliError> {
        let paper = self.layout().paper.name();
        writeln!(out, "  {}", t!("paper.print", paper = paper))?;
        Ok(())
    }
}
