//! Certificates of thanks: what the hall signs, and the code by which anybody checks it.
//!
//! A [`Certificate`] is a short text that the hall signs like a head, with minisign. Text
//! and signature together are the code ([`Certificate::code`]) that is printed as a QR code
//! in the fragment of the address of `/verify/`. [`verify_certificate`] needs that code and
//! the hall's key, and nothing else.
//!
//! The first line of the signed text and the trusted comment of the signature both name the
//! format. A head is JSON and so never begins with that line: no signature of a head is
//! valid for a certificate, and no signature of a certificate for a head.
//!
//! `docs/certificates.md` specifies the format for authors of other programs.
//!
//! # What this module does not do
//! It does not sign. It does not know whether the holder still takes part, and there is no
//! list of certificates: once it is printed, a certificate remains valid for as long as the
//! hall has the same key.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use hallboard_score::Day;

use crate::error::VerifyError;
use crate::trust::Trust;

/// The first line of the signed text, and the trusted comment of its signature.
pub const CERTIFICATE_FORMAT: &str = "hallboard-certificate/1";
/// The page of a site that verifies certificates, relative to the site's root.
pub const VERIFY_PATH: &str = "verify/";
/// The size limit of a code in bytes. With an address of 60 bytes, a QR code of medium
/// error correction then has at most 113 modules in a row.
pub const CERTIFICATE_LIMIT: usize = 760;

/// The prefix of a code: the version of the format.
const PREFIX: &str = "1.";
/// The algorithm in a minisign signature: Ed25519 over the BLAKE2b-512 hash.
const ALGORITHM: &[u8; 2] = b"ED";
const KEY_ID: usize = 8;
const SIGNATURE: usize = 64;
/// The length of the rest of the text, the key id and the two signatures.
const HEADER: usize = 2 + KEY_ID + 2 * SIGNATURE;

/// A certificate of thanks: good deeds of one resident, without points and without a score.
///
/// Every text is one line, is not empty, and has no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The id of the hall.
    pub hall: String,
    /// The name of the hall, as printed.
    pub hall_name: String,
    /// The name of the holder.
    pub holder: String,
    /// The day of issue, in the hall.
    pub issued: Day,
    /// The deeds, in the printed order; at least one.
    pub deeds: Vec<CertifiedDeed>,
}

/// A good deed on a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedDeed {
    /// The day of the deed.
    pub date: Day,
    /// The name of the deed, as printed.
    pub title: String,
}

/// A certificate whose signature by the trusted key was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedCertificate {
    certificate: Certificate,
}

/// A part of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificatePart {
    /// [`Certificate::hall`]
    Hall,
    /// [`Certificate::hall_name`]
    HallName,
    /// [`Certificate::holder`]
    Holder,
    /// [`CertifiedDeed::title`]
    Deed,
}

/// Why a certificate cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// There are no deeds.
    #[error("the certificate names no deed")]
    NoDeeds,
    /// A text is empty, or has a line break or another control character.
    #[error("the text `{text}` ({part:?}) is empty or has control characters")]
    Text {
        /// The part.
        part: CertificatePart,
        /// The text.
        text: String,
    },
    /// The signature is not a minisign signature with the trusted comment of a certificate.
    #[error("the signature is not one of a certificate")]
    Signature,
    /// The code exceeds [`CERTIFICATE_LIMIT`].
    #[error("the code has {got} bytes, more than {CERTIFICATE_LIMIT}")]
    TooLong {
        /// The size of the code in bytes.
        got: usize,
    },
}

/// Why a code is not a valid certificate of the trusted hall.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// It has another version of the format.
    #[error("not a code of the format `{CERTIFICATE_FORMAT}`")]
    OtherFormat,
    /// It is not a code: wrong characters, or a wrong length.
    #[error("the code cannot be read")]
    Unreadable,
    /// Its end is missing.
    #[error("the code has {got} of {expected} bytes")]
    Incomplete {
        /// The number of bytes that the code announces.
        expected: usize,
        /// The number of bytes.
        got: usize,
    },
    /// Signed with a key other than the hall's.
    #[error("signed by key {got}, not by {expected}")]
    OtherKey {
        /// The id of the trusted key.
        expected: String,
        /// The id of the signing key.
        got: String,
    },
    /// The signature does not match the text.
    #[error("the signature does not fit the certificate")]
    Signature,
    /// Signed by the trusted key, but for another hall.
    #[error("the certificate is of the hall `{got}`, not of `{expected}`")]
    OtherHall {
        /// The id of the trusted hall.
        expected: String,
        /// The id in the certificate.
        got: String,
    },
    /// Signed by the trusted key, but the text is no certificate.
    #[error("the signed text is not a certificate")]
    Text,
}

impl Certificate {
    /// The text to sign, with [`CERTIFICATE_FORMAT`] as trusted comment.
    ///
    /// # Errors
    /// When there are no deeds, or a text cannot stand in a line.
    pub fn signed_text(&self) -> Result<String, CertificateFault> {
        Ok(format!("{CERTIFICATE_FORMAT}\n{}", self.lines()?))
    }

    /// The lines after the first one.
    fn lines(&self) -> Result<String, CertificateFault> {
        if self.deeds.is_empty() {
            return Err(CertificateFault::NoDeeds);
        }
        let texts = [
            (CertificatePart::Hall, &self.hall),
            (CertificatePart::HallName, &self.hall_name),
            (CertificatePart::Holder, &self.holder),
        ];
        let titles = self.deeds.iter().map(|it| (CertificatePart::Deed, &it.title));
        if let Some((part, text)) =
            texts.into_iter().chain(titles).find(|(_, text)| !is_line(text))
        {
            return Err(CertificateFault::Text { part, text: text.clone() });
        }
        let Certificate { hall, hall_name, holder, issued, deeds } = self;
        let deeds: String =
            deeds.iter().map(|it| format!("\n{} {}", it.date, it.title)).collect();
        Ok(format!("{hall}\n{hall_name}\n{holder}\n{issued}{deeds}"))
    }

    /// Reads the lines after the first one.
    fn read(lines: &str) -> Option<Certificate> {
        let mut lines = lines.split('\n');
        let mut text = || lines.next().filter(|it| is_line(it)).map(str::to_owned);
        let (hall, hall_name, holder) = (text()?, text()?, text()?);
        let issued = text()?.parse().ok()?;
        let deed = |line: &str| {
            let (date, title) = line.split_once(' ')?;
            let title = Some(title).filter(|it| is_line(it))?.to_owned();
            Some(CertifiedDeed { date: date.parse().ok()?, title })
        };
        let deeds = lines.map(deed).collect::<Option<Vec<_>>>()?;
        let certificate = Certificate { hall, hall_name, holder, issued, deeds };
        Some(certificate).filter(|it| !it.deeds.is_empty())
    }

    /// The code of this certificate, given the minisign signature file of
    /// [`Certificate::signed_text`].
    ///
    /// # Errors
    /// As [`Certificate::signed_text`]; also when the signature is of another kind or the
    /// code would be too long.
    pub fn code(&self, signature: &str) -> Result<String, CertificateFault> {
        let lines = self.lines()?;
        let signatures = signature_bytes(signature).ok_or(CertificateFault::Signature)?;
        let too_long = |got| CertificateFault::TooLong { got };
        let length =
            u16::try_from(lines.len()).map_err(|_large| too_long(lines.len()))?;
        let bytes = [&length.to_be_bytes()[..], &signatures, lines.as_bytes()].concat();
        let code = format!("{PREFIX}{}", Base64UrlUnpadded::encode_string(&bytes));
        if code.len() > CERTIFICATE_LIMIT {
            return Err(too_long(code.len()));
        }
        Ok(code)
    }
}

impl VerifiedCertificate {
    /// The certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

/// Verifies a code, which somebody scanned from a certificate.
///
/// # Errors
/// When it cannot be read, its signature is not by this key, or it is of another hall.
pub fn verify_certificate(
    trust: &Trust,
    code: &str,
) -> Result<VerifiedCertificate, CertificateError> {
    let text = code.strip_prefix(PREFIX).ok_or(CertificateError::OtherFormat)?;
    if code.len() > CERTIFICATE_LIMIT {
        return Err(CertificateError::Unreadable);
    }
    let bytes = decoded(text)?;
    let header = bytes.get(..HEADER).unwrap_or_default();
    let (Some((length, signatures)), Some(lines)) =
        (header.split_first_chunk(), bytes.get(HEADER..))
    else {
        return Err(CertificateError::Incomplete { expected: HEADER, got: bytes.len() });
    };
    let length = usize::from(u16::from_be_bytes(*length));
    if lines.len() > length {
        return Err(CertificateError::Unreadable);
    }
    if lines.len() < length {
        let expected = HEADER + length;
        return Err(CertificateError::Incomplete { expected, got: bytes.len() });
    }
    let signed = [CERTIFICATE_FORMAT.as_bytes(), b"\n", lines].concat();
    let verified = trust.verify(&signed, signature_file(signatures).as_bytes());
    verified.map_err(|error| match error {
        VerifyError::OtherKey { expected, got } => {
            CertificateError::OtherKey { expected, got }
        }
        _ => CertificateError::Signature,
    })?;
    let text = std::str::from_utf8(lines).ok().and_then(Certificate::read);
    let certificate = text.ok_or(CertificateError::Text)?;
    if certificate.hall != trust.hall() {
        return Err(CertificateError::OtherHall {
            expected: trust.hall().to_owned(),
            got: certificate.hall,
        });
    }
    Ok(VerifiedCertificate { certificate })
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_control)
}

/// The bytes of a code after its prefix. One that was cut off can end within a byte.
fn decoded(text: &str) -> Result<Vec<u8>, CertificateError> {
    Base64UrlUnpadded::decode_vec(text).map_err(|_invalid| {
        let is_code =
            text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it));
        let whole = text.get(..text.len() / 4 * 4).unwrap_or_default();
        let short = Base64UrlUnpadded::decode_vec(whole).unwrap_or_default();
        let announced = short.first_chunk().map(|it| u16::from_be_bytes(*it));
        let expected = HEADER + usize::from(announced.unwrap_or_default());
        match is_code && short.len() < expected {
            true => CertificateError::Incomplete { expected, got: short.len() },
            false => CertificateError::Unreadable,
        }
    })
}

/// The key id and the two signatures of a minisign signature file.
fn signature_bytes(file: &str) -> Option<Vec<u8>> {
    let mut lines = file.lines().skip(1);
    let signature = Base64::decode_vec(lines.next()?).ok()?;
    let comment = lines.next()?.strip_prefix("trusted comment: ")?;
    let global = Base64::decode_vec(lines.next()?).ok()?;
    let signature = signature.strip_prefix(ALGORITHM)?;
    let fits = comment == CERTIFICATE_FORMAT
        && signature.len() == KEY_ID + SIGNATURE
        && global.len() == SIGNATURE;
    fits.then(|| [signature, &global].concat())
}

/// The minisign signature file of the key id and the two signatures in a code.
fn signature_file(bytes: &[u8]) -> String {
    let (signature, global) =
        bytes.split_at_checked(KEY_ID + SIGNATURE).unwrap_or_default();
    let signature = [&ALGORITHM[..], signature].concat();
    format!(
        "untrusted comment: signature\n{}\ntrusted comment: {CERTIFICATE_FORMAT}\n{}\n",
        Base64::encode_string(&signature),
        Base64::encode_string(global),
    )
}
