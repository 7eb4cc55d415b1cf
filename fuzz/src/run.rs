//! A target with one input after the other.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::mutate::mutated;
use crate::seeds::seeds;
use crate::targets::Target;
use crate::{At, Failure};

/// Nobody waits longer for a file of this size.
const LONGEST: Duration = Duration::from_secs(10);

/// Where inputs that a target cannot stand are put.
fn found() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fuzz")
}

/// Gives a target inputs for so long, that of `seed` first.
pub(crate) fn run(target: &Target, time: Duration, seed: u64) -> Result<(), Failure> {
    let seeds = seeds(target)?;
    let scratch = tempfile::tempdir().at(std::env::temp_dir())?;
    let folder = found();
    fs::create_dir_all(&folder).at(&folder)?;
    let at_work = folder.join(format!("{}.seed", target.name));
    let start = Instant::now();
    let (mut tried, mut read) = (0_u64, 0_u64);
    while start.elapsed() < time {
        let seed = seed.wrapping_add(tried);
        let input = mutated(&seeds, target.tokens, &mut Rng::with_seed(seed))?;
        fs::write(&at_work, seed.to_string()).at(&at_work)?;
        let begun = Instant::now();
        let done =
            catch_unwind(AssertUnwindSafe(|| (target.read)(&input, scratch.path())));
        let took = begun.elapsed();
        let keep = || {
            let path = folder.join(format!("{}-{seed}.bin", target.name));
            fs::write(&path, &input).at(&path).map(|()| path)
        };
        let name = target.name;
        match done {
            Err(_message) => {
                return Err(Failure::Panicked { target: name, seed, path: keep()? });
            }
            Ok(_) if took > LONGEST => {
                return Err(Failure::Slow { target: name, seed, path: keep()?, took });
            }
            Ok(done) => read += u64::from(done.at(scratch.path())?),
        }
        tried += 1;
    }
    let seconds = start.elapsed().as_secs();
    println!("{:<12} {tried:>8} inputs in {seconds} s, {read} of them read", target.name);
    Ok(())
}

/// Gives a target the input in a file; a panic is one.
pub(crate) fn once(target: &Target, file: &Path) -> Result<(), Failure> {
    let input = fs::read(file).at(file)?;
    let scratch = tempfile::tempdir().at(std::env::temp_dir())?;
    let read = (target.read)(&input, scratch.path()).at(scratch.path())?;
    println!("{}", if read { "read" } else { "refused" });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Broken for every input; its seeds are those of mails.
    const BROKEN: Target = Target {
        name: "broken",
        read: |_, _| panic!("broken"),
        seeds: "mail",
        tokens: &[],
    };

    #[test]
    fn panicking_input_is_saved_and_reported() {
        let outcome = run(&BROKEN, Duration::from_secs(60), 7);
        let Err(Failure::Panicked { target: "broken", seed: 7, path }) = outcome else {
            panic!("{outcome:?}");
        };
        let input = fs::read(&path).unwrap();
        let seeds = seeds(&BROKEN).unwrap();
        assert_eq!(input, mutated(&seeds, &[], &mut Rng::with_seed(7)).unwrap());
        fs::remove_file(path).unwrap();
    }
}
