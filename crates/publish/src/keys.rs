//! The hall's signing key, in minisign's formats.

use base64ct::{Base64, Encoding};
use blake2::{Blake2b512, Digest};
use ed25519_dalek::{Signer, SigningKey};
use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox};

/// The hall's signing key.
pub struct HallKey {
    secret: SecretKey,
    public: PublicKey,
}

/// A new key, as its two files.
pub struct NewKey {
    /// The secret key file.
    pub secret: String,
    /// The public key file.
    pub public: String,
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The file requires a passphrase.
    #[error("the key has a passphrase")]
    NeedsPassphrase,
    /// It is not a secret key of minisign.
    #[error("not a secret key")]
    NoKey,
    /// The secret key is unusable, or the passphrase is wrong.
    #[error("{0}")]
    Unusable(String),
}

fn unusable(error: minisign::PError) -> KeyError {
    KeyError::Unusable(error.to_string())
}

impl HallKey {
    /// Reads a secret key file.
    ///
    /// # Errors
    /// When it is not a secret key, or the passphrase is missing or wrong.
    pub fn read(file: &str, passphrase: Option<String>) -> Result<HallKey, KeyError> {
        if !begins(file, PLAIN) && !begins(file, PROTECTED) {
            return Err(KeyError::NoKey);
        }
        let boxed = SecretKeyBox::from_string(file).map_err(unusable)?;
        let encrypted = SecretKeyBox::from_string(file)
            .and_then(SecretKeyBox::into_unencrypted_secret_key)
            .is_err();
        let secret = match passphrase {
            Some(passphrase) if encrypted => boxed.into_secret_key(Some(passphrase)),
            None if encrypted && !begins(file, PLAIN) => {
                return Err(KeyError::NeedsPassphrase);
            }
            _ => boxed.into_unencrypted_secret_key(),
        };
        let secret = secret.map_err(unusable)?;
        let public = PublicKey::from_secret_key(&secret).map_err(unusable)?;
        Ok(HallKey { secret, public })
    }

    /// Generates a key.
    ///
    /// # Errors
    /// When the system provides no random numbers.
    pub fn generate(passphrase: Option<String>) -> Result<NewKey, KeyError> {
        let pair = match passphrase {
            Some(passphrase) => KeyPair::generate_encrypted_keypair(Some(passphrase)),
            None => KeyPair::generate_unencrypted_keypair(),
        };
        let KeyPair { pk, sk } = pair.map_err(unusable)?;
        let secret = sk.to_box(Some(super::paper_backup::COMMENT));
        Ok(NewKey {
            secret: secret.map_err(unusable)?.into_string(),
            public: pk.to_box().map_err(unusable)?.into_string(),
        })
    }

    /// The public key file, as [`HallKey::generate`] creates it.
    #[must_use]
    pub fn public_file(&self) -> String {
        self.public.to_box().map(|boxed| boxed.into_string()).unwrap_or_default()
    }

    /// The public key as one line of base64.
    #[must_use]
    pub fn public_line(&self) -> String {
        self.public.to_base64()
    }

    /// The signature file of these bytes: minisign's format, prehashed.
    ///
    /// The `minisign` crate adds random bytes to its signatures. These signatures follow
    /// RFC 8032 and are deterministic, so that publishing a ledger twice gives the same
    /// bytes.
    ///
    /// # Errors
    /// When the key is unusable.
    pub fn sign(&self, bytes: &[u8], trusted_comment: &str) -> Result<String, KeyError> {
        let (key_number, key) = self.signing_key()?;
        let hash = Blake2b512::digest(bytes);
        let signature = key.sign(&hash).to_bytes();
        let line = [&b"ED"[..], &key_number, &signature].concat();
        let whole = key.sign(&[&signature[..], trusted_comment.as_bytes()].concat());
        Ok(format!(
            "untrusted comment: signature by the hall's key\n{}\n\
             trusted comment: {trusted_comment}\n{}\n",
            Base64::encode_string(&line),
            Base64::encode_string(&whole.to_bytes()),
        ))
    }

    /// The key number and the key, from the layout of minisign's files.
    fn signing_key(&self) -> Result<([u8; 8], SigningKey), KeyError> {
        let bytes = self.secret.to_bytes();
        let part = |range: std::ops::Range<usize>| bytes.get(range).unwrap_or_default();
        let number = part(54..62).try_into();
        let key = part(62..126).try_into().ok();
        let key = key.and_then(|key| SigningKey::from_keypair_bytes(key).ok());
        let unusable =
            || KeyError::Unusable("the key's two halves do not fit".to_owned());
        Ok((number.map_err(|_short| unusable())?, key.ok_or_else(unusable)?))
    }
}

/// The prefix of the second line of a key without a passphrase: "Ed", and two zero bytes
/// in place of the key derivation.
const PLAIN: &str = "RWQAA";
/// The prefix for a key with a passphrase: "Ed", and "Sc" for scrypt.
const PROTECTED: &str = "RWRTY";

fn begins(file: &str, kind: &str) -> bool {
    file.lines().nth(1).is_some_and(|line| line.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_and_without_passphrase() {
        let plain = HallKey::generate(None).unwrap();
        assert!(HallKey::read(&plain.secret, None).is_ok());
        let protected = HallKey::generate(Some("tea".to_owned())).unwrap();
        assert_eq!(
            HallKey::read(&protected.secret, None).err(),
            Some(KeyError::NeedsPassphrase)
        );
        assert!(HallKey::read(&protected.secret, Some("coffee".to_owned())).is_err());
        let read = HallKey::read(&protected.secret, Some("tea".to_owned())).unwrap();
        assert!(protected.public.contains(&read.public_line()));
        assert!(HallKey::read("no key", None).is_err());
    }

    #[test]
    fn signatures_are_minisigns_and_always_the_same() {
        let file = HallKey::generate(None).unwrap();
        let key = HallKey::read(&file.secret, None).unwrap();
        let signature = key.sign(b"a head", "version 1").unwrap();
        assert_eq!(key.sign(b"a head", "version 1").unwrap(), signature);
        let boxed = minisign::SignatureBox::from_string(&signature).unwrap();
        let check = |bytes: &[u8]| {
            minisign::verify(
                &key.public,
                &boxed,
                std::io::Cursor::new(bytes),
                true,
                false,
                false,
            )
        };
        assert!(check(b"a head").is_ok());
        assert!(check(b"a heap").is_err());
    }
}
