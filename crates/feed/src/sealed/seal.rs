//! Names, keys and contents of sealed files.

use base16ct::lower;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::card::Secret;

/// The context string of all keys and sealed files.
pub const SEALED_FORMAT: &str = "hallboard-sealed/1";
/// The folder of sealed files, below the folder of the feed.
pub const FOLDER: &str = "sealed";
/// The possible sizes of sealed files in bytes. All files of one publication have the
/// same size.
pub const SIZES: [usize; 4] = [4 << 10, 16 << 10, 64 << 10, 256 << 10];
/// The number of sealed files in a publication is a multiple of this.
pub const COUNT_STEP: usize = 64;
/// The size limit of an unpacked document, in bytes.
pub const DOCUMENT_LIMIT: usize = 4 << 20;

const NONCE: usize = 24;
const TAG: usize = 16;
/// The length of the packed document stands before it, in four bytes, big-endian.
const LENGTH: usize = 4;
/// The compression level.
const EFFORT: u8 = 8;

/// Why a sealed file cannot be opened. No part of it is shown then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// The file does not have one of the sizes of sealed files.
    #[error("{got} bytes, which no sealed file has")]
    Size {
        /// The size of the file in bytes.
        got: usize,
    },
    /// Not sealed with this secret for this hall, name and version: changed, swapped, or
    /// from another publication.
    #[error("not sealed with this secret for this publication")]
    Closed,
    /// The length field is invalid, or the padding is not all zeros.
    #[error("not filled up as it should be")]
    Padding,
    /// The packed document is damaged.
    #[error("cannot be unpacked")]
    Unpack,
    /// The document exceeds the size limit.
    #[error("the document has more than {DOCUMENT_LIMIT} bytes")]
    TooLong,
}

/// The publication that files are sealed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealing<'a> {
    /// The id of the hall.
    pub hall: &'a str,
    /// The version of the publication.
    pub version: u64,
}

/// Compresses a document. The same document always gives the same bytes.
#[must_use]
pub fn pack(document: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(document, EFFORT)
}

/// Decompresses a document.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, SealFault> {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

    decompress_to_vec_zlib_with_limit(packed, DOCUMENT_LIMIT).map_err(|error| match error
        .status
    {
        TINFLStatus::HasMoreOutput => SealFault::TooLong,
        _ => SealFault::Unpack,
    })
}

/// The smallest file size for a longest packed document of this length in bytes; `None`
/// if it fits into none.
#[must_use]
pub fn size_for(longest_packed: usize) -> Option<usize> {
    let needed = longest_packed.checked_add(NONCE + LENGTH + TAG)?;
    SIZES.into_iter().find(|size| *size >= needed)
}

impl Sealing<'_> {
    /// The file name of a secret in this publication. Without the secret it cannot be
    /// linked to a person, or to a file of another publication.
    #[must_use]
    pub fn name(&self, secret: &Secret) -> String {
        let name: [u8; 16] =
            derived(secret, &format!("name\n{}\n{}", self.hall, self.version));
        format!("{}.bin", lower::encode_string(&name))
    }

    /// The path, relative to the site's root.
    #[must_use]
    pub fn path(&self, secret: &Secret) -> String {
        format!("feed/{FOLDER}/{}", self.name(secret))
    }

    /// Seals a packed document into a file of this size; `None` if it does not fit.
    ///
    /// The result is deterministic: the nonce is derived from secret, publication and
    /// contents, so that no nonce is used for two contents.
    #[must_use]
    pub fn close(&self, secret: &Secret, packed: &[u8], size: usize) -> Option<Vec<u8>> {
        let room = size.checked_sub(NONCE + TAG)?;
        let length = u32::try_from(packed.len()).ok()?;
        let mut plain = Vec::with_capacity(room);
        plain.extend(length.to_be_bytes());
        plain.extend(packed);
        if plain.len() > room {
            return None;
        }
        plain.resize(room, 0);
        let content = lower::encode_string(&Sha256::digest(&plain));
        let nonce: [u8; NONCE] = derived(
            secret,
            &format!("nonce\n{}\n{}\n{content}", self.hall, self.version),
        );
        let bound = self.bound(secret);
        let payload = Payload { msg: &plain, aad: bound.as_bytes() };
        let closed = self.cipher(secret).encrypt(&XNonce::from(nonce), payload);
        plain.zeroize();
        Some([&nonce[..], &closed.ok()?].concat())
    }

    /// Opens a file and unpacks the document.
    ///
    /// # Errors
    /// When it is incomplete, was not sealed with this secret for this publication, or
    /// does not contain a valid document.
    pub fn open(&self, secret: &Secret, file: &[u8]) -> Result<Vec<u8>, SealFault> {
        unpack(&self.uncover(secret, file)?)
    }

    /// Opens a file and returns the packed document.
    ///
    /// # Errors
    /// When it is incomplete, or was not sealed with this secret for this publication.
    pub fn uncover(&self, secret: &Secret, file: &[u8]) -> Result<Vec<u8>, SealFault> {
        if !SIZES.contains(&file.len()) {
            return Err(SealFault::Size { got: file.len() });
        }
        let (nonce, closed) =
            file.split_first_chunk::<NONCE>().ok_or(SealFault::Closed)?;
        let bound = self.bound(secret);
        let payload = Payload { msg: closed, aad: bound.as_bytes() };
        let plain = self.cipher(secret).decrypt(&XNonce::from(*nonce), payload);
        let plain = plain.map_err(|_opaque| SealFault::Closed)?;
        let (length, rest) =
            plain.split_first_chunk::<LENGTH>().ok_or(SealFault::Padding)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok();
        let split = length.and_then(|length| rest.split_at_checked(length));
        let (packed, blank) = split.ok_or(SealFault::Padding)?;
        if blank.iter().any(|byte| *byte != 0) {
            return Err(SealFault::Padding);
        }
        Ok(packed.to_vec())
    }

    /// The associated data of a file.
    fn bound(&self, secret: &Secret) -> String {
        let name = self.name(secret);
        format!("{SEALED_FORMAT}\n{}\n{name}\n{}", self.hall, self.version)
    }

    fn cipher(&self, secret: &Secret) -> XChaCha20Poly1305 {
        let mut key: [u8; 32] = derived(secret, &format!("key\n{}", self.hall));
        let cipher = XChaCha20Poly1305::new(&key.into());
        key.zeroize();
        cipher
    }
}

/// Derives bytes for one purpose. They reveal nothing about the secret, or about the
/// bytes for other purposes.
fn derived<const N: usize>(secret: &Secret, purpose: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let hkdf = Hkdf::<Sha256>::new(Some(SEALED_FORMAT.as_bytes()), secret.bytes());
    // Expanding can only fail for more than 8,160 bytes.
    let derived = hkdf.expand(purpose.as_bytes(), &mut bytes);
    debug_assert!(derived.is_ok());
    bytes
}
