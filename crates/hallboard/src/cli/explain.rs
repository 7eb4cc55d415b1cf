//! `hallboard explain`: prints a score as a written sum.

use std::io::Write;
use std::process::ExitCode;

use hallboard_operations::failure::CliError;
use hallboard_operations::register;
use hallboard_operations::today::on_day;
use hallboard_operations::words::{self, plain, signed};
use hallboard_score::{
    Cap, Day, DeedRule, ExplainedDeed, Explanation, Ledger, NotCounted, Points, Register,
};

use super::files::{LedgerFile, ResidentArg};
use super::table::{self, Side};
use super::texts::fill;

/// Explains a resident's score by the parts that add up to it.
#[derive(clap::Args)]
pub(super) struct Explain {
    #[command(flatten)]
    ledger: LedgerFile,
    #[command(flatten)]
    resident: ResidentArg,
    /// The day, as 2026-11-23; default: today in the hall.
    #[arg(long, value_name = "DATE")]
    on: Option<Day>,
    /// Prints a JSON object, or `null` without a score, for programs.
    #[arg(long)]
    json: bool,
}

impl Explain {
    /// Prints the sum.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let located = self.ledger.read()?;
        let on = on_day(self.on, &located.ledger.hall)?;
        let register = Register::new(&located.ledger);
        let file = register::resident(&register, self.resident.id())?;
        let explanation = file.explain(on);
        if self.json {
            serde_json::to_writer(&mut *out, &explanation)?;
            writeln!(out)?;
            return Ok(ExitCode::SUCCESS);
        }
        let head = t!("explain.head", name = file.name(), id = file.id(), on = on);
        writeln!(out, "{head}\n")?;
        match &explanation {
            None => writeln!(out, "{}", t!("explain.no_score"))?,
            Some(explanation) => {
                let printer =
                    ExplanationPrinter { ledger: &located.ledger, register: &register };
                printer.print(explanation, out)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The data of the printed explanation.
struct ExplanationPrinter<'r> {
    ledger: &'r Ledger,
    register: &'r Register<'r>,
}

impl ExplanationPrinter<'_> {
    fn print(&self, explained: &Explanation, out: &mut dyn Write) -> std::io::Result<()> {
        let mut sum = self.parts(explained);
        let width = sum.iter().map(|[points, _]| points.chars().count()).max();
        sum.push(["─".repeat(width.unwrap_or(0).max(3)), String::new()]);
        let band =
            words::band(self.register.book(explained.on), explained.band.as_deref());
        let total = match band.as_str() {
            "" => t!("explain.score"),
            band => t!("explain.score_band", band = band),
        };
        sum.push([plain(explained.score), total.into()]);
        table::write(out, [Side::Right, Side::Left], &sum)?;
        let others: Vec<_> = explained
            .deeds
            .iter()
            .filter_map(|deed| {
                let points = deed.points.map(signed).unwrap_or_default();
                let (deed, why) = (self.described(deed), self.reason(deed, deed.why?));
                Some([points, t!("explain.because", deed = deed, why = why).into()])
            })
            .collect();
        if !others.is_empty() {
            writeln!(out, "\n{}", t!("explain.others"))?;
            table::write(out, [Side::Right, Side::Left], &others)?;
        }
        let balance = t!("explain.balance", balance = plain(explained.balance));
        writeln!(out, "\n{balance}")
    }

    /// The lines that add up to the score.
    fn parts(&self, explained: &Explanation) -> Vec<[String; 2]> {
        let on = explained.on;
        let category = |id: &str| words::category(self.register, on, id);
        let mut parts = vec![[plain(explained.base), t!("explain.base").into()]];
        let mut add = |points: Points, what: String| parts.push([signed(points), what]);
        for stars in &explained.stars {
            let what = t!(
                "explain.stars",
                date = self.day_of(&stars.entry),
                category = category(&stars.category),
                stars = stars.stars,
                entry = stars.entry
            );
            add(stars.points, what.into());
        }
        for deed in explained.deeds.iter().filter(|deed| deed.counts) {
            let described = self.described(deed);
            let what = match deed.until {
                Some(day) => {
                    t!("explain.until", deed = described, until = day.yesterday()).into()
                }
                None => described,
            };
            add(deed.points.unwrap_or_default(), what);
        }
        for limit in &explained.limits {
            let facts = [
                ("category", category(&limit.category)),
                ("sum", plain(limit.sum)),
                ("held", plain(limit.held)),
            ];
            let end = if limit.held > limit.sum { "no_less" } else { "no_more" };
            add(limit.held - limit.sum, fill(&format!("explain.{end}"), &facts));
        }
        if explained.clamped {
            let (sum, score) = (plain(explained.sum), plain(explained.score));
            let what = t!("explain.clamped", sum = sum, score = score);
            add(explained.score - explained.sum, what.into());
        }
        parts
    }

    /// The day of a rating that gives points, as text.
    fn day_of(&self, entry: &str) -> String {
        let found = self.ledger.entries.iter().find(|it| it.id == *entry);
        found.map(|it| it.date.to_string()).unwrap_or_default()
    }

    fn rule(&self, deed: &ExplainedDeed) -> Option<&DeedRule> {
        self.register.book(deed.date).and_then(|book| book.deed(&deed.deed))
    }

    fn described(&self, deed: &ExplainedDeed) -> String {
        let name = words::called(self.rule(deed).map(|rule| &rule.names), &deed.deed);
        t!("explain.deed", date = deed.date, name = name, entry = deed.entry).into()
    }

    fn reason(&self, deed: &ExplainedDeed, why: NotCounted) -> String {
        match (why, deed.from, deed.until) {
            (NotCounted::Ignored, ..) if self.rule(deed).is_none() => {
                t!("explain.no_rule")
            }
            (NotCounted::Ignored, ..) => t!("explain.ignored"),
            (NotCounted::NotStarted, Some(from), _) => {
                t!("explain.not_started", from = from)
            }
            (NotCounted::NotStarted, None, _) => t!("explain.never_notified"),
            (NotCounted::Out, ..) => t!("explain.out"),
            (NotCounted::Contested, ..) => t!("explain.contested"),
            (NotCounted::Lapsed, _, Some(until)) => {
                t!("explain.lapsed", until = until.yesterday())
            }
            (NotCounted::Lapsed, _, None) => t!("explain.lapsed_once"),
            (NotCounted::OverCap, ..) => {
                match self.rule(deed).and_then(|rule| rule.cap) {
                    Some(Cap { count, per }) => {
                        let per = fill(&format!("word.per.{}", per.as_str()), &[]);
                        t!("explain.over_cap", count = count, per = per)
                    }
                    None => t!("explain.over_cap_once"),
                }
            }
        }
        .into()
    }
}
