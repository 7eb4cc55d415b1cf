//! Everything that CI runs, in order, to the first failure.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::run::{At, Failure, Result, output, run, spoken, step};
use crate::workspace::Workspace;
use crate::{app, lint_files, package, sample, shots, size_budget, tools};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

/// A check: what it shows, about how long it takes, and the work.
type Check = (&'static str, &'static str, fn(&Workspace) -> Result<()>);

const CHECKS: [Check; 13] = [
    ("Format", "a moment", format),
    ("Hygiene of the tracked files", "a moment", lint_files::lint_files),
    ("Scripts around the app", "a moment", scripts),
    ("Lints, native", "2 minutes the first time", lints),
    ("Lints, for the browser", "1 minute the first time", lints_wasm),
    ("Licences, sources and banned crates", "a moment", dependencies),
    ("What the app is built of", "a moment", app_dependencies),
    ("Native tests", "about 10 minutes the first time", native_tests),
    ("Tests in Chromium", "1 minute", wasm_tests),
    ("App and sample village", "up to 8 minutes the first time", build),
    ("Sizes", "a moment", size_budget::measure),
    ("Pages in Chromium, end to end", "about 20 minutes", pages),
    ENGINES,
];
const ENGINES: Check = ("Pages in Firefox and WebKit", "about 4 minutes", other_engines);

/// Installs what is missing and runs every check.
pub(crate) fn test(workspace: &Workspace) -> Result<()> {
    let start = Instant::now();
    tools::for_the_app(workspace)?;
    tools::for_the_tests(workspace)?;
    let before = tree(workspace);
    for (done, (headline, about, work)) in CHECKS.into_iter().enumerate() {
        step(headline, about, || work(workspace))
            .map_err(|why| failed(headline, done, why))?;
    }
    unchanged(workspace, before)
        .map_err(|why| failed("Clean tree", CHECKS.len(), why))?;
    println!("\nEverything passed in {}.", spoken(start.elapsed()));
    println!("{} passed, 0 failed", CHECKS.len() + 1);
    Ok(())
}

/// Runs the tests in other browsers alone, on an app and a sample that are built first.
pub(crate) fn engines(workspace: &Workspace) -> Result<()> {
    sample::sample(workspace)?;
    tools::for_the_tests(workspace)?;
    let (headline, about, work) = ENGINES;
    step(headline, about, || work(workspace))
}

fn failed(headline: &'static str, passed: usize, why: Failure) -> Failure {
    Failure::Check { headline, passed, why: Box::new(why) }
}

fn unchanged(workspace: &Workspace, before: Option<String>) -> Result<()> {
    let after = tree(workspace);
    if after == before {
        return Ok(());
    }
    let what = "the tests changed files that git knows or does not ignore".to_owned();
    Err(Failure::Found { what, lines: after.into_iter().collect() })
}

/// Git's status of the working tree; nothing without git.
fn tree(workspace: &Workspace) -> Option<String> {
    let git = |args: &[&str]| output(workspace.command("git").args(args)).ok();
    if !workspace.root().join(".git").exists() {
        return None;
    }
    Some(git(&["status", "--porcelain", "-uall"])? + &git(&["diff", "HEAD"])?)
}

fn format(workspace: &Workspace) -> Result<()> {
    run(workspace.cargo().args(["fmt", "--all", "--check"]))
}

/// The scripts that run before and alongside the program, under Node with a fake browser.
fn scripts(workspace: &Workspace) -> Result<()> {
    let folder = workspace.script_tests();
    run(workspace
        .command("node")
        .current_dir(&folder)
        .args(["--no-warnings", "--test", "--test-reporter=dot"])
        .args(test_files(&folder)?))
}

fn lints(workspace: &Workspace) -> Result<()> {
    run(workspace
        .cargo()
        .args(["clippy", "--quiet", "--workspace", "--all-targets"])
        .args(DENY_WARNINGS))
}

fn lints_wasm(workspace: &Workspace) -> Result<()> {
    run(workspace
        .cargo()
        .args(["clippy", "--quiet", "--package", "hallboard-web"])
        .args(["--package", "hallboard-scan", "--all-targets"])
        .args(WASM)
        .args(DENY_WARNINGS))?;
    run(workspace
        .cargo()
        .args(["clippy", "--quiet", "--package", "hallboard-workbook"])
        .args(["--package", "hallboard-publish", "--package", "hallboard-inbox", "--lib"])
        .args(WASM)
        .args(DENY_WARNINGS))
}

/// All checks of `deny.toml` except advisories, whose database is on a host that CI cannot
/// reach. `cargo deny check advisories` runs those.
fn dependencies(workspace: &Workspace) -> Result<()> {
    run(workspace
        .command("cargo-deny")
        .args(["--log-level", "error", "--locked", "check"])
        .args(["bans", "licenses", "sources"]))
}

/// Crates of the command, of the tests and of what reads cards that must not reach the app.
const NOT_IN_THE_APP: [&str; 8] = [
    "calamine",
    "clap",
    "proptest",
    "rqrr",
    "schemars",
    "tokio",
    "wasm-bindgen-test",
    "zip",
];

fn app_dependencies(workspace: &Workspace) -> Result<()> {
    let tree = output(
        workspace
            .cargo()
            .args(["tree", "--quiet", "--package", "hallboard-web", "--prefix", "none"])
            .args(["--edges", "normal,no-proc-macro", "--format", "{p}"])
            .args(WASM),
    )?;
    let names: Vec<&str> =
        tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let leaked: Vec<String> = NOT_IN_THE_APP
        .iter()
        .filter(|it| names.contains(it))
        .map(|it| (*it).to_owned())
        .collect();
    if leaked.is_empty() && names.contains(&"hallboard-feed") {
        return Ok(());
    }
    let what = "the app is built of crates it must not hold".to_owned();
    Err(Failure::Found { what, lines: leaked })
}

fn native_tests(workspace: &Workspace) -> Result<()> {
    run(workspace.cargo().args(["test", "--quiet", "--workspace"]))
}

fn wasm_tests(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo();
    if let Some(driver) = workspace.which("chromedriver") {
        command.env("CHROMEDRIVER", driver);
    }
    run(command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .args(["test", "--package", "hallboard-web"])
        .args(WASM))
}

fn build(workspace: &Workspace) -> Result<()> {
    app::build_with_test_languages(workspace)?;
    app::build(workspace)?;
    app::build_command(workspace)?;
    package::alone(&|| Command::new(workspace.hallboard()))?;
    sample::publish(workspace)
}

/// How many files of browser tests run side by side: they wait more than they compute.
const SIDE_BY_SIDE: u32 = 2;

fn pages(workspace: &Workspace) -> Result<()> {
    node_tests(workspace, &workspace.e2e(), SIDE_BY_SIDE)
}

fn other_engines(workspace: &Workspace) -> Result<()> {
    // Each file drives both engines at once already.
    node_tests(workspace, &workspace.engines(), 1)
}

/// Every file of tests in the folder, so many at a time.
fn node_tests(workspace: &Workspace, folder: &Path, side_by_side: u32) -> Result<()> {
    run(shots::node(workspace)
        .current_dir(folder)
        .args(["--test", "--test-reporter=spec"])
        .arg(format!("--test-concurrency={side_by_side}"))
        .arg("--test-timeout=1800000")
        .args(test_files(folder)?))
}

/// The names of the files of tests in a folder.
fn test_files(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).at(folder)? {
        let name = entry.at(folder)?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}
