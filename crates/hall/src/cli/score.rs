//! `hallboard score`: where everybody stands on a day.

use std::io::Write;
use std::process::ExitCode;

use hallboard_score::{Day, Hall, Register};

use super::failure::Failure;
use super::files::LedgerFile;
use super::pieces::of_everybody;
use super::table::{self, Side};
use super::today::on_day;
use super::words;
use crate::json::lines;

/// The score, band and balance of every resident on a day.
#[derive(clap::Args)]
pub(super) struct Score {
    #[command(flatten)]
    ledger: LedgerFile,
    /// The day, as 2026-11-23; today in the hall, if left out.
    #[arg(long, value_name = "DATE")]
    on: Option<Day>,
    /// For programs: a JSON list.
    #[arg(long)]
    json: bool,
}

impl Score {
    /// Prints every resident, by id.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let located = self.ledger.read()?;
        let on = on_day(self.on, &located.ledger.hall)?;
        let register = Register::new(&located.ledger);
        if self.json {
            lines(out, &of_everybody(&register, |file| file.standing(on)))?;
            writeln!(out)?;
        } else {
            print(&register, &located.ledger.hall, on, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(
    register: &Register<'_>,
    hall: &Hall,
    on: Day,
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
    let book = register.book(on);
    let mut taking_part = 0_usize;
    let standings =
        of_everybody(register, |file| (file.name().to_owned(), file.standing(on)));
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
        on = on,
        count = taking_part,
        all = rows.len() - 1
    );
    writeln!(out, "{head}\n")?;
    let sides = [Side::Left, Side::Left, Side::Right, Side::Left, Side::Right];
    table::write(out, sides, &rows)
}
