//! What no tracked file may hold.

use std::fs;
use std::path::Path;

use crate::place::Place;
use crate::run::{At, Failure, Result, output};

/// How long a source file may be before it is two.
const MAX_LINES: usize = 400;

/// Looks through every tracked file.
pub(crate) fn tidy(place: &Place) -> Result<()> {
    if !place.root().join(".git").exists() {
        println!("    no git here: nothing to look through");
        return Ok(());
    }
    let machine = machine(place);
    let tracked = output(place.command("git").args(["ls-files", "-z"]))?;
    let mut found = Vec::new();
    for name in tracked.split('\0').filter(|name| !name.is_empty()) {
        let path = place.root().join(name);
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(&path).at(&path)?;
        let Ok(text) = String::from_utf8(bytes) else { continue };
        found.extend(faults(name, &text, &machine));
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
fn machine(place: &Place) -> Vec<String> {
    let own = [Some(place.root().to_path_buf()), std::env::home_dir()];
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
    if is_source(name) && text.lines().count() > MAX_LINES {
        report(MAX_LINES, "is longer than a source file should be");
    }
    found
}

/// Whether a line of the lockfile names a source other than the public index.
fn foreign(line: &str) -> bool {
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    line.starts_with("source = ") && line != public
}

fn is_source(name: &str) -> bool {
    name.ends_with(".rs")
        && !Path::new(name).components().any(|it| it.as_os_str() == "tests")
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
    fn only_sources_are_held_to_their_length() {
        let long = "//\n".repeat(401);
        let fault = "src/app.rs:400: is longer than a source file should be";
        check("src/app.rs", &long, &[fault]);
        check("crates/score/tests/slow.rs", &long, &[]);
        check("docs/a.md", &long, &[]);
    }
}
