//! Pictures of every page, the one in the README, a display that runs for long,
//! one that starts cold, and the first visit of a slow phone.

use std::process::Command;

use crate::place::Place;
use crate::run::{Result, run, step};
use crate::{sample, tools};

/// Takes the pictures of the published sample.
pub(crate) fn shots(place: &Place) -> Result<()> {
    sample::sample(place)?;
    tools::for_the_tests(place)?;
    step("Taking pictures into target/shots", "about 2 minutes", || {
        run(node(place).arg("shots.mjs"))
    })
}

/// Refreshes a display and turns its pages, ten thousand times each if not told otherwise,
/// and looks at what is left in memory.
pub(crate) fn soak(place: &Place, counts: &[&str]) -> Result<()> {
    sample::sample(place)?;
    tools::for_the_tests(place)?;
    step("Running a display for long", "about 10 minutes", || {
        run(node(place).arg("soak.mjs").args(counts))
    })
}

/// How long a display takes from its address to a drawn board without a network.
pub(crate) fn cold(place: &Place, runs: &[&str]) -> Result<()> {
    sample::sample(place)?;
    tools::for_the_tests(place)?;
    step("Starting a display without a network", "seconds", || {
        run(node(place).arg("cold.mjs").args(runs))
    })
}

/// How long the start page takes on the first visit of a slow phone.
pub(crate) fn load(place: &Place, runs: &[&str]) -> Result<()> {
    sample::sample(place)?;
    tools::for_the_tests(place)?;
    step("First visits of a slow phone", "about a minute", || {
        run(node(place).arg("load.mjs").args(runs))
    })
}

/// Node in the folder of the browser tests, told where everything is.
pub(crate) fn node(place: &Place) -> Command {
    let mut command = place.command("node");
    command
        .current_dir(place.e2e())
        .env("HALLBOARD", place.hallboard())
        .env("HALLBOARD_APP", place.app())
        .env("HALLBOARD_TEST_APP", place.test_app())
        .env("HALLBOARD_SAMPLE", place.sample().join("ledger.json"))
        .env("PYTHONPATH", place.python());
    for (program, name) in [("chromium", "CHROMIUM"), ("firefox-esr", "FIREFOX")] {
        if let Some(path) = place.which(program) {
            command.env(name, path);
        }
    }
    command
}
