//! Pictures of every page, the one in the README, a display that runs for long,
//! one that starts cold, the first visit of a slow phone, and one's own page.

use std::process::Command;

use crate::run::{Result, run, step};
use crate::workspace::Workspace;
use crate::{sample, tools};

/// Takes the pictures of the published sample.
pub(crate) fn shots(workspace: &Workspace) -> Result<()> {
    sample::sample(workspace)?;
    tools::for_the_tests(workspace)?;
    step("Taking pictures into target/shots", "about 2 minutes", || {
        run(node(workspace).arg("shots.mjs"))
    })
}

/// Refreshes a display and turns its pages, ten thousand times each by default,
/// and checks that memory does not grow.
pub(crate) fn soak(workspace: &Workspace, counts: &[&str]) -> Result<()> {
    sample::sample(workspace)?;
    tools::for_the_tests(workspace)?;
    step("Running a display for long", "about 10 minutes", || {
        run(node(workspace).arg("soak.mjs").args(counts))
    })
}

/// How long a display takes from its address to a drawn board without a network.
pub(crate) fn cold(workspace: &Workspace, runs: &[&str]) -> Result<()> {
    sample::sample(workspace)?;
    tools::for_the_tests(workspace)?;
    step("Starting a display without a network", "seconds", || {
        run(node(workspace).arg("cold.mjs").args(runs))
    })
}

/// How long the start page takes on the first visit of a slow phone.
pub(crate) fn load(workspace: &Workspace, runs: &[&str]) -> Result<()> {
    sample::sample(workspace)?;
    tools::for_the_tests(workspace)?;
    step("First visits of a slow phone", "about a minute", || {
        run(node(workspace).arg("load.mjs").args(runs))
    })
}

/// Measures `/me` from a card's URL to the chart.
pub(crate) fn record(workspace: &Workspace, runs: &[&str]) -> Result<()> {
    sample::sample(workspace)?;
    tools::for_the_tests(workspace)?;
    step("Opening a record of ten years", "about 2 minutes", || {
        run(node(workspace).arg("record.mjs").args(runs))
    })
}

/// Node in the folder of the browser tests, with all paths in its environment.
pub(crate) fn node(workspace: &Workspace) -> Command {
    let mut command = workspace.command("node");
    command
        .current_dir(workspace.e2e())
        .env("HALLBOARD", workspace.hallboard())
        .env("HALLBOARD_APP", workspace.app())
        .env("HALLBOARD_TEST_APP", workspace.test_app())
        .env("HALLBOARD_SAMPLE", workspace.sample().join("ledger.json"))
        .env("PYTHONPATH", workspace.python());
    for (program, name) in [("chromium", "CHROMIUM"), ("firefox-esr", "FIREFOX")] {
        if let Some(path) = workspace.which(program) {
            command.env(name, path);
        }
    }
    command
}
