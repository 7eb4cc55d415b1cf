//! A process that ends at any moment loses no letter and collects none twice.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use hallboard_feed::Instant;
use hallboard_feed::letter::{Letter, LetterId};
use hallboard_inbox::{
    CommitError, Decision, EntryWriter, INCOMING, Inbox, InboxError, MemoryStore, OPENED,
    QUARANTINE, State, Store,
};
use hallboard_score::{Entry, Source};
use proptest::prelude::*;

use crate::hall::{
    card, codes, day, guest, letter, noon, open, own_deed, sealed, thanks,
};

const TODAY: &str = "2026-11-24";

/// A hall's simulated disk with its letters and register, and the number of operations left
/// before power fails.
#[derive(Clone, Debug, Default)]
pub(crate) struct DiskState {
    pub(crate) store: MemoryStore,
    pub(crate) register: Vec<Entry>,
    pub(crate) left: Option<usize>,
    /// Number of operations so far.
    pub(crate) done: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Disk(pub(crate) Rc<RefCell<DiskState>>);

impl DiskState {
    /// Counts an operation; returns whether there is power for it.
    fn lasts(&mut self) -> bool {
        self.done += 1;
        match &mut self.left {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => true,
        }
    }
}

fn power_failure<T>() -> io::Result<T> {
    Err(io::Error::other("the power failed"))
}

impl Store for Disk {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.0.borrow().store.list(folder)
    }

    fn read(&self, path: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        self.0.borrow().store.read(path, limit)
    }

    fn written(&self, path: &str) -> io::Result<i64> {
        self.0.borrow().store.written(path)
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut world = self.0.borrow_mut();
        if world.lasts() { world.store.put(path, bytes) } else { power_failure() }
    }

    fn append(&mut self, path: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut world = self.0.borrow_mut();
        if world.lasts() {
            return world.store.append(path, at, bytes);
        }
        // Half of it is written.
        let half = bytes.len() / 2;
        world.store.append(path, at, &bytes[..half])?;
        power_failure()
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        let mut world = self.0.borrow_mut();
        if world.lasts() { world.store.rename(from, to) } else { power_failure() }
    }

    fn delete(&mut self, path: &str) -> io::Result<()> {
        let mut world = self.0.borrow_mut();
        if world.lasts() { world.store.delete(path) } else { power_failure() }
    }
}

impl EntryWriter for Disk {
    type Error = io::Error;

    fn contains(&self, id: &str) -> bool {
        self.0.borrow().register.iter().any(|it| it.id == id)
    }

    fn write(&mut self, entries: &[Entry]) -> io::Result<()> {
        let mut world = self.0.borrow_mut();
        if !world.lasts() {
            return power_failure();
        }
        world.register.extend_from_slice(entries);
        Ok(())
    }
}

/// An item in the folder of incoming letters.
#[derive(Clone, Copy, Debug)]
enum Arrival {
    /// The letter with that number.
    Good(u32),
    /// The same letter, sealed again.
    Double(u32),
    /// Another letter with the same id.
    Forged(u32),
    Damaged(u32),
    Oversize(u32),
    /// A letter in codes, half of them in each of two texts.
    Scanned(u32),
}

/// What the official does with a letter that is still undecided.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Accept(u32),
    Refuse(u32),
    Ask(u32),
    Merge(u32, u32),
    /// Collects some letters from a memory stick.
    Bring(u32),
}

fn nth(number: u32) -> Letter {
    let kind = match number % 2 {
        0 => own_deed("help", TODAY),
        _ => thanks("李娜", "help", TODAY),
    };
    letter(
        number,
        TODAY,
        if number.is_multiple_of(3) { card("R1") } else { guest("x") },
        kind,
    )
}

fn arrive(store: &mut MemoryStore, arrivals: &[Arrival]) {
    for (place, arrival) in (0..).zip(arrivals) {
        let (name, bytes) = match *arrival {
            Arrival::Scanned(number) => {
                let it = sealed(&nth(number), 6_000 + place);
                let codes = codes(&it.bytes, 100);
                let (first, rest) = codes.split_at(codes.len() / 2);
                let path = format!("{INCOMING}/scan-{place}.txt");
                store.files.insert(path, first.join("\n").into_bytes());
                (format!("scan-{place}-more.txt"), rest.join("\n").into_bytes())
            }
            Arrival::Good(number) => {
                let it = sealed(&nth(number), number);
                (it.name, it.bytes)
            }
            Arrival::Double(number) => {
                let it = sealed(&nth(number), 1_000 + place);
                (it.name, it.bytes)
            }
            Arrival::Forged(number) => {
                let mut forged = nth(number);
                forged.written = noon("2026-11-25");
                let it = sealed(&forged, 2_000 + place);
                (it.name, it.bytes)
            }
            Arrival::Damaged(number) => {
                let mut it = sealed(&nth(number), 3_000 + place);
                it.bytes[100] ^= 1;
                (it.name, it.bytes)
            }
            Arrival::Oversize(number) => (format!("z{number}"), vec![0; 20_000]),
        };
        store.files.insert(format!("{INCOMING}/{name}"), bytes);
    }
}

/// One session of the official, from its beginning or continuing after an interruption.
fn evening(disk: &Disk, deeds: &[Deed]) -> Result<(), Option<CommitError<io::Error>>> {
    let now: Instant = noon(TODAY);
    let mut register = disk.clone();
    let gone = |error: InboxError| Some(CommitError::Inbox(error));
    let mut inbox = Inbox::open(disk.clone()).map_err(gone)?;
    inbox.collect(&open, now).map_err(gone)?;
    inbox.commit(&open, &mut register, now).map_err(Some)?;
    // Letters from the stick come first, so that an interrupted session continues in the
    // order in which it began.
    let collected = deeds.iter().filter(|it| matches!(it, Deed::Bring(_)));
    let decided = deeds.iter().filter(|it| !matches!(it, Deed::Bring(_)));
    for deed in collected.chain(decided) {
        let id = |number: u32| nth(number).id;
        let open_now = |inbox: &Inbox<Disk>, id: LetterId| {
            inbox.letter(id).is_some_and(|record| record.state.is_open())
        };
        let decided = match *deed {
            Deed::Bring(number) => {
                let it = sealed(&nth(number), 5_000 + number);
                let outside = hallboard_inbox::Outside {
                    name: "stick".to_owned(),
                    bytes: Ok(it.bytes),
                };
                let mut all = [outside].into_iter();
                inbox.collect_from(&open, now, &mut all).map(|_| ())
            }
            Deed::Accept(number) if open_now(&inbox, id(number)) => {
                let decision = Decision {
                    resident: Some("R2".to_owned()),
                    date: Some(day(TODAY)),
                    source: Some(Source::Neighbour),
                    ..Decision::default()
                };
                inbox.accept([(id(number), decision)], now)
            }
            Deed::Refuse(number) if open_now(&inbox, id(number)) => {
                inbox.refuse(&[id(number)], "unclear", Some("Li"), now)
            }
            Deed::Ask(number) if open_now(&inbox, id(number)) => {
                inbox.ask(id(number), "when?", None, now)
            }
            Deed::Merge(a, b)
                if a != b
                    && a % 2 == b % 2
                    && open_now(&inbox, id(a))
                    && open_now(&inbox, id(b)) =>
            {
                inbox.merge(id(a), id(b), None, now)
            }
            _ => Ok(()),
        };
        decided.map_err(gone)?;
    }
    inbox.commit(&open, &mut register, now).map_err(Some)?;
    Ok(())
}

/// The result of a session: letters with their states, entries, and quarantined files.
type Outcome = (Vec<(LetterId, String)>, Vec<String>, Vec<String>);

fn outcome(world: &DiskState) -> Outcome {
    let inbox = Inbox::open(world.store.clone()).unwrap();
    assert_eq!(inbox.damaged(), [] as [usize; 0]);
    let mut letters: Vec<(LetterId, String)> = inbox
        .letters()
        .map(|(id, record)| {
            let state = match &record.state {
                // Asking twice does no harm.
                State::Asked { .. } | State::Waiting => "open".to_owned(),
                state => format!("{state:?}"),
            };
            assert!(inbox.read(id, &open).is_ok(), "{id}");
            (id, state)
        })
        .collect();
    letters.sort();
    let mut entries: Vec<String> =
        world.register.iter().map(|it| it.id.to_string()).collect();
    entries.sort();
    assert!(entries.is_sorted_by(|a, b| a < b), "an entry twice: {entries:?}");
    let store = &world.store;
    assert_eq!(store.list(INCOMING).unwrap(), [] as [String; 0]);
    assert_eq!(store.list(OPENED).unwrap().len(), letters.len());
    (letters, entries, store.list(QUARANTINE).unwrap())
}

fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
    let one = (0_u32..5, 0..7).prop_map(|(number, what)| match what {
        0 => Arrival::Double(number),
        1 => Arrival::Forged(number),
        2 => Arrival::Damaged(number),
        3 => Arrival::Oversize(number),
        4 => Arrival::Scanned(number),
        _ => Arrival::Good(number),
    });
    prop::collection::vec(one, 1..8)
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let one = (0_u32..7, 0_u32..7, 0..7).prop_map(|(a, b, what)| match what {
        0 => Deed::Refuse(a),
        1 => Deed::Ask(a),
        2 => Deed::Merge(a, b),
        3 => Deed::Bring(a),
        _ => Deed::Accept(a),
    });
    prop::collection::vec(one, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn interrupted_session_has_the_same_result(
        arrivals in arrivals(),
        deeds in deeds(),
    ) {
        let mut before = DiskState::default();
        before.store.written = noon(TODAY).unix();
        arrive(&mut before.store, &arrivals);
        let whole = Disk(Rc::new(RefCell::new(before.clone())));
        prop_assert!(evening(&whole, &deeds).is_ok());
        let expected = outcome(&whole.0.borrow());
        let operations = whole.0.borrow().done;
        for left in 0..operations {
            let world = DiskState { left: Some(left), ..before.clone() };
            let disk = Disk(Rc::new(RefCell::new(world)));
            prop_assert!(evening(&disk, &deeds).is_err());
            // Power fails again soon after it has come back.
            disk.0.borrow_mut().left = Some(left % 3);
            let cut = evening(&disk, &deeds);
            prop_assert!(cut.is_ok() || left % 3 < operations);
            disk.0.borrow_mut().left = None;
            prop_assert!(evening(&disk, &deeds).is_ok());
            prop_assert_eq!(&outcome(&disk.0.borrow()), &expected, "after {}", left);
        }
    }
}
