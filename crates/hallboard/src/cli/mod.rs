//! The command line: arguments in, text or JSON and an exit code out.
//!
//! Each subcommand is a module with its arguments and a `run`. Exit codes: 0, success; 1,
//! the ledger makes no sense, a publication failed, or a site is not as it should be; 2,
//! the ledger is malformed or the command was used wrongly.

/// As `rust_i18n::t`, with each value in one line, so that no text from outside can pass
/// for a line of ours.
macro_rules! t {
    ($key:expr) => {
        rust_i18n::t!($key)
    };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        rust_i18n::t!($key, $($name = hallboard_operations::terminal::one_line(&($value))),+)
    };
}

mod cards;
mod check;
mod convert;
mod desk;
mod diff;
mod encoding;
mod explain;
mod files;
mod fill_ids;
mod format_detect;
mod hall_args;
mod help;
mod history;
mod inbox;
mod key_backup;
mod keygen;
mod launch;
mod new;
mod paper;
mod parallel_check;
mod preview;
mod progress;
mod protect;
mod publish;
mod receive;
mod rollback;
mod sample;
mod score;
mod site_guard;
mod status;
mod table;
mod texts;
mod usage;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use hallboard_operations::failure::CliError;
use hallboard_operations::language::Language;
use hallboard_operations::{terminal, wrap};

/// Checks, explains and publishes the ledger of a village hall.
///
/// The help that users see is in the texts `help.*`.
#[derive(Parser)]
#[command(name = "hallboard", disable_help_subcommand = true)]
#[command(disable_help_flag = true, disable_version_flag = true)]
#[command(version)]
struct Hallboard {
    /// `en` or `zh`.
    #[arg(long, global = true, value_parser = ["en", "zh"])]
    language: Option<String>,
    /// Prints help.
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Prints the version.
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Check),
    Desk(desk::DeskCommand),
    Score(score::Score),
    History(history::History),
    Explain(explain::Explain),
    Keygen(keygen::Keygen),
    KeyBackup(key_backup::KeyBackupCommand),
    Publish(publish::Publish),
    Preview(preview::Preview),
    Receive(receive::Receive),
    Status(status::Status),
    Cards(cards::Cards),
    Signs(paper::SignsCommand),
    Monthly(paper::MonthlyCommand),
    Forms(paper::FormsCommand),
    Certificate(Box<paper::CertificateCommand>),
    Inbox(Box<inbox::Inbox>),
    Protect(protect::Protect),
    Rollback(rollback::Rollback),
    Sample(sample::Sample),
    New(new::New),
    #[command(alias = "tidy")]
    FillIds(fill_ids::FillIds),
    Convert(convert::Convert),
    Diff(diff::Diff),
    Help(Help),
}

/// Lists the commands, or explains one.
#[derive(clap::Args)]
struct Help {
    /// The command to explain.
    command: Option<String>,
}

impl Command {
    fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        match self {
            Command::Check(check) => check.run(out),
            Command::Desk(desk) => desk.run(out),
            Command::Score(score) => score.run(out),
            Command::History(history) => history.run(out),
            Command::Explain(explain) => explain.run(out),
            Command::Keygen(keygen) => keygen.run(out),
            Command::KeyBackup(backup) => backup.run(out),
            Command::Publish(publish) => publish.run(out),
            Command::Preview(preview) => preview.run(out),
            Command::Receive(receive) => receive.run(out),
            Command::Status(status) => status.run(out),
            Command::Cards(cards) => cards.run(out),
            Command::Signs(signs) => signs.run(out),
            Command::Monthly(monthly) => monthly.run(out),
            Command::Forms(forms) => forms.run(out),
            Command::Certificate(certificate) => certificate.run(out),
            Command::Inbox(inbox) => inbox.run(out),
            Command::Protect(protect) => protect.run(out),
            Command::Rollback(rollback) => rollback.run(out),
            Command::Sample(sample) => sample.run(out),
            Command::New(new) => new.run(out),
            Command::FillIds(fill_ids) => fill_ids.run(out),
            Command::Convert(convert) => convert.run(out),
            Command::Diff(diff) => diff.run(out),
            Command::Help(_) => Ok(ExitCode::SUCCESS),
        }
    }
}

/// Runs the command with the arguments of this process; without arguments and a terminal, the
/// desk.
pub fn main() -> ExitCode {
    let mut typed: Vec<OsString> = std::env::args_os().skip(1).collect();
    let is_launched = typed.is_empty() && launch::is_without_terminal();
    if is_launched {
        typed.push("desk".into());
    }
    asked(&typed)
        .unwrap_or_else(|| preferred(|name| std::env::var(name).ok()))
        .set_current();
    let mut out = terminal::stdout();
    let done = run(&typed, &mut out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    done.unwrap_or_else(|failure| match is_launched {
        true => launch::show(failure),
        false => failure.report(&mut terminal::stderr()),
    })
}

/// Parses and runs the arguments after the command's name.
fn run(typed: &[OsString], out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let command = help::with_help(Hallboard::command(), wrap::width());
    let parsed = parse(&command, typed.to_vec()).and_then(|it| match it.command {
        Some(Command::Help(Help { command: name })) => {
            let asked = name.into_iter().chain(["--help".to_owned()]);
            parse(&command, asked.map(OsString::from).collect())
        }
        _ => Ok(it),
    });
    match parsed {
        Ok(Hallboard { command: Some(command), .. }) => return command.run(out),
        Ok(_) => write!(out, "{}", help::overview(wrap::width()))?,
        // clap reports a request for help or the version as an error.
        Err(asked) if asked.exit_code() == 0 => write!(out, "{asked}")?,
        Err(wrong) => {
            let typed = typed.iter().map(|word| word.to_string_lossy().into_owned());
            return Err(usage::failure(&wrong, &command, &typed.collect::<Vec<_>>()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(
    command: &clap::Command,
    typed: Vec<OsString>,
) -> Result<Hallboard, clap::Error> {
    let all = std::iter::once("hallboard".into()).chain(typed);
    let matches = command.clone().try_get_matches_from(all)?;
    Hallboard::from_arg_matches(&matches)
}

/// The language given with `--language`, found before the arguments are parsed.
fn asked(typed: &[OsString]) -> Option<Language> {
    let typed: Vec<_> = typed.iter().map(|word| word.to_string_lossy()).collect();
    let next = typed.iter().skip_while(|word| *word != "--language").nth(1);
    let joined = typed.iter().find_map(|word| word.strip_prefix("--language="));
    match joined.or(next.map(|word| &**word)) {
        Some("en") => Some(Language::English),
        Some("zh") => Some(Language::Chinese),
        _ => None,
    }
}

/// The user's language, from the variables of Hallboard, the terminal and the system, in
/// this order.
fn preferred(variable: impl Fn(&str) -> Option<String>) -> Language {
    let given = ["HALLBOARD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|locale| !locale.is_empty()));
    let locale = given.or_else(sys_locale::get_locale);
    Language::of_locale(&locale.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_option_is_read_first() {
        let check = |typed: &str, language| {
            let typed: Vec<OsString> = typed.split(' ').map(OsString::from).collect();
            assert_eq!(asked(&typed), language, "{typed:?}");
        };
        check("check a --language zh", Some(Language::Chinese));
        check("--language=zh check a", Some(Language::Chinese));
        check("--language en check a", Some(Language::English));
        check("check a", None);
        check("check --language", None);
        check("check --language de", None);
    }

    #[test]
    fn language_option_precedes_the_environment() {
        let check = |variables: &[(&str, &str)], language| {
            let value =
                |name: &str| variables.iter().find(|it| it.0 == name).map(|it| it.1);
            let variable = |name: &str| value(name).map(str::to_owned);
            assert_eq!(preferred(variable), language, "{variables:?}");
        };
        check(&[("LANG", "zh_CN.UTF-8")], Language::Chinese);
        check(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_US.UTF-8")], Language::English);
        check(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")], Language::Chinese);
        check(&[("LC_ALL", "C"), ("HALLBOARD_LANGUAGE", "zh")], Language::Chinese);
    }
}
