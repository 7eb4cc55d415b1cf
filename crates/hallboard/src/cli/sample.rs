//! `hallboard sample`: generates the ledger of a fictitious village.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::failure::{CliError, Message};
use hallboard_sample::{Village, busy_village, village};
use hallboard_score::Day;

use super::format_detect::{self, Form};

/// Generates the ledger of a fictitious village, the same for the same arguments.
#[derive(clap::Args)]
pub(super) struct Sample {
    /// Seed of the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of residents.
    #[arg(long, default_value_t = 1200, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    residents: u32,
    /// Number of households.
    #[arg(long, default_value_t = 380, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    households: u32,
    /// Approximate number of entries for each resident; default: as many as the village
    /// happens to have.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1000))]
    entries_each: Option<u32>,
    /// Number of years that the ledger covers.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(1..=100))]
    years: u8,
    /// The last day with entries.
    #[arg(long, value_name = "DATE", default_value = "2026-11-22")]
    until: Day,
    /// The file to write; its extension decides the format, as for `convert`.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Overwrites an existing file.
    #[arg(long)]
    replace: bool,
}

impl Sample {
    /// Writes the ledger.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let Sample { seed, residents, households, years, until, .. } = self;
        let Sample { out: path, replace, entries_each, .. } = self;
        let form = Form::asked(None, &path)?;
        if i32::from(until.year()) - i32::from(years) < 1900 {
            let what = t!("sample.too_early", years = years, until = until);
            let hint = t!("sample.too_early_hint");
            return Err(CliError::usage(Message::at("--years, --until", what, hint)));
        }
        let size = Village { seed, residents, households, years, until };
        let ledger = match entries_each {
            Some(each) => busy_village(&size, each),
            None => village(&size),
        };
        format_detect::write(&ledger, form, &path, replace)?;
        let count = ledger.entries.len();
        let path = path.display();
        let made = t!("sample.made", path = path, residents = residents, entries = count);
        writeln!(out, "{made}")?;
        Ok(ExitCode::SUCCESS)
    }
}
