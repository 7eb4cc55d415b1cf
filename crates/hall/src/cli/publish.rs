//! `hallboard publish`: the site, from the ledger.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_feed::edition::{MEMORY_FORMAT, Memory};
use hallboard_score::{Hall, check};
use jiff::Timestamp;

use super::check::Report;
use super::failure::{Failure, Said};
use super::files;
use super::keygen::ask;
use super::remedy::of_publishing;
use crate::publish::{
    App, ConsentEntries, Folder, HallKey, Keep, KeyError, Publication, PublishError,
    Published, SETTINGS_FILE, Settings, Storage, put_file,
};
use crate::workbook;

/// Publishes the ledger: writes the site, app and signed feed, ready to be copied to
/// any web space.
#[derive(clap::Args)]
pub(super) struct Publish {
    /// The hall's ledger: JSON, or an `.xlsx` workbook.
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// The folder of the site.
    #[arg(long, value_name = "SITE")]
    out: PathBuf,
    /// The hall's secret key.
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// The folder of the built app.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    app: PathBuf,
    /// Write the feed and leave the app in the site as it is.
    #[arg(long)]
    feed_only: bool,
    /// The moment of publication, as in 2026-11-23T21:00:00+08:00; now, if left out.
    #[arg(long, value_name = "INSTANT")]
    now: Option<Timestamp>,
    /// For how many days the feed may be shown.
    #[arg(long, value_name = "DAYS", default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=366))]
    valid_days: u32,
    /// The last publication again, less those who have left it, whatever else is wrong
    /// with the ledger.
    #[arg(long)]
    withdrawals: bool,
    /// The hall's settings; `hallboard.toml` beside the ledger, if left out.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

impl Publish {
    /// Publishes, or leaves everything as it was and says why.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        if self.withdrawals {
            return self.withdraw(out);
        }
        let located = files::ledger_at(&self.ledger)?;
        let findings = check(&located.ledger);
        if !findings.errors.is_empty() {
            Report::new(&findings, &located.origins).print(out)?;
            let count = findings.errors.len();
            let what = format!("the ledger has {count} errors; nothing was published");
            let remedy = "Mend them and publish again; meanwhile `publish --withdrawals` \
                          takes out those who have left.";
            return Err(Failure::doing(Said::at(self.ledger.display(), what, remedy)));
        }
        let settings = self.settings()?;
        let app = self.app()?;
        let mut site = self.site()?;
        let mut memory = MemoryFile::beside(&self.key);
        let publication = Publication {
            key: &self.hall_key()?,
            now: self.now.unwrap_or_else(Timestamp::now),
            app: app.as_ref(),
            memory: memory.read()?,
        };
        let published = publication
            .of_ledger(
                &located.ledger,
                &settings,
                self.valid_days,
                &mut site,
                &mut memory,
            )
            .map_err(|error| self.failed(&error))?;
        self.summarise(&published, out)
    }

    fn withdraw(&self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let (hall, consents) = self.consents()?;
        for id in &consents.doubtful {
            writeln!(out, "A consent of `{id}` cannot be read: taken as a withdrawal.")?;
        }
        let app = self.app.join("index.html").exists().then(|| self.app()).transpose()?;
        let mut site = self.site()?;
        let mut memory = MemoryFile::beside(&self.key);
        let publication = Publication {
            key: &self.hall_key()?,
            now: self.now.unwrap_or_else(Timestamp::now),
            app: app.as_ref().and_then(Option::as_ref),
            memory: memory.read()?,
        };
        let published = publication
            .less_withdrawals(&hall, &consents, &mut site, &mut memory)
            .map_err(|error| self.failed(&error))?;
        self.summarise(&published, out)
    }

    /// Whose site it is, and the consents, from a ledger that may be wrong elsewhere.
    fn consents(&self) -> Result<(Hall, ConsentEntries), Failure> {
        let unreadable = match files::ledger_at(&self.ledger) {
            Ok(located) => {
                let consents = ConsentEntries::of(&located.ledger.entries);
                return Ok((located.ledger.hall, consents));
            }
            Err(unreadable) => unreadable,
        };
        let bytes = std::fs::read(&self.ledger).unwrap_or_default();
        let found =
            ConsentEntries::in_json(&bytes).or_else(|| workbook::consents(&bytes));
        let hall = crate::publish::hall_of_site(&self.site()?);
        hall.zip(found).ok_or(unreadable)
    }

    fn settings(&self) -> Result<Settings, Failure> {
        let beside = self.ledger.with_file_name(SETTINGS_FILE);
        let path = match &self.settings {
            Some(path) => path,
            None if beside.exists() => &beside,
            None => return Ok(Settings::default()),
        };
        let fail = |what: String| {
            let remedy =
                "Correct that line, or take it out: every setting has a default.";
            Failure::usage(Said::at(path.display(), what, remedy))
        };
        let text =
            std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
        Settings::read(&text).map_err(|error| fail(error.to_string()))
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

    fn site(&self) -> Result<Folder, Failure> {
        Folder::open(&self.out).map_err(|error| {
            let remedy = "Give a folder that may be written to.";
            Failure::doing(Said::at(self.out.display(), error, remedy))
        })
    }

    fn hall_key(&self) -> Result<HallKey, Failure> {
        let fail = |what: String| {
            let remedy =
                "Give the hall's secret key; `hallboard keygen --out KEY` makes one.";
            Failure::usage(Said::at(self.key.display(), what, remedy))
        };
        let text = std::fs::read_to_string(&self.key)
            .map_err(|error| fail(error.to_string()))?;
        let read = |passphrase| HallKey::read(&text, passphrase);
        let key = match read(std::env::var("HALLBOARD_PASSPHRASE").ok()) {
            Err(KeyError::NeedsPassphrase) => read(Some(ask("Passphrase of the key: ")?)),
            key => key,
        };
        key.map_err(|error| fail(error.to_string()))
    }

    fn failed(&self, error: &PublishError) -> Failure {
        let remedy = of_publishing(error);
        Failure::doing(Said::at(self.out.display(), error, remedy))
    }

    fn summarise(
        &self,
        published: &Published,
        out: &mut dyn Write,
    ) -> Result<ExitCode, Failure> {
        let Published {
            version, as_of, expires, residents, households, taking_part, ..
        } = published;
        writeln!(out, "Published version {version} to {}", self.out.display())?;
        writeln!(out, "  as of            {as_of}")?;
        writeln!(out, "  may be shown to  {expires}")?;
        writeln!(out, "  taking part      {taking_part}")?;
        writeln!(
            out,
            "  on the board     {residents} residents, {households} households"
        )?;
        writeln!(out, "  signed by        {}", published.key_id)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What the hall remembers, in a file beside its key.
struct MemoryFile(PathBuf);

impl MemoryFile {
    fn beside(key: &Path) -> MemoryFile {
        let mut path = key.as_os_str().to_owned();
        path.push(".memory.json");
        MemoryFile(PathBuf::from(path))
    }

    fn read(&self) -> Result<Memory, Failure> {
        let fail = |what: String| {
            let remedy = "Put back the last copy of this file. Without it, moved away, the \
                          past months' means are computed anew.";
            Failure::doing(Said::at(self.0.display(), what, remedy))
        };
        let bytes = match std::fs::read(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Memory::default());
            }
            bytes => bytes.map_err(|error| fail(error.to_string()))?,
        };
        let memory: Memory =
            serde_json::from_slice(&bytes).map_err(|error| fail(error.to_string()))?;
        if memory.format != MEMORY_FORMAT {
            return Err(fail(format!("not in the format {MEMORY_FORMAT}")));
        }
        Ok(memory)
    }
}

impl Keep for MemoryFile {
    fn keep(&mut self, memory: &Memory) -> std::io::Result<()> {
        put_file(&self.0, &serde_json::to_vec(memory)?)
    }
}
