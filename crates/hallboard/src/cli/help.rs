//! The pages of help: the arguments as clap knows them, the words from the texts
//! `help.*`, so that they are there in every language.

use clap::{Arg, Command};
use unicode_width::UnicodeWidthStr;

use super::words::text;
use super::wrap::{width, wrap};

/// The commands by use, in the order of a hall's life.
const GROUPS: [(&str, &[&str]); 4] = [
    ("daily", &["check", "inbox", "publish", "preview", "status", "receive"]),
    ("print", &["cards", "signs", "monthly", "forms"]),
    ("once", &["new", "keygen", "protect", "fill-ids", "convert", "rollback", "sample"]),
    ("closer", &["score", "history", "explain", "diff", "help"]),
];
/// The widest column of names; a longer name has its text below it.
const NAMES: usize = 26;

/// The command with its pages of help in the language spoken.
pub(super) fn with_help(command: Command) -> Command {
    let page = everything(&command);
    let shared: Vec<Arg> = command.get_arguments().cloned().collect();
    command
        .mut_subcommands(|sub| {
            let page = about(&sub, &shared);
            sub.override_help(page)
        })
        .override_help(page)
}

/// What somebody reads who calls the command without knowing it.
pub(super) fn overview() -> String {
    let mut page = String::new();
    paragraph(&mut page, &t!("overview.what"));
    paragraph(&mut page, &t!("overview.lead"));
    let steps = ["new", "write", "check", "publish", "preview"];
    for (number, step) in (1..).zip(steps) {
        let meaning_text = text(&format!("overview.{step}")).unwrap_or_default();
        for (at, line) in wrap(&meaning_text, width() - 5).into_iter().enumerate() {
            let number = if at == 0 { format!("{number}.") } else { String::new() };
            page.push_str(format!("  {number:<3}{line}").trim_end());
            page.push('\n');
        }
    }
    page.push('\n');
    paragraph(&mut page, &t!("overview.help"));
    page.trim_end().to_owned() + "\n"
}

/// All commands, by use.
fn everything(command: &Command) -> String {
    let mut page = String::new();
    paragraph(&mut page, &t!("overview.what"));
    usage(&mut page, &format!("hallboard {}", t!("help.word.command")));
    for (group, names) in GROUPS {
        let listed: Vec<(String, String)> = names
            .iter()
            .filter_map(|name| command.find_subcommand(name))
            .map(|sub| (sub.get_name().to_owned(), of_command(sub, "about")))
            .collect();
        list(
            &mut page,
            &text(&format!("help.group.{group}")).unwrap_or_default(),
            &listed,
        );
    }
    let options: Vec<_> = command.get_arguments().map(|arg| line("any", arg)).collect();
    list(&mut page, &t!("help.word.options_head"), &options);
    paragraph(&mut page, &t!("help.word.more"));
    page.trim_end().to_owned() + "\n"
}

/// One command.
fn about(command: &Command, shared: &[Arg]) -> String {
    let name = command.get_name();
    let mut page = format!("hallboard {name}\n\n");
    paragraph(&mut page, &of_command(command, "about"));
    usage(&mut page, &called(command));
    let given: Vec<_> = command.get_positionals().map(|arg| line(name, arg)).collect();
    list(&mut page, &t!("help.word.given_head"), &given);
    let mut options: Vec<&Arg> =
        command.get_arguments().filter(|arg| !arg.is_positional()).collect();
    options.sort_by_key(|arg| !arg.is_required_set());
    let of_all = shared.iter().filter(|arg| arg.get_id() != "version");
    let options: Vec<_> = options
        .into_iter()
        .map(|arg| line(name, arg))
        .chain(of_all.map(|arg| line("any", arg)))
        .collect();
    list(&mut page, &t!("help.word.options_head"), &options);
    paragraph(&mut page, &format!("{}\n{}", t!("help.word.example"), example(command)));
    page.trim_end().to_owned() + "\n"
}

/// A call of the command as somebody might type it, indented.
pub(super) fn example(command: &Command) -> String {
    let example = of_command(command, "example");
    example.lines().map(|line| format!("  {line}\n")).collect()
}

/// How a command is called: what must be given, and that there are options.
pub(super) fn called(command: &Command) -> String {
    let mut call = format!("hallboard {}", command.get_name());
    let positionals = command.get_positionals();
    let options = command.get_arguments().filter(|arg| !arg.is_positional());
    let (required, free): (Vec<_>, Vec<_>) =
        options.partition(|arg| arg.is_required_set());
    for arg in positionals.chain(required) {
        call.push(' ');
        match arg.is_required_set() {
            true => call.push_str(&spelled(arg)),
            false => call.push_str(&format!("[{}]", spelled(arg))),
        }
    }
    if !free.is_empty() {
        call.push_str(&format!(" [{}]", t!("help.word.options")));
    }
    call
}

/// An argument as it is typed, with a word for what is given: `--on DATE`.
pub(super) fn spelled(arg: &Arg) -> String {
    let value = || {
        let names = arg.get_value_names().unwrap_or_default();
        let names = names.iter().map(|name| {
            text(&format!("help.value.{name}")).unwrap_or_else(|| name.to_string())
        });
        names.collect::<Vec<_>>().join(" ")
    };
    match (arg.get_long(), arg.get_action().takes_values()) {
        (None, _) => value(),
        (Some(long), false) => format!("--{long}"),
        (Some(long), true) => format!("--{long} {}", value()),
    }
}

/// What an argument of a command is for: in the words of that command, else in those
/// of all commands.
pub(super) fn meaning(command: &str, arg: &Arg) -> String {
    let id = arg.get_id();
    text(&format!("help.{command}.{id}"))
        .or_else(|| text(&format!("help.any.{id}")))
        .unwrap_or_default()
}

fn line(command: &str, arg: &Arg) -> (String, String) {
    let mut meaning_text = meaning(command, arg);
    let default = arg.get_default_values().first();
    if let Some(value) = default.filter(|_| arg.get_action().takes_values()) {
        let value = value.to_string_lossy();
        meaning_text.push_str(&t!("help.word.default", value = value));
    }
    (spelled(arg), meaning_text)
}

fn of_command(command: &Command, what: &str) -> String {
    text(&format!("help.{}.{what}", command.get_name())).unwrap_or_default()
}

fn paragraph(page: &mut String, text: &str) {
    page.push_str(&wrap(text, width()).join("\n"));
    page.push_str("\n\n");
}

fn usage(page: &mut String, call: &str) {
    page.push_str(&t!("help.word.usage_head"));
    page.push_str(&format!("\n  {call}\n\n"));
}

fn list(page: &mut String, head: &str, lines: &[(String, String)]) {
    if lines.is_empty() {
        return;
    }
    page.push_str(&format!("{head}\n"));
    let short = lines.iter().map(|(name, _)| name.width()).filter(|it| *it <= NAMES);
    let column = short.max().unwrap_or_default();
    for (name, meaning_text) in lines {
        let mut meaning_text = wrap(meaning_text, width() - column - 4).into_iter();
        let mut name = name.clone();
        if name.width() > column {
            page.push_str(&format!("  {name}\n"));
            name.clear();
        }
        for line in meaning_text.by_ref() {
            let blanks = " ".repeat(column - name.width());
            page.push_str(format!("  {name}{blanks}  {line}").trim_end());
            page.push('\n');
            name.clear();
        }
    }
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Hallboard;
    use crate::language::Language;

    /// The keys of `help` in a language, without the tables of plain words.
    fn texts(language: Language) -> BTreeSet<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
        let ending = format!(".{}.toml", language.tag());
        let mut keys = BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if !path.to_str().unwrap().ends_with(&ending) {
                continue;
            }
            let texts: toml::Table =
                std::fs::read_to_string(path).unwrap().parse().unwrap();
            let Some(help) = texts.get("help").and_then(|it| it.as_table()) else {
                continue;
            };
            for (table, texts) in help.iter().filter(|(it, _)| *it != "word") {
                let texts = texts.as_table().unwrap().keys();
                keys.extend(texts.map(|key| format!("help.{table}.{key}")));
            }
        }
        keys
    }

    #[test]
    fn every_command_and_argument_has_its_text_and_none_is_left_over() {
        let command = Hallboard::command();
        for language in Language::ALL {
            let texts = texts(language);
            let mut used = BTreeSet::new();
            let mut needed = |keys: &[String]| {
                let found = keys.iter().find(|key| texts.contains(*key));
                used.insert(
                    found
                        .unwrap_or_else(|| panic!("{language:?} lacks {}", keys[0]))
                        .clone(),
                );
            };
            let mut grouped: BTreeSet<&str> = BTreeSet::new();
            for (group, names) in GROUPS {
                needed(&[format!("help.group.{group}")]);
                grouped.extend(names);
            }
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                let name = match command.get_name() {
                    "hallboard" => "any",
                    name => {
                        assert!(grouped.contains(name), "{name} is in no group");
                        needed(&[format!("help.{name}.about")]);
                        needed(&[format!("help.{name}.example")]);
                        name
                    }
                };
                for arg in command.get_arguments() {
                    let id = arg.get_id();
                    needed(&[format!("help.{name}.{id}"), format!("help.any.{id}")]);
                    let values = arg.get_value_names().unwrap_or_default();
                    for value in values.iter().filter(|_| arg.get_action().takes_values())
                    {
                        needed(&[format!("help.value.{value}")]);
                    }
                }
            }
            let left: Vec<_> = texts.difference(&used).collect();
            assert!(left.is_empty(), "{language:?} has more than is needed: {left:?}");
        }
    }
}
