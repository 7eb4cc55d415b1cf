//! `hallboard diff`: what a new version of the ledger changes, and whose scores differ.

mod json;
mod render;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::diff::{
    BookChange, BookParts, Change, Changes, Difference, Moved, PartOf,
};
use hallboard_operations::failure::CliError;
use hallboard_operations::folder::ledger_place;
use hallboard_operations::today::on_day;
use hallboard_operations::words::{plain, signed};
use hallboard_score::{Consent, Day, Entry, EntryKind};

use super::encoding::EncodingArg;
use super::files;
use super::texts::{count, fill};
use render::Names;

/// Compares two versions of a ledger.
#[derive(clap::Args)]
pub(super) struct Diff {
    /// The old ledger.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The new ledger.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[command(flatten)]
    encoding: EncodingArg,
    /// The day of the scores; default: today in the hall.
    #[arg(long, value_name = "DATE")]
    on: Option<Day>,
    /// Prints a JSON object, for programs.
    #[arg(long)]
    json: bool,
}

impl Diff {
    /// Compares the ledgers and prints the differences.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let read =
            |path| files::ledger_at(&ledger_place(Some(path), self.encoding.get()?)?);
        let old = read(&self.old)?.ledger;
        let new = read(&self.new)?.ledger;
        let on = on_day(self.on, &new.hall)?;
        let difference = Difference::of(&old, &new);
        let moved = difference.moved(on);
        if self.json {
            json::write(&difference, &moved, on, out)?;
            return Ok(ExitCode::SUCCESS);
        }
        let names = Names::of(&old, &new, &moved);
        DiffPrinter { names, out }.write(&difference, &moved, on)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Prints the differences for people.
struct DiffPrinter<'l, 'o> {
    names: Names<'l>,
    out: &'o mut dyn Write,
}

impl DiffPrinter<'_, '_> {
    fn write(
        &mut self,
        difference: &Difference<'_>,
        moved: &[Moved],
        on: Day,
    ) -> io::Result<()> {
        if difference.is_empty() {
            return writeln!(self.out, "{}", t!("diff.same"));
        }
        if !difference.hall.is_empty() {
            self.head(&t!("diff.hall"))?;
            for field in &difference.hall {
                self.line(&self.names.field(field))?;
            }
            self.end()?;
        }
        for book in &difference.rulebooks {
            self.book(book)?;
        }
        self.list(&t!("diff.households"), &difference.households)?;
        self.list(&t!("diff.residents"), &difference.residents)?;
        self.entries(&difference.entries)?;
        self.moves(moved, on)?;
        self.joins_and_leaves(difference, moved, on)?;
        writeln!(self.out, "{}", summary(difference, moved))
    }

    fn head(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "  {text}")
    }

    fn end(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    fn book(&mut self, change: &BookChange<'_>) -> io::Result<()> {
        match change {
            BookChange::Added(book) => {
                self.head(&t!("diff.book_added", from = book.from))?;
            }
            BookChange::Removed(book) => {
                self.head(&t!("diff.book_removed", from = book.from))?;
            }
            BookChange::Altered(parts) => {
                self.head(&t!("diff.book_altered", from = parts.from))?;
                self.parts(parts)?;
            }
        }
        self.end()
    }

    fn parts(&mut self, parts: &BookParts<'_>) -> io::Result<()> {
        for field in &parts.fields {
            self.line(&self.names.field(field))?;
        }
        self.changes(&parts.categories, "category")?;
        self.changes(&parts.deeds, "deed")?;
        self.changes(&parts.bands, "band")?;
        self.changes(&parts.rewards, "reward")
    }

    fn list<T: render::Describe>(
        &mut self,
        head: &str,
        changes: &Changes<'_, T>,
    ) -> io::Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        self.head(head)?;
        self.changes(changes, "")?;
        self.end()
    }

    /// Prints each change on a line, with a word for the kind of item if it needs one.
    fn changes<T: render::Describe>(
        &mut self,
        changes: &Changes<'_, T>,
        word: &str,
    ) -> io::Result<()> {
        for change in &changes.changes {
            let (of, item, rest) = match change {
                Change::Added(it) => ("added", *it, Vec::new()),
                Change::Removed(it) => ("removed", *it, Vec::new()),
                Change::Altered { new, fields, .. } => ("altered", *new, fields.clone()),
            };
            let mut item = item.description(&self.names);
            if !word.is_empty() {
                let facts = [("item", item)];
                item = fill(&format!("diff.part.{word}"), &facts);
            }
            self.line(&fill(&format!("diff.{of}"), &[("item", item)]))?;
            for field in &rest {
                self.line(&format!("  {}", self.names.field(field)))?;
            }
        }
        match changes.reordered {
            0 => Ok(()),
            moved => self.line(&t!("diff.elsewhere", count = moved)),
        }
    }

    /// Removed and changed entries come first: a ledger is supposed only to grow.
    fn entries(&mut self, entries: &Changes<'_, Entry>) -> io::Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let (added, broken): (Vec<_>, Vec<_>) = entries
            .changes
            .iter()
            .cloned()
            .partition(|change| matches!(change, Change::Added(_)));
        if !broken.is_empty() {
            let head = t!("diff.broken", entries = count("entry", broken.len()));
            self.list(&head, &Changes { changes: broken, reordered: 0 })?;
        }
        if entries.reordered > 0 {
            let moved = count("entry", entries.reordered);
            self.head(&t!("diff.reordered", entries = moved))?;
            self.end()?;
        }
        self.list(&t!("diff.entries"), &Changes { changes: added, reordered: 0 })
    }

    fn moves(&mut self, moved: &[Moved], on: Day) -> io::Result<()> {
        let mut moves = moved.iter().filter(|it| Kind::of(it) == Kind::Moves).peekable();
        if moves.peek().is_none() {
            return Ok(());
        }
        self.head(&t!("diff.scores", on = on))?;
        for it in moves {
            self.one_moves(it)?;
        }
        self.end()
    }

    /// Prints who starts or stops taking part, and by which consents.
    fn joins_and_leaves(
        &mut self,
        difference: &Difference<'_>,
        moved: &[Moved],
        on: Day,
    ) -> io::Result<()> {
        let (joins, leaves) = (t!("diff.joins", on = on), t!("diff.leaves", on = on));
        for (kind, head) in [(Kind::Joins, joins), (Kind::Leaves, leaves)] {
            let mut some = moved.iter().filter(|it| Kind::of(it) == kind).peekable();
            if some.peek().is_none() {
                continue;
            }
            self.head(&head)?;
            for it in some {
                let who = self.names.resident(&it.resident);
                let score = it.new.or(it.old).map(plain).unwrap_or_default();
                self.line(&fill(kind.text(), &[("who", who), ("score", score)]))?;
                let entries = difference.entries.changes.iter();
                let consents = entries
                    .map(|it| it.latest())
                    .filter(|entry| agrees(entry, &it.resident));
                for consent in consents {
                    self.line(&format!("  {}", render::entry(consent, &self.names)))?;
                }
            }
            self.end()?;
        }
        Ok(())
    }

    fn one_moves(&mut self, moved: &Moved) -> io::Result<()> {
        let (old, new) = (moved.old.unwrap_or_default(), moved.new.unwrap_or_default());
        let line = t!(
            "diff.moves",
            who = self.names.resident(&moved.resident),
            old = plain(old),
            new = plain(new),
            by = signed(new - old)
        );
        self.line(&line)?;
        for part in &moved.parts {
            let facts = [
                ("old", plain(part.old)),
                ("new", plain(part.new)),
                ("by", signed(part.new - part.old)),
                ("what", self.part(&part.of)),
            ];
            self.line(&format!("  {}", fill("diff.part_moves", &facts)))?;
        }
        Ok(())
    }

    fn part(&self, of: &PartOf) -> String {
        match of {
            PartOf::Base => t!("diff.base").into(),
            PartOf::Stars(category) => {
                t!("diff.stars", category = self.names.category(category)).into()
            }
            PartOf::Deed(entry) => match self.names.entry(entry) {
                Some(entry) => render::entry(entry, &self.names),
                None => entry.clone(),
            },
            PartOf::Limit(category) => {
                t!("diff.limit", category = self.names.category(category)).into()
            }
            PartOf::Ends => t!("diff.ends").into(),
        }
    }
}

/// Whether an entry is a consent of that resident.
fn agrees(entry: &Entry, id: &str) -> bool {
    matches!(
        &entry.kind,
        EntryKind::Consent { to: Consent::Resident { resident, .. }, .. } if resident == id
    )
}

/// How somebody's score changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Moves,
    Joins,
    Leaves,
}

impl Kind {
    fn of(moved: &Moved) -> Kind {
        match (moved.old, moved.new) {
            (None, _) => Kind::Joins,
            (_, None) => Kind::Leaves,
            _ => Kind::Moves,
        }
    }

    fn text(self) -> &'static str {
        if self == Kind::Joins { "diff.joined" } else { "diff.left" }
    }
}

fn summary(difference: &Difference<'_>, moved: &[Moved]) -> String {
    let entries = &difference.entries.changes;
    let of = |wanted: fn(&Change<'_, Entry>) -> bool| {
        entries.iter().filter(|it| wanted(it)).count()
    };
    let scores = |kind| moved.iter().filter(|it| Kind::of(it) == kind).count();
    t!(
        "diff.summary",
        added = count("entry", of(|it| matches!(it, Change::Added(_)))),
        altered = of(|it| matches!(it, Change::Altered { .. })),
        removed = of(|it| matches!(it, Change::Removed(_))),
        moves = count("score", scores(Kind::Moves)),
        joins = count("person", scores(Kind::Joins)),
        leaves = scores(Kind::Leaves)
    )
    .into()
}
