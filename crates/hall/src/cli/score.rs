//! `hallboard score`: where everybody stands on a day.

use std::io::Write;
use std::process::ExitCode;

use hallboard_score::{Day, Register};
use rust_i18n::t;

use super::failure::Failure;
use super::files::LedgerFile;
use super::pieces::of_everybody;
use super::table::{self, Side};
use super::words;
use crate::json::lines;

/// The score, band and balance of every resident on a day.
#[derive(clap::Args)]
pub(super) struct Score {
    #[command(flatten)]
    ledger: LedgerFile,
    /// The day, as 2026-11-23.
    #[arg(long, value_name = "DATE")]
    on: Day,
    /// For programs: a JSON list.
    #[arg(long)]
    json: bool,
}

impl Score {
    /// Prints every resident, by id.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let located = self.ledger.read()?;
        let register = Register::new(&located.ledger);
        if self.json {
            lines(out, &of_everybody(&register, |file| file.standing(self.on)))?;
            writeln!(out)?;
        } else {
            self.print(&register, &located.ledger.hall, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print(
        &self,
        register: &Register<'_>,
        hall: &hallboard_score::Hall,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let heads = [
            t!("score.id"),
            t!("score.name"),
            t!("score.score"),
            t!("score.band"),
            t!("score.balance"),
        ];
        let mut rows = vec![heads.map(String::from)];
        let book = register.book(self.on);
        let mut taking_part = 0_usize;
        let standings = of_everybody(register, |file| {
            (file.name().to_owned(), file.standing(self.on))
        });
        for (name, standing) in standings {
            taking_part += usize::from(standing.score.is_some());
            rows.push([
                standing.resident,
                name,
                standing.score.map_or_else(|| "—".to_owned(), words::plain),
                words::band(book, standing.band.as_deref()),
                standing.balance.map(words::plain).unwrap_or_default(),
            ]);
        }
        let head = t!(
            "score.head",
            hall = words::called(Some(&hall.names), &hall.id),
            on = self.on,
            count = taking_part,
            all = rows.len() - 1
        );
        writeln!(out, "{head}\n")?;
        let sides = [Side::Left, Side::Left, Side::Right, Side::Left, Side::Right];
        table::write(out, sides, &rows)
    }
}
