//! Wycheproof's test vectors for the primitives, with the parameters used here.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use wycheproof::TestResult;

#[test]
fn xchacha20_poly1305() {
    use wycheproof::aead::{TestName, TestSet};

    let set = TestSet::load(TestName::XChaCha20Poly1305).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in set.test_groups {
        for test in group.tests {
            let (key, nonce) = (<[u8; 32]>::try_from(&test.key[..]), test.nonce.len());
            let nonce = <[u8; 24]>::try_from(&test.nonce[..]).map_err(|_size| nonce);
            let closed = [&test.ct[..], &test.tag[..]].concat();
            let opened = nonce.ok().and_then(|nonce| {
                let cipher = XChaCha20Poly1305::new(&key.unwrap().into());
                let payload = Payload { msg: &closed, aad: &test.aad };
                cipher.decrypt(&XNonce::from(nonce), payload).ok()
            });
            match test.result {
                TestResult::Valid => {
                    valid += 1;
                    assert_eq!(opened.as_deref(), Some(&test.pt[..]), "{}", test.tc_id);
                    let cipher = XChaCha20Poly1305::new(&key.unwrap().into());
                    let payload = Payload { msg: &test.pt[..], aad: &test.aad };
                    let made = cipher.encrypt(&XNonce::from(nonce.unwrap()), payload);
                    assert_eq!(made.unwrap(), closed, "{}", test.tc_id);
                }
                _ => {
                    invalid += 1;
                    assert_eq!(opened, None, "{}", test.tc_id);
                }
            }
        }
    }
    assert!(valid > 200 && invalid > 50, "{valid} valid, {invalid} invalid");
}

#[test]
fn hkdf_sha256() {
    use wycheproof::hkdf::{TestName, TestSet};

    let set = TestSet::load(TestName::HkdfSha256).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in set.test_groups {
        for test in group.tests {
            let mut made = vec![0; test.size];
            let hkdf = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm);
            let done = hkdf.expand(&test.info, &mut made);
            if test.result == TestResult::Invalid {
                invalid += 1;
                assert!(done.is_err(), "{}", test.tc_id);
            } else {
                valid += 1;
                assert_eq!(made, test.okm[..], "{}", test.tc_id);
            }
        }
    }
    assert!(valid > 70 && invalid > 0, "{valid} valid, {invalid} invalid");
}
