//! The command as a hall gets it: one file, with the app in it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{At, Failure, Result, run, step};
use crate::workspace::Workspace;
use crate::{app, tools};

const USAGE: &str = "cargo xtask package [--target TRIPLE]";

/// For which machine it is built.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    target: Option<String>,
}

impl Options {
    /// Reads the words after `package`.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        match words {
            [] => Ok(Self { target: None }),
            ["--target", target] => Ok(Self { target: Some((*target).to_owned()) }),
            _ => Err(Failure::Usage { given: words.join(" "), usage: USAGE }),
        }
    }
}

/// Builds the app, then the command with it, into `target/package`.
pub(crate) fn package(workspace: &Workspace, options: &Options) -> Result<()> {
    tools::for_the_app(workspace)?;
    app::build(workspace)?;
    let built = build(workspace, options)?;
    let name = built.file_name().unwrap_or_default();
    let folder = workspace.package();
    fs::create_dir_all(&folder).at(&folder)?;
    let packed = folder.join(name);
    fs::copy(&built, &packed).at(&packed)?;
    let bytes = fs::read(&packed).at(&packed)?;
    check_for_machine_paths(workspace, &packed, &bytes)?;
    println!("    {}: {} kB", packed.display(), bytes.len() / 1000);
    if options.target.is_none() {
        step("Publishing with that file alone", "a few seconds", || {
            alone(&|| Command::new(&packed))
        })?;
    }
    Ok(())
}

/// Builds the command with every path of this machine left out of it.
fn build(workspace: &Workspace, options: &Options) -> Result<PathBuf> {
    let mut cargo = app::command(workspace);
    leave_out_machine_paths(workspace, &mut cargo);
    let mut folder = workspace.target();
    if let Some(target) = &options.target {
        cargo.args(["--target", target]);
        folder.push(target);
    }
    step("Building the command to hand out", "about 4 minutes the first time", || {
        run(&mut cargo)
    })?;
    let windows = match &options.target {
        Some(target) => target.contains("windows"),
        None => cfg!(windows),
    };
    let name = if windows { "hallboard.exe" } else { "hallboard" };
    Ok(folder.join("release").join(name))
}

/// The folders of this machine that sources lie in.
fn machine_paths(workspace: &Workspace) -> Vec<(PathBuf, &'static str)> {
    let home = env::home_dir().unwrap_or_default();
    let from = |name: &str, folder: &str| {
        env::var_os(name).map_or_else(|| home.join(folder), PathBuf::from)
    };
    let places = [
        (from("CARGO_HOME", ".cargo"), "cargo"),
        (from("RUSTUP_HOME", ".rustup"), "rustup"),
        (workspace.root().to_path_buf(), "hallboard"),
    ];
    places.into_iter().filter(|(path, _)| path.parent().is_some()).collect()
}

/// Replaces the paths of this machine by fixed names in what cargo and its C compilers
/// write into a binary.
pub(crate) fn leave_out_machine_paths(workspace: &Workspace, cargo: &mut Command) {
    let map = |option: &str| -> Vec<String> {
        let paths = machine_paths(workspace);
        let named = paths.iter().map(|(path, name)| (path.display(), name));
        named.map(|(path, name)| format!("{option}={path}={name}")).collect()
    };
    cargo.env("CARGO_ENCODED_RUSTFLAGS", map("--remap-path-prefix").join("\u{1f}"));
    cargo.env("CFLAGS", map("-ffile-prefix-map").join(" "));
}

/// Fails if a binary contains a path of this machine.
pub(crate) fn check_for_machine_paths(
    workspace: &Workspace,
    file: &Path,
    bytes: &[u8],
) -> Result<()> {
    for (path, _) in machine_paths(workspace) {
        let text = format!("{}/", path.display());
        if bytes.windows(text.len()).any(|part| part == text.as_bytes()) {
            let what = format!("holds a path of this machine: {text}");
            return Err(Failure::Unexpected { path: file.to_path_buf(), what });
        }
    }
    Ok(())
}

/// Publishes a whole site from an empty folder, with the command and nothing else.
/// `hallboard` makes a call of the command without arguments.
pub(crate) fn alone(hallboard: &dyn Fn() -> Command) -> Result<()> {
    let folder = env::temp_dir().join(format!("hallboard-alone-{}", std::process::id()));
    fs::create_dir(&folder).at(&folder)?;
    let done = publish_in(&folder, hallboard);
    fs::remove_dir_all(&folder).at(&folder)?;
    done
}

fn publish_in(folder: &Path, hallboard: &dyn Fn() -> Command) -> Result<()> {
    let call = |words: &[&str]| {
        let words = words.iter().map(OsString::from);
        run(hallboard().args(words).current_dir(folder))
    };
    call(&["keygen", "--out", "hall.key"])?;
    call(&["sample", "--residents", "90", "--households", "30", "--out", "ledger.json"])?;
    call(&["publish", "ledger.json", "--key", "hall.key", "--out", "site"])?;
    let page = folder.join("site/rules/index.html");
    let html = fs::read_to_string(&page).at(&page)?;
    let loaded = html.split("\"../").skip(1).filter_map(|rest| rest.split('"').next());
    let loaded: Vec<&str> = loaded.filter(|name| name.contains('.')).collect();
    let missing: Vec<String> = loaded
        .iter()
        .filter(|name| !folder.join("site").join(name).is_file())
        .map(|name| (*name).to_owned())
        .collect();
    let feed = folder.join("site/feed/head.json.minisig");
    if loaded.is_empty() || !missing.is_empty() || !feed.is_file() {
        let what = format!("is not a whole site: {missing:?} of {loaded:?}");
        return Err(Failure::Unexpected { path: page, what });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_a_target_or_none() {
        let target = |words: &[&str]| Options::read(words).ok().map(|it| it.target);
        assert_eq!(target(&[]), Some(None));
        assert_eq!(target(&["--target", "a-b"]), Some(Some("a-b".to_owned())));
        assert_eq!(target(&["--target"]), None);
        assert_eq!(target(&["--release"]), None);
    }
}
