//! Help pages, laid out by clap from templates and the texts `help.*` in the current
//! language.

use clap::{Arg, Command};
use hallboard_operations::wrap::options;
use textwrap::fill;

use super::texts::text;

/// Commands grouped by use, in the order in which a hall needs them.
const GROUPS: [(&str, &[&str]); 4] = [
    ("daily", &["desk", "check", "inbox", "publish", "preview", "status", "receive"]),
    ("print", &["cards", "signs", "monthly", "forms", "certificate"]),
    (
        "once",
        &[
            "new",
            "keygen",
            "key-backup",
            "protect",
            "fill-ids",
            "convert",
            "rollback",
            "sample",
        ],
    ),
    ("closer", &["score", "history", "explain", "diff", "help"]),
];
/// Column at which clap starts the help of an argument on its own line.
const ARGUMENT_INDENT: usize = 10;
/// Display order of the shared arguments: after those of a command, which clap numbers from
/// 0.
const SHARED_ORDER: usize = 900;

/// Adds help in the current language to the command, in lines of at most `width` columns.
/// clap itself breaks lines at spaces only, which Chinese has none of.
pub(super) fn with_help(command: Command, width: usize) -> Command {
    let command = command
        .mut_args(|arg| localized("any", arg, width).display_order(SHARED_ORDER))
        .mut_subcommands(|sub| with_page(sub, width));
    let commands = grouped_commands(&command, width);
    let template = format!(
        "{{about}}\n\n{}\n  {{usage}}\n\n{commands}{}\n{{options}}{{after-help}}",
        t!("help.word.usage_head"),
        t!("help.word.options_head"),
    );
    command
        .about(fill(&t!("overview.what"), options(width)))
        .long_about(None::<&'static str>)
        .override_usage(format!(
            "hallboard [{}] <{}>",
            t!("help.word.options"),
            t!("help.word.command")
        ))
        .after_help(fill(&t!("help.word.more"), options(width)))
        .help_template(template)
        .next_line_help(true)
}

/// Adds its help page to a subcommand.
fn with_page(command: Command, width: usize) -> Command {
    let name = command.get_name().to_owned();
    let arguments = match command.get_positionals().next() {
        Some(_) => format!("{}\n{{positionals}}\n\n", t!("help.word.arguments_head")),
        None => String::new(),
    };
    let template = format!(
        "hallboard {name}\n\n{{about}}\n\n{}\n  {{usage}}\n\n{arguments}{}\n\
         {{options}}{{after-help}}",
        t!("help.word.usage_head"),
        t!("help.word.options_head"),
    );
    let about = fill(&of_command(&command, "about"), options(width));
    let after = format!("{}\n{}", t!("help.word.example"), example(&command));
    let command = command.mut_args(|arg| localized(&name, arg, width));
    // Only a built command can format its arguments.
    let mut built = command.clone();
    built.build();
    command
        .about(about)
        .long_about(None::<&'static str>)
        .override_usage(usage(&built))
        .after_help(after)
        .help_template(template)
        .next_line_help(true)
}

/// Adds the translated help and value names to an argument.
fn localized(command: &str, arg: Arg, width: usize) -> Arg {
    let mut help = meaning(command, &arg);
    let takes_values = arg.get_action().takes_values();
    if takes_values && let Some(default) = arg.get_default_values().first() {
        let default = default.to_string_lossy();
        help.push_str(&t!("help.word.default", value = default));
    }
    let names = arg.get_value_names().unwrap_or_default().iter();
    let names: Vec<_> = names
        .map(|name| {
            text(&format!("help.value.{name}")).unwrap_or_else(|| name.to_string())
        })
        .collect();
    let help = fill(&help, options(width - ARGUMENT_INDENT));
    let arg = arg.help(help).long_help(None::<&'static str>);
    let arg = if arg.is_required_set() { arg.display_order(0) } else { arg };
    if takes_values {
        arg.value_names(names).hide_default_value(true).hide_possible_values(true)
    } else {
        arg
    }
}

/// The text shown when the command is called without arguments.
pub(super) fn overview(width: usize) -> String {
    let paragraph = |text: &str| fill(text, options(width)) + "\n";
    let mut page = paragraph(&t!("overview.what")) + "\n";
    page.push_str(&paragraph(&t!("overview.lead")));
    page.push('\n');
    let steps = ["new", "write", "check", "publish", "preview"];
    for (number, step) in (1..).zip(steps) {
        let number = format!("  {number}. ");
        let indented = options(width).initial_indent(&number).subsequent_indent("     ");
        page.push_str(&fill(
            &text(&format!("overview.{step}")).unwrap_or_default(),
            indented,
        ));
        page.push('\n');
    }
    page.push('\n');
    page + &paragraph(&t!("overview.help"))
}

/// All commands by group.
fn grouped_commands(command: &Command, width: usize) -> String {
    let mut page = String::new();
    for (group, names) in GROUPS {
        let head = text(&format!("help.group.{group}")).unwrap_or_default();
        page.push_str(&format!("{head}\n"));
        let column = names.iter().map(|name| name.len()).max().unwrap_or_default();
        let below = " ".repeat(column + 4);
        for sub in names.iter().filter_map(|name| command.find_subcommand(name)) {
            let label = format!("  {:<column$}  ", sub.get_name());
            let indented =
                options(width).initial_indent(&label).subsequent_indent(&below);
            page.push_str(&fill(&of_command(sub, "about"), indented));
            page.push('\n');
        }
        page.push('\n');
    }
    page
}

/// An example call of the command, indented.
pub(super) fn example(command: &Command) -> String {
    let example = of_command(command, "example");
    example.lines().map(|line| format!("  {line}\n")).collect()
}

/// The usage line as clap writes it, with a translated word for options.
fn usage(command: &Command) -> String {
    let required = command.get_opts().filter(|arg| arg.is_required_set());
    let arguments = required.chain(command.get_positionals()).map(Arg::to_string);
    let mut words = vec![
        format!("hallboard {}", command.get_name()),
        format!("[{}]", t!("help.word.options")),
    ];
    words.extend(arguments);
    words.join(" ")
}

/// The help of an argument: the text of that command, or else the one shared by all.
pub(super) fn meaning(command: &str, arg: &Arg) -> String {
    let id = arg.get_id();
    text(&format!("help.{command}.{id}"))
        .or_else(|| text(&format!("help.any.{id}")))
        .unwrap_or_default()
}

fn of_command(command: &Command, what: &str) -> String {
    text(&format!("help.{}.{what}", command.get_name())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Hallboard;
    use hallboard_operations::language::Language;

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
    fn every_command_and_argument_has_exactly_one_text() {
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
