//! `hallboard history`: how a score changed over time.

use std::io::Write;
use std::process::ExitCode;

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::register;
use hallboard_operations::words;
use hallboard_score::{Day, HistoryPoint, Register, ResidentRecord};
use hallboard_workbook::json::lines;

use super::files::{LedgerFile, ResidentArg};
use super::table::{self, Side};

/// A resident's score on a day, and each later day on which it changed.
#[derive(clap::Args)]
pub(super) struct History {
    #[command(flatten)]
    ledger: LedgerFile,
    #[command(flatten)]
    resident: ResidentArg,
    /// The first day, as 2026-11-23.
    #[arg(long, value_name = "DATE")]
    from: Day,
    /// The last day.
    #[arg(long, value_name = "DATE")]
    to: Day,
    /// Prints a JSON list, for programs.
    #[arg(long)]
    json: bool,
}

impl History {
    /// Prints the days on which the score changed.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        if self.from > self.to {
            let what = t!("history.reversed", from = self.from, to = self.to);
            let hint = t!("history.reversed_hint");
            return Err(CliError::usage(Message::at("--from, --to", what, hint)));
        }
        let located = self.ledger.read()?;
        let register = Register::new(&located.ledger);
        let file = register::resident(&register, self.resident.id())?;
        let points = file.history(self.from, self.to);
        if self.json {
            lines(out, &points)?;
            writeln!(out)?;
        } else {
            self.print(&file, &points, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print(
        &self,
        file: &ResidentRecord<'_>,
        points: &[HistoryPoint],
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let head = t!(
            "history.head",
            name = file.name(),
            id = file.id(),
            from = self.from,
            to = self.to
        );
        writeln!(out, "{head}\n")?;
        let heads = [t!("history.date"), t!("history.score"), t!("history.change")];
        let mut before = None;
        let rows = points.iter().map(|point| {
            let change = point.score.zip(before).map(|(now, before)| now - before);
            before = point.score;
            let change = change.map(words::signed).unwrap_or_default();
            [point.date.to_string(), words::score(point.score), change]
        });
        let rows: Vec<_> = [heads.map(String::from)].into_iter().chain(rows).collect();
        table::write(out, [Side::Left, Side::Right, Side::Right], &rows)
    }
}
