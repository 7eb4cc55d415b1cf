//! A web server whose responses a test controls.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;

use hallboard_publish::headers;
use jiff::Timestamp;

/// The response for a path.
#[derive(Clone)]
pub(crate) enum Reply {
    File(Vec<u8>),
    /// A compressed file, with its `Content-Encoding`.
    Packed(Vec<u8>, &'static str),
    Status(u16),
    To(&'static str),
    /// An endless body.
    Endless,
    /// One byte of a longer body, and then nothing.
    Stuck,
}

/// A site as it is served.
#[derive(Clone)]
pub(crate) struct Site {
    /// Responses by path, without the leading `/`.
    pub(crate) replies: BTreeMap<String, Reply>,
    /// The response for every other path.
    pub(crate) otherwise: Reply,
    /// The server's clock, in seconds since 1970.
    pub(crate) clock: i64,
    /// Headers of files, except `Cache-Control`.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Site {
    /// A published folder, below `folder`, with a clock that stands still.
    pub(crate) fn of(published: &Path, folder: &str, clock: i64) -> Site {
        let mut replies = BTreeMap::new();
        collect(published, folder, &mut replies);
        Site { replies, otherwise: Reply::Status(404), clock, headers: headers(None) }
    }

    /// Serves the site until the process ends; returns the URL of its root.
    pub(crate) fn serve(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let site = Arc::new(self);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let site = Arc::clone(&site);
                std::thread::spawn(move || site.answer(stream));
            }
        });
        format!("http://{address}/")
    }

    /// Answers one request. A client that has disconnected is no error.
    fn answer(&self, mut stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let Some(Ok(request)) = lines.next() else { return };
        lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
        let path = request.split(' ').nth(1).unwrap().trim_start_matches('/').to_owned();
        let path = match path.as_str() {
            it if it.is_empty() || it.ends_with('/') => format!("{path}index.html"),
            _ => path,
        };
        let reply = self.replies.get(&path).unwrap_or(&self.otherwise);
        let (status, body, more) = match reply {
            Reply::File(body) => (200, body.as_slice(), String::new()),
            Reply::Packed(body, how) => {
                (200, &**body, format!("Content-Encoding: {how}\r\n"))
            }
            Reply::Status(status) => (*status, &b"no"[..], String::new()),
            Reply::To(to) => (302, &b""[..], format!("Location: {to}\r\n")),
            Reply::Endless | Reply::Stuck => (200, &b""[..], String::new()),
        };
        let length = match reply {
            Reply::Endless => String::new(),
            Reply::Stuck => "Content-Length: 1000\r\n".to_owned(),
            _ => format!("Content-Length: {}\r\n", body.len()),
        };
        let head =
            format!("HTTP/1.1 {status} x\r\n{length}{more}{}\r\n", self.headers(&path));
        let mut send = |bytes: &[u8]| stream.write_all(bytes).is_ok();
        let sent = send(head.as_bytes()) && send(body);
        match reply {
            Reply::Endless => while send(&[b' '; 4096]) {},
            Reply::Stuck if sent && send(b"x") => drop(stream.read(&mut [0])),
            _ => {}
        }
    }

    fn headers(&self, path: &str) -> String {
        let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => "text/html; charset=utf-8",
            "js" => "text/javascript",
            "css" => "text/css",
            _ => "application/octet-stream",
        };
        let cache = if path.contains("feed/sealed/") { "no-store" } else { "no-cache" };
        let date = Timestamp::from_second(self.clock).unwrap();
        let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT");
        // Only the page for letters may be framed, by its own site.
        let framed = |value: &str| match path.contains("report/") {
            true => value.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
            false => value.to_owned(),
        };
        let own = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}\r\n", framed(value)));
        format!(
            "Connection: close\r\nDate: {date}\r\nContent-Type: {kind}\r\n\
             Cache-Control: {cache}\r\n{}",
            own.collect::<String>()
        )
    }
}

fn collect(folder: &Path, path: &str, replies: &mut BTreeMap<String, Reply>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{path}{}", entry.file_name().to_str().unwrap());
        match entry.path().is_dir() {
            true => collect(&entry.path(), &format!("{name}/"), replies),
            false => {
                let bytes = std::fs::read(entry.path()).unwrap();
                replies.insert(name, Reply::File(bytes));
            }
        }
    }
}
