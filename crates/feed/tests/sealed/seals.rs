//! Sealed files: only the right secret opens them.

use std::collections::BTreeSet;

use hallboard_feed::Sha256;
use hallboard_feed::sealed::{
    COUNT_STEP, DOCUMENT_LIMIT, SIZES, SealFault, Sealing, Secret, pack, size_for,
};
use proptest::prelude::*;

const SEALING: Sealing<'_> = Sealing { hall: "yangqiao", version: 7 };

fn secret(byte: u8) -> Secret {
    Secret::new([byte; 16])
}

fn closed(document: &[u8]) -> Vec<u8> {
    SEALING.close(&secret(1), &pack(document), SIZES[0]).unwrap()
}

#[track_caller]
fn check(what: &str, file: &[u8], expected: SealFault) {
    assert_eq!(SEALING.open(&secret(1), file), Err(expected), "{what}");
}

#[test]
fn each_flipped_bit_is_refused() {
    let file = closed(b"{}");
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let flips = |first: usize| {
        let mut file = file.clone();
        for place in (first..file.len()).step_by(workers) {
            for bit in 0..8 {
                file[place] ^= 1 << bit;
                check(&format!("byte {place}, bit {bit}"), &file, SealFault::Closed);
                file[place] ^= 1 << bit;
            }
        }
    };
    std::thread::scope(|scope| {
        for first in 0..workers {
            scope.spawn(move || flips(first));
        }
    });
    assert_eq!(SEALING.open(&secret(1), &file).unwrap(), b"{}");
}

#[test]
fn every_truncation_is_refused() {
    let file = closed(b"{}");
    for length in 0..file.len() {
        check("cut short", &file[..length], SealFault::Size { got: length });
    }
    for size in SIZES.into_iter().skip(1) {
        let longer: Vec<u8> = file.iter().copied().cycle().take(size).collect();
        check("filled up", &longer, SealFault::Closed);
    }
}

#[test]
fn files_open_with_their_own_secret_hall_and_version_only() {
    let file = closed(b"{}");
    for (sealing, byte) in [
        (SEALING, 2),
        (Sealing { hall: "yangqia", ..SEALING }, 1),
        (Sealing { version: 6, ..SEALING }, 1),
        (Sealing { version: 8, ..SEALING }, 1),
    ] {
        let opened = sealing.open(&secret(byte), &file);
        assert_eq!(opened, Err(SealFault::Closed), "{sealing:?} {byte}");
        assert_ne!(sealing.name(&secret(byte)), SEALING.name(&secret(1)));
    }
}

#[test]
fn files_have_one_of_few_sizes() {
    let room = |size| size - 24 - 16 - 4;
    for (longest, size) in [
        (0, Some(SIZES[0])),
        (room(SIZES[0]), Some(SIZES[0])),
        (room(SIZES[0]) + 1, Some(SIZES[1])),
        (room(SIZES[3]), Some(SIZES[3])),
        (room(SIZES[3]) + 1, None),
        (usize::MAX, None),
    ] {
        assert_eq!(size_for(longest), size, "{longest}");
        if let Some(size) = size {
            let file = SEALING.close(&secret(1), &vec![0; longest], size);
            assert_eq!(file.map(|it| it.len()), Some(size), "{longest}");
        }
    }
    assert_eq!(SEALING.close(&secret(1), &vec![0; room(4096) + 1], 4096), None);
}

/// Made with libsodium and Python's `hmac`, following only `docs/sealed-format.md`.
#[test]
fn file_equals_that_of_another_program() {
    let (name, sha256) = (
        "fde37cb8d127611a814b79695cd51c40.bin",
        "f7a0d1d38ed4dba86fe59c06964a2a4c5eb65a0a28bbb56fcb84771668b067df",
    );
    assert_eq!(SEALING.name(&secret(1)), name);
    let file = SEALING.close(&secret(1), b"packed", 4096).unwrap();
    assert_eq!(Sha256::of(&file).to_string(), sha256);
    assert_eq!(SEALING.uncover(&secret(1), &file).as_deref(), Ok(&b"packed"[..]));
}

#[test]
fn sizes_and_limits_equal_the_documented_ones() {
    assert_eq!(SIZES, [4_096, 16_384, 65_536, 262_144]);
    assert_eq!((COUNT_STEP, DOCUMENT_LIMIT), (64, 4_194_304));
}

#[test]
fn names_change_with_every_publication() {
    let names: BTreeSet<String> = (0..50)
        .flat_map(|version| {
            (0..50).map(move |byte| Sealing { version, ..SEALING }.name(&secret(byte)))
        })
        .collect();
    assert_eq!(names.len(), 2500);
    for name in names {
        let digits = name.strip_suffix(".bin").unwrap();
        assert_eq!(digits.len(), 32);
        assert!(digits.chars().all(|it| matches!(it, '0'..='9' | 'a'..='f')), "{name}");
    }
    let path = SEALING.path(&secret(1));
    assert_eq!(path, format!("feed/sealed/{}", SEALING.name(&secret(1))));
}

#[test]
fn malformed_contents_are_refused_with_the_right_secret() {
    let sealed = |packed: &[u8]| SEALING.close(&secret(1), packed, SIZES[0]).unwrap();
    check("no zlib", &sealed(b"not packed at all"), SealFault::Unpack);
    let packed = pack(b"{\"format\": \"hallboard-ledger/1\"}");
    check("half of it", &sealed(&packed[..packed.len() / 2]), SealFault::Unpack);
    let bomb = pack(&vec![0; DOCUMENT_LIMIT + 1]);
    let size = size_for(bomb.len()).unwrap();
    let bomb = SEALING.close(&secret(1), &bomb, size).unwrap();
    check("a bomb", &bomb, SealFault::TooLong);
    let most = vec![0; DOCUMENT_LIMIT];
    let file = SEALING.close(&secret(1), &pack(&most), size).unwrap();
    assert_eq!(SEALING.open(&secret(1), &file), Ok(most));
}

proptest! {
    #[test]
    fn sealed_documents_round_trip(
        bytes: [u8; 16], version: u64, hall in ".{1,20}", document in ".{0,2000}",
    ) {
        let (secret, sealing) = (Secret::new(bytes), Sealing { hall: &hall, version });
        let packed = pack(document.as_bytes());
        let size = size_for(packed.len()).unwrap();
        let file = sealing.close(&secret, &packed, size).unwrap();
        prop_assert_eq!(file.len(), size);
        prop_assert_eq!(sealing.open(&secret, &file).unwrap(), document.as_bytes());
        let again = sealing.close(&secret, &packed, size).unwrap();
        prop_assert_eq!(&again, &file, "the same in, the same out");
        let other = sealing.close(&secret, &pack(b"other"), size).unwrap();
        prop_assert_ne!(&other[..24], &file[..24], "a nonce serves one content");
    }
}
