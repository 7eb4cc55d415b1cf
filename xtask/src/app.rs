//! Building the app and the command; the app only when something it is made of changed.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{At, Failure, Result, output, run, step};
use crate::workspace::Workspace;

/// What in the root has no part in the app.
const NOT_THE_APP: [&str; 22] = [
    ".ci",
    ".git",
    ".github",
    "crates/container",
    "crates/desk",
    "crates/hallboard",
    "crates/http",
    "crates/inbox",
    "crates/operations",
    "crates/paper",
    "crates/publish",
    "crates/sample",
    "crates/sheets",
    "crates/workbook",
    "deny.toml",
    "dist",
    "docs",
    "node_modules",
    "samples",
    "target",
    "tests",
    "xtask",
];

/// The page by which the program that reads cards is built. No site contains this page; the
/// other pages load the program when the camera is used.
const SCAN_PAGE: &str = "scan.html";
/// Where the pages that offer it name its files.
const CAMERA: &str = "name=\"hallboard-camera\" content=\"";

/// The page of every route.
const PAGE: &str = "index.html";

/// What makes what Trunk built ready to publish.
const BUNDLE: &str = "xtask/bundle.mjs";
/// The program as the linker leaves it, below the target folder.
const PROGRAM: &str = "wasm32-unknown-unknown/web/hallboard-web.wasm";

/// The environment variable that names a folder with more languages to the app's build
/// script.
const EXTRA_LOCALES: &str = "HALLBOARD_EXTRA_LOCALES";

/// The languages that only tests have.
const TEST_LOCALES: &str = "tests/locales";

/// Builds the app into `dist`, unless it is there and nothing changed.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    build_into(workspace, &workspace.app(), None)
}

/// Builds the app with the languages of the tests in addition to its own.
pub(crate) fn build_with_test_languages(workspace: &Workspace) -> Result<()> {
    build_into(
        workspace,
        &workspace.test_app(),
        Some(&workspace.root().join(TEST_LOCALES)),
    )
}

fn build_into(workspace: &Workspace, dist: &Path, locales: Option<&Path>) -> Result<()> {
    let name = if locales.is_some() { "test-app" } else { "app" };
    let stamp = workspace.root().join("target").join(name).with_extension("stamp");
    let state = state(workspace, locales)?;
    if dist.join(PAGE).is_file()
        && fs::read_to_string(&stamp).is_ok_and(|text| text == state)
    {
        println!("==> The app is built already: nothing it is made of has changed");
        return Ok(());
    }
    step("Building the app", "about 5 minutes the first time", || {
        run(workspace.cargo().args(["fetch", "--locked"]))?;
        run(trunk(workspace, locales).arg("--dist").arg(dist))?;
        let camera = scan(workspace, dist)?;
        let html = dist.join(PAGE);
        let text = fs::read_to_string(&html).at(&html)?;
        fs::write(&html, text.replace(CAMERA, &format!("{CAMERA}{camera}"))).at(&html)?;
        fs::write(&stamp, state).at(&stamp)
    })
}

/// Makes what Trunk built of a page ready to publish.
pub(crate) fn bundle(workspace: &Workspace) -> Result<()> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from);
    let (Some(staging), Some(html)) =
        (variable("TRUNK_STAGING_DIR"), variable("TRUNK_HTML_FILE"))
    else {
        return Err(Failure::Missing {
            what: "Trunk's folder".to_owned(),
            remedy: "Run `trunk build`, which calls this.".to_owned(),
        });
    };
    let page = html.file_name().unwrap_or(OsStr::new(PAGE));
    let mut node = workspace.command("node");
    node.arg(BUNDLE).args([&workspace.npm(), &staging]).arg(page);
    if page == PAGE {
        node.arg(workspace.target().join(PROGRAM));
    }
    run(&mut node)
}

/// Builds what reads cards, and names its files in the order in which `boot.js` takes them.
fn scan(workspace: &Workspace, dist: &Path) -> Result<String> {
    let apart = workspace.scan();
    // The page comes last, after an option with a value: `--locked` would take the next
    // word as its value.
    run(trunk(workspace, None)
        .args(["--html-output", SCAN_PAGE, "--dist"])
        .arg(&apart)
        .arg(SCAN_PAGE))?;
    let page = apart.join(SCAN_PAGE);
    fs::remove_file(&page).at(&page)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(&apart).at(&apart)? {
        names.push(entry.at(&apart)?.file_name().to_string_lossy().into_owned());
    }
    // The camera, the glue, the program.
    names.sort_by_key(|name| (name.ends_with(".wasm"), !name.starts_with("camera")));
    join(&apart, dist)?;
    Ok(names.join(" "))
}

fn trunk(workspace: &Workspace, locales: Option<&Path>) -> Command {
    let mut trunk = workspace.command("trunk");
    trunk.env(EXTRA_LOCALES, locales.unwrap_or(Path::new("")));
    trunk.env_remove("NO_COLOR");
    trunk.args(["build", "--release", "--offline", "--locked"]);
    trunk
}

/// Copies a page and the files it loads into the folder of another. Files of both have names
/// with content hashes.
fn join(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).at(from)? {
        let entry = entry.at(from)?;
        fs::copy(entry.path(), to.join(entry.file_name())).at(entry.path())?;
    }
    Ok(())
}

/// Builds the hall's command in release, with the app in it.
pub(crate) fn build_command(workspace: &Workspace) -> Result<()> {
    step("Building the command hallboard", "about 2 minutes the first time", || {
        run(&mut command(workspace))
    })
}

/// The call that builds the hall's command in release, with the app in it.
pub(crate) fn command(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--quiet", "--locked", "--release", "--package", "hallboard"]);
    cargo.env("HALLBOARD_EMBED_APP", workspace.app());
    cargo
}

/// A digest of the compiler and of every file the app is made of.
fn state(workspace: &Workspace, locales: Option<&Path>) -> Result<String> {
    let mut files = BTreeMap::new();
    if let Some(locales) = locales {
        collect(locales, &mut files, &|_| true)?;
    }
    collect(workspace.root(), &mut files, &|path| is_of_the_app(workspace.root(), path))?;
    let bundle = workspace.root().join(BUNDLE);
    files.insert(bundle.clone(), fs::read(&bundle).at(&bundle)?);
    let mut hasher = DefaultHasher::new();
    output(workspace.command("rustc").arg("-vV"))?.hash(&mut hasher);
    files.hash(&mut hasher);
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn is_of_the_app(root: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return false };
    !NOT_THE_APP.iter().any(|name| inside == Path::new(name))
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
        check("styles/base.css", true);
        check("crates/score/src/lib.rs", true);
        check("crates/hallboard", false);
        check("crates/sheets", false);
        check("crates/workbook", false);
        check("crates/container", false);
        check("crates/http", false);
        check("crates/sample", false);
        check("README.md", false);
        check("tests", false);
        check("target", false);
    }
}
