//! `hallboard explain`: a score as a sum on paper.

use std::io::Write;
use std::process::ExitCode;

use hallboard_score::{
    Day, ExplainedDeed, Explanation, Points, Register, ResidentFile, Why,
};

use super::failure::Failure;
use super::files::{self, LedgerFile};
use super::table::{self, Side};
use super::words::{self, plain, signed};

/// Why a resident's score is what it is, in parts that add up to it.
#[derive(clap::Args)]
pub(super) struct Explain {
    #[command(flatten)]
    ledger: LedgerFile,
    /// The resident's id.
    #[arg(long, value_name = "ID")]
    resident: String,
    /// The day, as 2026-11-23.
    #[arg(long, value_name = "DATE")]
    on: Day,
    /// For programs: a JSON object, `null` without a score.
    #[arg(long)]
    json: bool,
}

impl Explain {
    /// Prints the sum.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let located = self.ledger.read()?;
        let register = Register::new(&located.ledger);
        let file = files::resident(&register, &self.resident)?;
        let explanation = file.explain(self.on);
        if self.json {
            serde_json::to_writer(&mut *out, &explanation)?;
            writeln!(out)?;
        } else {
            print(&register, &file, self.on, explanation.as_ref(), out)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(
    register: &Register<'_>,
    file: &ResidentFile<'_>,
    on: Day,
    explanation: Option<&Explanation>,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(out, "{} ({}) on {on}\n", file.name(), file.id())?;
    let Some(explanation) = explanation else {
        return writeln!(out, "Not taking part: there is no score on that day.");
    };
    let mut sum = parts(register, explanation);
    let width = sum.iter().map(|[points, _]| points.chars().count()).max().unwrap_or(0);
    sum.push(["─".repeat(width.max(3)), String::new()]);
    let band = words::band(register.book(on), explanation.band.as_deref());
    let of_band = if band.is_empty() { band } else { format!(": {band}") };
    sum.push([plain(explanation.score), format!("score{of_band}")]);
    table::write(out, [Side::Right, Side::Left], &sum)?;
    let others: Vec<_> = explanation
        .deeds
        .iter()
        .filter_map(|deed| {
            let points = deed.points.map(signed).unwrap_or_default();
            let why = because(deed, deed.why?);
            Some([points, format!("{}: {why}", told(register, deed))])
        })
        .collect();
    if !others.is_empty() {
        writeln!(out, "\nOn file, but not counting:")?;
        table::write(out, [Side::Right, Side::Left], &others)?;
    }
    writeln!(out, "\nBalance for rewards: {}", plain(explanation.balance))
}

/// The lines that add up to the score.
fn parts(register: &Register<'_>, explanation: &Explanation) -> Vec<[String; 2]> {
    let on = explanation.on;
    let mut parts = vec![[plain(explanation.base), "where everybody starts".to_owned()]];
    let mut add = |points: Points, what: String| parts.push([signed(points), what]);
    for stars in &explanation.stars {
        let category = words::category(register, on, &stars.category);
        let (number, entry) = (stars.stars, &stars.entry);
        add(stars.points, format!("{category}: {number} of 5 stars ({entry})"));
    }
    for deed in explanation.deeds.iter().filter(|deed| deed.counts) {
        let end = deed.until.map(|day| format!(", until {}", day.yesterday()));
        let what = format!("{}{}", told(register, deed), end.unwrap_or_default());
        add(deed.points.unwrap_or_default(), what);
    }
    for limit in &explanation.limits {
        let category = words::category(register, on, &limit.category);
        let (sum, held) = (plain(limit.sum), plain(limit.held));
        let least = if limit.held > limit.sum { "no less" } else { "no more" };
        let what =
            format!("{category}: the deeds add up to {sum}, {least} than {held} counts");
        add(limit.held - limit.sum, what);
    }
    if explanation.clamped {
        let (sum, score) = (plain(explanation.sum), plain(explanation.score));
        let what = format!("it adds up to {sum}; scores end at {score}");
        add(explanation.score - explanation.sum, what);
    }
    parts
}

fn told(register: &Register<'_>, deed: &ExplainedDeed) -> String {
    let rule = register.book(deed.date).and_then(|book| book.deed(&deed.deed));
    let name = words::called(rule.map(|rule| &rule.names), &deed.deed);
    format!("{}  {name} ({})", deed.date, deed.entry)
}

fn because(deed: &ExplainedDeed, why: Why) -> String {
    match (why, deed.from, deed.until) {
        (Why::Ignored, ..) => {
            "there was no consent, or no such rule, on its day".to_owned()
        }
        (Why::NotStarted, Some(from), _) => {
            format!("there is time to answer; it starts on {from}")
        }
        (Why::NotStarted, None, _) => {
            "the resident was never told, so it never starts".to_owned()
        }
        (Why::Out, ..) => "taken back, overturned, or not decided in time".to_owned(),
        (Why::Contested, ..) => "contested, and not decided yet".to_owned(),
        (Why::Lapsed, _, Some(until)) => format!("counted until {}", until.yesterday()),
        (Why::Lapsed, _, None) => "lapsed".to_owned(),
        (Why::OverCap, ..) => "more often than counts within that time".to_owned(),
    }
}
