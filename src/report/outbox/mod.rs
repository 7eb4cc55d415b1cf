//! Sealed letters, until the hall has them: stored on the device and posted again and again.

mod hand_over;
mod screen;
mod waiting;

use leptos::prelude::*;
use leptos::task::spawn_local;

pub(super) use self::hand_over::HandOver;
pub(super) use self::screen::OutboxScreen;
pub(super) use self::waiting::WaitingNotice;
use super::retry::{ANSWER_TIMEOUT, RetryState, resolve_post_url};
use crate::platform::{
    LetterStore, PageConfig, PostOutcome, StoredLetter, WebLock, after_seconds,
    download_bytes, now_millis, post_letter, request_persistent_storage, retry_wait,
};

/// Whether a letter is stored on the device; otherwise it is gone with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    /// It is being written.
    Writing,
    /// It is stored.
    Stored,
    /// The device refused to store it, or did not answer.
    Failed,
}

/// A letter in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WaitingLetter {
    /// The letter.
    pub letter: StoredLetter,
    /// Whether it is stored on the device.
    pub storage: Storage,
}

impl WaitingLetter {
    /// Whether it is stored on the device.
    fn is_stored(&self) -> bool {
        self.storage == Storage::Stored
    }
}

/// The outbox.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outbox {
    /// The waiting letters, oldest first.
    pub letters: RwSignal<Vec<WaitingLetter>>,
    /// The state of posting.
    pub retry: RwSignal<RetryState>,
    /// Where the hall has letters posted; `None` if nowhere, or before the feed is there.
    pub post_url: Memo<Option<String>>,
    /// Called with a letter's name once the hall has it.
    on_delivered: Callback<String>,
    store: StoredValue<Option<LetterStore>, LocalStorage>,
    /// The name of the database, and of the lock for posting a letter. The service
    /// worker uses the same.
    store_name: StoredValue<String>,
    site_root: StoredValue<String>,
}

impl Outbox {
    pub(super) fn new(
        page: &PageConfig,
        post_url: Memo<Option<String>>,
        on_delivered: Callback<String>,
    ) -> Outbox {
        let store_name = page.letter_store_name();
        Outbox {
            letters: RwSignal::new(Vec::new()),
            retry: RwSignal::new(RetryState::default()),
            post_url,
            on_delivered,
            store: StoredValue::new_local(None),
            store_name: StoredValue::new(store_name),
            site_root: StoredValue::new(page.site_root.clone()),
        }
    }

    /// Whether a letter would be lost with the page.
    pub(super) fn is_at_risk(self) -> bool {
        self.letters.with_untracked(|all| all.iter().any(|it| !it.is_stored()))
    }

    /// Whether the page must stay open for a letter.
    pub(super) fn holds_page(self) -> bool {
        self.is_at_risk() || self.retry.with_untracked(|retry| retry.in_flight)
    }

    /// Opens the database and loads the letters from earlier visits. `feed_known` is
    /// whether the feed has arrived by then.
    pub(super) fn load(self, feed_known: impl Fn() -> bool + 'static) {
        let name = self.store_name.get_value();
        spawn_local(async move {
            let Some(store) = LetterStore::open(&name).await else { return };
            let found = store.all().await;
            self.store.set_value(Some(store));
            self.letters.update(|letters| {
                let is_new = |it: &StoredLetter| {
                    letters.iter().all(|known| known.letter.name != it.name)
                };
                let new = found.into_iter().filter(is_new);
                let new =
                    new.map(|letter| WaitingLetter { letter, storage: Storage::Stored });
                let mut all: Vec<WaitingLetter> = new.collect();
                all.append(letters);
                *letters = all;
            });
            if feed_known() {
                self.update_post_url();
            }
            self.deliver();
        });
    }

    /// Adds a sealed letter. It is posted once it is stored, or storing has failed.
    pub(super) fn enqueue(self, letter: StoredLetter) {
        request_persistent_storage();
        let waiting = WaitingLetter { letter: letter.clone(), storage: Storage::Writing };
        self.letters.update(|all| all.push(waiting));
        let name = letter.name.clone();
        after_seconds(ANSWER_TIMEOUT, move || {
            if self.storage_of(&name) == Some(Storage::Writing) {
                self.set_storage(&name, Storage::Failed);
                self.deliver();
            }
        });
        spawn_local(async move {
            let stored = match self.store.get_value() {
                Some(store) => store.put(&letter).await,
                None => false,
            };
            let storage = if stored { Storage::Stored } else { Storage::Failed };
            self.set_storage(&letter.name, storage);
            self.deliver();
        });
    }

    fn storage_of(self, name: &str) -> Option<Storage> {
        self.letters.with_untracked(|all| {
            all.iter().find(|it| it.letter.name == name).map(|it| it.storage)
        })
    }

    fn set_storage(self, name: &str, storage: Storage) {
        self.letters.update(|all| {
            all.iter_mut()
                .filter(|it| it.letter.name == name)
                .for_each(|it| it.storage = storage);
        });
    }

    /// Writes the hall's present post URL to the stored letters, for the service worker.
    pub(super) fn update_post_url(self) {
        let post = self.post_url.get_untracked();
        let differs = |it: &WaitingLetter| it.is_stored() && it.letter.post != post;
        let outdated = self.letters.with_untracked(|all| all.iter().any(differs));
        let Some(store) = self.store.get_value().filter(|_| outdated) else { return };
        self.letters.update(|all| {
            all.iter_mut().for_each(|it| it.letter.post.clone_from(&post));
        });
        let lock_name = self.store_name.get_value();
        spawn_local(async move {
            // A letter that is posted meanwhile must not come back.
            let lock = WebLock::acquire(&lock_name).await;
            for letter in store.all().await {
                store.put(&StoredLetter { post: post.clone(), ..letter }).await;
            }
            drop(lock);
        });
    }

    /// Posts the oldest letter, if one is due and there is a URL to post to.
    pub(super) fn deliver(self) {
        let Some(post) = self.post_url.get_untracked() else { return };
        let due = self.retry.with_untracked(|retry| retry.is_due(now_millis()));
        let is_ready = |it: &&WaitingLetter| it.storage != Storage::Writing;
        let next = self.letters.with_untracked(|all| all.iter().find(is_ready).cloned());
        let Some(next) = next.filter(|_| due) else { return };
        let url = self.site_root.with_value(|root| resolve_post_url(&post, root));
        self.retry.update(|retry| retry.start(now_millis()));
        let lock_name = self.store_name.get_value();
        spawn_local(async move {
            let lock = WebLock::acquire(&lock_name).await;
            let outcome = self.post(&url, &next).await;
            self.retry.update(|retry| retry.finish(outcome, now_millis(), retry_wait));
            match outcome {
                PostOutcome::Delivered => {
                    let name = next.letter.name;
                    // The callback may close the page at once.
                    self.remove(&name).await;
                    self.on_delivered.run(name);
                    drop(lock);
                    self.deliver();
                }
                PostOutcome::Refused => self.letters.update(|all| {
                    // A refused letter lets the others go first.
                    if all.len() > 1 {
                        all.rotate_left(1);
                    }
                }),
                PostOutcome::Retry => {}
            }
        });
    }

    /// Posts a letter, unless the service worker has posted it meanwhile.
    async fn post(self, url: &str, waiting: &WaitingLetter) -> PostOutcome {
        let letter = &waiting.letter;
        let store = self.store.get_value().filter(|_| waiting.is_stored());
        if let Some(store) = store
            && store.contains(&letter.name).await == Some(false)
        {
            return PostOutcome::Delivered;
        }
        post_letter(url, &letter.bytes).await
    }

    /// Posts at once, because the network is back.
    pub(super) fn retry_now(self) {
        self.retry.update(RetryState::retry_now);
        self.deliver();
    }

    /// Discards a letter: its writer says that the hall has it.
    pub(super) fn discard(self, name: String) {
        spawn_local(async move { self.remove(&name).await });
    }

    async fn remove(self, name: &str) {
        if let Some(store) = self.store.get_value() {
            store.delete(name).await;
        }
        self.letters.update(|all| all.retain(|it| it.letter.name != name));
    }

    /// Offers a letter as a file download.
    pub(super) fn download(self, name: &str) {
        if let Some(bytes) = self.bytes(name) {
            download_bytes(name, &bytes);
        }
    }

    /// The bytes of a letter.
    pub(super) fn bytes(self, name: &str) -> Option<Vec<u8>> {
        self.letters.with_untracked(|all| {
            let found = all.iter().find(|it| it.letter.name == name)?;
            Some(found.letter.bytes.clone())
        })
    }
}
