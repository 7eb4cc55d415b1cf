//! The hall's signing key, in minisign's formats.

use std::io::Cursor;

use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox};

/// The hall's signing key.
pub struct HallKey {
    secret: SecretKey,
    public: PublicKey,
}

/// A new key as its two files hold it.
pub struct NewKey {
    /// The secret key file.
    pub secret: String,
    /// The public key file.
    pub public: String,
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The file needs its passphrase.
    #[error("the key has a passphrase")]
    NeedsPassphrase,
    /// Not a minisign secret key, or not its passphrase.
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
    /// When it is none, or has another passphrase.
    pub fn read(file: &str, passphrase: Option<String>) -> Result<HallKey, KeyError> {
        let boxed = SecretKeyBox::from_string(file).map_err(unusable)?;
        let encrypted = SecretKeyBox::from_string(file)
            .and_then(SecretKeyBox::into_unencrypted_secret_key)
            .is_err();
        let secret = match passphrase {
            Some(passphrase) if encrypted => boxed.into_secret_key(Some(passphrase)),
            None if encrypted && !looks_plain(file) => {
                return Err(KeyError::NeedsPassphrase);
            }
            _ => boxed.into_unencrypted_secret_key(),
        };
        let secret = secret.map_err(unusable)?;
        let public = PublicKey::from_secret_key(&secret).map_err(unusable)?;
        Ok(HallKey { secret, public })
    }

    /// Makes a key.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn generate(passphrase: Option<String>) -> Result<NewKey, KeyError> {
        let pair = match passphrase {
            Some(passphrase) => KeyPair::generate_encrypted_keypair(Some(passphrase)),
            None => KeyPair::generate_unencrypted_keypair(),
        };
        let KeyPair { pk, sk } = pair.map_err(unusable)?;
        let secret = sk.to_box(Some("Hallboard secret key: keep it to yourself"));
        Ok(NewKey {
            secret: secret.map_err(unusable)?.into_string(),
            public: pk.to_box().map_err(unusable)?.into_string(),
        })
    }

    /// The public key as one line of base64.
    #[must_use]
    pub fn public_line(&self) -> String {
        self.public.to_base64()
    }

    /// The file that goes beside what is signed.
    ///
    /// # Errors
    /// When the key turns out to be unusable.
    pub fn sign(&self, bytes: &[u8], trusted_comment: &str) -> Result<String, KeyError> {
        let signature = minisign::sign(
            Some(&self.public),
            &self.secret,
            Cursor::new(bytes),
            Some(trusted_comment),
            Some("signature by the hall's key"),
        );
        signature.map(minisign::SignatureBox::into_string).map_err(unusable)
    }
}

/// Whether the second line says that no passphrase was used.
fn looks_plain(file: &str) -> bool {
    // "Ed" and two zero bytes where the key derivation would be named.
    file.lines().nth(1).is_some_and(|line| line.starts_with("RWQAA"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_and_without_passphrase() {
        let plain = HallKey::generate(None).unwrap();
        assert!(HallKey::read(&plain.secret, None).is_ok());
        let held = HallKey::generate(Some("tea".to_owned())).unwrap();
        assert_eq!(
            HallKey::read(&held.secret, None).err(),
            Some(KeyError::NeedsPassphrase)
        );
        assert!(HallKey::read(&held.secret, Some("coffee".to_owned())).is_err());
        let read = HallKey::read(&held.secret, Some("tea".to_owned())).unwrap();
        assert!(held.public.contains(&read.public_line()));
        assert!(HallKey::read("no key", None).is_err());
    }
}
