//! `hallboard score`: all scores on a day, or what the board shows of them.

use std::io::Write;
use std::process::ExitCode;

use hallboard_operations::failure::CliError;
use hallboard_operations::today::on_day;
use hallboard_operations::words;
use hallboard_score::{
    Day, Hall, Ledger, Points, Register, ResidentRecord, Scope, recognition,
};
use hallboard_workbook::json::lines;
use serde::Serialize;

use super::files::LedgerFile;
use super::parallel_check::of_everybody;
use super::table::{self, Side};

/// The score, band and balance of every resident on a day.
#[derive(clap::Args)]
pub(super) struct Score {
    #[command(flatten)]
    ledger: LedgerFile,
    /// The day, as 2026-11-23; default: today in the hall.
    #[arg(long, value_name = "DATE")]
    on: Option<Day>,
    /// Prints what the public board shows: scores without deductions and low stars.
    #[arg(long)]
    board: bool,
    /// Prints a JSON list, for programs.
    #[arg(long)]
    json: bool,
}

/// What the board shows of a resident; empty fields for those who are not on it.
#[derive(Serialize)]
struct BoardScore {
    resident: String,
    score: Option<Points>,
    band: Option<String>,
}

impl BoardScore {
    /// From a record of the recognition ledger.
    fn of(file: &ResidentRecord<'_>, on: Day) -> BoardScore {
        let standing = file.standing(on);
        let is_listed = file.agrees(Scope::Board, on);
        BoardScore {
            resident: standing.resident,
            score: standing.score.filter(|_| is_listed),
            band: standing.band.filter(|_| is_listed),
        }
    }
}

impl Score {
    /// Prints every resident, sorted by id.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let located = self.ledger.read()?;
        let on = on_day(self.on, &located.ledger.hall)?;
        if self.board {
            return self.print_board(&located.ledger, on, out);
        }
        let register = Register::new(&located.ledger);
        if self.json {
            lines(out, &of_everybody(&register, |file| file.standing(on)))?;
            writeln!(out)?;
        } else {
            print(&register, &located.ledger.hall, on, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print_board(
        &self,
        ledger: &Ledger,
        on: Day,
        out: &mut dyn Write,
    ) -> Result<ExitCode, CliError> {
        let public = recognition(ledger, on);
        let register = Register::new(&public);
        if self.json {
            lines(out, &of_everybody(&register, |file| BoardScore::of(file, on)))?;
            writeln!(out)?;
        } else {
            print_board(&register, &ledger.hall, on, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print_board(
    register: &Register<'_>,
    hall: &Hall,
    on: Day,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let heads =
        [t!("score.id"), t!("score.name"), t!("score.board_score"), t!("score.band")];
    let book = register.book(on);
    let everybody =
        of_everybody(register, |file| (file.name().to_owned(), BoardScore::of(file, on)));
    let all = everybody.len();
    let listed = everybody.into_iter().filter_map(|(name, it)| {
        let band = words::band(book, it.band.as_deref());
        Some([it.resident, name, words::plain(it.score?), band])
    });
    let mut rows = vec![heads.map(String::from)];
    rows.extend(listed);
    let head = t!(
        "score.board_head",
        hall = words::called(Some(&hall.names), &hall.id),
        on = on,
        count = rows.len() - 1,
        all = all
    );
    writeln!(out, "{head}")?;
    writeln!(out, "{}\n", t!("score.board_columns"))?;
    table::write(out, [Side::Left, Side::Left, Side::Right, Side::Left], &rows)
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
    writeln!(out, "{head}")?;
    writeln!(out, "{}\n", t!("score.columns"))?;
    let sides = [Side::Left, Side::Left, Side::Right, Side::Left, Side::Right];
    table::write(out, sides, &rows)
}
