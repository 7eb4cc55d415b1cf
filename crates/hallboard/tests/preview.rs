//! `hallboard preview`: every page has the same headers as on the hall's own host.
#![cfg(test)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use hallboard_publish::headers_of;

/// A server that is stopped when the test ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn answer(address: &str, path: &str) -> (u16, Vec<(String, String)>) {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_ascii_lowercase(), value.to_owned())
    });
    (status, headers.collect())
}

fn site(report: bool) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let pages = ["", "rules", "me", "report", "feed/sealed"];
    for page in pages.into_iter().filter(|it| report || *it != "report") {
        fs::create_dir_all(site.path().join(page)).unwrap();
        fs::write(site.path().join(page).join("index.html"), "<p>").unwrap();
    }
    fs::write(site.path().join("feed/head.json"), "{}").unwrap();
    fs::write(site.path().join("feed/sealed/ab.bin"), "ab").unwrap();
    site
}

fn serve(site: &std::path::Path) -> (Server, String) {
    let mut preview = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .arg("preview")
        .arg(site)
        .args(["--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut printed = String::new();
    BufReader::new(preview.stdout.take().unwrap()).read_line(&mut printed).unwrap();
    let address = printed.strip_prefix("http://").unwrap().split('/').next().unwrap();
    (Server(preview), address.to_owned())
}

/// Checks the status and each header, which must occur once.
#[track_caller]
fn check_headers(address: &str, path: &str, report: bool, status: u16) {
    let (got, headers) = answer(address, path);
    assert_eq!(got, status, "{path}");
    for (name, expected) in headers_of(path, None, report) {
        let name = name.to_ascii_lowercase();
        let values: Vec<&String> =
            headers.iter().filter(|it| it.0 == name).map(|it| &it.1).collect();
        assert_eq!(values, [&expected], "{path}: {name}");
    }
}

#[track_caller]
fn check_header(address: &str, path: &str, name: &str, part: &str) {
    let (_, headers) = answer(address, path);
    let value = &headers.iter().find(|it| it.0 == name).unwrap().1;
    assert!(value.contains(part), "{path}: {value}");
}

#[test]
fn every_page_has_its_own_headers_with_and_without_the_slash() {
    for report in [true, false] {
        let site = site(report);
        let (_server, address) = serve(site.path());
        let address = address.as_str();
        for path in ["/", "/index.html", "/rules/", "/me/", "/feed/head.json"] {
            check_headers(address, path, report, 200);
        }
        for page in ["/rules", "/me"] {
            check_headers(address, page, report, 307);
            check_headers(address, &format!("{page}/index.html"), report, 200);
        }
        check_headers(address, "/feed/sealed/ab.bin", report, 200);
        check_headers(address, "/nowhere", report, 404);
        check_headers(address, "/%6de/", report, 200);
        if !report {
            check_header(address, "/me/", "permissions-policy", "camera=()");
            continue;
        }
        check_headers(address, "/report", true, 307);
        for path in ["/report/", "/report/index.html"] {
            check_headers(address, path, true, 200);
            check_header(
                address,
                path,
                "content-security-policy",
                "frame-ancestors 'self'",
            );
            check_header(address, path, "permissions-policy", "camera=(self)");
        }
        for path in ["/me/", "/me/index.html"] {
            check_header(
                address,
                path,
                "content-security-policy",
                "frame-ancestors 'none'",
            );
            check_header(address, path, "permissions-policy", "camera=(self)");
        }
        for path in ["/", "/index.html", "/rules/", "/rules/index.html"] {
            check_header(
                address,
                path,
                "content-security-policy",
                "frame-ancestors 'none'",
            );
            check_header(address, path, "permissions-policy", "camera=()");
            check_header(address, path, "cache-control", "no-cache");
        }
        check_header(address, "/feed/sealed/ab.bin", "cache-control", "no-store");
    }
}
