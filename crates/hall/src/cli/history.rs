//! `hallboard history`: how a score came about.

use std::io::Write;
use std::process::ExitCode;

use hallboard_score::{Day, HistoryPoint, Register, ResidentFile};

use super::failure::{Failure, Said};
use super::files::{self, LedgerFile};
use super::table::{self, Side};
use super::words;
use crate::json::lines;

/// A resident's score on a day, and each later day on which it changed.
#[derive(clap::Args)]
pub(super) struct History {
    #[command(flatten)]
    ledger: LedgerFile,
    /// The resident's id.
    #[arg(long, value_name = "ID")]
    resident: String,
    /// The first day, as 2026-11-23.
    #[arg(long, value_name = "DATE")]
    from: Day,
    /// The last day.
    #[arg(long, value_name = "DATE")]
    to: Day,
    /// For programs: a JSON list.
    #[arg(long)]
    json: bool,
}

impl History {
    /// Prints the days on which the score is another.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        if self.from > self.to {
            let what = format!("{} lies after {}", self.from, self.to);
            let remedy = "Give the earlier day as --from, the later one as --to.";
            return Err(Failure::usage(Said::at("--from, --to", what, remedy)));
        }
        let located = self.ledger.read()?;
        let register = Register::new(&located.ledger);
        let file = files::resident(&register, &self.resident)?;
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
        file: &ResidentFile<'_>,
        points: &[HistoryPoint],
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let (name, id) = (file.name(), file.id());
        writeln!(out, "Score of {name} ({id}) from {} to {}\n", self.from, self.to)?;
        let mut before = None;
        let rows: Vec<_> = points
            .iter()
            .map(|point| {
                let change = point.score.zip(before).map(|(now, before)| now - before);
                before = point.score;
                let change = change.map(words::signed).unwrap_or_default();
                [point.date.to_string(), words::score(point.score), change]
            })
            .collect();
        table::write(out, [Side::Left, Side::Right, Side::Right], &rows)
    }
}
