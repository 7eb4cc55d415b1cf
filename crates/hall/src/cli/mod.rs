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
mod history;
mod keygen;
mod preview;
mod publish;
mod remedy;
mod sample;
mod score;
mod table;
mod words;

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    let Hallboard { command } = Hallboard::parse();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let done = command.run(&mut out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    done.unwrap_or_else(|failure| failure.report(&mut std::io::stderr().lock()))
}
