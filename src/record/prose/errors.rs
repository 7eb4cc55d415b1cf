//! Errors, countdowns and notices in words.

use hallboard_feed::sealed::CodeFault;

use crate::language::Language;
use crate::record::screen::{FailureKind, Notice, Screen};
use crate::words::{Word, record as word};

/// What is wrong with a code that was typed, and where.
pub(in crate::record) fn code_fault(language: Language, fault: CodeFault) -> String {
    match fault {
        CodeFault::Empty => language.text(word::CODE_EMPTY).to_owned(),
        CodeFault::Character { found } => language
            .message(word::CODE_CHARACTER)
            .with("found", found.encode_utf8(&mut [0; 4]))
            .finish(),
        CodeFault::Length { found } => {
            language.message(word::CODE_LENGTH).count("found", found).finish()
        }
        CodeFault::Check { group: Some(group) } => {
            language.message(word::CODE_GROUP).count("group", group).finish()
        }
        CodeFault::Check { group: None } => language.text(word::CODE_CHECK).to_owned(),
    }
}

/// How long a shared screen goes on showing what is open.
pub(in crate::record) fn countdown(language: Language, left: u32) -> String {
    language.counted(word::SHARED_LEFT, "seconds", i64::from(left))
}

/// Why nothing is shown, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct ErrorText {
    /// In short.
    pub title: &'static str,
    /// In a sentence.
    pub what: &'static str,
    /// What it may come of, and what can be done.
    pub more: Vec<&'static str>,
    /// Whether trying again may help.
    pub again: bool,
}

/// Why nothing is shown; of no use for screens that show something.
pub(in crate::record) fn error_text(language: Language, screen: Screen) -> ErrorText {
    let error = |title, what, more: &[Word], again| ErrorText {
        title: language.text(title),
        what: language.text(what),
        more: more.iter().map(|it| language.text(*it)).collect(),
        again,
    };
    match screen {
        Screen::OtherKey => {
            error(word::KEY_TITLE, word::KEY_WHAT, &[word::KEY_MORE], false)
        }
        Screen::Older => {
            error(word::OLDER_TITLE, word::OLDER_WHAT, &[word::OLDER_MORE], true)
        }
        Screen::Missing => {
            let more = [word::MISSING_LEFT, word::MISSING_REPLACED, word::MISSING_SOON];
            error(word::MISSING_TITLE, word::MISSING_WHAT, &more, true)
        }
        Screen::Refused => {
            error(word::REFUSED_TITLE, word::REFUSED_WHAT, &[word::REFUSED_MORE], true)
        }
        Screen::Unreachable => {
            error(word::UNREACHABLE_TITLE, word::UNREACHABLE_WHAT, &[], true)
        }
        Screen::Failed(FailureKind::NoTrust) => {
            error(word::FAILED_TITLE, word::FAILED_TRUST, &[], false)
        }
        Screen::Failed(FailureKind::Refused) => {
            error(word::FAILED_TITLE, word::FAILED_REFUSED, &[], true)
        }
        Screen::Failed(FailureKind::Status) => {
            error(word::FAILED_TITLE, word::FAILED_MISSING, &[], true)
        }
        Screen::Failed(FailureKind::Unreachable)
        | Screen::CodeEntry
        | Screen::Opening
        | Screen::Open => error(word::FAILED_TITLE, word::FAILED_UNREACHABLE, &[], true),
    }
}

/// A notice about the publication; `expired_at` is when it expired, in words.
pub(in crate::record) fn notice(
    language: Language,
    notice: Notice,
    expired_at: &str,
) -> String {
    match notice {
        Notice::Expired => {
            language.message(word::NOTICE_EXPIRED).with("when", expired_at).finish()
        }
        Notice::Stale => language.text(word::NOTICE_OLD).to_owned(),
        Notice::Clock => language.text(word::NOTICE_CLOCK).to_owned(),
        Notice::Refused => language.text(word::NOTICE_REFUSED).to_owned(),
        Notice::Unreachable => language.text(word::NOTICE_UNREACHABLE).to_owned(),
    }
}
