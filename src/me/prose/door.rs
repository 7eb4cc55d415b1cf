//! What is said before anything is open.

use hallboard_feed::client::Trouble;
use hallboard_feed::sealed::CodeFault;

use crate::language::Language;
use crate::me::stand::{Notice, Stand};
use crate::me::words::word;
use crate::stage::Failure;

/// What is wrong with a code that was typed, and where.
pub(in crate::me) fn code_fault(language: Language, fault: CodeFault) -> String {
    match fault {
        CodeFault::Empty => language.tell(word::CODE_EMPTY).to_owned(),
        CodeFault::Character { found } => language
            .told(word::CODE_CHARACTER)
            .with("found", found.encode_utf8(&mut [0; 4]))
            .done(),
        CodeFault::Length { found } => {
            language.told(word::CODE_LENGTH).count("found", found).done()
        }
        CodeFault::Check { group: Some(group) } => {
            language.told(word::CODE_GROUP).count("group", group).done()
        }
        CodeFault::Check { group: None } => language.tell(word::CODE_CHECK).to_owned(),
    }
}

/// How long a shared screen goes on showing what is open.
pub(in crate::me) fn countdown(language: Language, left: u32) -> String {
    language.told(word::SHARED_LEFT).count("seconds", left as usize).done()
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
    let nothing = language.tell(word::FAILED_TITLE);
    match stand {
        Stand::OtherKey => tell(
            language.tell(word::KEY_TITLE),
            language.tell(word::KEY_WHAT),
            vec![language.tell(word::KEY_MORE)],
            false,
        ),
        Stand::Older => tell(
            language.tell(word::OLDER_TITLE),
            language.tell(word::OLDER_WHAT),
            vec![language.tell(word::OLDER_MORE)],
            true,
        ),
        Stand::Missing => tell(
            language.tell(word::MISSING_TITLE),
            language.tell(word::MISSING_WHAT),
            vec![
                language.tell(word::MISSING_LEFT),
                language.tell(word::MISSING_REPLACED),
                language.tell(word::MISSING_SOON),
            ],
            true,
        ),
        Stand::Refused => tell(
            language.tell(word::REFUSED_TITLE),
            language.tell(word::REFUSED_WHAT),
            vec![language.tell(word::REFUSED_MORE)],
            true,
        ),
        Stand::Failed(Failure::Trust(_)) => {
            tell(nothing, language.tell(word::FAILED_TRUST), Vec::new(), false)
        }
        Stand::Failed(Failure::Feed(Trouble::Refused(_) | Trouble::Clock { .. })) => {
            tell(nothing, language.tell(word::FAILED_REFUSED), Vec::new(), true)
        }
        Stand::Failed(Failure::Feed(Trouble::Status { .. })) => {
            tell(nothing, language.tell(word::FAILED_MISSING), Vec::new(), true)
        }
        Stand::Unreachable => tell(
            language.tell(word::UNREACHABLE_TITLE),
            language.tell(word::UNREACHABLE_WHAT),
            Vec::new(),
            true,
        ),
        _ => tell(nothing, language.tell(word::FAILED_UNREACHABLE), Vec::new(), true),
    }
}

/// What is to be said of the publication; `expired` is when it ran out, in words.
pub(in crate::me) fn notice(language: Language, notice: Notice, expired: &str) -> String {
    match notice {
        Notice::Expired { .. } => {
            language.told(word::NOTICE_EXPIRED).with("when", expired).done()
        }
        Notice::Old => language.tell(word::NOTICE_OLD).to_owned(),
        Notice::Clock => language.tell(word::NOTICE_CLOCK).to_owned(),
        Notice::Refused => language.tell(word::NOTICE_REFUSED).to_owned(),
        Notice::Unreachable => language.tell(word::NOTICE_UNREACHABLE).to_owned(),
    }
}
