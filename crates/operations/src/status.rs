//! What is really on the web: whether a site is complete, up to date and correctly signed.

use std::path::{Path, PathBuf};

use hallboard_feed::{Instant, Trust, VerifyError};
use hallboard_publish::status::{
    Blocked, Expected, Fault, FetchError, Finding, Http, Report, Timeouts, examine,
};
use hallboard_publish::{DiskStorage, hall_of_site, version_in};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::context::with_suffix;
use crate::failure::{CliError, Message};
use crate::folder::HallFolder;
use crate::publication::valid_until;
use crate::words::{self, fill, system};

/// Suffix of a public key's file name, after that of the secret key.
const PUBLIC: &str = ".pub";

/// A site, and what is known of it beforehand.
#[derive(Clone, Debug)]
pub struct SiteCheck {
    /// Its URL, with `/` at its end.
    pub address: String,
    /// What the site should be.
    pub expected: Expected,
}

impl SiteCheck {
    /// The site of a hall, by its settings. `key` is the file of the public key, if it is not
    /// the one beside the secret key.
    ///
    /// # Errors
    /// If the settings name no address, or the public key cannot be read.
    pub fn of_hall(hall: &HallFolder, key: Option<&Path>) -> Result<SiteCheck, CliError> {
        let address = hall.settings().site.address.clone().ok_or_else(|| {
            let (what, hint) = (t!("status.unset"), t!("status.unset_hint"));
            CliError::usage(Message::at("hallboard.toml", what, hint))
        })?;
        SiteCheck::at(address, Some(hall), key)
    }

    /// The site at a URL, compared with a hall if one is given.
    ///
    /// # Errors
    /// If the public key cannot be read.
    pub fn at(
        address: String,
        hall: Option<&HallFolder>,
        key: Option<&Path>,
    ) -> Result<SiteCheck, CliError> {
        let of_hall = || Some(with_suffix(&hall?.key(), PUBLIC));
        let key: Option<PathBuf> = key.map(Path::to_owned).or_else(of_hall);
        let key = key.map(|path| read_key(&path)).transpose()?;
        let expected = Expected {
            now: Timestamp::now().as_second(),
            version: hall.zip(key.as_deref()).and_then(published),
            key,
            every: hall.map(|hall| hall.hall().cadence.days()),
        };
        Ok(SiteCheck { address, expected })
    }

    /// Looks at the site over the network.
    #[must_use]
    pub fn look(&self) -> Report {
        examine(&Http::new(Timeouts::default()), &self.address, &self.expected)
    }
}

/// A report of a site in words.
#[derive(Serialize)]
pub struct SiteStatus<'a> {
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
#[derive(Clone, Debug, Serialize)]
pub struct FindingText {
    /// Its name for programs.
    pub code: &'static str,
    /// The file that it is about; empty for the front page.
    pub file: String,
    /// What is wrong.
    pub what: String,
    /// How to correct it.
    #[serde(rename = "remedy")]
    pub hint: String,
}

impl FindingText {
    /// The file that it is about, in words.
    #[must_use]
    pub fn place(&self) -> String {
        match self.file.as_str() {
            "" => t!("status.front").into_owned(),
            file => file.to_owned(),
        }
    }
}

impl SiteStatus<'_> {
    /// Formats a report.
    #[must_use]
    pub fn of(report: &Report, key_given: bool) -> SiteStatus<'_> {
        let feed = report.feed.as_ref();
        let head = feed.map(|feed| feed.head().head());
        let zone = feed.and_then(|it| TimeZone::get(&it.snapshot().hall.time_zone).ok());
        let zone = zone.unwrap_or_else(TimeZone::system);
        let texts = |warnings: bool| {
            let findings = report.findings.iter();
            let findings = findings.filter(|it| it.fault.is_warning() == warnings);
            findings.map(|it| finding_text(it, &zone)).collect()
        };
        SiteStatus {
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

    /// The outcome in one sentence.
    #[must_use]
    pub fn verdict(&self) -> String {
        let verdict = match self.errors.len() {
            0 => t!("status.well", site = self.site),
            count => {
                let errors = words::count("error", count);
                t!("status.wrong", site = self.site, errors = errors)
            }
        };
        verdict.into_owned()
    }

    /// What is wrong: the site does not work as it should.
    #[must_use]
    pub fn errors(&self) -> &[FindingText] {
        &self.errors
    }

    /// What could be better, although the site works.
    #[must_use]
    pub fn warnings(&self) -> &[FindingText] {
        &self.warnings
    }

    /// What was found, in sentences.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
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

/// The line with the public key from its file.
fn read_key(path: &Path) -> Result<String, CliError> {
    let fail = |what: String| {
        CliError::usage(Message::at(path.display(), what, t!("status.key_hint")))
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| fail(t!("status.key_unread", why = system(error)).into()))?;
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    let line = line.filter(|line| Trust::new("any", line).is_ok());
    line.map(str::to_owned).ok_or_else(|| fail(t!("status.key_wrong").into()))
}

/// The version in the hall's local site folder.
fn published((hall, key): (&HallFolder, &str)) -> Option<u64> {
    let site = DiskStorage::read_only(&hall.site());
    version_in(&site, &hall_of_site(&site)?.id, key)
}

/// An instant in the hall's time zone.
fn moment(instant: Instant, zone: &TimeZone) -> String {
    let moment = Timestamp::from_second(instant.unix()).unwrap_or_default();
    moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn finding_text(finding: &Finding, zone: &TimeZone) -> FindingText {
    let Finding { file, fault } = finding;
    let (key, facts) = key_and_facts(fault, zone);
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
fn key_and_facts(fault: &Fault, zone: &TimeZone) -> (String, Facts) {
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
    use crate::words::text;

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
            let (key, facts) = key_and_facts(&fault, &TimeZone::UTC);
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
