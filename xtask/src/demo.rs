//! The demo: from a fresh clone to the board of the sample village.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;
use std::time::Instant;

use crate::run::{Failure, Result, name, spoken};
use crate::sample;
use crate::workspace::Workspace;

const USAGE: &str = "cargo xtask demo [--port N] [--no-serve]";

/// How the demo is run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    port: u16,
    serve: bool,
}

impl Options {
    /// Reads the words after `demo`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        let mut options = Self { port: 8080, serve: true };
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let port = || rest.clone().next().and_then(|it| it.parse().ok());
            match (*word, port()) {
                ("--no-serve", _) => options.serve = false,
                ("--port", Some(port)) => {
                    options.port = port;
                    rest.next();
                }
                _ => return Err(Failure::Usage { given: words.join(" "), usage: USAGE }),
            }
        }
        Ok(options)
    }
}

/// Builds, publishes and serves the sample village.
pub(crate) fn demo(workspace: &Workspace, options: &Options) -> Result<()> {
    let start = Instant::now();
    sample::sample(workspace)?;
    println!("\nReady after {}.", spoken(start.elapsed()));
    let port = options.port.to_string();
    let mut preview = Command::new(workspace.hallboard());
    preview.arg("preview").arg(workspace.site()).args(["--port", &port]);
    if !options.serve {
        println!("To see it: {}", preview_line(workspace, &port));
        return Ok(());
    }
    free(options.port)?;
    println!("The board: http://127.0.0.1:{port}/   (Ctrl-C stops it)");
    become_(&mut preview)
}

fn preview_line(workspace: &Workspace, port: &str) -> String {
    let (hallboard, site) = (workspace.hallboard(), workspace.site());
    format!("{} preview {} --port {port}", hallboard.display(), site.display())
}

fn free(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(source) => Err(Failure::Missing {
            what: format!("a free port: {port} on this machine ({source})"),
            remedy: "Choose another with --port N.".to_owned(),
        }),
    }
}

/// Becomes the server, so that stopping this process stops the server.
#[cfg(unix)]
fn become_(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let program = name(command);
    Err(Failure::Start { program, source: command.exec() })
}

#[cfg(not(unix))]
fn become_(command: &mut Command) -> Result<()> {
    crate::run::run(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: Option<(u16, bool)>) {
        let read = Options::read(words).ok().map(|it| (it.port, it.serve));
        assert_eq!(read, expected, "{words:?}");
    }

    #[test]
    fn options_are_read_in_any_order_and_nothing_else_is_accepted() {
        check(&[], Some((8080, true)));
        check(&["--no-serve"], Some((8080, false)));
        check(&["--port", "9000"], Some((9000, true)));
        check(&["--no-serve", "--port", "9000"], Some((9000, false)));
        check(&["--port", "9000", "--no-serve"], Some((9000, false)));
        check(&["--port"], None);
        check(&["--port", "70000"], None);
        check(&["--prot", "9000"], None);
    }
}
