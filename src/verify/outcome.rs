//! The result of checking a certificate.

use hallboard_feed::{
    Certificate, CertificateError, Trust, VerifiedCertificate, verify_certificate,
};

use crate::words::{Word, verify as word};

/// The result for the fragment of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is no code.
    NoCode,
    /// The hall signed this certificate.
    Valid(VerifiedCertificate),
    /// The code cannot be read completely; scanning it again can help.
    Unread(Refusal),
    /// The signature is not this hall's, or not of this text.
    Invalid(Refusal),
}

/// Why a code is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its end is missing.
    Incomplete,
    /// It is not the code of a certificate.
    Unreadable,
    /// The text was changed after it was signed.
    Changed,
    /// It was signed with another key, or for another hall.
    OtherKey,
    /// The page names no valid key.
    NoKey,
}

/// What is checked: the parameters of an address that chat apps append to links are
/// removed.
fn code(fragment: &str) -> &str {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    fragment.split(['?', '&', '#']).next().unwrap_or_default()
}

impl Outcome {
    /// Checks the code in a fragment; `trust` is `None` if the page names no valid key.
    #[must_use]
    pub fn of(fragment: &str, trust: Option<&Trust>) -> Outcome {
        let code = code(fragment);
        if code.is_empty() {
            return Outcome::NoCode;
        }
        let Some(trust) = trust else { return Outcome::Unread(Refusal::NoKey) };
        match verify_certificate(trust, code) {
            Ok(verified) => Outcome::Valid(verified),
            Err(CertificateError::Incomplete { .. }) => {
                Outcome::Unread(Refusal::Incomplete)
            }
            Err(CertificateError::Unreadable | CertificateError::OtherFormat) => {
                Outcome::Unread(Refusal::Unreadable)
            }
            Err(CertificateError::Signature | CertificateError::Text) => {
                Outcome::Invalid(Refusal::Changed)
            }
            Err(
                CertificateError::OtherKey { .. } | CertificateError::OtherHall { .. },
            ) => Outcome::Invalid(Refusal::OtherKey),
        }
    }

    /// Its name in the document, for style sheet and tests.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Outcome::NoCode => "no-code",
            Outcome::Valid(_) => "valid",
            Outcome::Unread(_) => "unread",
            Outcome::Invalid(_) => "invalid",
        }
    }

    /// The verified certificate, if there is one.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Outcome::Valid(verified) => Some(verified.certificate()),
            _ => None,
        }
    }

    /// The heading.
    #[must_use]
    pub(crate) const fn title(&self) -> Word {
        match self {
            Outcome::NoCode => word::START_TITLE,
            Outcome::Valid(_) => word::VALID_TITLE,
            Outcome::Unread(_) => word::UNREAD_TITLE,
            Outcome::Invalid(Refusal::OtherKey) => word::OTHER_KEY_TITLE,
            Outcome::Invalid(_) => word::INVALID_TITLE,
        }
    }

    /// The paragraphs below the heading: the reason, then what to do.
    #[must_use]
    pub(crate) const fn explanation(&self) -> [Word; 2] {
        match self {
            Outcome::NoCode => [word::START_WHAT, word::START_HOW],
            Outcome::Valid(_) => [word::VALID_WHAT, word::VALID_COMPARE],
            Outcome::Unread(refusal) | Outcome::Invalid(refusal) => match refusal {
                Refusal::Incomplete => [word::INCOMPLETE_WHAT, word::INCOMPLETE_HINT],
                Refusal::Unreadable => [word::UNREADABLE_WHAT, word::UNREADABLE_HINT],
                Refusal::Changed => [word::CHANGED_WHAT, word::CHANGED_HINT],
                Refusal::OtherKey => [word::OTHER_KEY_WHAT, word::OTHER_KEY_HINT],
                Refusal::NoKey => [word::NO_KEY_WHAT, word::NO_KEY_HINT],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A public key of minisign, of a hall that signs nothing here.
    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    /// As many bytes as the header of a code, by another key: a text of no bytes.
    fn by_other_key() -> String {
        format!("1.{}", "A".repeat(184))
    }

    fn trust() -> Trust {
        Trust::new("mill", KEY).unwrap()
    }

    #[test]
    fn fragments_are_checked_by_their_code() {
        let check = |fragment: &str, expected: Outcome| {
            assert_eq!(Outcome::of(fragment, Some(&trust())), expected, "{fragment}");
        };
        for empty in ["", "#", "#?from=chat", "##wechat_redirect"] {
            let found = Outcome::of(empty, Some(&trust()));
            assert_eq!(found, Outcome::NoCode, "{empty}");
        }
        let code = by_other_key();
        check(&format!("#{code}"), Outcome::Invalid(Refusal::OtherKey));
        let appended = format!("#{code}?from=chat&x=1#wechat_redirect");
        check(&appended, Outcome::Invalid(Refusal::OtherKey));
        check(&format!("#{}", &code[..90]), Outcome::Unread(Refusal::Incomplete));
        check(&format!("#{code}AAAA"), Outcome::Unread(Refusal::Unreadable));
        check("#HBL1ABCDEFGH", Outcome::Unread(Refusal::Unreadable));
        check("#2.AAAA", Outcome::Unread(Refusal::Unreadable));
    }

    #[test]
    fn nothing_is_checked_without_a_key() {
        let code = by_other_key();
        assert_eq!(Outcome::of(&code, None), Outcome::Unread(Refusal::NoKey));
        assert_eq!(Outcome::of("", None), Outcome::NoCode);
    }
}
