//! A receiver for tests, and a client that sends arbitrary bytes.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hallboard_inbox::receive::{
    Incoming, PATH, RateLimiter, Rates, Receiver, StoreFault, Stored, Timeouts,
};

/// Letters in memory, with a disk that may fail.
#[derive(Default)]
pub(crate) struct MemoryStorage {
    pub(crate) letters: Mutex<BTreeMap<String, Vec<u8>>>,
    pub(crate) disk: Mutex<Disk>,
    /// Number of letters that it was asked to store.
    pub(crate) asked: AtomicUsize,
}

#[derive(Default)]
pub(crate) enum Disk {
    #[default]
    Well,
    Full,
    Broken,
}

struct Shared(Arc<MemoryStorage>);

impl Incoming for Shared {
    fn store(&self, name: &str, bytes: &[u8]) -> Result<Stored, StoreFault> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        match *self.0.disk.lock().unwrap() {
            Disk::Well => {}
            Disk::Full => return Err(io::Error::from(io::ErrorKind::StorageFull).into()),
            Disk::Broken => return Err(io::Error::other("broken").into()),
        }
        let mut letters = self.0.letters.lock().unwrap();
        match letters.insert(name.to_owned(), bytes.to_vec()) {
            Some(_) => Ok(Stored::Again),
            None => Ok(Stored::New),
        }
    }
}

/// The receiver's limits.
pub(crate) struct Rules {
    pub(crate) each: u32,
    pub(crate) timeout_millis: u64,
    pub(crate) origin: Option<&'static str>,
    pub(crate) behind_proxy: bool,
}

impl Default for Rules {
    /// Limits that no test reaches.
    fn default() -> Rules {
        let (each, timeout_millis) = (1_000_000, 3_600_000);
        Rules { each, timeout_millis, origin: None, behind_proxy: false }
    }
}

/// Runs a receiver until the test ends; returns its storage and address.
pub(crate) fn serve(rules: Rules) -> (Arc<MemoryStorage>, String) {
    let store = Arc::new(MemoryStorage::default());
    let address = serve_from(Box::new(Shared(Arc::clone(&store))), rules);
    (store, address)
}

pub(crate) fn serve_from(store: Box<dyn Incoming>, rules: Rules) -> String {
    let timeouts = Duration::from_millis(rules.timeout_millis);
    let receiver = Receiver {
        store,
        rate_limiter: RateLimiter::new(Rates { each: rules.each, all: 1_000_000 }),
        timeouts: Timeouts { head: timeouts, body: timeouts, connection: timeouts * 2 },
        origin: rules.origin.map(str::to_owned),
        behind_proxy: rules.behind_proxy,
    };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            receiver.serve(listener).await
        })
    });
    address
}

/// Reads the head of one response.
pub(crate) fn answer(stream: &mut TcpStream) -> String {
    let mut response = Vec::new();
    while !response.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        match stream.read(&mut byte) {
            Ok(1) => response.extend(byte),
            ended => panic!("{ended:?} after {:?}", String::from_utf8_lossy(&response)),
        }
    }
    String::from_utf8(response).unwrap()
}

/// Sends a request and reads one response.
pub(crate) fn ask(address: &str, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    answer(&mut stream)
}

pub(crate) fn status(response: &str) -> u16 {
    response.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default()
}

/// Posts a letter with those headers; returns the status.
pub(crate) fn post(address: &str, headers: &str, letter: &[u8]) -> u16 {
    let length = letter.len();
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nHost: h\r\n{headers}Content-Length: {length}\r\n\r\n"
    );
    status(&ask(address, &head, letter))
}
