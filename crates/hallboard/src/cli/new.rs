//! `hallboard new`: creates a hall's folder, ready to be filled in.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::failure::CliError;
use hallboard_operations::new_hall::{Contents, InvalidChoice, NewHall, NewHallError};
use hallboard_sample::StarterRules;

/// Creates a hall's folder: workbook, key, its paper backup, settings.
#[derive(clap::Args)]
pub(super) struct New {
    /// The folder to create.
    dir: PathBuf,
    /// Fills the workbook with a small fictitious village.
    #[arg(long)]
    sample: bool,
    /// The rules to begin with: `short` or `full`.
    #[arg(long, value_enum, default_value_t, conflicts_with = "sample")]
    rules: Rules,
    /// The hall's name as people read it.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The hall's id, which is part of everything published.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The time zone in which the hall's days begin and end.
    #[arg(long, value_name = "TIME_ZONE")]
    time_zone: Option<String>,
}

/// The rules that a workbook begins with.
#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Rules {
    #[default]
    Short,
    Full,
}

impl New {
    /// Creates the folder completely or not at all, and prints the next steps.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let rules = match self.rules {
            Rules::Short => StarterRules::Short,
            Rules::Full => StarterRules::Full,
        };
        let contents = match self.sample {
            true => Contents::Sample,
            false => Contents::Rules(rules),
        };
        let Self { name, id, time_zone, .. } = self;
        let hall = NewHall { name, id, time_zone, contents };
        hall.create(&self.dir).map_err(|error| match error {
            NewHallError::Choice(choice) => {
                CliError::usage(choice.message(option_of(&choice)))
            }
            NewHallError::Failed(error) => error,
        })?;
        let dir = self.dir.display();
        writeln!(out, "{}\n", t!("new.made", dir = dir))?;
        let steps = ["print", "confirm", "fill", "go", "check", "publish"];
        for (number, step) in (1..).zip(steps) {
            writeln!(out, "{number}. {}", t!(format!("new.{step}"), dir = dir))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The option in which a choice was made.
const fn option_of(choice: &InvalidChoice) -> &'static str {
    match choice {
        InvalidChoice::TimeZone { .. } => "--time-zone",
        InvalidChoice::Id { .. } => "--id",
    }
}
