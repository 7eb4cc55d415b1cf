//! The hall under test, and child processes that can be killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hallboard_feed::edition::Rosters;
use hallboard_publish::{CardBook, Copies, Lock};
use serde_json::{Value, json};

use crate::Result;
use crate::desk::Browser;

/// The time of every publication, after the sample's last day, whenever the test runs.
pub(crate) const NOW: [&str; 2] = ["--now", "2026-11-24T12:00:00+08:00"];

/// The folder to which the desk uploads the site.
pub(crate) const WEB_SPACE: &str = "web";

/// A hall folder, and the command under test.
pub(crate) struct Hall {
    hallboard: PathBuf,
    folder: PathBuf,
    /// Residents who take part; each day one of them leaves and another comes back.
    people: Vec<String>,
}

/// A run of the command.
pub(crate) struct Running {
    process: Child,
    /// The browser in which a desk publishes; the process is that of the desk.
    browser: Option<Browser>,
}

impl Running {
    /// Kills the process; returns whether it was still at work.
    pub(crate) fn kill(&mut self) -> Result<bool> {
        let at_work = match &self.browser {
            Some(browser) => browser.is_publishing()?,
            None => self.process.try_wait()?.is_none(),
        };
        self.process.kill()?;
        self.process.wait()?;
        Ok(at_work)
    }

    /// Waits for the end of the work; an error is a non-zero exit code, or a desk that does
    /// not publish.
    pub(crate) fn finish(mut self) -> Result<()> {
        if let Some(browser) = &self.browser {
            let done = browser.wait_until_published();
            self.process.kill()?;
            self.process.wait()?;
            return done;
        }
        let done = self.process.wait_with_output()?;
        if done.status.success() {
            return Ok(());
        }
        Err(format!("{}\n{}", done.status, String::from_utf8_lossy(&done.stderr)).into())
    }
}

impl Hall {
    /// Creates a hall in an empty folder.
    pub(crate) fn found(hallboard: PathBuf, folder: PathBuf) -> Result<Hall> {
        fs::create_dir_all(&folder)?;
        let mut hall = Hall { hallboard, folder, people: Vec::new() };
        let sample = hall.path("ledger.json");
        let sample = sample.to_string_lossy();
        let size = ["--residents", "160", "--households", "50", "--years", "2"];
        hall.run(["sample", "--out", &sample].into_iter().chain(size))?.finish()?;
        let key = hall.path("hall.key");
        hall.run(["keygen", "--out", &key.to_string_lossy()])?.finish()?;
        let cards = CardBook::new("yangqiao", &|| Ok(*b"of no importance"))?;
        fs::write(hall.path("hall.key.cards.json"), cards.write()?)?;
        let settings = format!(
            "[hall]\nworkbook = \"ledger.json\"\nkeep = 5\n\n[site]\nupload = \"{WEB_SPACE}\"\n"
        );
        fs::write(hall.path("hallboard.toml"), settings)?;
        for build in ["a", "b"] {
            hall.build_app(build)?;
        }
        let ledger = hall.ledger()?;
        let entries = ledger.get("entries").and_then(Value::as_array);
        let deeds = entries.into_iter().flatten().filter(|it| it.get("deed").is_some());
        hall.people = deeds
            .filter_map(|it| it.get("resident")?.as_str().map(str::to_owned))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        Ok(hall)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Starts the command.
    pub(crate) fn run<W: AsRef<std::ffi::OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<Running> {
        let mut command = Command::new(&self.hallboard);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null());
        let process = command.stderr(Stdio::piped()).spawn()?;
        Ok(Running { process, browser: None })
    }

    /// Starts a publication, with alternating builds of the app.
    pub(crate) fn publish(&self, round: u32) -> Result<Running> {
        let app = self.app(round);
        let (folder, app) = (self.folder.to_string_lossy(), app.to_string_lossy());
        self.run(["publish", &folder, "--app", &app].into_iter().chain(NOW))
    }

    /// Starts a publication from the desk, with an upload.
    pub(crate) fn publish_from_desk(&self, round: u32) -> Result<Running> {
        let (process, browser) = self.open_desk(round)?;
        browser.publish()?;
        Ok(Running { process, browser: Some(browser) })
    }

    /// Opens the desk, and lets a browser in.
    pub(crate) fn desk(&self) -> Result<(Running, Browser)> {
        let (process, browser) = self.open_desk(0)?;
        Ok((Running { process, browser: None }, browser))
    }

    fn open_desk(&self, round: u32) -> Result<(Child, Browser)> {
        let mut command = Command::new(&self.hallboard);
        command.arg("desk").arg(&self.folder).arg("--app").arg(self.app(round));
        command.args(["--no-browser", "--language", "en"]).args(NOW);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn()?;
        let browser = Browser::enter(&mut process)?;
        Ok((process, browser))
    }

    /// Starts a rollback to the oldest copy.
    pub(crate) fn roll_back(&self, round: u32) -> Result<Running> {
        let copies = self.copies().list()?;
        let oldest = copies.iter().map(|copy| copy.version).min().ok_or("no copies")?;
        let app = self.app(round);
        let (folder, app) = (self.folder.to_string_lossy(), app.to_string_lossy());
        let version = oldest.to_string();
        let words = ["rollback", &folder, "--to", &version, "--app", &app];
        self.run(words.into_iter().chain(NOW))
    }

    fn app(&self, round: u32) -> PathBuf {
        self.path(if round.is_multiple_of(2) { "app-a" } else { "app-b" })
    }

    fn copies(&self) -> Copies {
        Copies::new(self.path("hall.key.copies"), 5)
    }

    /// A small app whose file names differ between builds.
    fn build_app(&self, build: &str) -> Result<()> {
        let folder = self.path(&format!("app-{build}"));
        fs::create_dir_all(&folder)?;
        let page = format!(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{{{{ title }}}}</title>\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{{{{ policy }}}}\">\
             <meta name=\"hallboard-hall\" content=\"{{{{ hall }}}}\">\
             <meta name=\"hallboard-key\" content=\"{{{{ key }}}}\">\
             <meta name=\"hallboard-route\" content=\"{{{{ route }}}}\">\
             <script type=\"module\" src=\"{{{{ site_root }}}}app-{build}.js\"></script>\
             </head></html>"
        );
        fs::write(folder.join("index.html"), page)?;
        let script = format!("export const build = \"{build}\";\n").repeat(2000);
        Ok(fs::write(folder.join(format!("app-{build}.js")), script)?)
    }

    fn ledger(&self) -> Result<Value> {
        Ok(serde_json::from_slice(&fs::read(self.path("ledger.json"))?)?)
    }

    pub(crate) fn workbook_bytes(&self) -> Result<Vec<u8>> {
        Ok(fs::read(self.path("ledger.json"))?)
    }

    /// The resident who has left in that round.
    fn leaver(&self, round: u32) -> Result<&str> {
        let place = usize::try_from(round)?.checked_rem(self.people.len());
        let leaver = place.and_then(|place| self.people.get(place));
        Ok(leaver.ok_or("the sample has nobody in it")?)
    }

    /// Records the withdrawal of that round in the ledger.
    pub(crate) fn next_day(&self, round: u32) -> Result<()> {
        let mut ledger = self.ledger()?;
        let entries = ledger.get_mut("entries").and_then(Value::as_array_mut);
        entries.ok_or("a ledger without entries")?.push(json!({
            "id": format!("leave-{round}"), "date": "2026-11-23", "kind": "consent",
            "resident": self.leaver(round)?, "scopes": []
        }));
        Ok(fs::write(self.path("ledger.json"), serde_json::to_vec(&ledger)?)?)
    }

    /// The lock is free, every copy is readable, and a withdrawal could be published.
    pub(crate) fn is_usable(&self) -> Result<()> {
        drop(Lock::take(&self.path("hall.key.lock"))?);
        let copies = self.copies();
        for copy in copies.list()? {
            copies.read(copy.version)?;
        }
        let folder = self.folder.to_string_lossy();
        let flags = ["--withdrawals", "--dry-run", "--feed-only"];
        self.run(["publish", &folder].into_iter().chain(flags).chain(NOW))?.finish()
    }

    /// Reads the card book.
    pub(crate) fn cards(&self) -> Result<CardBook> {
        Ok(CardBook::read(&fs::read(self.path("hall.key.cards.json"))?)?)
    }

    /// The residents who take part in the publication of that snapshot.
    pub(crate) fn taking_part(&self, snapshot: &str) -> Result<Vec<String>> {
        let rosters: Rosters =
            serde_json::from_slice(&fs::read(self.path("hall.key.rolls.json"))?)?;
        let mut rosters = rosters.rosters.into_iter();
        let roster = rosters.find(|roster| roster.snapshot == snapshot);
        Ok(roster.ok_or("the site's publication is not in the rosters")?.taking_part)
    }

    /// Residents who left are in no copy, have no card and are not in the rosters.
    pub(crate) fn no_trace_of_who_left(&self, round: u32) -> Result<()> {
        let copies = self.copies();
        let rosters = fs::read_to_string(self.path("hall.key.rolls.json"))?;
        for round in 1..=round {
            let leaver = self.leaver(round)?;
            if rosters.contains(&format!("\"{leaver}\"")) {
                return Err(format!("the rosters still contain {leaver}").into());
            }
            if self.cards()?.secret(leaver).is_some() {
                return Err(format!("{leaver} still has a card").into());
            }
            for copy in copies.list()? {
                let ledger = copies.read(copy.version)?;
                if ledger.residents.iter().any(|it| it.id == leaver) {
                    return Err(
                        format!("copy {} still has {leaver}", copy.version).into()
                    );
                }
            }
        }
        Ok(())
    }
}
