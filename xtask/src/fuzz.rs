//! Fuzzing of the parsers of untrusted input, for maintainers.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::run::{Failure, Result, run, step};
use crate::workspace::Workspace;

const USAGE: &str = "cargo xtask fuzz [--minutes N] [--seed SEED] [TARGET]";
const MINUTES: u32 = 12;

/// For how long altogether, from which seed on, and which target, if not every one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    minutes: u32,
    seed: Option<u64>,
    target: Option<String>,
}

impl Options {
    /// Reads the words after `fuzz`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        let usage = || Failure::Usage { given: words.join(" "), usage: USAGE };
        let mut options = Self { minutes: MINUTES, seed: None, target: None };
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let mut given = || rest.next().ok_or_else(usage);
            match *word {
                "--minutes" => {
                    options.minutes = given()?.parse().ok().ok_or_else(usage)?;
                }
                "--seed" => {
                    options.seed = Some(given()?.parse().ok().ok_or_else(usage)?);
                }
                name if !name.starts_with('-') && options.target.is_none() => {
                    options.target = Some(name.to_owned());
                }
                _ => return Err(usage()),
            }
        }
        Ok(options)
    }
}

/// Builds the targets and gives each its share of the time. Every run tries other inputs,
/// unless a seed is given.
pub(crate) fn fuzz(workspace: &Workspace, options: &Options) -> Result<()> {
    let package = ["--quiet", "--profile", "fuzz", "--package", "hallboard-fuzz"];
    step("Building the targets", "about 4 minutes the first time", || {
        run(workspace.cargo().arg("build").args(package))
    })?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seed = options.seed.unwrap_or(now.as_secs() << 20);
    let about = format!("{} minutes, from seed {seed}", options.minutes);
    step("Random inputs for every reader", &about, || {
        let mut fuzz = workspace.cargo();
        fuzz.arg("run").args(package).args(["--", "run"]);
        let seconds = options.minutes.saturating_mul(60);
        fuzz.args([seconds.to_string(), seed.to_string()]).args(&options.target);
        run(&mut fuzz)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: Option<(u32, Option<u64>, Option<&str>)>) {
        let read = Options::read(words).ok();
        let read = read.as_ref().map(|it| (it.minutes, it.seed, it.target.as_deref()));
        assert_eq!(read, expected, "{words:?}");
    }

    #[test]
    fn minutes_seed_and_target_have_defaults() {
        check(&[], Some((12, None, None)));
        check(&["--minutes", "3"], Some((3, None, None)));
        check(&["mail", "--seed", "7"], Some((12, Some(7), Some("mail"))));
        check(&["--minutes"], None);
        check(&["--minutes", "many"], None);
        check(&["mail", "csv"], None);
        check(&["--hours", "3"], None);
    }
}
