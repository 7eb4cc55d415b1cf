//! Kills `hallboard publish` and `hallboard tidy` at random moments and looks at what
//! they left: `cargo xtask kills` runs this.
//!
//! After each kill the site must be the old one or the new one, whole and verifying;
//! the workbook the old one or the new one to the byte; the lock free; memory and
//! copies readable and fit for the next publication.

mod hall;
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
    let usage = "usage: kills HALLBOARD FOLDER ROUNDS SEED";
    let words: Vec<String> = env::args().skip(1).collect();
    let [hallboard, folder, rounds, seed] = words.as_slice() else {
        return Err(usage.into());
    };
    let (rounds, seed): (u32, u64) = (rounds.parse()?, seed.parse()?);
    let mut chance = Chance(Pcg64Mcg::seed_from_u64(seed));
    let hall = Hall::found(PathBuf::from(hallboard), PathBuf::from(folder))?;
    publish(&hall, rounds, &mut chance)?;
    tidy::tidy(&hall, rounds, &mut chance)
}

/// A source of chance.
struct Chance(Pcg64Mcg);

impl Chance {
    /// A part of a duration, evenly from none to a little more than all of it.
    fn part_of(&mut self, whole: Duration) -> Duration {
        whole.mul_f64(f64::from(self.0.next_u32()) / f64::from(u32::MAX) * 1.1)
    }
}

fn publish(hall: &Hall, rounds: u32, chance: &mut Chance) -> Result<()> {
    let start = Instant::now();
    hall.publish(0)?.finish()?;
    let took = start.elapsed();
    let mut old = site::whole(hall)?;
    let (mut killed, mut new, mut finished) = (0, 0, 0);
    for round in 1..=rounds {
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
            hall.publish(round)?.finish().map_err(here)?;
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
        "publish: {rounds} rounds, {killed} killed in time, {new} of all with the new \
         site in place, {finished} publications let finish in between; every site whole"
    );
    Ok(())
}
