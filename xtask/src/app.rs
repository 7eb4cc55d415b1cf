//! Building the app and the command; the app only when something it is made of changed.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::Place;
use crate::run::{At, Failure, Result, output, run, step};
use crate::words::{LANGUAGES, words};

/// What in the root has no part in the app.
const NOT_THE_APP: [&str; 11] = [
    ".ci",
    ".git",
    ".github",
    "deny.toml",
    "dist",
    "docs",
    "node_modules",
    "samples",
    "target",
    "tests",
    "xtask",
];

/// The pages beside the board that have an app of their own, so that none loads
/// another's.
const OWN_PAGES: [&str; 2] = ["me.html", "report.html"];

/// What is built beside the pages and read by none of them until somebody holds a card before
/// the camera, by way of a page of its own that no site has.
const SCAN_PAGE: &str = "scan.html";
/// Where the pages that offer it name its files.
const CAMERA: &str = "name=\"hallboard-camera\" content=\"";

/// What makes the built files smaller.
const SLIM: &str = "xtask/slim.mjs";

/// Builds the app into `dist`, unless it is there and nothing changed.
pub(crate) fn build(place: &Place) -> Result<()> {
    let stamp = place.root().join("target/app.stamp");
    let state = state(place)?;
    let mut pages = OWN_PAGES.iter().chain(&["index.html"]);
    if pages.all(|page| place.app().join(page).is_file())
        && fs::read_to_string(&stamp).is_ok_and(|text| text == state)
    {
        println!("==> The app is built already: nothing it is made of has changed");
        return Ok(());
    }
    step("Building the app", "about 5 minutes the first time", || {
        run(place.cargo().args(["fetch", "--locked"]))?;
        run(&mut trunk(place))?;
        slim(place, &place.app(), "index.html")?;
        let camera = scan(place)?;
        for page in OWN_PAGES {
            let apart = build_apart(place, page)?;
            let html = apart.join(page);
            let text = fs::read_to_string(&html).at(&html)?;
            fs::write(&html, text.replace(CAMERA, &format!("{CAMERA}{camera}")))
                .at(&html)?;
            join(&apart, &place.app())?;
        }
        fs::write(&stamp, state).at(&stamp)
    })
}

/// Builds a page with an app of its own, and says where it lies.
fn build_apart(place: &Place, page: &str) -> Result<PathBuf> {
    let apart = place.own_page(page);
    // The page stands last, behind an option with a value: `--locked` takes the next word
    // for its own.
    run(trunk(place).args(["--html-output", page, "--dist"]).arg(&apart).arg(page))?;
    put_words(place, &apart, page)?;
    slim(place, &apart, page)?;
    Ok(apart)
}

/// Puts the words that a page names as files of their own beside it, a line each in the
/// order of their keys.
fn put_words(place: &Place, apart: &Path, page: &str) -> Result<()> {
    let html = apart.join(page);
    let text = fs::read_to_string(&html).at(&html)?;
    let name = page.trim_end_matches(".html");
    for language in LANGUAGES {
        let file = format!("{name}-{language}-00000000.txt");
        if text.contains(&file) {
            let source = place.root().join(format!("locales/{name}/{language}.toml"));
            let found = fs::read_to_string(&source).at(&source)?;
            let words = words(&found)
                .map_err(|what| Failure::Unexpected { path: source, what })?;
            let texts: Vec<&str> = words.into_values().collect();
            fs::write(apart.join(&file), texts.join("\n")).at(apart.join(&file))?;
        }
    }
    Ok(())
}

/// Builds what reads cards, and names its files in the order in which `boot.js` takes them.
fn scan(place: &Place) -> Result<String> {
    let apart = build_apart(place, SCAN_PAGE)?;
    let page = apart.join(SCAN_PAGE);
    fs::remove_file(&page).at(&page)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(&apart).at(&apart)? {
        names.push(entry.at(&apart)?.file_name().to_string_lossy().into_owned());
    }
    // The camera, the glue, the program.
    names.sort_by_key(|name| (name.ends_with(".wasm"), !name.starts_with("camera")));
    join(&apart, &place.app())?;
    Ok(names.join(" "))
}

fn trunk(place: &Place) -> Command {
    let mut trunk = place.command("trunk");
    trunk.env_remove("NO_COLOR");
    trunk.args(["build", "--release", "--offline", "--locked"]);
    trunk
}

/// Makes style sheets and glue small, which Trunk leaves as they are.
fn slim(place: &Place, folder: &Path, page: &str) -> Result<()> {
    run(place.command("node").arg(SLIM).args([&place.npm(), folder]).arg(page))
}

/// Puts a page and what it loads beside another; files of both are named by content.
fn join(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).at(from)? {
        let entry = entry.at(from)?;
        fs::copy(entry.path(), to.join(entry.file_name())).at(entry.path())?;
    }
    Ok(())
}

/// Builds the hall's command in release, with the app in it.
pub(crate) fn build_command(place: &Place) -> Result<()> {
    step("Building the command hallboard", "about 2 minutes the first time", || {
        run(&mut command(place))
    })
}

/// The call that builds the hall's command in release, with the app in it.
pub(crate) fn command(place: &Place) -> Command {
    let mut cargo = place.cargo();
    cargo.args(["build", "--quiet", "--locked", "--release", "--package", "hallboard"]);
    cargo.env("HALLBOARD_EMBED_APP", place.app());
    cargo
}

/// A digest of the compiler and of every file the app is made of.
fn state(place: &Place) -> Result<String> {
    let mut files = BTreeMap::new();
    collect(place.root(), &mut files, &|path| is_of_the_app(place.root(), path))?;
    let slim = place.root().join(SLIM);
    files.insert(slim.clone(), fs::read(&slim).at(&slim)?);
    let mut hasher = DefaultHasher::new();
    output(place.command("rustc").arg("-vV"))?.hash(&mut hasher);
    files.hash(&mut hasher);
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn is_of_the_app(root: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return false };
    !NOT_THE_APP.iter().any(|name| inside == Path::new(name))
        && !inside.starts_with("crates/hall")
        && inside.extension().is_none_or(|it| it != "md")
}

fn collect(
    folder: &Path,
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
    wanted: &dyn Fn(&Path) -> bool,
) -> Result<()> {
    for entry in fs::read_dir(folder).at(folder)? {
        let path = entry.at(folder)?.path();
        if !wanted(&path) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files, wanted)?;
        } else {
            let bytes = fs::read(&path).at(&path)?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: bool) {
        let root = Path::new("checkout");
        assert_eq!(is_of_the_app(root, &root.join(path)), expected, "{path}");
    }

    #[test]
    fn the_app_is_made_of_its_sources_and_the_crates_it_uses() {
        check("index.html", true);
        check("Cargo.lock", true);
        check("src/main.rs", true);
        check("public/style.css", true);
        check("crates/score/src/lib.rs", true);
        check("crates/hall", false);
        check("README.md", false);
        check("tests", false);
        check("target", false);
    }
}
