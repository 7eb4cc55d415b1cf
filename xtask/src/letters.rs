//! Measures `hallboard receive` under load, for maintainers: many letters a second while other
//! clients are slow or send a gigabyte. It asserts nothing; the tests of the command do.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::app;
use crate::measure::peak_kib;
use crate::run::{At, Failure, Result, run, step};
use crate::workspace::Workspace;

const USAGE: &str = "cargo xtask letters-load [LETTERS_A_SECOND] [SECONDS]";
/// Clients that post letters, each over one connection.
const CLIENTS: u64 = 48;
/// Clients that begin a letter and never end it.
const DAWDLERS: usize = 12;
/// The smallest letter.
const LETTER: usize = 1024;

/// How much, for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    rate: u64,
    seconds: u64,
}

impl Options {
    /// Reads the words after `letters-load`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        let usage = || Failure::Usage { given: words.join(" "), usage: USAGE };
        let number = |workspace: usize, default: u64| match words.get(workspace) {
            Some(word) => {
                word.parse().ok().filter(|number| *number > 0).ok_or_else(usage)
            }
            None => Ok(default),
        };
        match words.len() {
            0..=2 => Ok(Self { rate: number(0, 1000)?, seconds: number(1, 30)? }),
            _ => Err(usage()),
        }
    }
}

/// Posts letters to the command and prints their outcome.
pub(crate) fn load(workspace: &Workspace, options: Options) -> Result<()> {
    step("Building the command hallboard", "about 4 minutes the first time", || {
        run(app::command(workspace).env("HALLBOARD_EMBED_APP", ""))
    })?;
    let folder =
        env::temp_dir().join(format!("hallboard-letters-{}", std::process::id()));
    fs::create_dir_all(&folder).at(&folder)?;
    fs::write(folder.join("hallboard.toml"), "[hall]\n").at(&folder)?;
    let mut receiver = receive(&workspace.hallboard(), &folder)?;
    let figures = address(&mut receiver).map(|address| post(&address, options));
    let peak = peak_kib(receiver.id());
    receiver.kill().and_then(|()| receiver.wait()).at(&folder)?;
    let figures = figures.at(&folder)?;
    let stored = fs::read_dir(folder.join("letters/incoming")).at(&folder)?.count();
    figures.print(options, stored, peak);
    step("Clearing the letters away", "up to minutes on a busy disk", || {
        fs::remove_dir_all(&folder).at(&folder)
    })
}

fn receive(hallboard: &Path, folder: &Path) -> Result<Child> {
    let mut command = Command::new(hallboard);
    command.arg("receive").arg(folder).args(["--listen", "127.0.0.1:0"]);
    command.args(["--each", "4000000", "--all", "1000000", "--most", "10000000"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let program = hallboard.display().to_string();
    command.spawn().map_err(|source| Failure::Start { program, source })
}

/// The address on which it reports to listen.
fn address(receiver: &mut Child) -> io::Result<String> {
    let said = receiver.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let mut line = String::new();
    BufReader::new(said).read_line(&mut line)?;
    let address = line.strip_prefix("http://").and_then(|it| it.split('/').next());
    Ok(address.ok_or(io::ErrorKind::InvalidData)?.to_owned())
}

/// What came of it.
struct Figures {
    stored: u64,
    refused: u64,
    broken: u64,
    gigabytes: u64,
    took: Duration,
    /// How long each answer took, the shortest first.
    waits: Vec<Duration>,
}

fn post(address: &str, options: Options) -> Figures {
    let gigabytes = AtomicU64::new(0);
    let over = AtomicBool::new(false);
    let start = Instant::now();
    thread::scope(|scope| {
        let dawdling: Vec<_> = (0..DAWDLERS)
            .filter_map(|_| {
                let mut stream = TcpStream::connect(address).ok()?;
                stream.write_all(b"POST /letters HTTP/1.1\r\nHost:").ok()?;
                Some(stream)
            })
            .collect();
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                if gigabyte(address) {
                    gigabytes.fetch_add(1, Ordering::Relaxed);
                }
                thread::sleep(Duration::from_millis(100));
            }
        });
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| scope.spawn(move || client(address, options, number, start)))
            .collect();
        let done: Vec<_> = clients.into_iter().filter_map(|it| it.join().ok()).collect();
        let took = start.elapsed();
        over.store(true, Ordering::Relaxed);
        drop(dawdling);
        let sum = |of: fn(&Client) -> u64| done.iter().map(of).sum();
        let (stored, refused) = (sum(|it| it.stored), sum(|it| it.refused));
        let broken = sum(|it| it.broken);
        let mut waits: Vec<_> = done.into_iter().flat_map(|it| it.waits).collect();
        waits.sort();
        let gigabytes = gigabytes.load(Ordering::Relaxed);
        Figures { stored, refused, broken, gigabytes, took, waits }
    })
}

#[derive(Default)]
struct Client {
    stored: u64,
    refused: u64,
    broken: u64,
    waits: Vec<Duration>,
}

/// Posts its share, each letter at its time or as soon afterwards as the previous one is answered.
fn client(address: &str, options: Options, number: u64, start: Instant) -> Client {
    let mut client = Client::default();
    let mut stream = None;
    let count = options.rate * options.seconds;
    for letter in (number..count).step_by(CLIENTS as usize) {
        let at = start + Duration::from_nanos(letter * 1_000_000_000 / options.rate);
        thread::sleep(at.saturating_duration_since(Instant::now()));
        let begun = Instant::now();
        let status = stream
            .take()
            .map_or_else(|| TcpStream::connect(address), Ok)
            .and_then(|mut open: TcpStream| {
                open.write_all(&request(letter))?;
                let status = status(&mut open)?;
                stream = Some(open);
                Ok(status)
            });
        match status {
            Ok(200) => client.stored += 1,
            Ok(_) => client.refused += 1,
            Err(_) => client.broken += 1,
        }
        client.waits.push(begun.elapsed());
    }
    client
}

/// A unique letter. Its content does not matter, since it is never opened.
fn request(number: u64) -> Vec<u8> {
    let head =
        "POST /letters HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1024\r\n\r\n";
    let mut bytes = head.as_bytes().to_vec();
    bytes.extend(number.to_be_bytes().into_iter().cycle().take(LETTER));
    bytes
}

/// Reads an answer, which has no body.
fn status(stream: &mut TcpStream) -> io::Result<u16> {
    let mut said = Vec::new();
    let mut piece = [0; 512];
    while !said.ends_with(b"\r\n\r\n") {
        match stream.read(&mut piece)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            more => said.extend(piece.iter().take(more)),
        }
    }
    let said = String::from_utf8_lossy(&said);
    let code = said.split(' ').nth(1).and_then(|code| code.parse().ok());
    code.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Whether a letter of a gigabyte was refused.
fn gigabyte(address: &str) -> bool {
    let head =
        "POST /letters HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n";
    let tried = TcpStream::connect(address).and_then(|mut stream| {
        stream.write_all(head.as_bytes())?;
        status(&mut stream)
    });
    matches!(tried, Ok(413))
}

impl Figures {
    fn print(&self, options: Options, files: usize, peak: Option<u64>) {
        let at = |part: usize| {
            let workspace = self.waits.len().saturating_sub(1) * part / 1000;
            let wait = self.waits.get(workspace).copied().unwrap_or_default();
            format!("{:.1} ms", wait.as_secs_f64() * 1000.0)
        };
        let seconds = self.took.as_secs_f64();
        println!("letters a second, wanted  {}", options.rate);
        println!("letters a second, stored  {:.0}", self.stored as f64 / seconds);
        println!("in all                    {} in {seconds:.1} s", self.stored);
        println!("files in the folder       {files}");
        println!("refused, broken off       {}, {}", self.refused, self.broken);
        println!(
            "answer: half, 99 %, 99.9 %, longest  {}, {}, {}, {}",
            at(500),
            at(990),
            at(999),
            at(1000)
        );
        println!("gigabytes refused         {}", self.gigabytes);
        println!("dawdlers beside them      {DAWDLERS}");
        println!("memory, the most at once  {} MB", peak.unwrap_or_default() / 1024);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_of_one_size_and_no_two_alike() {
        let (one, other) = (request(1), request(256));
        assert!(one.len() == other.len() && one != other);
        assert!(one.ends_with(&[0, 0, 0, 0, 0, 0, 0, 1]));
    }

    #[test]
    fn words_that_are_no_numbers_are_refused() {
        let read = |words: &[&str]| Options::read(words).ok();
        assert_eq!(read(&[]), Some(Options { rate: 1000, seconds: 30 }));
        assert_eq!(read(&["50", "2"]), Some(Options { rate: 50, seconds: 2 }));
        for wrong in [&["x"][..], &["0"], &["1", "2", "3"]] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
