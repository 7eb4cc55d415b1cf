//! The sample village: its ledger, its key and its site.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::measure::measured;
use crate::run::{At, Failure, Result, run, step};
use crate::workspace::Workspace;
use crate::{app, tools};

/// What a publication of the sample may need at its peak.
const MAX_PEAK_KIB: u64 = 300 * 1024;

/// Makes everything the sample needs and publishes it.
pub(crate) fn sample(workspace: &Workspace) -> Result<()> {
    tools::for_the_app(workspace)?;
    app::build(workspace)?;
    app::build_command(workspace)?;
    publish(workspace)
}

/// Makes the sample's ledger and key where they are missing, and publishes.
pub(crate) fn publish(workspace: &Workspace) -> Result<()> {
    let hallboard = workspace.hallboard();
    let folder = workspace.sample();
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
    forget_publications(&key, &workspace.site())?;
    step("Publishing the sample village", "under 3 seconds", || {
        let mut command = Command::new(&hallboard);
        command.arg("publish").arg(&ledger).arg("--out").arg(workspace.site());
        command.arg("--key").arg(&key);
        publishing(&mut command)
    })
}

/// Deletes the publications of a sample hall: weeks may pass between two runs, after which the
/// command would refuse the clock as doubtful.
pub(crate) fn forget_publications(key: &Path, site: &Path) -> Result<()> {
    let mut state = key.as_os_str().to_owned();
    state.push(".memory.json");
    let state = std::path::PathBuf::from(state);
    if state.is_file() {
        fs::remove_file(&state).at(&state)?;
    }
    let head = site.join("feed/head.json");
    if head.is_file() {
        fs::remove_file(&head).at(&head)?;
    }
    Ok(())
}

/// Whether the file is there and no older than what it was made by.
pub(crate) fn newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
    matches!((time(file), time(than)), (Some(file), Some(than)) if file >= than)
}

/// Runs the command and prints its time and the most memory it held.
fn publishing(command: &mut Command) -> Result<()> {
    let needed = measured(command)?;
    let [time, peak] = needed.cells();
    println!("    published in {time}, at most {peak}");
    if needed.peak.is_some_and(|kib| kib > MAX_PEAK_KIB) {
        let what = format!("publishing needs more than {} MB", MAX_PEAK_KIB / 1024);
        return Err(Failure::Found { what, lines: Vec::new() });
    }
    Ok(())
}
