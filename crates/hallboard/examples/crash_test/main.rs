//! Kills `hallboard publish`, `rollback`, `desk`, `fill-ids` and `inbox` at random moments
//! and checks the state that they leave: `cargo xtask crash-test` runs this.
//!
//! After each kill the site must be the old or the new one, complete and verifying, on the
//! web space too; the
//! workbook must be the old or the new one byte for byte; the lock must be free; the
//! publication state and copies must be readable and fit for the next publication; every
//! letter must be in the register exactly once.

mod desk;
mod fill_ids;
mod hall;
mod inbox;
mod site;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};

use hall::{Hall, Running};

/// Result of every step.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// One publication runs to its end after each of this number of rounds.
const LET_FINISH: u32 = 4;
/// Maximum number of rounds for each kill that hits a running process.
const MAX_ROUNDS_PER_KILL: u32 = 3;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let usage = "usage: crash_test HALLBOARD FOLDER KILLS SEED";
    let words: Vec<String> = env::args().skip(1).collect();
    let [hallboard, folder, kills, seed] = words.as_slice() else {
        return Err(usage.into());
    };
    let (kills, seed): (u32, u64) = (kills.parse()?, seed.parse()?);
    let mut chance = Chance(Pcg64Mcg::seed_from_u64(seed));
    let hall = Hall::found(PathBuf::from(hallboard), PathBuf::from(folder))?;
    let days = publications(&hall, &PUBLISH, 0, kills, &mut chance)?;
    let days = publications(&hall, &ROLLBACK, days, kills, &mut chance)?;
    publications(&hall, &DESK, days, kills, &mut chance)?;
    fill_ids::fill_ids(&hall, kills, &mut chance)?;
    inbox::inbox(&hall, kills, &mut chance)?;
    inbox::desk(&hall, kills, &mut chance)
}

/// A source of random numbers.
struct Chance(Pcg64Mcg);

impl Chance {
    /// A random duration between zero and slightly more than `whole`.
    fn part_of(&mut self, whole: Duration) -> Duration {
        whole.mul_f64(f64::from(self.0.next_u32()) / f64::from(u32::MAX) * 1.1)
    }
}

/// A command that issues a publication.
struct Issuing {
    name: &'static str,
    start: fn(&Hall, u32) -> Result<Running>,
    /// Whether the site is uploaded afterwards.
    uploads: bool,
}

const PUBLISH: Issuing =
    Issuing { name: "publish", start: Hall::publish, uploads: false };
const ROLLBACK: Issuing =
    Issuing { name: "rollback", start: Hall::roll_back, uploads: false };
const DESK: Issuing =
    Issuing { name: "desk", start: Hall::publish_from_desk, uploads: true };

impl Issuing {
    /// Runs the command to its end and returns how long that took.
    fn finish(&self, hall: &Hall, day: u32) -> Result<Duration> {
        let running = (self.start)(hall, day)?;
        let start = Instant::now();
        running.finish()?;
        Ok(start.elapsed())
    }

    /// Names command and day in an error.
    fn on(&self, day: u32) -> impl Fn(Box<dyn Error>) -> Box<dyn Error> {
        let name = self.name;
        move |error| format!("{name}, day {day}: {error}").into()
    }
}

/// Kills a command that issues publications until `kills` of them were still running.
///
/// Each round begins with a withdrawal. `before` is the number of days that have passed;
/// the new number is returned.
fn publications(
    hall: &Hall,
    issuing: &Issuing,
    before: u32,
    kills: u32,
    chance: &mut Chance,
) -> Result<u32> {
    let Issuing { name, start, uploads } = issuing;
    // A rollback needs an earlier publication.
    PUBLISH.finish(hall, before)?;
    let mut took = issuing.finish(hall, before)?;
    let mut old = site::whole(hall)?;
    let (mut killed, mut new, mut finished, mut rounds) = (0, 0, 0, 0);
    let mut unsigned = 0;
    while killed < kills {
        rounds += 1;
        if rounds > kills.saturating_mul(MAX_ROUNDS_PER_KILL) {
            return Err(format!("{name}: {killed} kills in {rounds} rounds").into());
        }
        let day = before + rounds;
        let failed = issuing.on(day);
        hall.next_day(day)?;
        let workbook = hall.workbook_bytes()?;
        let mut running = start(hall, day)?;
        sleep(chance.part_of(took));
        killed += u32::from(running.kill()?);
        let seen = site::whole(hall).map_err(&failed)?;
        if seen < old {
            return Err(failed(format!("back from version {old} to {seen}").into()));
        }
        new += u32::from(seen > old);
        old = seen;
        if *uploads {
            unsigned += u32::from(!site::uploaded_whole(hall).map_err(&failed)?);
        }
        if hall.workbook_bytes()? != workbook {
            return Err(failed("the workbook changed".into()));
        }
        hall.is_usable().map_err(&failed)?;
        if rounds % LET_FINISH == 0 {
            // Later publications take as long as this one rather than the first.
            took = issuing.finish(hall, day).map_err(&failed)?;
            let seen = site::whole(hall).map_err(&failed)?;
            if seen <= old {
                return Err(failed("the next publication is not newer".into()));
            }
            old = seen;
            if *uploads {
                site::uploaded(hall).map_err(&failed)?;
            }
            site::nothing_left_over(hall).map_err(&failed)?;
            hall.no_trace_of_who_left(day).map_err(&failed)?;
            finished += 1;
        }
    }
    println!(
        "{name}: {killed} killed before their end in {rounds} rounds, {new} of all with the \
         new site in place, {finished} let finish in between; every site whole"
    );
    if *uploads {
        println!(
            "{name}: the uploaded site was whole too; {unsigned} times its head waited for \
             the signature"
        );
    }
    Ok(before + rounds)
}
