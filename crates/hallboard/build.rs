//! Embeds the built app in a release build of the command, so that a hall needs only one
//! file.
//!
//! The app is the workspace's `dist`, or the folder that `HALLBOARD_EMBED_APP` names; an
//! empty value embeds none. Files are sorted by path, and only their paths relative to the
//! app are used, so that the same app gives the same command wherever it is built.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

const APP: &str = "HALLBOARD_EMBED_APP";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    // The macro that reads the texts cannot register this dependency itself.
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-env-changed={APP}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    let mut files = Vec::new();
    if let Some(folder) = app() {
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(&folder, &folder, &mut files)?;
        files.sort();
    }
    let mut list = String::from("&[\n");
    for (number, (name, path)) in files.iter().enumerate() {
        fs::copy(path, out.join(format!("app-{number}")))?;
        let bytes =
            format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/app-{number}\"))");
        list.push_str(&format!("    ({name:?}, {bytes}),\n"));
    }
    list.push_str("]\n");
    fs::write(out.join("app.rs"), list)?;
    Ok(())
}

/// The folder of the app to embed, if there is one.
fn app() -> Option<PathBuf> {
    let for_the_browser =
        env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|it| it == "wasm32");
    let release = env::var("PROFILE").is_ok_and(|it| it == "release");
    let folder = match env::var_os(APP) {
        Some(folder) if folder.is_empty() => return None,
        Some(folder) => PathBuf::from(folder),
        None => Path::new(&env::var_os("CARGO_MANIFEST_DIR")?).join("../../dist"),
    };
    let there = release && !for_the_browser && folder.join("index.html").is_file();
    there.then_some(folder)
}

/// Collects the files below a folder, with their paths relative to the app's root.
fn collect(
    root: &Path,
    folder: &Path,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root)?.to_str().ok_or("a name not in UTF-8")?;
            files.push((name.replace('\\', "/"), path));
        }
    }
    Ok(())
}
