//! A great many letters for `hallboard inbox`, which may be killed at random moments
//! meanwhile, for maintainers.

use std::env;
use std::fs;

use crate::app;
use crate::run::{At, Failure, Result, run, step};
use crate::workspace::Workspace;

const USAGE: &str =
    "cargo xtask inbox-load [LETTERS] [--kills KILLS] [--seed SEED] [--register NAME]";

/// How many letters, how many kills, which, and what the register is kept in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    letters: u32,
    kills: u32,
    seed: u64,
    register: String,
}

impl Options {
    /// Reads the words after `inbox-load`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        let usage = || Failure::Usage { given: words.join(" "), usage: USAGE };
        let register = "register.xlsx".to_owned();
        let mut options = Self { letters: 100_000, kills: 0, seed: 1, register };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if !word.starts_with("--") {
                options.letters = word.parse().ok().ok_or_else(usage)?;
                continue;
            }
            let given = words.next().ok_or_else(usage)?;
            match *word {
                "--kills" => options.kills = given.parse().ok().ok_or_else(usage)?,
                "--seed" => options.seed = given.parse().ok().ok_or_else(usage)?,
                "--register" => options.register = (*given).to_owned(),
                _ => return Err(usage()),
            }
        }
        Ok(options)
    }
}

/// Builds the command and the letter writer, and prints the outcome of the letters.
pub(crate) fn load(workspace: &Workspace, options: &Options) -> Result<()> {
    step("Building the command hallboard", "about 4 minutes the first time", || {
        run(app::command(workspace).env("HALLBOARD_EMBED_APP", ""))
    })?;
    let example = ["--quiet", "--release", "--package", "hallboard", "--example"];
    step("Building what writes the letters", "about a minute the first time", || {
        let mut build = workspace.cargo();
        build.env("HALLBOARD_EMBED_APP", "");
        run(build.arg("build").args(example).arg("inbox_load"))
    })?;
    let folder = env::temp_dir().join(format!("hallboard-inbox-{}", std::process::id()));
    let done = step("Writing, taking in and deciding", "about 5 minutes", || {
        let mut load = workspace.cargo();
        load.env("HALLBOARD_EMBED_APP", "");
        load.arg("run").args(example).args(["inbox_load", "--"]);
        load.arg(workspace.hallboard()).arg(&folder).arg(&options.register);
        let counts = [options.letters, options.kills].map(|it| it.to_string());
        run(load.args(counts).arg(options.seed.to_string()))
    });
    match &done {
        Ok(()) => fs::remove_dir_all(&folder).at(&folder)?,
        Err(_) => println!("    what is left of the hall: {}", folder.display()),
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: Option<(u32, u32, u64, &str)>) {
        let read = Options::read(words).ok();
        let read =
            read.as_ref().map(|it| (it.letters, it.kills, it.seed, it.register.as_str()));
        assert_eq!(read, expected, "{words:?}");
    }

    #[test]
    fn letters_kills_seed_and_register_have_defaults() {
        check(&[], Some((100_000, 0, 1, "register.xlsx")));
        check(&["500", "--kills", "20"], Some((500, 20, 1, "register.xlsx")));
        let all = ["--seed", "7", "--register", "register.json", "9"];
        check(&all, Some((9, 0, 7, "register.json")));
        check(&["many"], None);
        check(&["--kills"], None);
        check(&["--kill", "1"], None);
    }
}
