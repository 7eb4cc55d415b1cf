//! The small village's feed for front-end work: called by Trunk after each build.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::Place;
use crate::run::{At, Failure, Result, run};
use crate::sample::forget_publications;

/// Puts the small village's feed into what `trunk serve` is about to serve, and says in
/// the page whose it is. A release build is left alone: `publish` does that for a hall.
pub(crate) fn feed(place: &Place) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let debug = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "debug");
    let Some(staging) = staging.filter(|_| debug) else { return Ok(()) };
    let folder = place.root().join("target/dev");
    fs::create_dir_all(&folder).at(&folder)?;
    let (key, site) = (folder.join("hall.key"), folder.join("site"));
    run(place.cargo().args(["build", "--quiet", "--package", "hallboard"]))?;
    let hallboard = || Command::new(place.built("debug"));
    if !key.is_file() {
        run(hallboard().args(["keygen", "--out"]).arg(&key))?;
    }
    forget_publications(&key, &site)?;
    run(hallboard()
        .arg("publish")
        .arg(place.root().join("samples/small.json"))
        .arg("--out")
        .arg(&site)
        .arg("--key")
        .arg(&key)
        .arg("--feed-only"))?;
    copy(&site.join("feed"), &staging.join("feed"))?;
    name_the_hall(&staging.join("index.html"), &key)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).at(to)?;
    for entry in fs::read_dir(from).at(from)? {
        let entry = entry.at(from)?;
        fs::copy(entry.path(), to.join(entry.file_name())).at(entry.path())?;
    }
    Ok(())
}

fn name_the_hall(page: &Path, key: &Path) -> Result<()> {
    let mut public = key.as_os_str().to_owned();
    public.push(".pub");
    let public = PathBuf::from(public);
    let text = fs::read_to_string(&public).at(&public)?;
    let line = text.lines().nth(1).unwrap_or_default();
    let html = fs::read_to_string(page).at(page)?;
    let mut filled = html.clone();
    for (name, content) in [("hall", "yangqiao"), ("key", line)] {
        let empty = format!("name=\"hallboard-{name}\" content=\"\"");
        filled =
            filled.replace(&empty, &empty.replace("\"\"", &format!("\"{content}\"")));
    }
    if filled == html {
        let what = "has no empty place for the hall and its key".to_owned();
        return Err(Failure::Unexpected { path: page.to_path_buf(), what });
    }
    fs::write(page, filled).at(page)
}
