//! Web spaces of every kind on this computer, which a test can break.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hallboard_upload::{Secrets, UploadTarget};
use tempfile::TempDir;

/// The user of every server is `hall`, its password and the id of its key:
const PASSWORD: &str = "geheim";
/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
/// The variable with the folder of the keys and settings that `ssh` uses.
pub(crate) const SSH: &str = "HALLBOARD_TEST_SSH";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Webdav,
    Ftp,
    S3,
    Sftp,
    Folder,
}

/// A web space; the server ends with it.
pub(crate) struct Server {
    pub(crate) kind: Kind,
    state: TempDir,
    process: Option<Child>,
    port: u16,
}

impl Server {
    pub(crate) fn start(kind: Kind) -> Server {
        let state = TempDir::new().unwrap();
        fs::create_dir(state.path().join("web")).unwrap();
        let (process, port) = match kind {
            Kind::Folder => (None, 0),
            Kind::Sftp => sshd(state.path()),
            kind => python(kind, state.path()),
        };
        Server { kind, state, process, port }
    }

    /// The folder that the server serves.
    pub(crate) fn web(&self) -> PathBuf {
        self.state.path().join("web")
    }

    pub(crate) fn target(&self) -> UploadTarget {
        self.target_on(self.port)
    }

    pub(crate) fn target_on(&self, port: u16) -> UploadTarget {
        let web = self.web();
        let text = match self.kind {
            Kind::Webdav => format!("webdav+http://hall@127.0.0.1:{port}/"),
            Kind::Ftp => format!("ftp://hall@127.0.0.1:{port}/"),
            Kind::S3 => format!("s3+http://127.0.0.1:{port}/halls"),
            Kind::Sftp => format!("sftp://127.0.0.1:{port}{}", web.display()),
            Kind::Folder => web.display().to_string(),
        };
        text.parse().unwrap()
    }

    pub(crate) fn secrets(&self) -> Secrets {
        let secret = || Some(PASSWORD.to_owned());
        let key_file = self.state.path().join("key").display().to_string();
        let key_file = (self.kind == Kind::Sftp).then_some(key_file);
        Secrets { password: secret(), key_id: secret(), secret_key: secret(), key_file }
    }

    /// Secrets that the server refuses.
    pub(crate) fn wrong_secrets(&self) -> Secrets {
        let secret = || Some("falsch".to_owned());
        let key_file = self.state.path().join("other").display().to_string();
        let key_file = (self.kind == Kind::Sftp).then_some(key_file);
        Secrets { password: secret(), key_id: secret(), secret_key: secret(), key_file }
    }

    /// Breaks everything off in the middle of that written file, counted from 1.
    pub(crate) fn break_at(&self, file: usize) {
        self.limit(&format!("{{\"break_at\": {file}}}"));
    }

    /// Limits the disk of the server to that many bytes.
    pub(crate) fn limit_space(&self, bytes: usize) {
        self.limit(&format!("{{\"quota\": {bytes}}}"));
    }

    pub(crate) fn repair(&self) {
        self.limit("{}");
    }

    fn limit(&self, limits: &str) {
        let counter = self.state.path().join("written");
        if counter.exists() {
            fs::remove_file(counter).unwrap();
        }
        // The server may read it at any time, so it is replaced as a whole.
        let new = self.state.path().join("limits.new");
        fs::write(&new, limits).unwrap();
        fs::rename(new, self.state.path().join("limits.json")).unwrap();
    }

    /// Makes the server have these files and no others.
    pub(crate) fn fill(&self, files: &[(String, Vec<u8>)]) {
        fs::remove_dir_all(self.web()).unwrap();
        fs::create_dir(self.web()).unwrap();
        for (path, bytes) in files {
            let path = self.web().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        if self.kind == Kind::S3 {
            let mut stream =
                TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
            let request = "GET /load HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        }
    }

    /// Removes the server's key from those that this computer knows.
    pub(crate) fn forget_host_key(&self) {
        fs::write(ssh_folder().join("known_hosts"), "").unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

/// The Python packages that `cargo xtask test` installs.
fn python_packages() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../target/tools/python"].iter().collect()
}

fn script() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests/servers/servers.py"].iter().collect()
}

fn python(kind: Kind, state: &Path) -> (Option<Child>, u16) {
    let (name, package) = match kind {
        Kind::Webdav => ("webdav", "wsgidav"),
        Kind::Ftp => ("ftp", "pyftpdlib"),
        _ => ("s3", "moto"),
    };
    let errors = fs::File::create(state.join("errors")).unwrap();
    let mut process = Command::new("python3")
        .arg(script())
        .args([name.as_ref(), state.as_os_str()])
        .env("PYTHONPATH", python_packages())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .expect("python3 has to be installed");
    let mut port = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let Ok(port) = port.trim().parse() else {
        let errors = fs::read_to_string(state.join("errors")).unwrap();
        panic!(
            "the server did not start; is the Python package {package} in {}? \
             `cargo xtask test` installs it.\n{errors}",
            python_packages().display()
        );
    };
    (Some(process), port)
}

/// The folder with the settings of `ssh` in these tests.
fn ssh_folder() -> PathBuf {
    std::env::var_os(SSH).unwrap().into()
}

fn run(command: &mut Command) -> String {
    let done = command.output();
    let done = done.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        done.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

/// An SSH server for the current user, with keys of its own.
fn sshd(state: &Path) -> (Option<Child>, u16) {
    let program = Path::new("/usr/sbin/sshd");
    assert!(
        program.is_file(),
        "{} has to be installed: `apt-get install openssh-server`",
        program.display()
    );
    for key in ["key", "other", "host_key"] {
        let arguments = ["-q", "-t", "ed25519", "-N", "", "-f"];
        run(Command::new("ssh-keygen").args(arguments).arg(state.join(key)));
    }
    if run(Command::new("id").arg("-u")).trim() == "0" {
        // As root, sshd insists on this folder.
        fs::create_dir_all("/run/sshd").unwrap();
    }
    fs::copy(state.join("key.pub"), state.join("authorized_keys")).unwrap();
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let at = |name: &str| state.join(name).display().to_string();
    let subsystem =
        format!("/usr/bin/env python3 {} sftp {}", script().display(), state.display());
    let settings = [
        format!("Port {port}"),
        "ListenAddress 127.0.0.1".to_owned(),
        format!("HostKey {}", at("host_key")),
        format!("AuthorizedKeysFile {}", at("authorized_keys")),
        format!("Subsystem sftp {subsystem}"),
        "UsePAM no\nStrictModes no\nPidFile none\nPermitRootLogin yes".to_owned(),
        "PasswordAuthentication no\nKbdInteractiveAuthentication no".to_owned(),
        "MaxStartups 100\nMaxSessions 100".to_owned(),
    ];
    fs::write(state.join("sshd_config"), settings.join("\n")).unwrap();
    let host_key = fs::read_to_string(state.join("host_key.pub")).unwrap();
    let known = format!("[127.0.0.1]:{port} {host_key}");
    fs::write(ssh_folder().join("known_hosts"), known).unwrap();
    let process = Command::new(program)
        .args(["-D", "-f", &at("sshd_config"), "-E", &at("errors")])
        .spawn()
        .unwrap();
    let start = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        let errors = || fs::read_to_string(state.join("errors")).unwrap_or_default();
        assert!(start.elapsed() < PATIENCE, "sshd did not start: {}", errors());
        std::thread::yield_now();
    }
    (Some(process), port)
}
