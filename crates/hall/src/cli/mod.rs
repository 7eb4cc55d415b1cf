//! The command: arguments in, text or JSON and an exit code out.
//!
//! Each subcommand is a module with its arguments and a `run`. Exit codes: 0, all is
//! well; 1, the ledger makes no sense or a publication failed; 2, the ledger is not
//! of the right shape or the command was used wrongly.

mod check;
mod convert;
mod explain;
mod failure;
mod files;
mod forms;
mod history;
mod keygen;
mod preview;
mod publish;
mod remedy;
mod sample;
mod score;
mod table;
mod whole;
mod words;

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::language::Language;
use failure::Failure;

/// Keeps a village hall's ledger: checks it, explains it, publishes it.
#[derive(Parser)]
#[command(name = "hallboard", version, about, long_about = None)]
struct Hallboard {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Check),
    Score(score::Score),
    History(history::History),
    Explain(explain::Explain),
    Keygen(keygen::Keygen),
    Publish(publish::Publish),
    Preview(preview::Preview),
    Sample(sample::Sample),
    Convert(convert::Convert),
}

impl Command {
    fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        match self {
            Command::Check(check) => check.run(out),
            Command::Score(score) => score.run(out),
            Command::History(history) => history.run(out),
            Command::Explain(explain) => explain.run(out),
            Command::Keygen(keygen) => keygen.run(out),
            Command::Publish(publish) => publish.run(out),
            Command::Preview(preview) => preview.run(out),
            Command::Sample(sample) => sample.run(out),
            Command::Convert(convert) => convert.run(out),
        }
    }
}

/// Runs the command this process was started as.
pub fn main() -> ExitCode {
    preferred(|name| std::env::var(name).ok()).speak();
    let Hallboard { command } = Hallboard::parse();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let done = command.run(&mut out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    done.unwrap_or_else(|failure| failure.report(&mut std::io::stderr().lock()))
}

/// The language of whoever runs the command: as told to Hallboard alone, to the
/// terminal, to the system.
fn preferred(variable: impl Fn(&str) -> Option<String>) -> Language {
    let told = ["HALLBOARD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|locale| !locale.is_empty()));
    let locale = told.or_else(sys_locale::get_locale);
    Language::of_locale(&locale.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearer_to_the_command_decides_its_language() {
        let check = |told: &[(&str, &str)], language| {
            let value = |name: &str| told.iter().find(|it| it.0 == name).map(|it| it.1);
            let variable = |name: &str| value(name).map(str::to_owned);
            assert_eq!(preferred(variable), language, "{told:?}");
        };
        check(&[("LANG", "zh_CN.UTF-8")], Language::Chinese);
        check(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_US.UTF-8")], Language::English);
        check(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")], Language::Chinese);
        check(&[("LC_ALL", "C"), ("HALLBOARD_LANGUAGE", "zh")], Language::Chinese);
    }
}
