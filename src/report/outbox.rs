//! What is sealed, until the hall has it.

use std::cell::RefCell;

use super::app::Page;
use super::browser::{Lock, download, now_millis, post};
use super::model::{Posting, Verdict, address, verdict};
use super::store::{Store, Waiting};
use crate::browser::told;
use crate::feed::later;

/// The letters that wait, and the one who posts them.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    store: RefCell<Option<Store>>,
    /// The letters, the oldest first.
    pub waiting: Vec<Waiting>,
    /// Who posts them.
    pub posting: Posting,
}

impl Outbox {
    /// Since when the oldest waits, in seconds since 1970.
    pub(super) fn since(&self) -> Option<i64> {
        self.waiting.iter().map(|it| it.since).min()
    }

    /// Whether one would be gone with this page.
    pub(super) fn is_at_risk(&self) -> bool {
        self.waiting.iter().any(|it| !it.kept)
    }

    fn of(&self, name: &str) -> Option<&Waiting> {
        self.waiting.iter().find(|it| it.name == name)
    }
}

impl Page {
    /// The name of the place where letters wait on this device, and of the lock of whoever
    /// posts one: the service worker does so, too.
    fn letters_name(self) -> String {
        let shell = self.shell();
        format!("hallboard-letters {} {}", shell.hall, shell.key)
    }

    /// Looks what waits from before.
    pub(super) fn open_outbox(self) {
        let name = self.letters_name();
        later(async move {
            let Some(store) = told(Store::open(&name).await) else { return };
            let found = told(store.all().await).unwrap_or_default();
            self.change_outbox(|outbox| {
                outbox.store.replace(Some(store));
                let new = found.into_iter().filter(|it| outbox.of(&it.name).is_none());
                let mut all: Vec<Waiting> = new.collect();
                all.append(&mut outbox.waiting);
                outbox.waiting = all;
            });
            self.readdress();
            self.deliver();
        });
    }

    fn store(self) -> Option<Store> {
        self.ask_outbox(|outbox| outbox.store.borrow().clone())
    }

    /// Takes in a sealed letter; it is posted once it is kept, or cannot be.
    pub(super) fn take_in(self, letter: Waiting) {
        let store = self.store();
        // A browser that may tidy up asks first, from now on.
        let kept = web_sys::window().map(|window| window.navigator().storage().persist());
        drop(kept);
        later(async move {
            let kept = match store {
                Some(store) => told(store.keep(&letter).await).is_some(),
                None => false,
            };
            self.change_outbox(|outbox| outbox.waiting.push(Waiting { kept, ..letter }));
            self.deliver();
        });
    }

    /// Writes on letters that wait where the hall now has them posted.
    pub(super) fn readdress(self) {
        if self.ask(|it| it.world.feed.is_none()) {
            return;
        }
        let post = self.post_address();
        let moved = self.ask_outbox(|outbox| {
            outbox.waiting.iter().any(|it| it.kept && it.post != post)
        });
        let Some(store) = self.store().filter(|_| moved) else { return };
        self.change_outbox(|outbox| {
            outbox.waiting.iter_mut().for_each(|it| it.post.clone_from(&post));
        });
        let name = self.letters_name();
        later(async move {
            // One that was posted meanwhile must not come back.
            let lock = Lock::take(&name).await;
            for letter in told(store.all().await).unwrap_or_default() {
                told(store.keep(&Waiting { post: post.clone(), ..letter }).await);
            }
            drop(lock);
        });
    }

    /// Posts the next letter, if it is time to and there is a place to post it to.
    pub(super) fn deliver(self) {
        let place = self.post_address();
        let Some(place) = place.map(|it| address(&it, &self.shell().site_root)) else {
            return;
        };
        let next = self.ask_outbox(|outbox| {
            let due = outbox.posting.is_due(now_millis());
            outbox.waiting.first().filter(|_| due).cloned()
        });
        let Some(letter) = next else { return };
        self.change_outbox(|outbox| outbox.posting.leave());
        let (store, name) = (self.store(), self.letters_name());
        later(async move {
            let lock = Lock::take(&name).await;
            let gone = match store.as_ref().filter(|_| letter.kept) {
                Some(store) => told(store.has(&letter.name).await) == Some(false),
                None => false,
            };
            let verdict = match gone {
                true => Verdict::Delivered,
                false => verdict(post(&place, &letter.bytes).await),
            };
            let random = js_sys::Math::random();
            self.change_outbox(|outbox| {
                outbox.posting.come_back(verdict, now_millis(), random);
                // One that is refused lets the others go first.
                if verdict == Verdict::Refused && outbox.waiting.len() > 1 {
                    outbox.waiting.rotate_left(1);
                }
            });
            if verdict == Verdict::Delivered {
                self.note_delivered(&letter.name);
                self.strike(&letter.name);
                remove(store.as_ref(), &letter.name).await;
                drop(lock);
                self.deliver();
            }
        });
    }

    /// The network is there again.
    pub(super) fn hurry(self) {
        self.change_outbox(|outbox| outbox.posting.hurry());
        self.deliver();
    }

    /// Keeps a letter no more: its writer says that the hall has it.
    pub(super) fn let_go(self, name: &str) {
        if self.ask(|it| it.framed) {
            self.note_delivered(name);
        }
        self.strike(name);
        let (store, name) = (self.store(), name.to_owned());
        later(async move { remove(store.as_ref(), &name).await });
    }

    fn strike(self, name: &str) {
        self.change_outbox(|outbox| outbox.waiting.retain(|it| it.name != name));
    }

    /// Hands a letter to its writer as a file.
    pub(super) fn save(self, name: &str) {
        let letter = self.ask_outbox(|outbox| outbox.of(name).cloned());
        if let Some(letter) = letter {
            download(&letter.name, &letter.bytes);
        }
    }
}

/// Where it stays it is posted again, and the hall takes it for what it is.
async fn remove(store: Option<&Store>, name: &str) {
    if let Some(store) = store {
        told(store.remove(name).await);
    }
}
