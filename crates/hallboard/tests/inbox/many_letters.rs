//! Many letters at once, some of them damaged, duplicate or hostile.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_feed::letter::{Letter, file_name};
use hallboard_inbox::{INCOMING, Inbox, MemoryStore, OPENED, QUARANTINE, Store};

use crate::hall::{card, guest, letter, noon, open, own_deed, sealed, secret, thanks};

const TODAY: &str = "2026-11-24";

/// JSON that follows no rule of letters, sealed to the hall.
fn raw(json: &[u8], number: u32) -> Vec<u8> {
    use crypto_box::aead::rand_core::{CryptoRng, Error, RngCore};
    struct Counted(u32);
    impl RngCore for Counted {
        fn next_u32(&mut self) -> u32 {
            self.0
        }
        fn next_u64(&mut self) -> u64 {
            u64::from(self.0)
        }
        fn fill_bytes(&mut self, dest: &mut [u8]) {
            dest.fill(1);
            dest[..4].copy_from_slice(&self.0.to_be_bytes());
        }
        fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
            self.fill_bytes(dest);
            Ok(())
        }
    }
    impl CryptoRng for Counted {}
    let mut plain = u32::try_from(json.len()).unwrap().to_be_bytes().to_vec();
    plain.extend_from_slice(json);
    let size = if plain.len() + 48 <= 1024 { 1024 } else { 16 << 10 };
    plain.resize(size - 48, 0);
    let key = crypto_box::PublicKey::from_bytes(*secret().public().bytes());
    key.seal(&mut Counted(number), &plain).unwrap()
}

fn hostile(number: u32) -> Vec<u8> {
    let honest = letter(number, TODAY, guest("x"), thanks("李娜", "help", TODAY));
    let json = honest.to_json();
    match number % 6 {
        0 => vec![0; 100_000],
        1 => raw("[".repeat(15_000).as_bytes(), number),
        2 => raw(json.replace("=1+1", "a\u{202e}b").as_bytes(), number),
        3 => raw(json.replace("\"mill\"", "\"yu\"").as_bytes(), number),
        4 => raw(json.replace("thanks", "concern").as_bytes(), number),
        _ => raw(&[json.as_bytes(), b"\xff"].concat(), number),
    }
}

/// `count` letters, a tenth of them duplicated, a twentieth damaged and a hundredth
/// hostile, with the expected outcome.
pub(crate) fn pile(
    count: u32,
) -> (MemoryStore, BTreeSet<String>, BTreeMap<String, Vec<u8>>) {
    let mut store = MemoryStore { written: noon(TODAY).unix(), ..MemoryStore::default() };
    let (mut good, mut bad) = (BTreeSet::new(), BTreeMap::new());
    let mut arrive = |bytes: Vec<u8>| {
        let name = file_name(&bytes);
        store.files.insert(format!("{INCOMING}/{name}"), bytes);
        name
    };
    for number in 0..count {
        let it: Letter = match number % 2 {
            0 => letter(number, TODAY, card("R1"), own_deed("help", TODAY)),
            _ => letter(number, TODAY, guest("x"), thanks("李娜", "help", TODAY)),
        };
        let sealed_once = sealed(&it, number);
        match number % 100 {
            0 => {
                let bytes = hostile(number / 100);
                bad.insert(arrive(bytes.clone()), bytes);
            }
            1..=5 => {
                let mut bytes = sealed_once.bytes;
                let place = usize::try_from(number).unwrap() % bytes.len();
                bytes[place] ^= 1;
                bad.insert(arrive(bytes.clone()), bytes);
            }
            6..=15 => {
                arrive(sealed_once.bytes);
                arrive(sealed(&it, count + number).bytes);
                good.insert(it.id.to_string());
            }
            _ => {
                arrive(sealed_once.bytes);
                good.insert(it.id.to_string());
            }
        }
    }
    (store, good, bad)
}

fn check(count: u32) {
    let (store, good, bad) = pile(count);
    let mut inbox = Inbox::open(store).unwrap();
    let collected = inbox.collect(&open, noon(TODAY)).unwrap();
    assert_eq!(collected.new, good.len());
    assert_eq!(collected.doubles, usize::try_from(count / 10).unwrap());
    let named: BTreeSet<&String> = collected.bad.iter().map(|(name, _)| name).collect();
    assert_eq!(named, bad.keys().collect());
    let ids: BTreeSet<String> = inbox.letters().map(|(id, _)| id.to_string()).collect();
    assert_eq!(ids, good);
    let store = inbox.into_store();
    for (name, bytes) in &bad {
        assert_eq!(store.files.get(&format!("{QUARANTINE}/{name}")), Some(bytes));
    }
    assert_eq!(store.list(INCOMING).unwrap().len(), 0);
    assert_eq!(store.list(OPENED).unwrap().len(), good.len());
    // A second collection finds nothing new.
    let before = store.clone();
    let mut inbox = Inbox::open(store).unwrap();
    let again = inbox.collect(&open, noon(TODAY)).unwrap();
    assert_eq!((again.new, again.doubles, again.bad.len()), (0, 0, 0));
    assert_eq!(inbox.into_store(), before);
}

#[test]
fn a_thousand_letters_each_taken_once_or_named() {
    check(1_000);
}

#[test]
#[ignore = "takes a minute; run by hand"]
fn a_hundred_thousand_letters_each_taken_once_or_named() {
    check(100_000);
}
