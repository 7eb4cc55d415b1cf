//! Text of errors, countdowns and notices.

use hallboard_feed::sealed::CodeFault;

use crate::language::Language;
use crate::record::screen::{FailureKind, Notice, Screen};
use crate::words::{Word, record as word};

/// The fault in a typed code, and its position.
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

/// The remaining time of the record on a shared screen.
pub(in crate::record) fn countdown(language: Language, left: u32) -> String {
    language.counted(word::SHARED_LEFT, "seconds", i64::from(left))
}

/// The reason why no record is shown, and possible remedies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct ErrorText {
    /// The title.
    pub title: &'static str,
    /// The summary.
    pub what: &'static str,
    /// Possible causes and remedies.
    pub more: Vec<&'static str>,
    /// Whether a retry may help.
    pub again: bool,
}

/// The text for a screen without a record; meaningless for other screens.
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

/// A notice about the publication; `expired_at` is the formatted time of its expiry.
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
