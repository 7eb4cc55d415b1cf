//! Kills of `publish`, `rollback`, `desk`, `fill-ids` and `inbox` at random moments, for maintainers.

use std::env;
use std::fs;

use crate::app;
use crate::run::{At, Failure, Result, run, step};
use crate::workspace::Workspace;

const USAGE: &str = "cargo xtask crash-test [KILLS] [SEED]";
const KILLS: u32 = 200;

/// How many kills of each, and which.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    kills: u32,
    seed: u64,
}

impl Options {
    /// Reads the words after `crash-test`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        let usage = || Failure::Usage { given: words.join(" "), usage: USAGE };
        if words.len() > 2 {
            return Err(usage());
        }
        let number = |workspace: usize, default: u64| match words.get(workspace) {
            Some(word) => word.parse::<u64>().ok().ok_or_else(usage),
            None => Ok(default),
        };
        let kills = u32::try_from(number(0, KILLS.into())?).ok().ok_or_else(usage)?;
        Ok(Self { kills, seed: number(1, 1)? })
    }
}

/// Builds the command and the program that kills it at random moments, and runs both.
pub(crate) fn crash_test(workspace: &Workspace, options: &Options) -> Result<()> {
    app::build_command(workspace)?;
    let folder =
        env::temp_dir().join(format!("hallboard-crash-test-{}", std::process::id()));
    step(
        "Building the program that kills the command",
        "about 4 minutes the first time",
        || {
            let mut build = workspace.cargo();
            run(build.args([
                "build",
                "--release",
                "--quiet",
                "--package",
                "hallboard",
                "--example",
                "crash_test",
            ]))
        },
    )?;
    let done = step(
        "Killing publish, rollback, desk, fill-ids and inbox",
        "about 12 minutes",
        || {
            let mut example = workspace.cargo();
            example.args(EXAMPLE).arg("--").arg(workspace.hallboard()).arg(&folder);
            run(example.args([options.kills.to_string(), options.seed.to_string()]))
        },
    );
    if done.is_ok() {
        fs::remove_dir_all(&folder).at(&folder)?;
    } else {
        println!("    what is left of the hall: {}", folder.display());
    }
    done
}

const EXAMPLE: [&str; 7] =
    ["run", "--release", "--quiet", "--package", "hallboard", "--example", "crash_test"];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: Option<(u32, u64)>) {
        let read = Options::read(words).ok().map(|it| (it.kills, it.seed));
        assert_eq!(read, expected, "{words:?}");
    }

    #[test]
    fn kills_and_seed_have_defaults() {
        check(&[], Some((200, 1)));
        check(&["50"], Some((50, 1)));
        check(&["50", "7"], Some((50, 7)));
        check(&["many"], None);
        check(&["1", "2", "3"], None);
    }
}
