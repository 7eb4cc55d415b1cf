//! The small village's site for front-end work, made once a build of Trunk's is bundled.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{At, Result, run};
use crate::sample::forget_publications;
use crate::workspace::Workspace;

/// What publishing makes of the app for a hall: its pages, and its feed.
const PUBLISHED: [&str; 7] =
    ["index.html", "rules", "me", "report", "verify", "feed", "manifest.webmanifest"];

/// Publishes the small village with the app that Trunk just built, so that `trunk serve` shows
/// it. A release build is left alone: `publish` does that for a hall.
pub(crate) fn site(workspace: &Workspace) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let debug = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "debug");
    let Some(staging) = staging.filter(|_| debug) else { return Ok(()) };
    let folder = workspace.root().join("target/dev");
    fs::create_dir_all(&folder).at(&folder)?;
    let (key, site) = (folder.join("hall.key"), folder.join("site"));
    run(workspace.cargo().args(["build", "--quiet", "--package", "hallboard"]))?;
    let hallboard = || Command::new(workspace.built("debug"));
    if !key.is_file() {
        run(hallboard().args(["keygen", "--out"]).arg(&key))?;
    }
    forget_publications(&key, &site)?;
    run(hallboard()
        .arg("publish")
        .arg(workspace.root().join("samples/small.json"))
        .arg("--out")
        .arg(&site)
        .arg("--key")
        .arg(&key)
        .arg("--app")
        .arg(&staging))?;
    PUBLISHED.iter().try_for_each(|part| copy(&site.join(part), &staging.join(part)))
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        fs::copy(from, to).at(from)?;
        return Ok(());
    }
    fs::create_dir_all(to).at(to)?;
    for entry in fs::read_dir(from).at(from)? {
        let entry = entry.at(from)?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
