//! The sample village: its ledger, its key and its site.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::place::Place;
use crate::run::{At, Failure, Result, name, run, spoken, step};
use crate::{app, tools};

/// What a publication of the sample may need at its peak.
const MAX_PEAK_KIB: u64 = 300 * 1024;

/// Makes everything the sample needs and publishes it.
pub(crate) fn sample(place: &Place) -> Result<()> {
    tools::for_the_app(place)?;
    app::build(place)?;
    app::build_command(place)?;
    publish(place)
}

/// Makes the sample's ledger and key where they are missing, and publishes.
pub(crate) fn publish(place: &Place) -> Result<()> {
    let hallboard = place.hallboard();
    let folder = place.sample();
    fs::create_dir_all(&folder).at(&folder)?;
    let ledger = folder.join("ledger.json");
    let key = folder.join("hall.key");
    if !newer(&ledger, &hallboard) {
        step("Making the sample village", "a few seconds", || {
            run(Command::new(&hallboard)
                .args(["sample", "--replace", "--out"])
                .arg(&ledger))
        })?;
    }
    if !key.is_file() {
        step("Making the hall's key", "a moment, once", || {
            run(Command::new(&hallboard).args(["keygen", "--out"]).arg(&key))
        })?;
    }
    step("Publishing the sample village", "under 3 seconds", || {
        let mut command = Command::new(&hallboard);
        command.arg("publish").arg(&ledger).arg("--out").arg(place.site());
        command.arg("--key").arg(&key);
        measured(&mut command)
    })
}

/// Whether the file is there and no older than what it was made by.
fn newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
    matches!((time(file), time(than)), (Some(file), Some(than)) if file >= than)
}

/// Runs the command and prints its time and the most memory it held.
fn measured(command: &mut Command) -> Result<()> {
    let program = name(command);
    let failed = |source| Failure::Start { program: program.clone(), source };
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).spawn().map_err(failed)?;
    let mut peak = None;
    let status = loop {
        peak = peak_kib(child.id()).or(peak);
        match child.try_wait().map_err(failed)? {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let time = spoken(start.elapsed());
    if !status.success() {
        return Err(Failure::Exit { program, status });
    }
    match peak {
        Some(kib) => println!("    published in {time}, at most {} MB", kib / 1024),
        None => println!("    published in {time}"),
    }
    if peak.is_some_and(|kib| kib > MAX_PEAK_KIB) {
        let what = format!("publishing needs more than {} MB", MAX_PEAK_KIB / 1024);
        return Err(Failure::Found { what, lines: Vec::new() });
    }
    Ok(())
}

/// The high-water mark of a running process, where the system tells it.
fn peak_kib(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
