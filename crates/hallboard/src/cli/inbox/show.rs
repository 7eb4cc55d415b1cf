//! `hallboard inbox --show`: the state of letters, for people who ask at the desk.

use std::io::Write;
use std::process::ExitCode;

use hallboard_feed::letter::LetterId;
use hallboard_inbox::{LetterRecord, State, is_about_another};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::CliError;
use hallboard_operations::inbox::{days_of, failed, kind, letters_in, moment};
use hallboard_score::Day;
use hallboard_workbook::json::lines;
use serde::Serialize;

use super::super::files;
use super::super::texts::fill;
use super::render;

/// A letter as JSON, for programs.
#[derive(Serialize)]
struct LetterStateJson {
    id: String,
    number: String,
    kind: &'static str,
    came: Option<Day>,
    state: &'static str,
    decided: Option<Day>,
    /// The question, the reason for refusing, or the id of the letter it was merged into.
    words: Option<String>,
}

/// Prints the state of the letters with these numbers or ids; collects and changes nothing.
pub(super) fn print(
    context: &HallContext,
    given: &[String],
    json: bool,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let hall = files::ledger_at(&context.ledger)?.ledger.hall;
    let day_of = days_of(&hall.time_zone);
    let day = |at| day_of(moment(at)?);
    let inbox = letters_in(&context.letters)?;
    let mut found: Vec<LetterId> = Vec::new();
    for one in given {
        let of_one = inbox.find_all(one);
        found.extend(of_one.map_err(|error| failed(&context.letters, &error))?);
    }
    let record = found.iter().filter_map(|id| Some((*id, inbox.letter(*id)?)));
    let shown = record.map(|(id, record)| {
        let short = inbox.short(id);
        let words = match &record.state {
            State::Asked { text: words } | State::Refused { reason: words } => {
                Some(words.clone()).filter(|it| !it.is_empty())
            }
            State::Merged { into } => Some(inbox.short(*into)),
            _ => None,
        };
        let (came, decided) = (day(record.received.came), record.settled.and_then(&day));
        (record, shown(short, record, came, decided, words))
    });
    if json {
        lines(out, &shown.map(|(_, shown)| shown).collect::<Vec<_>>())?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (record, shown) in shown {
        write(record, &shown, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn shown(
    id: String,
    record: &LetterRecord,
    came: Option<Day>,
    decided: Option<Day>,
    words: Option<String>,
) -> LetterStateJson {
    LetterStateJson {
        id,
        number: record.received.mark.number().to_string(),
        kind: record.received.kind.as_str(),
        came,
        state: render::word(&record.state),
        decided,
        words,
    }
}

fn write(
    record: &LetterRecord,
    shown: &LetterStateJson,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let date = |day: Option<Day>| day.map(|it| it.to_string()).unwrap_or_default();
    let kind = kind(record.received.kind);
    let (id, number, came) = (&shown.id, &shown.number, date(shown.came));
    let head = t!("inbox.head", id = id, number = number, kind = kind, came = came);
    writeln!(out, "{head}")?;
    let words = shown.words.as_deref().unwrap_or("—").replace('\n', " ");
    let facts = [("on", date(shown.decided)), ("words", words)];
    writeln!(out, "  {}", fill(&format!("inbox.stands.{}", shown.state), &facts))?;
    if is_about_another(record.received.kind) {
        writeln!(out, "  {}", t!("inbox.about_another"))?;
    }
    Ok(())
}
