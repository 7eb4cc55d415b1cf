//! The server as seen by clients, over plain sockets.
#![cfg(test)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use hallboard_http::{Limits, serve};
use tokio::net::TcpListener;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n";
const LONG: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_millis(100);
const LIMITS: Limits = Limits {
    head: LONG,
    connection: LONG,
    grace: LONG,
    connections: 8,
    connections_per_client: None,
};

/// Runs a server until the test ends.
fn server(limits: Limits) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move {
                format!("<{peer}>")
            };
            serve(listener, Router::new().route("/", get(peer)), limits).await
        })
    });
    receiver.recv().unwrap()
}

/// The server's response, and the connection, which is still open.
fn ask(address: SocketAddr) -> (String, TcpStream) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(REQUEST).unwrap();
    let mut answer = String::new();
    while !answer.ends_with('>') {
        let mut bytes = [0; 1];
        stream.read_exact(&mut bytes).unwrap();
        answer.push(char::from(bytes[0]));
    }
    (answer, stream)
}

/// Checks that the server closes the connection, although the client neither sends nor
/// closes.
#[track_caller]
fn check_ends(limits: Limits) {
    let (_, mut stream) = ask(server(limits));
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, b"");
}

#[test]
fn handlers_get_the_client_address() {
    let (answer, stream) = ask(server(LIMITS));
    let client = stream.local_addr().unwrap();
    assert!(answer.ends_with(&format!("<{client}>")), "{answer}");
}

#[test]
fn connections_have_a_time_limit() {
    check_ends(Limits { connection: SHORT, ..LIMITS });
    check_ends(Limits { head: SHORT, ..LIMITS });
}

#[test]
fn closed_connection_frees_its_place() {
    let address = server(Limits { connections: 1, ..LIMITS });
    for _ in 0..3 {
        let (answer, _) = ask(address);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
}

#[test]
fn connections_per_client_are_limited() {
    let limits = Limits { connections_per_client: Some(1), ..LIMITS };
    let address = server(limits);
    let (_, open) = ask(address);
    let mut one_more = TcpStream::connect(address).unwrap();
    let ended = one_more.read(&mut [0; 1]);
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    drop(open);
}
