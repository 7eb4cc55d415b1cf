//! Mutation testing with cargo-mutants, as `.cargo/mutants.toml` sets it up.
//!
//! A mutant that survives is a change that no test of its own crate detects. Each is detected by
//! a test, or listed in [`ARGUED`] with the reason why no test can detect it.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;

use crate::run::{At, Failure, Result, name, run, step};
use crate::tools;
use crate::workspace::Workspace;

const USAGE: &str = "cargo xtask mutants [--package NAME] [--list] [FILE-GLOB…]";

/// What is mutated: edition, verification, client and sealed files of a feed, and all of
/// the score.
const SCOPE: [&str; 5] = [
    "crates/feed/src/client/**/*.rs",
    "crates/feed/src/edition/**/*.rs",
    "crates/feed/src/sealed/**/*.rs",
    "crates/feed/src/verify.rs",
    "crates/score/src/**/*.rs",
];

/// Survivors with the reason why no test can kill them.
const ARGUED: &str = ".cargo/mutants-argued.md";

/// The outcomes of a mutant: the file in which cargo-mutants lists them, and the heading.
const OUTCOMES: [(&str, &str); 4] = [
    ("caught.txt", "caught"),
    ("missed.txt", "survived"),
    ("unviable.txt", "unviable"),
    ("timeout.txt", "timed out"),
];
const SURVIVED: usize = 1;

/// What cargo-mutants returns where it ran to the end: all caught, some survived, some
/// timed out.
const COMPLETED: [i32; 3] = [0, 2, 3];

/// Which mutants, and whether they are only counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    package: Option<String>,
    list: bool,
    files: Vec<String>,
}

impl Options {
    /// Reads the words after `mutants`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        let usage = || Failure::Usage { given: words.join(" "), usage: USAGE };
        let mut options = Self::default();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            match *word {
                "--package" => {
                    let package = rest.next().ok_or_else(usage)?;
                    options.package = Some((*package).to_owned());
                }
                "--list" => options.list = true,
                other if other.starts_with('-') => return Err(usage()),
                file => options.files.push(file.to_owned()),
            }
        }
        Ok(options)
    }

    fn args(&self) -> Vec<String> {
        let package = match &self.package {
            Some(package) => vec!["--package", package.as_str()],
            None => vec!["--workspace"],
        };
        let named = self.files.iter().map(String::as_str);
        let scope = SCOPE.into_iter().filter(|_| self.files.is_empty());
        let files = named.chain(scope).flat_map(|it| ["--file", it]);
        package.into_iter().chain(files).map(str::to_owned).collect()
    }
}

/// A mutant without its line and column, which every edit above it changes.
type Mutant = String;

/// Tests every mutant in the scope, prints a table, and fails if one survives that is not
/// argued.
pub(crate) fn mutants(workspace: &Workspace, options: &Options) -> Result<()> {
    tools::cargo_mutants(workspace)?;
    let path = workspace.root().join(ARGUED);
    let argued = fs::read_to_string(&path).at(&path)?;
    let argued = read_argued(&argued)
        .map_err(|what| Failure::Unexpected { path: path.clone(), what })?;
    let mut command = workspace.cargo();
    command
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        // A failing property is enough; its smallest input is of no use here.
        .env("PROPTEST_MAX_SHRINK_ITERS", "0")
        .arg("mutants")
        .args(options.args());
    if options.list {
        return run(command.arg("--list"));
    }
    let folder = workspace.root().join("target/mutants");
    fs::create_dir_all(&folder).at(&folder)?;
    command.args(["--no-shuffle", "--output"]).arg(&folder).stdin(Stdio::null());
    step("Testing mutants", "5 to 10 seconds each on an idle machine", || {
        let status = command
            .status()
            .map_err(|source| Failure::Start { program: name(&command), source })?;
        let completed = status.code().is_some_and(|code| COMPLETED.contains(&code));
        if completed {
            Ok(())
        } else {
            Err(Failure::Exit { program: name(&command), status })
        }
    })?;
    let mut outcomes = Vec::new();
    for (file, _) in OUTCOMES {
        let path = folder.join("mutants.out").join(file);
        let text = fs::read_to_string(&path).at(&path)?;
        outcomes.push(text.lines().map(without_place).collect::<Vec<Mutant>>());
    }
    let survived = outcomes.get(SURVIVED).map_or(&[][..], Vec::as_slice);
    let unargued = unargued(survived, &argued);
    print!("{}", table(&outcomes, &unargued));
    if unargued.is_empty() {
        return Ok(());
    }
    let what = format!("mutants survive that {ARGUED} does not argue");
    Err(Failure::Found { what, lines: unargued })
}

/// `FILE:LINE:COLUMN: WHAT` as `FILE: WHAT`.
fn without_place(line: &str) -> Mutant {
    let Some((workspace, what)) = line.split_once(": ") else { return line.to_owned() };
    let file = workspace.split(':').next().unwrap_or(workspace);
    format!("{file}: {what}")
}

/// The listed mutants. Each is a list item, `` - `what`: reason ``, below
/// the heading of its file, `` ## `file` ``; one that occurs twice in a function, twice.
fn read_argued(text: &str) -> std::result::Result<Vec<Mutant>, String> {
    let mut argued = Vec::new();
    let mut file = None;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            file = Some(heading.trim_matches('`'));
        } else if let Some(item) = line.strip_prefix("- ") {
            let parts = item.strip_prefix('`').and_then(|it| it.split_once("`: "));
            match (file, parts) {
                (Some(file), Some((what, reason))) if !reason.trim().is_empty() => {
                    argued.push(format!("{file}: {what}"));
                }
                _ => return Err(format!("has an item without file or reason: {line}")),
            }
        }
    }
    Ok(argued)
}

/// The survivors that are not argued, each as often as it is not.
fn unargued(survived: &[Mutant], argued: &[Mutant]) -> Vec<Mutant> {
    let mut left = argued.to_vec();
    let mut unargued = Vec::new();
    for mutant in survived {
        match left.iter().position(|it| it == mutant) {
            Some(workspace) => drop(left.swap_remove(workspace)),
            None => unargued.push(mutant.clone()),
        }
    }
    unargued
}

/// A row for each file and one for all: tried, each outcome, and not argued.
fn table(outcomes: &[Vec<Mutant>], unargued: &[Mutant]) -> String {
    const WHOLE: &str = "all";
    let columns = OUTCOMES.len() + 1;
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let lists = outcomes.iter().map(Vec::as_slice).chain([unargued]);
    for (column, list) in lists.enumerate() {
        for mutant in list {
            let file = mutant.split(": ").next().unwrap_or(mutant);
            for row in [file, WHOLE] {
                let counts = rows.entry(row).or_insert_with(|| vec![0; columns]);
                counts.iter_mut().skip(column).take(1).for_each(|count| *count += 1);
            }
        }
    }
    let whole = rows.remove_entry(WHOLE);
    let headings = OUTCOMES.map(|(_, heading)| heading);
    let mut text = row("file", "tried", headings.iter().chain(&["not argued"]));
    for (file, counts) in rows.into_iter().chain(whole) {
        let tried: usize = counts.iter().take(OUTCOMES.len()).sum();
        text += &row(file, &tried.to_string(), counts.iter());
    }
    text
}

fn row<T: ToString>(file: &str, tried: &str, counts: impl Iterator<Item = T>) -> String {
    let counts: String = counts.map(|it| format!("{:>12}", it.to_string())).collect();
    format!("{file:<40}{tried:>8}{counts}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn words_are_read() {
        let options = Options::read(&["--package", "hallboard-feed", "a.rs", "b/*"]);
        let args = ["--package", "hallboard-feed", "--file", "a.rs", "--file", "b/*"];
        assert_eq!(options.unwrap().args(), args);
        let whole = Options::read(&[]).unwrap().args();
        assert_eq!(whole.len(), 1 + 2 * SCOPE.len());
        assert!(Options::read(&["--package"]).is_err());
        assert!(Options::read(&["--all"]).is_err());
    }

    #[test]
    fn an_edit_above_a_mutant_changes_nothing() {
        let cases = [
            (
                "a/b.rs:12:5: replace f -> bool with true",
                "a/b.rs: replace f -> bool with true",
            ),
            (
                "a/b.rs:3:9: delete match arm A::B in f",
                "a/b.rs: delete match arm A::B in f",
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(without_place(line), expected);
        }
    }

    #[test]
    fn an_argument_has_a_file_and_a_reason() {
        let text =
            "# Argued\n\nText.\n\n## `a/b.rs`\n\n- `replace < with <= in f`: equal.\n";
        assert_eq!(read_argued(text), Ok(texts(&["a/b.rs: replace < with <= in f"])));
        for text in ["- `a`: why\n", "## `a`\n- `a`:  \n", "## `a`\n- a: why\n"] {
            assert!(read_argued(text).is_err(), "{text}");
        }
    }

    #[test]
    fn one_argument_is_for_one_survivor() {
        let survived = texts(&["a: x", "a: x", "b: y"]);
        assert_eq!(unargued(&survived, &texts(&["a: x", "c: z"])), ["a: x", "b: y"]);
        assert!(unargued(&survived, &texts(&["b: y", "a: x", "a: x"])).is_empty());
    }

    #[test]
    fn the_table_has_a_row_for_each_file_and_one_for_all() {
        let outcomes = [
            texts(&["a.rs: x", "b.rs: y"]),
            texts(&["a.rs: z"]),
            Vec::new(),
            texts(&["b.rs: w"]),
        ];
        let text = table(&outcomes, &texts(&["a.rs: z"]));
        let rows: Vec<Vec<&str>> =
            text.lines().skip(1).map(|it| it.split_whitespace().collect()).collect();
        assert_eq!(
            rows,
            [
                ["a.rs", "2", "1", "1", "0", "0", "1"],
                ["b.rs", "2", "1", "0", "0", "1", "0"],
                ["all", "4", "2", "1", "0", "1", "1"],
            ]
        );
    }
}
