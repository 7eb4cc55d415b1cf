//! What is said before anything is open.

use hallboard_feed::client::Trouble;
use hallboard_feed::sealed::CodeFault;

use crate::language::Language;
use crate::me::stand::{Notice, Stand};
use crate::stage::Failure;

/// What is wrong with a code that was typed, and where.
pub(in crate::me) fn code_fault(language: Language, fault: CodeFault) -> String {
    match fault {
        CodeFault::Empty => language.tell("code.empty").to_owned(),
        CodeFault::Character { found } => language
            .told("code.character")
            .with("found", found.encode_utf8(&mut [0; 4]))
            .done(),
        CodeFault::Length { found } => {
            language.told("code.length").count("found", found).done()
        }
        CodeFault::Check { group: Some(group) } => {
            language.told("code.group").count("group", group).done()
        }
        CodeFault::Check { group: None } => language.tell("code.check").to_owned(),
    }
}

/// How long a shared screen goes on showing what is open.
pub(in crate::me) fn countdown(language: Language, left: u32) -> String {
    language.told("shared.left").count("seconds", left as usize).done()
}

/// Why nothing is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Refusal {
    /// In short.
    pub title: &'static str,
    /// In a sentence.
    pub what: &'static str,
    /// What it may come of, and what can be done.
    pub more: Vec<&'static str>,
    /// Whether trying again may help.
    pub again: bool,
}

/// Why nothing is shown; what is said of states that show something is of no use.
pub(in crate::me) fn refusal(language: Language, stand: &Stand) -> Refusal {
    let tell = |title, what, more, again| Refusal { title, what, more, again };
    let nothing = language.tell("failed.title");
    match stand {
        Stand::OtherKey => tell(
            language.tell("key.title"),
            language.tell("key.what"),
            vec![language.tell("key.more")],
            false,
        ),
        Stand::Older => tell(
            language.tell("older.title"),
            language.tell("older.what"),
            vec![language.tell("older.more")],
            true,
        ),
        Stand::Missing => tell(
            language.tell("missing.title"),
            language.tell("missing.what"),
            vec![
                language.tell("missing.left"),
                language.tell("missing.replaced"),
                language.tell("missing.soon"),
            ],
            true,
        ),
        Stand::Refused => tell(
            language.tell("refused.title"),
            language.tell("refused.what"),
            vec![language.tell("refused.more")],
            true,
        ),
        Stand::Failed(Failure::Trust(_)) => {
            tell(nothing, language.tell("failed.trust"), Vec::new(), false)
        }
        Stand::Failed(Failure::Feed(Trouble::Refused(_) | Trouble::Clock { .. })) => {
            tell(nothing, language.tell("failed.refused"), Vec::new(), true)
        }
        Stand::Failed(Failure::Feed(Trouble::Status { .. })) => {
            tell(nothing, language.tell("failed.missing"), Vec::new(), true)
        }
        Stand::Unreachable => tell(
            language.tell("unreachable.title"),
            language.tell("unreachable.what"),
            Vec::new(),
            true,
        ),
        _ => tell(nothing, language.tell("failed.unreachable"), Vec::new(), true),
    }
}

/// What is to be said of the publication; `expired` is when it ran out, in words.
pub(in crate::me) fn notice(language: Language, notice: Notice, expired: &str) -> String {
    match notice {
        Notice::Expired { .. } => {
            language.told("notice.expired").with("when", expired).done()
        }
        Notice::Old => language.tell("notice.old").to_owned(),
        Notice::Clock => language.tell("notice.clock").to_owned(),
        Notice::Refused => language.tell("notice.refused").to_owned(),
        Notice::Unreachable => language.tell("notice.unreachable").to_owned(),
    }
}
