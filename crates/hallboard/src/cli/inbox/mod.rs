//! `hallboard inbox`: reviews the letters to the hall.

mod accept;
mod dialogue;
mod render;
mod scan;
mod sheet;
mod show;
mod stats;

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_feed::letter::LetterKind;
use hallboard_inbox::{Collected, ReviewerInput};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::inbox::wording::{self, Wording};
use hallboard_operations::inbox::{
    OfficialFault, Session, failed, not_in_register, official,
};
use hallboard_operations::words::People;
use hallboard_score::{Day, Entry};
use hallboard_workbook::json::lines;

use super::files;
use super::hall_args::{ClockArgs, KeyArgs};
use render::LetterRenderer;

/// Maximum number of bad files listed one by one.
const MAX_LISTED: usize = 30;

/// Reviews the letters to the hall.
#[derive(clap::Args)]
pub(super) struct Inbox {
    /// The hall's ledger or folder; default: the current folder.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// Letters from other sources: files, folders, mailbox directories.
    #[arg(value_name = "PLACE")]
    from: Vec<PathBuf>,
    /// Reads codes of letters from standard input, as a scanner types them.
    #[arg(long)]
    scan: bool,
    /// Lists the waiting letters without deciding on any.
    #[arg(long)]
    list: bool,
    /// Shows the state of these letters, given by number or id.
    #[arg(long, value_name = "NUMBER", num_args = 1..)]
    show: Vec<String>,
    /// Accepts these letters.
    #[arg(long, value_name = "ID", num_args = 1..)]
    accept: Vec<String>,
    /// Refuses these letters.
    #[arg(long, value_name = "ID", num_args = 1.., requires = "reason")]
    refuse: Vec<String>,
    /// Asks a question about a letter.
    #[arg(long, value_name = "ID", requires = "text")]
    ask: Option<String>,
    /// Settles a letter by merging it into another with the same content.
    #[arg(long, value_names = ["ID", "INTO"], num_args = 2)]
    merge: Vec<String>,
    /// Records that what these letters ask for has been done by hand.
    #[arg(long, value_name = "ID", num_args = 1..)]
    done: Vec<String>,
    /// Takes the last decision about this letter back.
    #[arg(long, value_name = "ID", conflicts_with_all = ["accept", "refuse", "ask", "merge", "done", "sheet", "take", "list"])]
    undo: Option<String>,
    /// The reason for refusing.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The question to ask.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The resident meant, if several have the name.
    #[arg(long, value_name = "ID", requires = "accept")]
    resident: Option<String>,
    /// The day of the entry, if it differs from the letter's.
    #[arg(long, value_name = "DATE", requires = "accept")]
    date: Option<Day>,
    /// The day on which the subject of a concern was notified.
    #[arg(long, value_name = "DATE", requires = "accept")]
    notified: Option<Day>,
    /// The official who decides.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Writes the waiting letters into a workbook with a column for decisions.
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
    /// Carries out the decisions in such a workbook.
    #[arg(long, value_name = "FILE")]
    take: Option<PathBuf>,
    /// Prints how many letters came, and with what outcome.
    #[arg(long)]
    stats: bool,
    /// Prints JSON, for programs.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    key: KeyArgs,
}

impl Inbox {
    /// Collects new letters, then carries out the arguments.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.key.context(self.path.as_deref())?;
        let clock = self.clock.clock();
        if self.stats {
            return stats::print(&context, clock.now, self.json, out);
        }
        if !self.show.is_empty() {
            return show::print(&context, &self.show, self.json, out);
        }
        let by = self.official(&context)?;
        let _lock = context.take_lock()?;
        let mut session = Session::open(&context, clock, files::ledger_at)?;
        if self.scan {
            scan::read(&session, self.json, out)?;
        }
        let collected = session.collect(&self.from)?;
        if !self.json {
            write_collected(&session, &collected, out)?;
        }
        if self.list {
            self.write_waiting(&session, out)?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(id) = &self.undo {
            let id = session.find(id)?;
            session.undo(id, by.as_deref())?;
            writeln!(out, "{}", t!("inbox.undone", id = session.inbox.short(id)))?;
            return Ok(ExitCode::SUCCESS);
        }
        // Writes what was accepted in an earlier session that was interrupted.
        write_committed(&session.commit()?, out)?;
        if let Some(file) = &self.sheet {
            sheet::write(&session, file, out)?;
        } else if let Some(file) = &self.take {
            return sheet::take(&mut session, file, by.as_deref(), out);
        } else if self.decides() {
            return self.decide(&mut session, by, out);
        } else if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
            dialogue::run(&mut session, by, out)?;
        } else {
            self.write_waiting(&session, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn decides(&self) -> bool {
        let some = [&self.accept, &self.refuse, &self.merge, &self.done];
        self.ask.is_some() || self.undo.is_some() || some.iter().any(|it| !it.is_empty())
    }

    /// The official who decides: the one given, or the only one in the settings.
    fn official(&self, context: &HallContext) -> Result<Option<String>, CliError> {
        let panel = &context.settings.letters.panel;
        let fail = |what: String| {
            let hint = t!("inbox.panel_hint", names = panel.join(", "));
            Err(CliError::usage(Message::at("--by", what, hint)))
        };
        match official(panel, self.by.as_deref()) {
            Ok(by) => Ok(by),
            Err(OfficialFault::Unknown(name)) => {
                fail(t!("inbox.not_of_panel", name = name).into_owned())
            }
            Err(OfficialFault::Unnamed) if self.decides() || self.take.is_some() => {
                fail(t!("inbox.who_decides").into_owned())
            }
            Err(OfficialFault::Unnamed) => Ok(None),
        }
    }

    fn write_waiting(
        &self,
        session: &Session,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let limits = session.limits();
        let review_context = session.review_context(&limits);
        let people = People::of(&session.ledger);
        let renderer = LetterRenderer(Wording {
            session,
            review_context: &review_context,
            people: &people,
        });
        let input = ReviewerInput { by: self.by.clone(), ..ReviewerInput::default() };
        let mut shown = Vec::new();
        for id in session.inbox.waiting() {
            let review = session.review(&review_context, id, &input)?;
            if self.json {
                shown.extend(
                    session.inbox.letter(id).map(|it| renderer.json_of(&review, it)),
                );
            } else {
                renderer.write(&review, out)?;
                writeln!(out)?;
            }
        }
        if self.json {
            lines(out, &shown)?;
            writeln!(out)?;
            return Ok(());
        }
        write_to_do(session, out)?;
        Ok(())
    }

    fn decide(
        &self,
        session: &mut Session,
        by: Option<String>,
        out: &mut dyn Write,
    ) -> Result<ExitCode, CliError> {
        let ids = |session: &Session, given: &[String]| {
            given.iter().map(|id| session.find(id)).collect::<Result<Vec<_>, _>>()
        };
        let mut wanted = ids(session, &self.accept)?;
        wanted.sort_by_key(|id| (session.inbox.review_order(*id), *id));
        wanted.dedup();
        let refuse = ids(session, &self.refuse)?;
        let done = ids(session, &self.done)?;
        let merge = ids(session, &self.merge)?;
        let ask =
            self.ask.iter().map(|id| session.find(id)).collect::<Result<Vec<_>, _>>()?;
        let (now, by_whom) = (session.now, by.as_deref());
        let place = session.folder.clone();
        let to_failure = |error| failed(&place, &error);
        let reason = self.reason.as_deref().unwrap_or_default();
        session.inbox.refuse(&refuse, reason, by_whom, now).map_err(to_failure)?;
        for id in refuse {
            writeln!(out, "{}", t!("inbox.refused", id = session.inbox.short(id)))?;
        }
        for id in ask {
            let text = self.text.as_deref().unwrap_or_default();
            session.inbox.ask(id, text, by_whom, now).map_err(to_failure)?;
            writeln!(out, "{}", t!("inbox.asked", id = session.inbox.short(id)))?;
        }
        if let [id, into] = merge.as_slice() {
            session.inbox.merge(*id, *into, by_whom, now).map_err(to_failure)?;
            let (id, into) = (session.inbox.short(*id), session.inbox.short(*into));
            writeln!(out, "{}", t!("inbox.merged", id = id, into = into))?;
        }
        if !done.is_empty() {
            session.inbox.mark_committed(&done, by_whom, now).map_err(to_failure)?;
            writeln!(out, "{}", t!("inbox.done", count = done.len()))?;
        }
        let input = ReviewerInput {
            date: self.date,
            notified: self.notified,
            resident: self.resident.clone(),
            by,
        };
        for id in &wanted {
            session.must_wait(*id)?;
        }
        let wanted: Vec<_> = wanted.into_iter().map(|id| (id, input.clone())).collect();
        let refused = accept::accept(session, &wanted, out)?.contains(&false);
        write_committed(&session.commit()?, out)?;
        write_to_do(session, out)?;
        Ok(ExitCode::from(u8::from(refused)))
    }
}

fn write_collected(
    session: &Session,
    collected: &Collected,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let waiting = session.inbox.waiting().len();
    let (new, doubles) = (collected.new, collected.doubles);
    let line = t!("inbox.collected", new = new, doubles = doubles, waiting = waiting);
    writeln!(out, "{line}")?;
    let not_written = session.inbox.not_in_register();
    if !not_written.is_empty() {
        writeln!(out, "{}", not_in_register(&not_written))?;
    }
    for (name, reason) in collected.bad.iter().take(MAX_LISTED) {
        let name = wording::file(name);
        writeln!(
            out,
            "{}",
            t!("inbox.bad", name = name, what = wording::reject_reason(reason))
        )?;
    }
    let more = collected.bad.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        writeln!(out, "{}", t!("inbox.bad_more", count = more))?;
    }
    for gap in collected.incomplete.iter().take(MAX_LISTED) {
        writeln!(out, "{}", wording::gap(gap))?;
    }
    let more = collected.incomplete.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        writeln!(out, "{}", t!("inbox.incomplete_more", count = more))?;
    }
    if !session.inbox.damaged().is_empty() {
        let lines = session.inbox.damaged().iter().map(usize::to_string);
        let lines = lines.collect::<Vec<_>>().join(", ");
        writeln!(out, "{}", t!("inbox.damaged", lines = lines))?;
    }
    writeln!(out)
}

fn write_committed(entries: &[Entry], out: &mut dyn Write) -> std::io::Result<()> {
    for entry in entries {
        let kind = hallboard_operations::words::kind(entry.kind.name());
        let line = t!("inbox.written", id = entry.id, kind = kind, date = entry.date);
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Lists accepted letters that have to be carried out by hand, with instructions.
fn write_to_do(session: &Session, out: &mut dyn Write) -> std::io::Result<()> {
    for (id, kind, resident) in session.to_do() {
        let who = resident.clone().unwrap_or_else(|| "—".to_owned());
        let how = wording::to_do(kind);
        let id = session.inbox.short(id);
        writeln!(out, "{}", t!("inbox.to_do_head", id = id, who = who, how = how))?;
        if kind == LetterKind::Erasure {
            let files = resident.map(|it| session.files_about(&it)).unwrap_or_default();
            files.iter().try_for_each(|file| writeln!(out, "  {}", file.display()))?;
        }
    }
    Ok(())
}
