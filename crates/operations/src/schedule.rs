//! How a computer publishes by itself: lines for cron, systemd and the Windows Task Scheduler.
//! Nothing is installed.

use std::path::{Path, absolute};

use hallboard_publish::Cadence;

use crate::failure::{CliError, Message};
use crate::folder::HallFolder;
use crate::language::Language;
use crate::words::system;

/// Maximum number of characters that Windows accepts for a task's command.
const LONGEST_TASK: usize = 261;

/// The scheduled command and its interval.
#[derive(Clone, Debug)]
pub struct Schedule {
    command: String,
    hall: String,
    name: String,
    language: Option<&'static str>,
    cadence: Cadence,
    /// Whether the site is uploaded as well.
    uploads: bool,
}

impl Schedule {
    /// The schedule of a hall's folder, for this copy of the command.
    ///
    /// # Errors
    /// If the system does not say where the command or the folder is.
    pub fn of(folder: &HallFolder) -> Result<Schedule, CliError> {
        let failed = |error: std::io::Error| {
            let what = t!("schedule.no_place", why = system(error));
            CliError::runtime(Message::at(
                folder.shown(),
                what,
                t!("schedule.no_place_hint"),
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
        Ok(Schedule {
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

    /// The hall's folder, in full.
    #[must_use]
    pub fn hall(&self) -> &str {
        &self.hall
    }

    /// The interval in words.
    #[must_use]
    pub fn how_often(&self) -> String {
        let how_often = match self.cadence.days() {
            1 => t!("schedule.daily"),
            days => t!("schedule.every", days = days),
        };
        how_often.into_owned()
    }

    /// The name of the systemd units and of the Windows task.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What to mind, one remark each.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = vec![t!("schedule.time").into_owned()];
        if self.uploads {
            remarks.push(t!("schedule.upload").into_owned());
        }
        remarks
    }

    /// Why Windows does not take the task; `None` if it does.
    #[must_use]
    pub fn too_long_for_windows(&self) -> Option<String> {
        let is_too_long = self.windows_runs().chars().count() > LONGEST_TASK;
        is_too_long.then(|| t!("schedule.too_long", most = LONGEST_TASK).into_owned())
    }

    /// A crontab line.
    #[must_use]
    pub fn cron(&self) -> String {
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

    /// The systemd unit that publishes.
    #[must_use]
    pub fn service(&self) -> String {
        format!("[Service]\nType=oneshot\nExecStart={}\n", self.runs(systemd))
    }

    /// The systemd unit that starts it.
    #[must_use]
    pub fn timer(&self) -> String {
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
    #[must_use]
    pub fn windows(&self) -> String {
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

    fn task(command: &str, hall: &str, days: u16) -> Schedule {
        let cadence =
            hallboard_publish::Settings::read(&format!("[hall]\ncadence = {days}"))
                .unwrap()
                .hall
                .unwrap()
                .cadence;
        let (command, hall) = (command.to_owned(), hall.to_owned());
        let (name, language, uploads) = ("hallboard-x".to_owned(), None, false);
        Schedule { command, hall, name, language, cadence, uploads }
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
        let task = Schedule { uploads: true, ..task("h", "d", 1) };
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
