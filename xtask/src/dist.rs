//! The archives of a release: for every platform one with the command, which contains the
//! app, and the documentation; their checksums; and a signature of the checksums.
//!
//! No archive contains a path or a time of this machine, and the files of each are in a
//! fixed order, so that two builds of one commit can be compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::run::{At, Failure, Result, name, output, run, step};
use crate::workspace::Workspace;
use crate::{app, package, tools};

const USAGE: &str = "cargo xtask dist [--key FILE]";
/// What every archive contains in addition to the command.
const FILES: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];
const FOLDERS: [&str; 2] = ["docs", "kiosk"];
const CHECKSUMS: &str = "SHA256SUMS";

/// A platform that the command is built for.
struct Platform {
    /// The part of the archive's name.
    name: &'static str,
    /// Rust's name of it.
    target: &'static str,
    /// The file name of the command.
    program: &'static str,
    /// The program that runs it on this machine; `None` if it runs as it is.
    runner: Option<&'static str>,
}

const PLATFORMS: [Platform; 3] = [
    Platform {
        name: "linux-x86_64",
        target: "x86_64-unknown-linux-musl",
        program: "hallboard",
        runner: None,
    },
    Platform {
        name: "linux-aarch64",
        target: "aarch64-unknown-linux-musl",
        program: "hallboard",
        runner: Some("qemu-aarch64-static"),
    },
    Platform {
        name: "windows-x86_64",
        target: "x86_64-pc-windows-gnu",
        program: "hallboard.exe",
        runner: Some("wine"),
    },
];

/// The arguments of `dist`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The minisign key that signs the checksums.
    key: Option<PathBuf>,
}

impl Options {
    /// Reads the words after `dist`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        match words {
            [] => Ok(Self { key: None }),
            ["--key", key] => Ok(Self { key: Some(PathBuf::from(key)) }),
            _ => Err(Failure::Usage { given: words.join(" "), usage: USAGE }),
        }
    }
}

/// Builds the archives into `target/dist`.
pub(crate) fn dist(workspace: &Workspace, options: &Options) -> Result<()> {
    let targets = PLATFORMS.map(|platform| platform.target);
    tools::for_the_app(workspace)?;
    tools::for_the_archives(workspace, &targets)?;
    app::build(workspace)?;
    let folder = workspace.dist();
    if folder.exists() {
        fs::remove_dir_all(&folder).at(&folder)?;
    }
    fs::create_dir_all(&folder).at(&folder)?;
    let commit = committed_at(workspace)?;
    let mut archives = Vec::new();
    for platform in &PLATFORMS {
        let headline = format!("Building the command for {}", platform.name);
        let program = step(&headline, "about 5 minutes the first time", || {
            build(workspace, platform)
        })?;
        archives.push(pack(workspace, platform, &program, commit)?);
        try_out(workspace, platform, &program)?;
    }
    checksums(workspace, &archives)?;
    match &options.key {
        Some(key) => sign(workspace, key),
        None => {
            println!("The checksums are not signed: name a minisign key with --key.");
            Ok(())
        }
    }
}

/// When the commit was made: the time of every file in the archives.
fn committed_at(workspace: &Workspace) -> Result<SystemTime> {
    let said = output(workspace.command("git").args(["log", "-1", "--format=%ct"]))?;
    let Ok(seconds) = said.trim().parse() else {
        let what = format!("git gives the time of the last commit as `{}`", said.trim());
        return Err(Failure::Unexpected { path: workspace.root().to_path_buf(), what });
    };
    Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Builds the command for a platform, with the app in it.
fn build(workspace: &Workspace, platform: &Platform) -> Result<PathBuf> {
    let mut cargo = workspace.command("cargo-zigbuild");
    cargo.args(["zigbuild", "--quiet", "--locked", "--release"]);
    cargo.args(["--package", "hallboard", "--target", platform.target]);
    cargo.env("HALLBOARD_EMBED_APP", workspace.app());
    cargo.env("PYTHONPATH", workspace.python());
    package::leave_out_machine_paths(workspace, &mut cargo);
    run(&mut cargo)?;
    let folder = workspace.target().join(platform.target).join("release");
    let program = folder.join(platform.program);
    let bytes = fs::read(&program).at(&program)?;
    package::check_for_machine_paths(workspace, &program, &bytes)?;
    Ok(program)
}

/// Puts the command and the documentation into an archive, and returns its path.
fn pack(
    workspace: &Workspace,
    platform: &Platform,
    program: &Path,
    time: SystemTime,
) -> Result<PathBuf> {
    let title = format!("hallboard-{}-{}", env!("CARGO_PKG_VERSION"), platform.name);
    let folder = workspace.dist().join(&title);
    fs::create_dir_all(&folder).at(&folder)?;
    copy(program, &folder.join(platform.program))?;
    for file in tracked(workspace)? {
        let to = folder.join(&file);
        let parent = to.parent().unwrap_or(&folder);
        fs::create_dir_all(parent).at(parent)?;
        copy(&workspace.root().join(&file), &to)?;
    }
    set_times(&folder, time)?;
    let archive = if platform.program.ends_with(".exe") {
        zip(workspace, &title)?
    } else {
        tar(workspace, &title, time)?
    };
    fs::remove_dir_all(&folder).at(&folder)?;
    let size = fs::metadata(&archive).at(&archive)?.len();
    println!("    {}: {} kB", archive.display(), size / 1000);
    Ok(archive)
}

/// The files of the documentation that git knows.
fn tracked(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut git = workspace.command("git");
    let listed = output(git.args(["ls-files", "--"]).args(FILES).args(FOLDERS))?;
    Ok(listed.lines().map(PathBuf::from).collect())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).at(from).map(drop)
}

/// Sets the time of everything in a folder.
fn set_times(folder: &Path, time: SystemTime) -> Result<()> {
    for entry in fs::read_dir(folder).at(folder)? {
        let path = entry.at(folder)?.path();
        if path.is_dir() {
            set_times(&path, time)?;
        }
        let file = fs::File::open(&path).at(&path)?;
        file.set_modified(time).at(&path)?;
    }
    Ok(())
}

/// Packs a folder for Linux.
fn tar(workspace: &Workspace, name: &str, time: SystemTime) -> Result<PathBuf> {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let archive = workspace.dist().join(format!("{name}.tar"));
    run(workspace
        .command("tar")
        .current_dir(workspace.dist())
        .args(["--format=ustar", "--sort=name", "--owner=0", "--group=0"])
        .args(["--numeric-owner", "--mode=go=rX,u=rwX"])
        .arg(format!("--mtime=@{}", seconds.as_secs()))
        .arg("--create")
        .arg("--file")
        .arg(&archive)
        .arg(name))?;
    run(workspace.command("gzip").args(["--no-name", "--best"]).arg(&archive))?;
    Ok(archive.with_extension("tar.gz"))
}

/// Packs a folder for Windows.
fn zip(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let archive = workspace.dist().join(format!("{name}.zip"));
    let mut files = Vec::new();
    list(&workspace.dist().join(name), &mut files)?;
    files.sort();
    run(workspace
        .command("zip")
        .current_dir(workspace.dist())
        .env("TZ", "UTC")
        .args(["-q", "-9", "-X", "-D"])
        .arg(&archive)
        .args(files.iter().filter_map(|it| it.strip_prefix(workspace.dist()).ok())))?;
    Ok(archive)
}

/// The files below a folder.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).at(folder)? {
        let path = entry.at(folder)?.path();
        match path.is_dir() {
            true => list(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// Publishes a village with the command, where this machine can run it.
fn try_out(workspace: &Workspace, platform: &Platform, program: &Path) -> Result<()> {
    let missing = platform.runner.filter(|it| workspace.which(it).is_none());
    if let Some(runner) = missing {
        println!("    not run here: {} needs {runner}", platform.name);
        return Ok(());
    }
    let headline = format!("Publishing with the command for {}", platform.name);
    step(&headline, "a few seconds, half a minute if emulated", || {
        package::alone(&|| match platform.runner {
            Some(runner) => {
                let mut command = workspace.command(runner);
                command.arg(program);
                command
            }
            None => Command::new(program),
        })
    })
}

/// Writes the checksums of the archives.
fn checksums(workspace: &Workspace, archives: &[PathBuf]) -> Result<()> {
    let names = archives.iter().filter_map(|it| it.file_name());
    let mut command = workspace.command("sha256sum");
    let sums = output(command.current_dir(workspace.dist()).args(names))?;
    print!("{sums}");
    let file = workspace.dist().join(CHECKSUMS);
    fs::write(&file, sums).at(&file)
}

/// Signs the checksums. The trusted comment has no time, so that two builds are equal.
fn sign(workspace: &Workspace, key: &Path) -> Result<()> {
    let comment = format!("hallboard {}", env!("CARGO_PKG_VERSION"));
    let mut minisign = workspace.command("minisign");
    minisign.args(["-S", "-t", &comment, "-s"]).arg(key);
    minisign.arg("-m").arg(workspace.dist().join(CHECKSUMS));
    let program = name(&minisign);
    // Not by `run`, which gives no input: minisign asks for the passphrase of the key.
    let status = minisign
        .status()
        .map_err(|source| Failure::Start { program: program.clone(), source })?;
    if status.success() { Ok(()) } else { Err(Failure::Exit { program, status }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_a_key_or_none() {
        let key = |words: &[&str]| Options::read(words).ok().map(|it| it.key);
        assert_eq!(key(&[]), Some(None));
        assert_eq!(key(&["--key", "a.key"]), Some(Some(PathBuf::from("a.key"))));
        assert_eq!(key(&["--key"]), None);
        assert_eq!(key(&["--sign"]), None);
    }
}
