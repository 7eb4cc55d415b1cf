//! How long a command takes and how much memory it holds.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::run::{Failure, Result, name, spoken};

/// What a command needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    /// From start to end.
    pub(crate) time: Duration,
    /// Peak memory in KiB, if the system reports it.
    pub(crate) peak: Option<u64>,
}

/// Runs a command that must succeed, and measures it.
pub(crate) fn measured(command: &mut Command) -> Result<Measured> {
    let program = name(command);
    let failed = |source| Failure::Start { program: program.clone(), source };
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).spawn().map_err(failed)?;
    let mut peak = None;
    let status = loop {
        peak = peak_kib(child.id()).or(peak);
        match child.try_wait().map_err(failed)? {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let time = start.elapsed();
    match status.success() {
        true => Ok(Measured { time, peak }),
        false => Err(Failure::Exit { program, status }),
    }
}

/// Peak memory of a running process, if the system reports it.
pub(crate) fn peak_kib(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

impl Measured {
    /// As one reads it in a table: time, then memory.
    pub(crate) fn cells(&self) -> [String; 2] {
        let peak = self.peak.map_or("?".to_owned(), |kib| format!("{} MB", kib / 1024));
        [spoken(self.time), peak]
    }
}
