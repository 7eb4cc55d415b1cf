//! Kills `hallboard publish`, `hallboard tidy` and `hallboard inbox` at random moments and
//! looks at what they left: `cargo xtask kills` runs this.
//!
//! After each kill the site must be the old one or the new one, whole and verifying;
//! the workbook the old one or the new one to the byte; the lock free; memory and
//! copies readable and fit for the next publication; every letter in the register once.

mod hall;
mod inbox;
mod site;
mod tidy;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};

use hall::Hall;

/// What every step ends with.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How many kills go by before a publication is let finish.
const LET_FINISH: u32 = 4;
/// How many rounds there may be for each kill that comes in time.
const PATIENCE: u32 = 3;

fn main() -> ExitCode {
    match kills() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn kills() -> Result<()> {
    let usage = "usage: kills HALLBOARD FOLDER KILLS SEED";
    let words: Vec<String> = env::args().skip(1).collect();
    let [hallboard, folder, kills, seed] = words.as_slice() else {
        return Err(usage.into());
    };
    let (kills, seed): (u32, u64) = (kills.parse()?, seed.parse()?);
    let mut chance = Chance(Pcg64Mcg::seed_from_u64(seed));
    let hall = Hall::found(PathBuf::from(hallboard), PathBuf::from(folder))?;
    publish(&hall, kills, &mut chance)?;
    tidy::tidy(&hall, kills, &mut chance)?;
    inbox::inbox(&hall, kills, &mut chance)
}

/// A source of chance.
struct Chance(Pcg64Mcg);

impl Chance {
    /// A part of a duration, evenly from none to a little more than all of it.
    fn part_of(&mut self, whole: Duration) -> Duration {
        whole.mul_f64(f64::from(self.0.next_u32()) / f64::from(u32::MAX) * 1.1)
    }
}

/// Lets a publication finish, and tells how long that took.
fn finish(hall: &Hall, round: u32) -> Result<Duration> {
    let start = Instant::now();
    hall.publish(round)?.finish()?;
    Ok(start.elapsed())
}

/// Kills so many publications that have not ended by themselves.
fn publish(hall: &Hall, kills: u32, chance: &mut Chance) -> Result<()> {
    let mut took = finish(hall, 0)?;
    let mut old = site::whole(hall)?;
    let (mut killed, mut new, mut finished, mut round) = (0, 0, 0, 0);
    while killed < kills {
        round += 1;
        if round > kills.saturating_mul(PATIENCE) {
            return Err(format!("publish: {killed} kills in {round} rounds").into());
        }
        hall.next_day(round)?;
        let workbook = hall.workbook_bytes()?;
        let mut running = hall.publish(round)?;
        sleep(chance.part_of(took));
        killed += u32::from(running.kill()?);
        let here = |error: Box<dyn Error>| format!("publish, round {round}: {error}");
        let seen = site::whole(hall).map_err(here)?;
        if seen < old {
            return Err(
                format!("publish, round {round}: back from {old} to {seen}").into()
            );
        }
        new += u32::from(seen > old);
        old = seen;
        if hall.workbook_bytes()? != workbook {
            return Err(format!("publish, round {round}: the workbook changed").into());
        }
        hall.is_usable().map_err(here)?;
        if round % LET_FINISH == 0 {
            // Those that follow are like this one, not like the first.
            took = finish(hall, round).map_err(here)?;
            let seen = site::whole(hall).map_err(here)?;
            if seen <= old {
                return Err(here("the next publication is not newer".into()).into());
            }
            old = seen;
            site::nothing_left_over(hall).map_err(here)?;
            hall.no_trace_of_who_left(round).map_err(here)?;
            finished += 1;
        }
    }
    println!(
        "publish: {killed} killed before their end in {round} rounds, {new} of all with the \
         new site in place, {finished} publications let finish in between; every site whole"
    );
    Ok(())
}
