//! The result of checking a site, as text and as JSON.

use std::io::{self, Write};

use hallboard_feed::{Instant, VerifyError};
use hallboard_operations::publication::valid_until;
use hallboard_operations::{words, wrap};
use hallboard_publish::status::{Blocked, Fault, FetchError, Finding, Report};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::super::texts::fill;

/// A report of a site.
#[derive(Serialize)]
pub(in crate::cli) struct StatusRenderer<'a> {
    site: &'a str,
    hall: Option<&'a str>,
    /// Id of the key that signed, if the signature is valid and the key trusted.
    key: Option<&'a str>,
    /// Whether the key was given, rather than read from the page.
    key_given: bool,
    version: Option<u64>,
    issued: Option<Instant>,
    expires: Option<Instant>,
    as_of: Option<String>,
    clock_seconds: Option<i64>,
    pages: usize,
    app_files: usize,
    sealed_files: usize,
    sealed_listed: usize,
    errors: Vec<FindingText>,
    warnings: Vec<FindingText>,
    #[serde(skip)]
    zone: TimeZone,
}

/// One thing that is wrong.
#[derive(Serialize)]
struct FindingText {
    code: &'static str,
    file: String,
    what: String,
    #[serde(rename = "remedy")]
    hint: String,
}

impl StatusRenderer<'_> {
    /// Formats a report.
    pub(in crate::cli) fn of(report: &Report, key_given: bool) -> StatusRenderer<'_> {
        let feed = report.feed.as_ref();
        let head = feed.map(|feed| feed.head().head());
        let zone = feed.and_then(|it| TimeZone::get(&it.snapshot().hall.time_zone).ok());
        let zone = zone.unwrap_or_else(TimeZone::system);
        let texts = |warnings: bool| {
            let findings = report.findings.iter();
            let findings = findings.filter(|it| it.fault.is_warning() == warnings);
            findings.map(|it| finding_text(it, &zone)).collect()
        };
        StatusRenderer {
            site: &report.address,
            hall: report.hall.as_deref(),
            key: head.map(|head| head.key.as_str()),
            key_given,
            version: head.map(|head| head.version),
            issued: head.map(|head| head.issued),
            expires: head.map(|head| head.expires),
            as_of: feed.map(|feed| feed.snapshot().as_of.to_string()),
            clock_seconds: report.clock,
            pages: report.pages,
            app_files: report.files,
            sealed_files: report.sealed,
            sealed_listed: report.sealed_listed,
            errors: texts(false),
            warnings: texts(true),
            zone,
        }
    }

    /// Writes one line of JSON, for programs.
    pub(super) fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)
    }

    /// Writes for people: verdict, facts, then all findings.
    pub(in crate::cli) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let verdict = match self.errors.len() {
            0 => t!("status.well", site = self.site),
            count => {
                t!(
                    "status.wrong",
                    site = self.site,
                    errors = words::count("error", count)
                )
            }
        };
        writeln!(out, "{verdict}")?;
        for fact in self.facts() {
            writeln!(out, "  {fact}")?;
        }
        for (head, findings) in
            [(t!("status.errors"), &self.errors), (t!("status.warnings"), &self.warnings)]
        {
            if findings.is_empty() {
                continue;
            }
            writeln!(out, "\n{head}\n")?;
            for FindingText { file, what, hint, .. } in findings {
                let place = match file.as_str() {
                    "" => t!("status.front"),
                    file => file.into(),
                };
                paragraph(out, "  ", &t!("status.line", place = place, what = what))?;
                let hint = format!("{}{hint}", t!("status.hint"));
                paragraph(out, "      ", &hint)?;
            }
        }
        Ok(())
    }

    fn facts(&self) -> Vec<String> {
        let mut facts = Vec::new();
        let mut fact = |text: std::borrow::Cow<'_, str>| facts.push(text.into_owned());
        if let Some((hall, key)) = self.hall.zip(self.key) {
            fact(match self.key_given {
                true => t!("status.signed_own", hall = hall, key = key),
                false => t!("status.signed_page", hall = hall, key = key),
            });
        }
        if let (Some(version), Some(issued), Some(expires), Some(as_of)) =
            (self.version, self.issued, self.expires, &self.as_of)
        {
            let moment = moment(issued, &self.zone);
            fact(t!("status.version", version = version, moment = moment, day = as_of));
            fact(valid_until(&self::moment(expires, &self.zone)).into());
        }
        if self.pages > 0 {
            fact(t!("status.files", pages = self.pages, app = self.app_files));
        }
        if self.sealed_listed > 0 {
            let (came, listed) = (self.sealed_files, self.sealed_listed);
            fact(t!("status.sealed", came = came, listed = listed));
        }
        if let Some(seconds) = self.clock_seconds {
            fact(t!("status.clock", seconds = seconds.abs()));
        }
        facts
    }
}

fn paragraph(out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
    let indented =
        wrap::options(wrap::width()).initial_indent(indent).subsequent_indent(indent);
    writeln!(out, "{}", textwrap::fill(text, indented))
}

/// An instant in the hall's time zone.
fn moment(instant: Instant, zone: &TimeZone) -> String {
    let moment = Timestamp::from_second(instant.unix()).unwrap_or_default();
    moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn finding_text(finding: &Finding, zone: &TimeZone) -> FindingText {
    let Finding { file, fault } = finding;
    let (key, facts) = words(fault, zone);
    let text = |part: &str| fill(&format!("status.{key}.{part}"), &facts);
    FindingText {
        code: fault.code(),
        file: file.clone(),
        what: text("what"),
        hint: text("hint"),
    }
}

type Facts = Vec<(&'static str, String)>;

/// The key of a fault's texts, and the values of their placeholders.
fn words(fault: &Fault, zone: &TimeZone) -> (String, Facts) {
    let named = |key: &str, facts: Facts| (key.to_owned(), facts);
    let when = |instant: &Instant| ("moment", moment(*instant, zone));
    let plain = || fault.code().replace('-', "_");
    match fault {
        Fault::FetchError(FetchError::Elsewhere(to)) => {
            (plain(), vec![("to", to.clone())])
        }
        Fault::FetchError(FetchError::Certificate(why) | FetchError::Garbled(why)) => {
            (plain(), vec![("why", why.clone())])
        }
        Fault::Status { status: 404 | 410 } => named("missing", Vec::new()),
        Fault::Status { status } => {
            let key = if *status >= 500 { "failing" } else { "status" };
            named(key, vec![("status", status.to_string())])
        }
        Fault::TooLarge { limit } => {
            (plain(), vec![("limit", limit.div_ceil(1000).to_string())])
        }
        Fault::OtherKey { expected, got } => {
            let facts = vec![("expected", expected.clone()), ("got", got.clone())];
            named("page_key", facts)
        }
        Fault::Refused(VerifyError::OtherKey { expected, got })
        | Fault::Refused(VerifyError::OtherHall { expected, got, .. }) => {
            (plain(), vec![("expected", expected.clone()), ("got", got.clone())])
        }
        Fault::Refused(refusal) => {
            let key = plain();
            let key = if key == "too_large" { "format".to_owned() } else { key };
            (key, vec![("why", refusal.to_string())])
        }
        Fault::Type { wanted, got } if !got.is_empty() => {
            (plain(), vec![("wanted", (*wanted).to_owned()), ("got", got.clone())])
        }
        Fault::Type { wanted, .. } => {
            named("untyped", vec![("wanted", (*wanted).to_owned())])
        }
        Fault::Caching { wanted, got } if got.is_empty() => {
            named("no_caching", vec![("wanted", (*wanted).to_owned())])
        }
        Fault::Caching { wanted, got } => {
            (plain(), vec![("wanted", (*wanted).to_owned()), ("got", got.clone())])
        }
        Fault::Expired { at } => (plain(), vec![when(at)]),
        Fault::Ahead { issued } => (plain(), vec![when(issued)]),
        Fault::Late { issued, hours } if hours % 24 == 0 => {
            (plain(), vec![when(issued), ("days", (hours / 24).to_string())])
        }
        Fault::Late { issued, hours } => {
            named("late_by_hours", vec![when(issued), ("hours", hours.to_string())])
        }
        Fault::Behind { served, published } => {
            let served = ("served", served.to_string());
            (plain(), vec![served, ("published", published.to_string())])
        }
        Fault::Clock { seconds } => {
            let key = if *seconds < 0 { "clock_behind" } else { "clock_ahead" };
            named(key, vec![("minutes", (seconds.abs() / 60).to_string())])
        }
        Fault::SealedSize { got } => (plain(), vec![("got", got.to_string())]),
        Fault::Policy { directive, blocked } => {
            let words =
                |it: &Blocked| fill(&format!("status.blocked.{}", it.as_str()), &[]);
            let parts: Vec<String> = blocked.iter().map(words).collect();
            let parts = parts.join(&t!("status.and"));
            (plain(), vec![("directive", directive.clone()), ("parts", parts)])
        }
        Fault::Charset { got } => (plain(), vec![("got", got.clone())]),
        Fault::Headers { names } => (plain(), vec![("names", names.join(", "))]),
        _ => (plain(), Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::texts::text;

    #[test]
    fn every_fault_has_words_and_a_hint_without_gaps() {
        let name = || "x".to_owned();
        let instant = Instant::from_unix(1_795_409_040).unwrap();
        let refused = |refusal: VerifyError| Fault::from(refusal);
        let part = hallboard_feed::Part::Head;
        let all = [
            FetchError::Address.into(),
            FetchError::Name.into(),
            FetchError::Connection.into(),
            FetchError::Late.into(),
            FetchError::Certificate(name()).into(),
            FetchError::Elsewhere(name()).into(),
            FetchError::Garbled(name()).into(),
            Fault::Status { status: 403 },
            Fault::Status { status: 404 },
            Fault::Status { status: 503 },
            Fault::TooLarge { limit: 1 },
            Fault::PageInstead,
            Fault::Foreign,
            Fault::NoTrust,
            Fault::OtherKey { expected: name(), got: name() },
            Fault::OtherPage,
            Fault::Altered,
            Fault::Type { wanted: "x", got: name() },
            Fault::Type { wanted: "x", got: String::new() },
            refused(VerifyError::TooLarge { part, limit: 1 }),
            refused(VerifyError::Signature),
            refused(VerifyError::OtherKey { expected: name(), got: name() }),
            refused(VerifyError::OtherHall { part, expected: name(), got: name() }),
            refused(VerifyError::OtherFormat { part, expected: "x", got: name() }),
            refused(VerifyError::Length { expected: 1, got: 2 }),
            refused(VerifyError::Lifetime),
            Fault::Expired { at: instant },
            Fault::Late { issued: instant, hours: 48 },
            Fault::Late { issued: instant, hours: 6 },
            Fault::Ahead { issued: instant },
            Fault::Behind { served: 1, published: 2 },
            Fault::Clock { seconds: 1000 },
            Fault::Clock { seconds: -1000 },
            Fault::SealedSize { got: 1 },
            Fault::Exposed,
            Fault::Plain,
            Fault::Policy { directive: name(), blocked: vec![Blocked::Program] },
            Fault::Charset { got: name() },
            Fault::Headers { names: vec!["x"] },
            Fault::Caching { wanted: "x", got: name() },
            Fault::Caching { wanted: "x", got: String::new() },
            Fault::Fallback,
            Fault::NoManifest,
        ];
        for fault in all {
            let (key, facts) = words(&fault, &TimeZone::UTC);
            for part in ["what", "hint"] {
                let words = text(&format!("status.{key}.{part}"));
                let words = words.unwrap_or_else(|| panic!("{fault:?} has no {part}"));
                let gaps =
                    words.split("%{").skip(1).filter_map(|it| it.split('}').next());
                for gap in gaps {
                    assert!(facts.iter().any(|(it, _)| *it == gap), "{fault:?}: {gap}");
                }
            }
        }
    }
}
