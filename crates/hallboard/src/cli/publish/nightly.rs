//! Prints the lines that make a computer publish automatically; installs nothing.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use hallboard_operations::failure::CliError;
use hallboard_operations::folder::HallFolder;
use hallboard_operations::schedule::Schedule;

/// Prints the lines for a hall folder, and how to use them.
pub(super) fn print(
    hall: Option<&Path>,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let schedule = Schedule::of(&HallFolder::given_or_here(hall)?)?;
    let (name, how_often) = (schedule.name(), schedule.how_often());
    let what = t!("nightly.what", hall = schedule.hall(), how_often = how_often);
    writeln!(out, "{what}\n")?;
    writeln!(out, "{}\n\n{}\n", t!("nightly.cron"), schedule.cron())?;
    writeln!(out, "{}\n", t!("nightly.systemd"))?;
    writeln!(out, "# ~/.config/systemd/user/{name}.service\n{}", schedule.service())?;
    writeln!(out, "# ~/.config/systemd/user/{name}.timer\n{}", schedule.timer())?;
    writeln!(out, "systemctl --user enable --now {name}.timer\n")?;
    writeln!(out, "{}\n\n{}\n", t!("nightly.windows"), schedule.windows())?;
    if let Some(why) = schedule.too_long_for_windows() {
        writeln!(out, "{why}\n")?;
    }
    for remark in schedule.remarks() {
        writeln!(out, "{remark}")?;
    }
    Ok(ExitCode::SUCCESS)
}
