//! Sealed letters in the browser's database: the one thing this page keeps.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

const LETTERS: &str = "letters";

/// A sealed letter that waits.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Waiting {
    /// The name of its file, which comes of its bytes.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Since when it waits, in seconds since 1970.
    pub since: i64,
    /// Where it can be posted, as the last verified feed said; the service worker, which
    /// posts it when this page is closed, knows of no other place.
    pub post: Option<String>,
    /// Whether this device keeps it: not where there was no room.
    pub kept: bool,
}

/// The database of a hall's letters.
#[derive(Clone, Debug)]
pub(super) struct Store(IdbDatabase);

fn handler(act: impl FnOnce() + 'static) -> Function {
    let act: Box<dyn FnOnce()> = Box::new(act);
    Closure::once_into_js(act).unchecked_into()
}

/// Why a request or a transaction failed.
fn why(failed: &JsValue) -> JsValue {
    Reflect::get(failed, &JsValue::from_str("error")).unwrap_or(JsValue::NULL)
}

/// Resolves when a request has its result.
async fn result(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        let act = |then: Function| {
            handler(move || {
                crate::browser::told(then.call0(&JsValue::UNDEFINED));
            })
        };
        request.set_onsuccess(Some(&act(done)));
        request.set_onerror(Some(&act(failed)));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(_) => Err(why(request)),
    }
}

impl Store {
    /// Opens it; makes it where there is none.
    pub(super) async fn open(name: &str) -> Result<Store, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
        let request: IdbOpenDbRequest = factory.open_with_u32(name, 1)?;
        let asked = request.clone();
        request.set_onupgradeneeded(Some(&handler(move || {
            let made = asked.result().and_then(|database| {
                database.unchecked_into::<IdbDatabase>().create_object_store(LETTERS)
            });
            crate::browser::told(made);
        })));
        result(&request).await.map(|database| Store(database.unchecked_into()))
    }

    /// All that waits, the oldest first. What is none of these letters is left out.
    pub(super) async fn all(&self) -> Result<Vec<Waiting>, JsValue> {
        let mode = IdbTransactionMode::Readonly;
        let work = self.0.transaction_with_str_and_mode(LETTERS, mode)?;
        let asked = work.object_store(LETTERS)?.get_all()?;
        let found = result(&asked).await?;
        let read = |it: JsValue| {
            let it: Array = it.dyn_into().ok()?;
            let bytes: Uint8Array = it.get(1).dyn_into().ok()?;
            Some(Waiting {
                name: it.get(0).as_string()?,
                bytes: bytes.to_vec(),
                since: it.get(2).as_f64()? as i64,
                post: it.get(3).as_string(),
                kept: true,
            })
        };
        let found: Array = found.unchecked_into();
        let mut waiting: Vec<Waiting> = found.iter().filter_map(read).collect();
        waiting.sort_by_key(|it| it.since);
        Ok(waiting)
    }

    /// Whether a letter is still kept.
    pub(super) async fn has(&self, name: &str) -> Result<bool, JsValue> {
        let mode = IdbTransactionMode::Readonly;
        let work = self.0.transaction_with_str_and_mode(LETTERS, mode)?;
        let asked = work.object_store(LETTERS)?.get_key(&JsValue::from_str(name))?;
        Ok(!result(&asked).await?.is_undefined())
    }

    /// Keeps a letter; resolves when it is written.
    pub(super) async fn keep(&self, letter: &Waiting) -> Result<(), JsValue> {
        let post = letter.post.as_deref().map_or(JsValue::NULL, JsValue::from_str);
        let value = Array::of4(
            &JsValue::from_str(&letter.name),
            &Uint8Array::from(&letter.bytes[..]),
            &JsValue::from_f64(letter.since as f64),
            &post,
        );
        let name = JsValue::from_str(&letter.name);
        self.write(|letters| letters.put_with_key(&value, &name)).await
    }

    /// Keeps a letter no more.
    pub(super) async fn remove(&self, name: &str) -> Result<(), JsValue> {
        let name = JsValue::from_str(name);
        self.write(|letters| letters.delete(&name)).await
    }

    async fn write(
        &self,
        how: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<(), JsValue> {
        let mode = IdbTransactionMode::Readwrite;
        let work = self.0.transaction_with_str_and_mode(LETTERS, mode)?;
        how(&work.object_store(LETTERS)?)?;
        let written = Promise::new(&mut |done, failed| {
            let act = |then: Function| {
                handler(move || {
                    crate::browser::told(then.call0(&JsValue::UNDEFINED));
                })
            };
            work.set_oncomplete(Some(&act(done)));
            work.set_onabort(Some(&act(failed)));
        });
        match JsFuture::from(written).await {
            Ok(_) => Ok(()),
            Err(_) => Err(why(&work)),
        }
    }
}
