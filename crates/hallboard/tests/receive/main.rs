//! The receiver as clients on the web see it: over plain sockets, with and against its
//! rules.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails is to panic"
)]

mod client;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering::SeqCst;

use client::{Disk, Rules, answer, ask, post, serve, status};

const LETTER: [u8; 1024] = [7; 1024];

#[test]
fn repeated_letter_is_stored_once() {
    let (store, address) = serve(Rules::default());
    for _ in 0..3 {
        assert_eq!(post(&address, "", &LETTER), 200);
    }
    assert_eq!(post(&address, "", &[8; 4096]), 200);
    assert_eq!(post(&address, "", &[9; 16384]), 200);
    let letters = store.letters.lock().unwrap();
    assert_eq!(letters.len(), 3);
    for (name, bytes) in letters.iter() {
        assert_eq!(*name, hallboard_feed::letter::file_name(bytes));
    }
}

#[test]
fn several_letters_go_over_one_connection() {
    let (store, address) = serve(Rules::default());
    let mut stream = TcpStream::connect(&address).unwrap();
    for byte in 0..5 {
        let head = "POST /letters HTTP/1.1\r\nHost: h\r\nContent-Length: 1024\r\n\r\n";
        stream.write_all(&[head.as_bytes(), &[byte; 1024]].concat()).unwrap();
        assert!(answer(&mut stream).starts_with("HTTP/1.1 200 "));
    }
    assert_eq!(store.letters.lock().unwrap().len(), 5);
}

#[track_caller]
fn refused(request: &str, body: &[u8], expected: u16) -> String {
    let (store, address) = serve(Rules::default());
    let response = ask(&address, request, body);
    let asked: String = request.chars().take(80).collect();
    assert_eq!(status(&response), expected, "{asked}: {response}");
    assert!(store.letters.lock().unwrap().is_empty(), "{asked}");
    let (_, inside) = response.split_once("\r\n\r\n").unwrap();
    assert_eq!(inside, "", "the body is empty");
    response
}

#[test]
fn invalid_letters_are_refused() {
    let length = |length: usize| {
        format!("POST /letters HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n")
    };
    for size in [0, 1, 1023, 1025, 4095, 5000, 16_383] {
        refused(&length(size), &vec![1; size], 400);
    }
    refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1024\r\n\r\n", &LETTER, 404);
    refused("POST /letters/x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", &[], 404);
    refused("NOT HTTP\r\n\r\n", &[], 400);
    let long = "a".repeat(9000);
    refused(&format!("POST /letters HTTP/1.1\r\nHost: {long}\r\n\r\n"), &[], 431);
}

#[test]
fn other_methods_are_refused() {
    for method in ["GET", "PUT", "DELETE"] {
        let response =
            refused(&format!("{method} /letters HTTP/1.1\r\nHost: h\r\n\r\n"), &[], 405);
        assert!(response.to_lowercase().contains("allow: post, options"), "{response}");
    }
}

/// The body is never read: only its head is sent.
#[test]
fn a_gigabyte_is_refused_before_it_comes() {
    for length in [16_385_u64, 1 << 30] {
        let head = format!(
            "POST /letters HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n"
        );
        refused(&head, &[], 413);
    }
}

#[test]
fn endless_body_is_cut_off() {
    let (store, address) = serve(Rules::default());
    let mut stream = TcpStream::connect(&address).unwrap();
    let head = "POST /letters HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"1000\r\n".as_slice(), &[1; 4096], b"\r\n"].concat();
    // Far more than the limit: at some point the connection is closed.
    let cut = (0..1 << 16).find_map(|_| stream.write_all(&chunk).err());
    let cut = cut.expect("256 MB were read");
    assert!(matches!(cut.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset));
    assert!(store.letters.lock().unwrap().is_empty());
}

#[test]
fn slow_clients_are_disconnected() {
    let (store, address) = serve(Rules { timeout_millis: 100, ..Rules::default() });
    let begun = "POST /letters HTTP/1.1\r\nHost: h\r\n";
    let half = format!("{begun}Content-Length: 1024\r\n\r\nhalf a letter");
    for (sent, expected) in [("", None), (begun, None), (&half, Some(408))] {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        // The receiver closes the connection, since nothing more is sent.
        let mut response = Vec::new();
        drop(stream.read_to_end(&mut response));
        let response = String::from_utf8(response).unwrap();
        match expected {
            Some(code) => assert_eq!(status(&response), code, "{sent}"),
            None => assert!(
                response.is_empty() || status(&response) == 408,
                "{sent}: {response}"
            ),
        }
    }
    assert!(store.letters.lock().unwrap().is_empty());
}

#[test]
fn connections_per_address_are_limited() {
    let (_, address) = serve(Rules::default());
    let connect = || TcpStream::connect(&address).unwrap();
    let mut held: Vec<_> = (0..64).map(|_| connect()).collect();
    let mut one_more = connect();
    let ended = one_more.read(&mut [0; 1]);
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    let first = &mut held[0];
    first.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    assert_eq!(status(&answer(first)), 404, "those that were there still are");
}

#[test]
fn full_disk_is_reported_with_retry_after() {
    let (store, address) = serve(Rules::default());
    let head = "POST /letters HTTP/1.1\r\nHost: h\r\nContent-Length: 1024\r\n\r\n";
    for (disk, expected) in [(Disk::Full, 507), (Disk::Broken, 500)] {
        *store.disk.lock().unwrap() = disk;
        let response = ask(&address, head, &LETTER);
        assert_eq!(status(&response), expected);
        assert_eq!(response.to_lowercase().contains("retry-after: "), expected == 507);
    }
    *store.disk.lock().unwrap() = Disk::Well;
    assert_eq!(post(&address, "", &LETTER), 200, "once there is room again");
    assert_eq!(store.asked.load(SeqCst), 3);
}

#[test]
fn only_the_hall_s_own_pages_may_post() {
    let rules = || Rules { origin: Some("https://hall.example"), ..Rules::default() };
    let allowed = "access-control-allow-origin: https://hall.example";
    let (store, address) = serve(rules());
    let preflight = |origin: &str| {
        let head = format!(
            "OPTIONS /letters HTTP/1.1\r\nHost: h\r\nOrigin: {origin}\r\n\
             Access-Control-Request-Method: POST\r\n\r\n"
        );
        ask(&address, &head, &[]).to_lowercase()
    };
    let response = preflight("https://hall.example");
    assert_eq!(status(&response), 204);
    assert!(response.contains(allowed), "{response}");
    assert!(
        response.contains("access-control-allow-headers: content-type"),
        "{response}"
    );
    for other in ["https://hall.example.org", "https://hall.example:444", "null"] {
        let response = preflight(other);
        assert_eq!(status(&response), 403, "{other}");
        assert!(!response.contains("access-control-allow-origin"), "{response}");
        assert_eq!(post(&address, &format!("Origin: {other}\r\n"), &LETTER), 403);
    }
    assert_eq!(store.asked.load(SeqCst), 0);
    let own = "Origin: https://hall.example\r\n";
    let head =
        format!("POST /letters HTTP/1.1\r\nHost: h\r\n{own}Content-Length: 1024\r\n\r\n");
    let response = ask(&address, &head, &LETTER).to_lowercase();
    assert!(status(&response) == 200 && response.contains(allowed), "{response}");
    assert_eq!(post(&address, "", &LETTER), 200, "a program says no origin");
}

#[test]
fn letters_per_address_are_limited() {
    let (store, address) = serve(Rules { each: 2, ..Rules::default() });
    let posted = |from: &str| {
        let from = format!("X-Forwarded-For: {from}\r\n");
        post(&address, &from, &LETTER)
    };
    // Headers that a client sets itself have no effect.
    let statuses: Vec<u16> =
        ["1.1.1.1", "2.2.2.2", "3.3.3.3"].into_iter().map(posted).collect();
    assert_eq!(statuses, [200, 200, 429]);
    assert_eq!(store.asked.load(SeqCst), 2);
}

#[test]
fn behind_a_proxy_the_last_forwarded_address_counts() {
    let rules = Rules { each: 1, behind_proxy: true, ..Rules::default() };
    let (_, address) = serve(rules);
    let posted = |from: &str| {
        let from = format!("X-Forwarded-For: {from}\r\n");
        post(&address, &from, &LETTER)
    };
    assert_eq!(posted("1.1.1.1"), 200);
    assert_eq!(posted("1.1.1.1"), 429);
    assert_eq!(posted("9.9.9.9, 1.1.1.1"), 429, "only the last was seen by the proxy");
    assert_eq!(posted("1.1.1.1, 2.2.2.2"), 200);
    assert_eq!(posted("1.1.1.1\r\nX-Forwarded-For: 3.3.3.3"), 200);
    assert_eq!(post(&address, "", &LETTER), 200);
}

/// The other tests use the trait's test implementation; this one uses the real folder.
#[test]
fn letters_are_stored_unchanged() {
    let place = tempfile::tempdir().unwrap();
    let folder = hallboard_inbox::receive::LettersFolder::open(place.path(), 2).unwrap();
    let address = client::serve_from(Box::new(folder), Rules::default());
    assert_eq!(post(&address, "", &LETTER), 200);
    assert_eq!(post(&address, "", &[8; 1024]), 200);
    assert_eq!(post(&address, "", &[9; 1024]), 507, "as many wait as may");
    assert_eq!(
        post(&address, "", &LETTER),
        200,
        "a letter that is stored already is confirmed"
    );
    let name = hallboard_feed::letter::file_name(&LETTER);
    assert_eq!(std::fs::read(place.path().join(name)).unwrap(), LETTER);
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2);
}
