//! `hallboard inbox --stats`: counts by month and kind.

use std::io::Write;
use std::process::ExitCode;

use hallboard_inbox::{Sum, sums};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::CliError;
use hallboard_operations::inbox::{self, days_of, letters_in, moment};
use hallboard_score::Day;
use hallboard_workbook::json::lines;
use jiff::Timestamp;
use serde::Serialize;

use super::super::files;
use super::super::table::{self, Side};

#[derive(Serialize)]
struct Line {
    month: String,
    kind: &'static str,
    #[serde(flatten)]
    sum: Sum,
}

/// Prints the counts; collects and changes nothing.
pub(super) fn print(
    context: &HallContext,
    now: Timestamp,
    json: bool,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let hall = files::ledger_at(&context.ledger)?.ledger.hall;
    let day = days_of(&hall.time_zone);
    let letters = letters_in(&context.letters)?;
    let Some(today) = day(now) else { return Ok(ExitCode::SUCCESS) };
    let sums = sums(&letters, today, |at| day(moment(at)?));
    let month = |first: &Day| first.to_string().chars().take(7).collect::<String>();
    if json {
        let all: Vec<Line> = sums
            .iter()
            .map(|((first, kind), sum)| Line {
                month: month(first),
                kind: kind.as_str(),
                sum: *sum,
            })
            .collect();
        lines(out, &all)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let head = ["month", "kind", "received", "accepted", "refused", "merged"];
    let tail = ["asked_back", "cleared", "waiting", "answered_late"];
    let heads: Vec<String> = head.iter().chain(&tail).map(|it| word(it)).collect();
    let mut rows: Vec<[String; 10]> = heads.try_into().into_iter().collect();
    for ((first, kind), sum) in &sums {
        let [a, b, c, d, e, f, g, h] = [
            sum.received,
            sum.accepted,
            sum.refused,
            sum.merged,
            sum.asked_back,
            sum.cleared,
            sum.waiting,
            sum.answered_late,
        ]
        .map(|it| it.to_string());
        rows.push([month(first), inbox::kind(*kind), a, b, c, d, e, f, g, h]);
    }
    let (l, r) = (Side::Left, Side::Right);
    table::write(out, [l, l, r, r, r, r, r, r, r, r], &rows)?;
    let quarantined = letters.quarantine().len();
    writeln!(out, "\n{}", t!("inbox.stats_aside", count = quarantined))?;
    Ok(ExitCode::SUCCESS)
}

fn word(name: &str) -> String {
    super::super::texts::text(&format!("inbox.sum.{name}")).unwrap_or_default()
}
