//! Prints the lines that make a computer publish automatically; installs nothing.

use std::io::Write;
use std::path::{Path, absolute};
use std::process::ExitCode;

use hallboard_publish::Cadence;

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::HallFolder;
use hallboard_operations::language::Language;
use hallboard_operations::words::system;

/// Maximum number of characters that Windows accepts for a task's command.
const LONGEST_TASK: usize = 261;

/// The scheduled command and its interval.
struct Task {
    command: String,
    hall: String,
    name: String,
    language: Option<&'static str>,
    cadence: Cadence,
    /// Whether the site is uploaded as well.
    uploads: bool,
}

/// Prints the lines for a hall folder, and how to use them.
pub(super) fn print(
    hall: Option<&Path>,
    out: &mut dyn Write,
) -> Result<ExitCode, CliError> {
    let folder = HallFolder::given_or_here(hall)?;
    let task = Task::of(&folder)?;
    let how_often = match task.cadence.days() {
        1 => t!("nightly.daily"),
        days => t!("nightly.every", days = days),
    };
    writeln!(out, "{}\n", t!("nightly.what", hall = task.hall, how_often = how_often))?;
    writeln!(out, "{}\n\n{}\n", t!("nightly.cron"), task.cron())?;
    writeln!(out, "{}\n", t!("nightly.systemd"))?;
    writeln!(out, "# ~/.config/systemd/user/{}.service\n{}", task.name, task.service())?;
    writeln!(out, "# ~/.config/systemd/user/{}.timer\n{}", task.name, task.timer())?;
    writeln!(out, "systemctl --user enable --now {}.timer\n", task.name)?;
    writeln!(out, "{}\n\n{}\n", t!("nightly.windows"), task.windows())?;
    if task.windows_runs().chars().count() > LONGEST_TASK {
        writeln!(out, "{}\n", t!("nightly.too_long", most = LONGEST_TASK))?;
    }
    writeln!(out, "{}", t!("nightly.time"))?;
    if task.uploads {
        writeln!(out, "{}", t!("nightly.upload"))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Task {
    fn of(folder: &HallFolder) -> Result<Task, CliError> {
        let failed = |error: std::io::Error| {
            let what = t!("nightly.no_place", why = system(error));
            CliError::runtime(Message::at(
                folder.shown(),
                what,
                t!("nightly.no_place_hint"),
            ))
        };
        let here = if folder.folder().as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder.folder()
        };
        let hall = absolute(here).map_err(failed)?;
        let command = std::env::current_exe().map_err(failed)?;
        let name = hall.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Task {
            command: command.display().to_string(),
            hall: hall.display().to_string(),
            name: format!("hallboard-{}", plain_name(&name)),
            language: (Language::current() == Language::Chinese).then_some("zh"),
            cadence: folder.hall().cadence,
            uploads: folder.settings().site.upload.is_some(),
        })
    }

    /// The command line, each word quoted by `quote`.
    fn runs(&self, quote: impl Fn(&str) -> String) -> String {
        let language = self.language.map(|it| format!(" --language {it}"));
        let language = language.unwrap_or_default();
        let upload = if self.uploads { " --upload" } else { "" };
        let (command, hall) = (quote(&self.command), quote(&self.hall));
        format!("{command} publish {hall}{upload}{language}")
    }

    /// A crontab line.
    fn cron(&self) -> String {
        let days = self.cadence.days();
        let when = match days {
            1 => "30 2 * * *".to_owned(),
            7 => "30 2 * * 1".to_owned(),
            2..=27 => format!("30 2 */{days} * *"),
            28..=59 => "30 2 1 * *".to_owned(),
            _ => format!("30 2 1 */{} *", days / 30),
        };
        let log = shell(&format!("{}/publish.log", self.hall.trim_end_matches('/')));
        // In a crontab, an unescaped % ends the line, even within quotes.
        let line = format!("{} >> {log} 2>&1", self.runs(shell)).replace('%', "\\%");
        format!("{when} {line}")
    }

    fn service(&self) -> String {
        format!("[Service]\nType=oneshot\nExecStart={}\n", self.runs(systemd))
    }

    fn timer(&self) -> String {
        let when = match self.cadence.days() {
            1 => "*-*-* 02:30".to_owned(),
            7 => "Mon 02:30".to_owned(),
            days @ 2..=27 => format!("*-*-1/{days} 02:30"),
            28..=59 => "*-*-1 02:30".to_owned(),
            days => format!("*-1/{}-1 02:30", days / 30),
        };
        format!(
            "[Timer]\nOnCalendar={when}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
        )
    }

    fn windows_runs(&self) -> String {
        self.runs(|word| format!("\"{word}\""))
    }

    /// A line for the Windows command prompt.
    fn windows(&self) -> String {
        let every = match self.cadence.days() {
            1 => "/SC DAILY".to_owned(),
            7 => "/SC WEEKLY /D MON".to_owned(),
            days => format!("/SC DAILY /MO {days}"),
        };
        let runs = self.windows_runs().replace('"', "\\\"");
        format!("schtasks /Create /TN \"{}\" {every} /ST 02:30 /TR \"{runs}\"", self.name)
    }
}

/// A name without characters that are special on any of the systems.
fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' };
    name.chars().map(plain).collect()
}

/// Quotes a word for a POSIX shell.
fn shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Quotes a word for a systemd unit.
fn systemd(word: &str) -> String {
    let word = word.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", word.replace('%', "%%").replace('$', "$$"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(command: &str, hall: &str, days: u16) -> Task {
        let cadence =
            hallboard_publish::Settings::read(&format!("[hall]\ncadence = {days}"))
                .unwrap()
                .hall
                .unwrap()
                .cadence;
        let (command, hall) = (command.to_owned(), hall.to_owned());
        let (name, language, uploads) = ("hallboard-x".to_owned(), None, false);
        Task { command, hall, name, language, cadence, uploads }
    }

    #[test]
    fn paths_with_blanks_quotes_and_signs() {
        let task = task("/opt/hall board", "/srv/杨桥 O'Hara 100%$", 1);
        assert_eq!(
            task.cron(),
            "30 2 * * * '/opt/hall board' publish '/srv/杨桥 O'\\''Hara 100\\%$' \
             >> '/srv/杨桥 O'\\''Hara 100\\%$/publish.log' 2>&1"
        );
        let exec = "ExecStart=\"/opt/hall board\" publish \"/srv/杨桥 O'Hara 100%%$$\"\n";
        assert!(task.service().ends_with(exec), "{}", task.service());
    }

    #[test]
    fn halls_with_a_web_space_upload() {
        let task = Task { uploads: true, ..task("h", "d", 1) };
        assert!(task.cron().contains("'h' publish 'd' --upload >>"), "{}", task.cron());
        let service = task.service();
        assert!(service.contains("\"h\" publish \"d\" --upload\n"), "{service}");
    }

    #[test]
    fn windows_tasks_have_nested_quotes() {
        let task = task("C:\\Program Files\\hallboard.exe", "D:\\我们 村", 10);
        assert_eq!(
            task.windows(),
            "schtasks /Create /TN \"hallboard-x\" /SC DAILY /MO 10 /ST 02:30 /TR \
             \"\\\"C:\\Program Files\\hallboard.exe\\\" publish \\\"D:\\我们 村\\\"\""
        );
        assert_eq!(plain_name("我们 村: \"x\""), "我们-村---x-");
    }

    #[test]
    fn every_cadence_is_met_in_time() {
        let check = |days, cron, timer: &str| {
            let task = task("h", "d", days);
            assert!(task.cron().starts_with(&format!("30 2 {cron} ")), "{}", task.cron());
            assert!(task.timer().contains(&format!("OnCalendar={timer} 02:30\n")));
        };
        check(1, "* * *", "*-*-*");
        check(7, "* * 1", "Mon");
        check(10, "*/10 * *", "*-*-1/10");
        check(30, "1 * *", "*-*-1");
        check(90, "1 */3 *", "*-1/3-1");
    }
}
