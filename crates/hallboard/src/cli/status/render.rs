//! The result of checking a site, as text and as JSON.

use std::io::{self, Write};

use hallboard_operations::status::{FindingText, SiteStatus};
use hallboard_operations::wrap;

/// Writes one line of JSON, for programs.
pub(super) fn write_json(status: &SiteStatus, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, status)?;
    writeln!(out)
}

/// Writes for people: verdict, facts, then all findings.
pub(in crate::cli) fn print(status: &SiteStatus, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", status.verdict())?;
    for fact in status.facts() {
        writeln!(out, "  {fact}")?;
    }
    for (head, findings) in [
        (t!("status.errors"), status.errors()),
        (t!("status.warnings"), status.warnings()),
    ] {
        if findings.is_empty() {
            continue;
        }
        writeln!(out, "\n{head}\n")?;
        for finding in findings {
            let FindingText { what, hint, .. } = finding;
            let place = finding.place();
            paragraph(out, "  ", &t!("status.line", place = place, what = what))?;
            paragraph(out, "      ", &format!("{}{hint}", t!("status.hint")))?;
        }
    }
    Ok(())
}

fn paragraph(out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
    let indented =
        wrap::options(wrap::width()).initial_indent(indent).subsequent_indent(indent);
    writeln!(out, "{}", textwrap::fill(text, indented))
}
