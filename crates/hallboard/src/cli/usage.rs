//! Translates clap's usage errors.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Command, CommandFactory};
use hallboard_operations::failure::{CliError, Message};

use super::Hallboard;
use super::help::{example, meaning};
use super::texts::text;

/// Maximum number of characters quoted from the command line.
const SHOWN: usize = 200;

/// The error for a wrong command line: what is wrong, where, and what to type instead.
pub(super) fn failure(error: &Error, command: &Command, typed: &[String]) -> CliError {
    // Only a built command can format its arguments.
    let mut command = command.clone();
    command.build();
    let mistake = Mistake {
        error,
        command: typed.iter().find_map(|word| command.find_subcommand(word)),
        all: &command,
    };
    let (what, hint) = mistake.message();
    CliError::usage(Message::at(as_typed(typed), what, hint))
}

struct Mistake<'a> {
    error: &'a Error,
    /// The subcommand concerned, if one was recognised.
    command: Option<&'a Command>,
    /// The top-level command.
    all: &'a Command,
}

impl Mistake<'_> {
    fn message(&self) -> (String, String) {
        let (arg, value) = (self.arg(), self.one(ContextKind::InvalidValue));
        match self.error.kind() {
            ErrorKind::InvalidSubcommand => {
                let word = self.one(ContextKind::InvalidSubcommand);
                (t!("usage.command", word = word).into(), self.command_hint())
            }
            ErrorKind::UnknownArgument => self.unknown(&arg),
            ErrorKind::MissingRequiredArgument => self.missing(),
            ErrorKind::InvalidValue if value.is_empty() => {
                (t!("usage.no_value", arg = arg).into(), self.meaning_of(&arg))
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                let what = t!("usage.value", value = value, arg = arg);
                (what.into(), self.meaning_of(&arg))
            }
            ErrorKind::ArgumentConflict => self.conflict(&arg),
            ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
                (t!("usage.too_many", arg = arg).into(), self.meaning_of(&arg))
            }
            ErrorKind::InvalidUtf8 => {
                (t!("usage.no_text").into(), t!("usage.no_text_hint").into())
            }
            _ => (t!("usage.other").into(), self.see_help()),
        }
    }

    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    fn one(&self, kind: ContextKind) -> String {
        self.all(kind).into_iter().next().unwrap_or_default()
    }

    /// The argument concerned, as clap writes it.
    fn arg(&self) -> String {
        self.one(ContextKind::InvalidArg)
    }

    fn find(&self, clap: &str) -> Option<&clap::Arg> {
        // clap writes an optional argument as `[ID]`, but as `<ID>` where it is missing.
        let bare = |name: &str| name.trim_matches(['<', '>', '[', ']']).to_owned();
        let mut args = self.command.unwrap_or(self.all).get_arguments();
        args.find(|arg| bare(&arg.to_string()) == bare(clap))
    }

    /// What a value must look like, if there is a text for its value name.
    fn must(&self, arg: &clap::Arg) -> Option<String> {
        // Value names are keys only before they are translated.
        let all = Hallboard::command();
        let command = self.command.and_then(|it| all.find_subcommand(it.get_name()));
        let mut args = command.unwrap_or(&all).get_arguments();
        let name = args.find(|it| it.get_id() == arg.get_id())?.get_value_names()?;
        text(&format!("usage.must.{}", name.first()?))
    }

    fn command_hint(&self) -> String {
        match self.all(ContextKind::SuggestedSubcommand).as_slice() {
            [] => t!("usage.command_hint").into(),
            near => {
                let near: Vec<_> = near.iter().map(|it| format!("`{it}`")).collect();
                t!("usage.suggestion", near = near.join(&t!("usage.or"))).into()
            }
        }
    }

    fn unknown(&self, arg: &str) -> (String, String) {
        let near = self.one(ContextKind::SuggestedArg);
        if !arg.starts_with('-') {
            let what = t!("usage.surplus", arg = arg);
            return (what.into(), t!("usage.surplus_hint", help = self.help()).into());
        }
        let hint = match near.as_str() {
            "" => self.see_help(),
            near => t!("usage.suggestion", near = format!("`{near}`")).into(),
        };
        (t!("usage.option", arg = arg).into(), hint)
    }

    fn missing(&self) -> (String, String) {
        let missing = self.all(ContextKind::InvalidArg);
        let mut hint = String::new();
        for (name, arg) in missing.iter().filter_map(|it| Some((it, self.find(it)?))) {
            let means = meaning(self.command.map_or("", Command::get_name), arg);
            hint.push_str(&t!("usage.add", arg = name, means = means));
            hint.push('\n');
        }
        if let Some(command) = self.command {
            // The last example is the most complete one.
            let example = example(command);
            let example = example.lines().last().unwrap_or_default().trim();
            hint.push_str(&t!("usage.as_in", example = example));
        }
        (t!("usage.missing", args = missing.join(&t!("usage.and"))).into(), hint)
    }

    fn conflict(&self, arg: &str) -> (String, String) {
        let others = self.all(ContextKind::PriorArg);
        let hint = t!("usage.conflict_hint").into();
        match others.as_slice() {
            [] => (t!("usage.twice", arg = arg).into(), hint),
            [other] if other == arg => (t!("usage.twice", arg = arg).into(), hint),
            others => {
                let what = t!(
                    "usage.conflict",
                    arg = arg,
                    other = others.join(&t!("usage.and"))
                );
                (what.into(), hint)
            }
        }
    }

    fn meaning_of(&self, name: &str) -> String {
        let Some(arg) = self.find(name) else { return self.see_help() };
        self.must(arg).unwrap_or_else(|| {
            let means = meaning(self.command.map_or("", Command::get_name), arg);
            t!("usage.give", arg = name, means = means).into()
        })
    }

    fn help(&self) -> String {
        let name = self.command.map(|it| format!(" {}", it.get_name()));
        format!("hallboard help{}", name.unwrap_or_default())
    }

    fn see_help(&self) -> String {
        t!("usage.see_help", help = self.help()).into()
    }
}

/// The command line as typed, truncated if it is very long.
fn as_typed(typed: &[String]) -> String {
    let words = typed.iter().map(|word| match word.contains(char::is_whitespace) {
        true => format!("\"{word}\""),
        false => word.clone(),
    });
    let call = std::iter::once("hallboard".to_owned()).chain(words);
    let call = call.collect::<Vec<_>>().join(" ");
    match call.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", call.get(..end).unwrap_or_default()),
        None => call,
    }
}
