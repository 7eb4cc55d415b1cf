//! Has `hallboard inbox` collect and decide a large number of letters, and optionally kills
//! it at random moments: `cargo xtask inbox-load` runs this.
//!
//! In the end each good letter was collected once and has the state that was decided, with
//! one entry in the register if it was accepted; each bad one is in quarantine under its
//! name, and the journal names it once.

mod pile;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use hallboard_feed::letter::LetterId;
use hallboard_inbox::letters::LetterKeys;
use hallboard_inbox::{
    INCOMING, Inbox, JOURNAL, Journal, JournalEvent, LetterFolder, OPENED, QUARANTINE,
    State, Store, entry_id,
};
use hallboard_publish::CardBook;
use hallboard_workbook::read::located_at;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};

use pile::{Expected, Village};

/// Result of every step.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The time of every call, whenever the test runs.
const NOW: [&str; 2] = ["--now", "2026-11-24T12:00:00+08:00"];
/// Number of letters decided in one call of the command.
const AT_ONCE: usize = 20_000;
/// One good letter out of this number is refused; the others are accepted.
const REFUSED: usize = 7;

fn main() -> ExitCode {
    match load() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn load() -> Result<()> {
    let usage = "usage: inbox_load HALLBOARD FOLDER REGISTER LETTERS KILLS SEED";
    let words: Vec<String> = env::args().skip(1).collect();
    let [hallboard, folder, register, letters, kills, seed] = words.as_slice() else {
        return Err(usage.into());
    };
    let (letters, kills): (u32, u32) = (letters.parse()?, kills.parse()?);
    let hall = Hall {
        hallboard: PathBuf::from(hallboard),
        folder: PathBuf::from(folder),
        register: register.to_owned(),
    };
    let village = hall.found()?;
    let start = Instant::now();
    let expected = village.pile(letters, &hall.folder.join("letters").join(INCOMING))?;
    println!(
        "letters, doubles, no letters  {}, {}, {} (written in {:.0} s)",
        expected.good.len(),
        expected.doubles,
        expected.bad.len(),
        start.elapsed().as_secs_f64()
    );
    let (refuse, accept): (Vec<_>, Vec<_>) =
        expected.good.keys().enumerate().partition(|(place, _)| place % REFUSED == 0);
    let ids = |all: Vec<(usize, &LetterId)>| all.into_iter().map(|(_, id)| *id).collect();
    let decided = Decided { refuse: ids(refuse), accept: ids(accept) };
    let mut chance = Pcg64Mcg::seed_from_u64(seed.parse()?);
    match kills {
        0 => hall.through(&decided)?,
        kills => hall.killed(&decided, kills, &mut chance)?,
    }
    hall.check(&expected, &decided)
}

/// The hall's decisions.
struct Decided {
    refuse: Vec<LetterId>,
    accept: Vec<LetterId>,
}

struct Hall {
    hallboard: PathBuf,
    folder: PathBuf,
    register: String,
}

/// Duration of a run, and its peak memory in KiB if the system reports it.
#[derive(Clone, Copy, Default)]
struct Needed {
    time: Duration,
    peak: u64,
}

impl Needed {
    fn and(self, other: Needed) -> Needed {
        Needed { time: self.time + other.time, peak: self.peak.max(other.peak) }
    }

    fn print(self, what: &str) {
        let (seconds, peak) = (self.time.as_secs_f64(), self.peak / 1024);
        println!("{what:<28}  {seconds:.1} s, {peak} MB at the most");
    }
}

impl Hall {
    /// Creates a hall in an empty folder.
    fn found(&self) -> Result<Village> {
        fs::create_dir_all(&self.folder)?;
        let at = |name: &str| self.folder.join(name);
        let sample = at("sample.json").to_string_lossy().into_owned();
        let size = ["--residents", "400", "--households", "120", "--years", "2"];
        self.done(["sample", "--out", &sample].into_iter().chain(size))?;
        let register = at(&self.register).to_string_lossy().into_owned();
        self.done(["convert", &sample, &register])?;
        let ledger = located_at(&at("sample.json"))?.ledger;
        let mut book = CardBook::new(&ledger.hall.id, &|| Ok([1; 16]))?;
        for (number, resident) in (2_u32..).zip(&ledger.residents) {
            let mut secret = [7; 16];
            secret.iter_mut().zip(number.to_be_bytes()).for_each(|(to, it)| *to = it);
            book.ensure(&resident.id, "2026-01-01".parse()?, &|| Ok(secret))?;
        }
        fs::write(at("hall.key.cards.json"), book.write()?)?;
        let keys = LetterKeys::new([5; 32]);
        fs::write(at("hall.key.letters.json"), keys.write()?)?;
        let settings = format!("[hall]\nworkbook = \"{}\"\n", self.register);
        fs::write(at("hallboard.toml"), settings)?;
        Village::of(&ledger, keys, &book)
    }

    fn start<W: AsRef<std::ffi::OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<Child> {
        let mut command = Command::new(&self.hallboard);
        command.args(words).current_dir(&self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        Ok(command.spawn()?)
    }

    /// Runs the command to its end; a non-zero exit code is an error.
    fn done<W: AsRef<std::ffi::OsStr>>(
        &self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<Needed> {
        let start = Instant::now();
        let mut child = self.start(words)?;
        let mut peak = 0;
        while child.try_wait()?.is_none() {
            peak = peak_kib(child.id()).unwrap_or(peak);
            sleep(Duration::from_millis(2));
        }
        let time = start.elapsed();
        let done = child.wait_with_output()?;
        match done.status.success() {
            true => Ok(Needed { time, peak }),
            false => {
                let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
                Err(format!("{}\n{stderr}", done.status).into())
            }
        }
    }

    fn inbox(&self, more: &[String]) -> Vec<String> {
        let words = ["inbox", "."].into_iter().chain(NOW).map(str::to_owned);
        words.chain(more.iter().cloned()).collect()
    }

    /// Collects and decides everything without interruption, and prints the measurements.
    fn through(&self, decided: &Decided) -> Result<()> {
        // With one decision, because without any the command would list all letters.
        let (first, rest) = decided.refuse.split_at(decided.refuse.len().min(1));
        self.done(self.inbox(&refuse(first)))?.print("taken in");
        let mut needed = Needed::default();
        for some in rest.chunks(AT_ONCE) {
            needed = needed.and(self.done(self.inbox(&refuse(some)))?);
        }
        needed.print("refused");
        let mut needed = Needed::default();
        for some in decided.accept.chunks(AT_ONCE) {
            needed = needed.and(self.done(self.inbox(&accept(some)))?);
        }
        needed.print("accepted and written");
        self.done(["inbox", ".", "--stats"])?.print("counted");
        Ok(())
    }

    /// Collects and decides everything, with that number of kills.
    fn killed(&self, decided: &Decided, kills: u32, chance: &mut Pcg64Mcg) -> Result<()> {
        let begun = Instant::now();
        // Approximates the duration of a run that has nothing to do.
        let mut idle = Duration::from_millis(20);
        let (mut killed, mut rounds) = (0, 0);
        loop {
            let open = self.open(decided)?;
            let wanted = match (open.refuse.is_empty(), open.accept.is_empty()) {
                (false, _) => refuse(open.refuse.get(..AT_ONCE).unwrap_or(&open.refuse)),
                (true, false) => {
                    accept(open.accept.get(..AT_ONCE).unwrap_or(&open.accept))
                }
                (true, true) => break,
            };
            rounds += 1;
            let mut child = self.start(self.inbox(&wanted))?;
            if killed >= kills {
                let done = child.wait_with_output()?;
                if !done.status.success() {
                    return Err(String::from_utf8_lossy(&done.stderr).into());
                }
                continue;
            }
            let part = f64::from(chance.next_u32()) / f64::from(u32::MAX);
            sleep(idle.mul_f64(3.0 * part));
            let running = child.try_wait()?.is_none();
            child.kill()?;
            child.wait()?;
            killed += u32::from(running);
            if running {
                // Raised slowly, so that some runs make progress and none makes much.
                idle = idle.mul_f64(1.025);
            }
        }
        // Writes the letters that were accepted last.
        self.done(self.inbox(&[]))?;
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "killed                        {killed} of {rounds} runs, {seconds:.0} s"
        );
        Ok(())
    }

    /// The decisions still to be made, including those about letters not collected yet.
    fn open(&self, decided: &Decided) -> Result<Decided> {
        let inbox = Inbox::open(LetterFolder::new(&self.folder.join("letters")))?;
        let open =
            |id: &&LetterId| inbox.letter(**id).is_none_or(|it| it.state.is_open());
        let some = |ids: &[LetterId]| ids.iter().filter(open).copied().collect();
        Ok(Decided { refuse: some(&decided.refuse), accept: some(&decided.accept) })
    }

    /// Nothing is lost, and nothing is duplicated.
    fn check(&self, expected: &Expected, decided: &Decided) -> Result<()> {
        let letters = self.folder.join("letters");
        let store = LetterFolder::new(&letters);
        let count = |folder: &str| store.list(folder).map(|it| it.len());
        let same = |what: &str, found: usize, wanted: usize| -> Result<()> {
            println!("{what:<28}  {found}");
            match found == wanted {
                true => Ok(()),
                false => Err(format!("{what}: {found}, not {wanted}").into()),
            }
        };
        same("left where letters arrive", count(INCOMING)?, 0)?;
        same("files of letters", count(OPENED)?, expected.good.len())?;
        let quarantined = store.list(QUARANTINE)?;
        same("files put aside", quarantined.len(), expected.bad.len())?;
        if !quarantined.iter().all(|name| expected.bad.contains(name)) {
            return Err("another file was put aside".into());
        }
        self.check_journal(expected, &letters)?;
        let inbox = Inbox::open(store)?;
        same("lines damaged", inbox.damaged().len(), 0)?;
        same("letters taken", inbox.letters().count(), expected.good.len())?;
        let is = |id: &LetterId| inbox.letter(*id).map(|it| it.state.clone());
        let refused = |id: &&LetterId| matches!(is(id), Some(State::Refused { .. }));
        let committed = |id: &&LetterId| is(id) == Some(State::Committed);
        let (no, yes) = (&decided.refuse, &decided.accept);
        same("refused", no.iter().filter(refused).count(), no.len())?;
        same("accepted", yes.iter().filter(committed).count(), yes.len())?;

        let before = located_at(&self.folder.join("sample.json"))?.ledger.entries.len();
        let after = located_at(&self.folder.join(&self.register))?.ledger;
        same("new in the register", after.entries.len() - before, yes.len())?;
        let mut notes: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
        for entry in &after.entries {
            notes.entry(&entry.id).or_default().push(entry.note.as_deref());
        }
        let once = |id: &&LetterId| {
            let text = expected.good.get(*id).map(String::as_str);
            notes.get(entry_id(**id).as_str()) == Some(&vec![text])
        };
        same("each once, as it was said", yes.iter().filter(once).count(), yes.len())
    }

    /// Each bad letter is named once, and each good one received once.
    fn check_journal(&self, expected: &Expected, letters: &Path) -> Result<()> {
        let journal = Journal::read(&fs::read(letters.join(JOURNAL))?);
        let mut named: BTreeMap<&str, u32> = BTreeMap::new();
        let mut received = 0;
        for line in &journal.lines {
            match &line.event {
                JournalEvent::Quarantined { file, .. } => {
                    *named.entry(file).or_default() += 1
                }
                JournalEvent::Received(_) => received += 1,
                _ => {}
            }
        }
        println!("lines of the journal          {}", journal.lines.len());
        let once = |name: &String| named.get(name.as_str()) == Some(&1);
        match expected.bad.iter().all(once) && named.len() == expected.bad.len() {
            true if received == expected.good.len() => Ok(()),
            true => Err(format!("{received} letters were received").into()),
            false => Err("a bad one is not named, or twice".into()),
        }
    }
}

fn refuse(ids: &[LetterId]) -> Vec<String> {
    let ids = ids.iter().map(LetterId::to_string);
    let why = ["--reason", "=nobody was there"].map(str::to_owned);
    std::iter::once("--refuse".to_owned()).chain(ids).chain(why).collect()
}

fn accept(ids: &[LetterId]) -> Vec<String> {
    let ids = ids.iter().map(LetterId::to_string);
    std::iter::once("--accept".to_owned()).chain(ids).collect()
}

/// Peak memory of a running process, if the system reports it.
fn peak_kib(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
