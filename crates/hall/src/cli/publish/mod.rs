//! `hallboard publish`: the site, from the ledger.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_score::{Hall, check};
use jiff::Timestamp;

use super::failure::{Failure, Said};
use super::files;
use super::office::{Office, OfficeFlags};
use super::remedy::of_publishing;
use super::report::Report;
use crate::publish::{
    App, ConsentEntries, Folder, Publication, PublishError, Published, Storage,
};
use crate::workbook;

/// Publishes the ledger: writes the site, app and signed feed, ready to be copied to
/// any web space.
#[derive(clap::Args)]
pub(super) struct Publish {
    /// The hall's folder, or its ledger; the current folder, if left out.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    #[command(flatten)]
    files: OfficeFlags,
    /// The folder of the built app.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    app: PathBuf,
    /// Write the feed and leave the app in the site as it is.
    #[arg(long)]
    feed_only: bool,
    /// The moment of publication, as in 2026-11-23T21:00:00+08:00; now, if left out.
    #[arg(long, value_name = "INSTANT")]
    now: Option<Timestamp>,
    /// For how many days the feed may be shown; 14, or twice the days from one
    /// publication to the next, if left out.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=366))]
    valid_days: Option<u32>,
    /// The last publication again, less those who have left it, whatever else is wrong
    /// with the ledger.
    #[arg(long)]
    withdrawals: bool,
}

impl Publish {
    /// Publishes, or leaves everything as it was and says why.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let office = self.files.office(self.hall.as_deref())?;
        if self.withdrawals {
            return self.withdraw(&office, out);
        }
        let located = files::ledger_at(&office.ledger)?;
        let findings = check(&located.ledger);
        if !findings.errors.is_empty() {
            Report::of(&findings, &located).print(out)?;
            let count = findings.errors.len();
            let what = format!("the ledger has {count} errors; nothing was published");
            let remedy = "Mend them and publish again; meanwhile `publish --withdrawals` \
                          takes out those who have left.";
            return Err(Failure::doing(Said::at(office.ledger.display(), what, remedy)));
        }
        let app = self.app()?;
        let mut site = office.open_site()?;
        let mut memory = office.memory();
        let publication = Publication {
            key: &office.hall_key()?,
            now: self.now.unwrap_or_else(Timestamp::now),
            app: app.as_ref(),
            memory: memory.read()?,
        };
        let published = publication
            .of_ledger(
                &located.ledger,
                &office.settings,
                self.valid_days.unwrap_or_else(|| office.cadence().valid_days()),
                &mut site,
                &mut memory,
            )
            .map_err(|error| failed(&office.site, &error))?;
        summarise(&office.site, &published, out)
    }

    fn withdraw(
        &self,
        office: &Office,
        out: &mut dyn Write,
    ) -> Result<ExitCode, Failure> {
        let (hall, consents) = consents(office)?;
        for id in &consents.doubtful {
            writeln!(out, "A consent of `{id}` cannot be read: taken as a withdrawal.")?;
        }
        let app = self.app.join("index.html").exists().then(|| self.app()).transpose()?;
        let mut site = office.open_site()?;
        let mut memory = office.memory();
        let publication = Publication {
            key: &office.hall_key()?,
            now: self.now.unwrap_or_else(Timestamp::now),
            app: app.as_ref().and_then(Option::as_ref),
            memory: memory.read()?,
        };
        let published = publication
            .less_withdrawals(&hall, &consents, &mut site, &mut memory)
            .map_err(|error| failed(&office.site, &error))?;
        summarise(&office.site, &published, out)
    }

    /// The app to publish; none where only the feed is.
    fn app(&self) -> Result<Option<App>, Failure> {
        if self.feed_only {
            return Ok(None);
        }
        let fail = |what: String| {
            let remedy = "Build the app (`cargo xtask demo` does), or name its folder with \
                          --app, or publish with --feed-only.";
            Failure::doing(Said::at(self.app.display(), what, remedy))
        };
        let read = || -> std::io::Result<Vec<(String, Vec<u8>)>> {
            let folder = Folder::open(&self.app)?;
            let paths = folder.list("")?;
            let files = paths.into_iter().map(|path| {
                let bytes = folder.read(&path)?.unwrap_or_default();
                Ok((path, bytes))
            });
            files.collect()
        };
        let files = read().map_err(|error| fail(error.to_string()))?;
        App::new(files).map(Some).map_err(|error| fail(error.to_string()))
    }
}

/// Whose site it is, and the consents, from a ledger that may be wrong elsewhere.
fn consents(office: &Office) -> Result<(Hall, ConsentEntries), Failure> {
    let unreadable = match files::ledger_at(&office.ledger) {
        Ok(located) => {
            let consents = ConsentEntries::of(&located.ledger.entries);
            return Ok((located.ledger.hall, consents));
        }
        Err(unreadable) => unreadable,
    };
    let bytes = std::fs::read(&office.ledger).unwrap_or_default();
    let found = ConsentEntries::in_json(&bytes).or_else(|| workbook::consents(&bytes));
    let hall = crate::publish::hall_of_site(&office.open_site()?);
    hall.zip(found).ok_or(unreadable)
}

fn failed(site: &Path, error: &PublishError) -> Failure {
    Failure::doing(of_publishing(error, site.display()))
}

fn summarise(
    site: &Path,
    published: &Published,
    out: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let Published { version, as_of, expires, residents, households, taking_part, .. } =
        published;
    writeln!(out, "Published version {version} to {}", site.display())?;
    writeln!(out, "  as of            {as_of}")?;
    writeln!(out, "  may be shown to  {expires}")?;
    writeln!(out, "  taking part      {taking_part}")?;
    writeln!(out, "  on the board     {residents} residents, {households} households")?;
    writeln!(out, "  signed by        {}", published.key_id)?;
    Ok(ExitCode::SUCCESS)
}
