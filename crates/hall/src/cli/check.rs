//! `hallboard check`: everything that makes no sense, at once.

use std::io::Write;
use std::process::ExitCode;

use hallboard_score::{Finding, Findings, check};
use serde::Serialize;

use super::failure::Failure;
use super::files::LedgerFile;
use super::remedy;
use crate::read::Origins;

/// Everything in the ledger that makes no sense.
#[derive(clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    ledger: LedgerFile,
    /// For programs: a JSON object with `errors` and `warnings`.
    #[arg(long)]
    json: bool,
}

/// All findings, as told.
#[derive(Serialize)]
pub(super) struct Report {
    errors: Vec<Told>,
    warnings: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    place: String,
    entry: Option<String>,
    sheet: Option<String>,
    row: Option<u32>,
    what: String,
    remedy: &'static str,
    #[serde(skip)]
    list: &'static str,
    #[serde(skip)]
    id: String,
}

impl Check {
    /// Prints the findings; code 1 if there are errors.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let located = self.ledger.read()?;
        let report = Report::new(&check(&located.ledger), &located.origins);
        if self.json {
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
        } else {
            report.print(out)?;
        }
        Ok(ExitCode::from(u8::from(!report.errors.is_empty())))
    }
}

impl Report {
    /// What was found, with the sheets and rows it stands in.
    pub(super) fn new(findings: &Findings, origins: &Origins) -> Report {
        let all = |list: &[Finding]| list.iter().map(|it| told(it, origins)).collect();
        Report { errors: all(&findings.errors), warnings: all(&findings.warnings) }
    }

    /// Prints it for people: errors, then warnings, each by sheet or list.
    pub(super) fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
        if self.errors.is_empty() {
            writeln!(out, "No errors.")?;
        } else {
            section(out, "Errors", &self.errors)?;
        }
        if !self.warnings.is_empty() {
            writeln!(out)?;
            section(out, "Warnings", &self.warnings)?;
        }
        Ok(())
    }
}

fn told(finding: &Finding, origins: &Origins) -> Told {
    let place = &finding.place;
    let origin = origins.of(place.list, place.position);
    Told {
        place: place.to_string(),
        entry: (place.list == "entries").then(|| place.id.clone()),
        sheet: origin.map(|origin| origin.sheet.to_string()),
        row: origin.map(|origin| origin.row),
        what: finding.fault.to_string(),
        remedy: remedy::of_fault(&finding.fault),
        list: place.list,
        id: place.id.clone(),
    }
}

impl Told {
    fn group(&self) -> &str {
        self.sheet.as_deref().unwrap_or(self.list)
    }

    fn line(&self) -> String {
        match self.row {
            Some(row) => format!("row {row}, {}", self.id),
            None => self.place.clone(),
        }
    }
}

fn section(out: &mut dyn Write, title: &str, told: &[Told]) -> std::io::Result<()> {
    writeln!(out, "{title}: {}", told.len())?;
    let mut by_group: Vec<&Told> = told.iter().collect();
    by_group.sort_by_key(|it| (it.group(), it.row));
    let mut group = "";
    for it in by_group {
        if it.group() != group {
            group = it.group();
            writeln!(out, "\n{group}")?;
        }
        writeln!(out, "  {}: {}", it.line(), it.what)?;
        writeln!(out, "    {}", it.remedy)?;
    }
    Ok(())
}
