//! Sealed letters in the browser's IndexedDB: the only thing that `/report` stores.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

use super::events::log_err;

const LETTERS: &str = "letters";

/// A sealed letter and its metadata.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredLetter {
    /// File name, derived from the bytes.
    pub name: String,
    /// The sealed bytes.
    pub bytes: Vec<u8>,
    /// The time of sealing, in Unix seconds.
    pub since: i64,
    /// Post URL of the last verified feed, if the hall has one. The service worker posts
    /// there while the page is closed.
    pub post: Option<String>,
}

/// The database of a hall's letters. Cloning copies the handle.
#[derive(Clone, Debug)]
pub struct LetterStore(IdbDatabase);

impl LetterStore {
    /// Opens the database, and creates it if it does not exist. `None` if the browser
    /// denies storage.
    pub async fn open(name: &str) -> Option<LetterStore> {
        log_err(open(name, Create::IfMissing).await)
    }

    /// Opens the database; `None` if it does not exist, without creating it.
    pub async fn open_existing(name: &str) -> Option<LetterStore> {
        open(name, Create::Never).await.ok()
    }

    /// All stored letters, oldest first. Values of another type are skipped.
    pub async fn all(&self) -> Vec<StoredLetter> {
        log_err(self.read_all().await).unwrap_or_default()
    }

    /// Whether a letter is still stored; `None` if the database cannot be read.
    pub async fn contains(&self, name: &str) -> Option<bool> {
        log_err(self.read_key(name).await).map(|key| !key.is_undefined())
    }

    /// Stores a letter, replacing one of the same name. Returns whether it was written.
    pub async fn put(&self, letter: &StoredLetter) -> bool {
        let value = Array::of4(
            &JsValue::from_str(&letter.name),
            &Uint8Array::from(&letter.bytes[..]),
            &JsValue::from_f64(letter.since as f64),
            &letter.post.as_deref().map_or(JsValue::NULL, JsValue::from_str),
        );
        let key = JsValue::from_str(&letter.name);
        log_err(self.write(|letters| letters.put_with_key(&value, &key)).await).is_some()
    }

    /// Deletes a letter. If that fails, the letter is posted again, and the hall recognises
    /// the duplicate.
    pub async fn delete(&self, name: &str) {
        let key = JsValue::from_str(name);
        log_err(self.write(|letters| letters.delete(&key)).await);
    }

    fn read_only(&self) -> Result<IdbObjectStore, JsValue> {
        let mode = IdbTransactionMode::Readonly;
        self.0.transaction_with_str_and_mode(LETTERS, mode)?.object_store(LETTERS)
    }

    async fn read_all(&self) -> Result<Vec<StoredLetter>, JsValue> {
        let request = self.read_only()?.get_all()?;
        let found: Array = result(&request).await?.unchecked_into();
        let mut letters: Vec<StoredLetter> =
            found.iter().filter_map(stored_letter).collect();
        letters.sort_by_key(|letter| letter.since);
        Ok(letters)
    }

    async fn read_key(&self, name: &str) -> Result<JsValue, JsValue> {
        let request = self.read_only()?.get_key(&JsValue::from_str(name))?;
        result(&request).await
    }

    /// Resolves when the transaction is complete.
    async fn write(
        &self,
        request: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<(), JsValue> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.0.transaction_with_str_and_mode(LETTERS, mode)?;
        request(&transaction.object_store(LETTERS)?)?;
        let complete = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&call_once(resolve)));
            transaction.set_onabort(Some(&call_once(reject)));
        });
        match JsFuture::from(complete).await {
            Ok(_) => Ok(()),
            Err(_) => Err(error_of(&transaction)),
        }
    }
}

/// Whether to create a database that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Create {
    IfMissing,
    Never,
}

async fn open(name: &str, create: Create) -> Result<LetterStore, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(name, 1)?;
    let upgrading = request.clone();
    request.set_onupgradeneeded(Some(&handler(move || {
        if create == Create::Never {
            // The opening then fails, and the browser deletes the empty database.
            if let Some(transaction) = upgrading.transaction() {
                log_err(transaction.abort());
            }
            return;
        }
        let created = upgrading.result().and_then(|database| {
            database.unchecked_into::<IdbDatabase>().create_object_store(LETTERS)
        });
        log_err(created);
    })));
    let database = result(&request).await?;
    Ok(LetterStore(database.unchecked_into()))
}

fn stored_letter(value: JsValue) -> Option<StoredLetter> {
    let fields: Array = value.dyn_into().ok()?;
    let bytes: Uint8Array = fields.get(1).dyn_into().ok()?;
    Some(StoredLetter {
        name: fields.get(0).as_string()?,
        bytes: bytes.to_vec(),
        since: fields.get(2).as_f64()? as i64,
        post: fields.get(3).as_string(),
    })
}

fn handler(act: impl FnOnce() + 'static) -> Function {
    let act: Box<dyn FnOnce()> = Box::new(act);
    Closure::once_into_js(act).unchecked_into()
}

fn call_once(function: Function) -> Function {
    handler(move || {
        log_err(function.call0(&JsValue::UNDEFINED));
    })
}

/// The `error` of a failed request or transaction.
fn error_of(failed: &JsValue) -> JsValue {
    Reflect::get(failed, &JsValue::from_str("error")).unwrap_or(JsValue::NULL)
}

/// Resolves with the result of a request.
async fn result(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let settled = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&call_once(resolve)));
        request.set_onerror(Some(&call_once(reject)));
    });
    match JsFuture::from(settled).await {
        Ok(_) => request.result(),
        Err(_) => Err(error_of(request)),
    }
}
