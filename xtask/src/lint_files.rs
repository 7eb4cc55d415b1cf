//! What no tracked file may hold.

use std::fs;

use crate::run::{At, Failure, Result, output};
use crate::styles;
use crate::workspace::Workspace;

/// Endings of files that a compiler, an editor or a merge left behind.
const LEFT_OVER_FILES: [&str; 7] = [".bak", ".orig", ".pyc", ".pyo", ".rej", ".swp", "~"];

/// Folders with generated files.
const GENERATED_FOLDERS: [&str; 2] = ["__pycache__", "node_modules"];

/// What commands write in the hall's transcripts is compared byte for byte, and one of
/// them writes `.bak` files.
const TRANSCRIPTS: &str = "crates/hallboard/tests/transcripts/";

/// The document with the code map.
const MAP: &str = "ARCHITECTURE.md";

/// Looks through every tracked file.
pub(crate) fn lint_files(workspace: &Workspace) -> Result<()> {
    if !workspace.root().join(".git").exists() {
        println!("    no git here: nothing to look through");
        return Ok(());
    }
    let machine = machine(workspace);
    let tracked = output(workspace.command("git").args(["ls-files", "-z"]))?;
    let tracked: Vec<&str> =
        tracked.split('\0').filter(|name| !name.is_empty()).collect();
    let mut found = Vec::new();
    for &name in &tracked {
        found.extend(left_over(name).map(|what| format!("{name}: {what}")));
        let path = workspace.root().join(name);
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(&path).at(&path)?;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        found.extend(faults(name, &text, &machine));
        if name == MAP {
            found.extend(missing_files(&text, &tracked));
        }
        let styles = styles::faults(name, &text);
        found.extend(
            styles.into_iter().map(|(line, what)| format!("{name}:{line}: {what}")),
        );
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Failure::Found {
        what: "tracked files hold what they must not".into(),
        lines: found,
    })
}

/// Folders of the machine this runs on, and the usual homes.
fn machine(workspace: &Workspace) -> Vec<String> {
    let own = [Some(workspace.root().to_path_buf()), std::env::home_dir()];
    own.into_iter()
        .flatten()
        .filter(|path| path.parent().is_some())
        .map(|path| format!("{}/", path.display()))
        .chain([concat!("/ho", "me/").to_owned(), concat!("/Us", "ers/").to_owned()])
        .collect()
}

fn faults(name: &str, text: &str, machine: &[String]) -> Vec<String> {
    let registries = [
        concat!("registry", ".npmjs"),
        concat!("registry", ".yarnpkg"),
        concat!("index", ".crates.io"),
        concat!("static", ".crates.io"),
        concat!("\"resolved", "\":"),
    ];
    let mut found = Vec::new();
    let mut report =
        |line: usize, what: &str| found.push(format!("{name}:{line}: {what}"));
    for (line, number) in text.lines().zip(1..) {
        if registries.iter().any(|it| line.contains(it)) {
            report(number, "names a registry's host");
        }
        if name == "Cargo.lock" && foreign(line) {
            report(number, "comes from elsewhere than the public index");
        }
        if machine.iter().any(|it| line.contains(it)) {
            report(number, "names a folder of one machine");
        }
        if name.ends_with("Cargo.toml")
            && line.contains(concat!("arbitrary", "_precision"))
        {
            report(number, "changes how every crate reads numbers");
        }
        if name.starts_with("src/") && line.contains(concat!("inner", "_html")) {
            report(number, "makes HTML of text, which the pages' policy forbids");
        }
    }
    found
}

/// The files that the map names and that are not tracked. A name may leave out the folders
/// before it; names with a pattern in them are not looked at.
fn missing_files(text: &str, tracked: &[&str]) -> Vec<String> {
    let is_tracked = |path: &str| {
        tracked.iter().any(|name| {
            name.strip_suffix(path)
                .is_some_and(|folders| folders.is_empty() || folders.ends_with('/'))
        })
    };
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let quoted = line.split('`').skip(1).step_by(2);
        for path in quoted.filter(|it| it.contains('/') && it.ends_with(".rs")) {
            if !path.contains(['*', '{', ' ']) && !is_tracked(path) {
                found.push(format!("{MAP}:{number}: names `{path}`, which is not there"));
            }
        }
    }
    found
}

/// Whether a line of the lockfile names a source other than the public index.
fn foreign(line: &str) -> bool {
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    line.starts_with("source = ") && line != public
}

/// Why a file of that name should not be tracked.
fn left_over(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    if lower.split('/').any(|part| GENERATED_FOLDERS.contains(&part)) {
        return Some("is in a folder that a tool fills");
    }
    let ends = LEFT_OVER_FILES.iter().any(|ending| lower.ends_with(ending));
    (ends && !lower.starts_with(TRANSCRIPTS))
        .then_some("is compiled, or left behind by an editor or a merge")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[&str]) {
        assert_eq!(faults(name, text, &["/srv/checkout/".to_owned()]), expected);
    }

    #[test]
    fn faults_are_found_with_their_line() {
        check("README.md", "all\nis well\n", &[]);
        check(
            "docs/a.md",
            "one\nsee /srv/checkout/docs\n",
            &["docs/a.md:2: names a folder of one machine"],
        );
        check(
            "tests/e2e/package-lock.json",
            concat!("\"resolved", "\": \"https://example.org/a.tgz\""),
            &["tests/e2e/package-lock.json:1: names a registry's host"],
        );
        check(
            "Cargo.lock",
            "source = \"registry+https://example.org/index\"",
            &["Cargo.lock:1: comes from elsewhere than the public index"],
        );
        check(
            "src/app.rs",
            concat!("node.set_inner", "_html(text)"),
            &["src/app.rs:1: makes HTML of text, which the pages' policy forbids"],
        );
    }

    #[test]
    fn files_that_the_map_names_and_that_are_gone_are_found() {
        let tracked = ["crates/inbox/src/review.rs", "src/app.rs"];
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(missing_files(text, &tracked), expected, "{text}");
        };
        check(
            "`src/app.rs`, `inbox/src/review.rs` and `crates/inbox/src/review.rs`",
            &[],
        );
        check(
            "`src/*/app.rs`, `src/{app,gone}.rs`, `cargo run src/gone.rs`, `gone.rs`",
            &[],
        );
        let gone = ["ARCHITECTURE.md:2: names `src/gone.rs`, which is not there"];
        check("map\n| `src/gone.rs` |", &gone);
        check("map\n`src/app.rs`: `src/gone.rs`", &gone);
        let part = ["ARCHITECTURE.md:1: names `c/app.rs`, which is not there"];
        check("`c/app.rs`", &part);
    }

    #[track_caller]
    fn check_left_over(names: &[&str], expected: Option<&str>) {
        for name in names {
            assert_eq!(left_over(name), expected, "{name}");
        }
    }

    #[test]
    fn files_that_tools_left_behind_are_refused() {
        check_left_over(
            &[
                "a.pyc",
                "scripts/a.PYC",
                "scripts/a.pyo",
                "docs/a.md.orig",
                "src/app.rs.rej",
                "src/.app.rs.swp",
                "Register.csv.bak",
                "src/app.rs~",
            ],
            Some("is compiled, or left behind by an editor or a merge"),
        );
        check_left_over(
            &["scripts/__pycache__/a.txt", "tests/e2e/node_modules/a/index.js"],
            Some("is in a folder that a tool fills"),
        );
        check_left_over(
            &[
                "src/app.rs",
                "docs/bak.md",
                "docs/original.md",
                "node_modules.md",
                "crates/hallboard/tests/transcripts/hall/keeping.out/register/Deeds.csv.bak",
            ],
            None,
        );
    }
}
