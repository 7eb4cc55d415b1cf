//! Installing what is missing, under `target/tools` where that is possible.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::run::{At, Failure, Result, name, output, run, step};
use crate::workspace::Workspace;

const TRUNK: &str = "0.21.14";
const WASM_SPLIT: &str = "0.2.4";
const CARGO_DENY: &str = "0.20.2";
const CARGO_MUTANTS: &str = "27.1.0";
const BINARYEN: &str = "132.0.0";
const ESBUILD: &str = "0.28.2";
/// Packages for Python: libsodium, by which the tests open what this project seals, the servers
/// to which they upload, and openpyxl, by which they fill in workbooks.
const PYTHON: [(&str, &str); 6] = [
    ("pynacl", "1.6.2"),
    ("wsgidav", "4.4.0"),
    ("cheroot", "11.1.2"),
    ("pyftpdlib", "2.2.0"),
    ("moto", "5.2.5"),
    ("openpyxl", "3.1.5"),
];
/// The parts of a package that are needed.
const PYTHON_EXTRAS: [(&str, &str); 1] = [("moto", "[server]")];
const WASM: &str = "wasm32-unknown-unknown";
/// A C compiler and linker for every platform, and the cargo subcommand that calls it.
const ZIGLANG: &str = "0.17.1";
const CARGO_ZIGBUILD: &str = "0.24.1";

/// What the tests need in addition to the demo: the file that shows that it is installed, and
/// its Debian package.
const PACKAGES: [(&str, &str); 12] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("minisign", "minisign"),
    ("nginx", "nginx-light"),
    ("ssh", "openssh-client"),
    ("sshd", "openssh-server"),
    ("fc-list", "fontconfig"),
    ("pdftoppm", "poppler-utils"),
    ("zbarimg", "zbar-tools"),
    ("Xvfb", "xvfb"),
    ("firefox-esr", "firefox-esr"),
    // It depends on the library with MiniBrowser.
    ("WebKitWebDriver", "webkit2gtk-driver"),
];
/// How long apt waits for another apt, which a machine that just started often runs.
const APT_LOCK: &str = "DPkg::Lock::Timeout=300";
const APT_LOCK_TRIES: u32 = 60;
const APT_LOCK_PAUSE: Duration = Duration::from_secs(5);
const CJK_FONTS: &str = "fonts-noto-cjk";

/// Everything that building the app needs.
pub(crate) fn for_the_app(workspace: &Workspace) -> Result<()> {
    node(workspace)?;
    wasm_target(workspace)?;
    trunk(workspace)?;
    wasm_bindgen(workspace)?;
    wasm_split(workspace)?;
    small(workspace)
}

/// Everything that the tests need in addition.
pub(crate) fn for_the_tests(workspace: &Workspace) -> Result<()> {
    cargo_deny(workspace)?;
    system_packages(workspace)?;
    python_packages(workspace)?;
    [workspace.e2e(), workspace.engines()]
        .iter()
        .try_for_each(|it| node_packages(workspace, it))
}

fn node(workspace: &Workspace) -> Result<()> {
    for tool in ["node", "npm"] {
        if workspace.which(tool).is_none() {
            return Err(Failure::Missing {
                what: tool.to_owned(),
                remedy: "Install Node.js 20 or newer with npm, then run this again."
                    .to_owned(),
            });
        }
    }
    Ok(())
}

fn wasm_target(workspace: &Workspace) -> Result<()> {
    let sysroot = output(workspace.command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if workspace.which("rustup").is_none() {
        return Err(Failure::Missing {
            what: format!("the Rust target {WASM}"),
            remedy: "Install Rust with rustup, or add the target's standard library to \
                     the toolchain in use, then run this again."
                .to_owned(),
        });
    }
    step("Adding the Rust target for the browser", "half a minute, once", || {
        run(workspace.command("rustup").args(["target", "add", WASM]))
    })
}

fn trunk(workspace: &Workspace) -> Result<()> {
    if says(workspace, "trunk", TRUNK) {
        return Ok(());
    }
    step("Installing Trunk, which builds the app", "about 4 minutes, once", || {
        cargo_install(workspace, &["trunk", "--locked", "--version", TRUNK])
    })
}

/// Its version has to be the one that Cargo.lock names for the library.
fn wasm_bindgen(workspace: &Workspace) -> Result<()> {
    let path = workspace.root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).at(&path)?;
    let Some(version) = locked(&lock, "wasm-bindgen") else {
        let what = "names no version of wasm-bindgen".to_owned();
        return Err(Failure::Unexpected { path, what });
    };
    if says(workspace, "wasm-bindgen", version)
        && says(workspace, "wasm-bindgen-test-runner", version)
    {
        return Ok(());
    }
    step("Installing wasm-bindgen", "about 2 minutes, once", || {
        cargo_install(workspace, &["wasm-bindgen-cli", "--version", version])
    })
}

/// wasm-split does not print its version, so cargo's list of installed crates is read.
fn wasm_split(workspace: &Workspace) -> Result<()> {
    let crates = workspace.tools().join(".crates.toml");
    let wanted = format!("\"wasm_split_cli_support {WASM_SPLIT} ");
    if fs::read_to_string(crates).is_ok_and(|text| text.contains(&wanted)) {
        return Ok(());
    }
    step(
        "Installing wasm-split, which cuts the app into parts",
        "about 1 minute, once",
        || {
            let package =
                ["wasm_split_cli_support", "--locked", "--features", "build-binary"];
            cargo_install(workspace, &[&package[..], &["--version", WASM_SPLIT]].concat())
        },
    )
}

fn small(workspace: &Workspace) -> Result<()> {
    let packages = [("binaryen", BINARYEN), ("esbuild", ESBUILD)];
    let here = packages.iter().all(|(package, version)| {
        let manifest =
            workspace.npm().join("node_modules").join(package).join("package.json");
        let wanted = format!("\"version\": \"{version}\"");
        fs::read_to_string(manifest).is_ok_and(|text| text.contains(&wanted))
    });
    if here {
        return Ok(());
    }
    step(
        "Installing wasm-opt and esbuild, which make the app small",
        "10 seconds, once",
        || {
            let folder = workspace.npm();
            fs::create_dir_all(&folder).at(&folder)?;
            run(npm(workspace)
                .arg("install")
                .arg("--prefix")
                .arg(&folder)
                .args(["--no-save", "--no-package-lock"])
                .args(packages.map(|(package, version)| format!("{package}@{version}"))))
        },
    )
}

fn system_packages(workspace: &Workspace) -> Result<()> {
    let mut missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(program, _)| workspace.which(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    let fonts = match workspace.which("fc-list") {
        Some(_) => output(workspace.command("fc-list").arg(":lang=zh-cn"))?,
        None => String::new(),
    };
    if fonts.trim().is_empty() {
        missing.push(CJK_FONTS);
    }
    if missing.is_empty() {
        return Ok(());
    }
    let line =
        format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    if workspace.which("apt-get").is_none() || !is_root(workspace) {
        return Err(Failure::Missing {
            what: missing.join(", "),
            remedy: format!(
                "The tests need it. As root, run\n\n  {line}\n\nthen this again."
            ),
        });
    }
    let headline = format!("Installing {}", missing.join(", "));
    step(&headline, "about 2 minutes, once", || {
        apt_update(workspace)?;
        run(apt(workspace)
            .args(["install", "-y", "--no-install-recommends"])
            .args(&missing))
    })
}

fn python_packages(workspace: &Workspace) -> Result<()> {
    if PYTHON.iter().all(|(name, version)| has_python_package(workspace, name, version)) {
        return Ok(());
    }
    step("Installing libsodium and servers for Python", "1 minute, once", || {
        let wanted = PYTHON.map(|(name, version)| {
            let extra = PYTHON_EXTRAS.iter().find(|it| it.0 == name);
            let extra = extra.map(|it| it.1).unwrap_or_default();
            format!("{name}{extra}=={version}")
        });
        pip_install(workspace, &wanted)
    })
}

fn has_python_package(workspace: &Workspace, name: &str, version: &str) -> bool {
    let name = name.replace('-', "_");
    workspace.python().join(format!("{name}-{version}.dist-info")).is_dir()
}

fn pip_install(workspace: &Workspace, packages: &[String]) -> Result<()> {
    run(workspace
        .command("python3")
        .args(["-m", "pip", "install", "--quiet", "--upgrade"])
        .args(["--disable-pip-version-check", "--root-user-action=ignore"])
        .arg("--target")
        .arg(workspace.python())
        .args(packages))
}

/// What building the command for other platforms needs.
pub(crate) fn for_the_archives(workspace: &Workspace, targets: &[&str]) -> Result<()> {
    for program in ["gzip", "minisign", "tar", "zip"] {
        if workspace.which(program).is_none() {
            return Err(Failure::Missing {
                what: program.to_owned(),
                remedy: format!("Install {program}, then run this again."),
            });
        }
    }
    run(workspace.command("rustup").args(["target", "add", "--quiet"]).args(targets))?;
    let packages = [("ziglang", ZIGLANG), ("cargo-zigbuild", CARGO_ZIGBUILD)];
    if packages.iter().all(|(name, version)| has_python_package(workspace, name, version))
    {
        return Ok(());
    }
    step("Installing a compiler for other platforms", "1 minute, once", || {
        pip_install(
            workspace,
            &packages.map(|(name, version)| format!("{name}=={version}")),
        )
    })
}

fn apt(workspace: &Workspace) -> std::process::Command {
    let mut command = workspace.command("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("LC_ALL", "C.UTF-8")
        .args(["-qq", "-o", APT_LOCK]);
    command
}

/// `apt-get update` does not wait for the lock on its lists, even with the option for it.
fn apt_update(workspace: &Workspace) -> Result<()> {
    for _ in 1..APT_LOCK_TRIES {
        let mut command = apt(workspace);
        command.arg("update").stdin(Stdio::null());
        let ended = command
            .output()
            .map_err(|source| Failure::Start { program: name(&command), source })?;
        if ended.status.success() {
            return Ok(());
        }
        let errors = String::from_utf8_lossy(&ended.stderr);
        if !is_locked(&errors) {
            eprint!("{errors}");
            return Err(Failure::Exit { program: name(&command), status: ended.status });
        }
        thread::sleep(APT_LOCK_PAUSE);
    }
    run(apt(workspace).arg("update"))
}

/// Whether apt failed because another apt is at work.
fn is_locked(errors: &str) -> bool {
    errors.contains("Could not get lock")
}

fn is_root(workspace: &Workspace) -> bool {
    output(workspace.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The packages of a folder of tests, as its lockfile names them.
fn node_packages(workspace: &Workspace, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let mark = folder.join("node_modules/.installed-from");
    let wanted = fs::read_to_string(&lock).at(&lock)?;
    if fs::read_to_string(&mark).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    step("Installing the packages of the browser tests", "10 seconds, once", || {
        run(npm(workspace).current_dir(folder).arg("ci"))?;
        fs::write(&mark, wanted).at(&mark)
    })
}

fn npm(workspace: &Workspace) -> std::process::Command {
    let mut command = workspace.command("npm");
    command.args(["--no-fund", "--no-audit", "--no-update-notifier"]);
    command
}

/// Checks the rules in `deny.toml`.
fn cargo_deny(workspace: &Workspace) -> Result<()> {
    if says(workspace, "cargo-deny", CARGO_DENY) {
        return Ok(());
    }
    step(
        "Installing cargo-deny, which checks licences and sources",
        "about 3 minutes, once",
        || cargo_install(workspace, &["cargo-deny", "--locked", "--version", CARGO_DENY]),
    )
}

/// What mutation testing needs.
pub(crate) fn cargo_mutants(workspace: &Workspace) -> Result<()> {
    // It prints its version only as a cargo subcommand.
    let installed = workspace.which("cargo-mutants").is_some()
        && output(workspace.cargo().args(["mutants", "--version"]))
            .is_ok_and(|said| said.trim().ends_with(CARGO_MUTANTS));
    if installed {
        return Ok(());
    }
    step("Installing cargo-mutants", "about 3 minutes, once", || {
        cargo_install(
            workspace,
            &["cargo-mutants", "--locked", "--version", CARGO_MUTANTS],
        )
    })
}

fn cargo_install(workspace: &Workspace, args: &[&str]) -> Result<()> {
    let build = workspace.tools().join("build");
    run(workspace
        .cargo()
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .args(["install", "--quiet", "--debug", "--force", "--root"])
        .arg(workspace.tools())
        .arg("--target-dir")
        .arg(&build)
        .args(args))?;
    fs::remove_dir_all(&build).at(&build)
}

/// Whether the program reports that version.
fn says(workspace: &Workspace, program: &str, version: &str) -> bool {
    workspace.which(program).is_some()
        && output(workspace.command(program).arg("--version"))
            .is_ok_and(|said| said.split_whitespace().any(|word| word == version))
}

/// The version that a lockfile holds of a package.
fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[track_caller]
    fn check(package: &str, expected: Option<&str>) {
        assert_eq!(locked(LOCK, package), expected);
    }

    #[test]
    fn only_a_lock_is_waited_for() {
        let held =
            "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7";
        assert!(is_locked(&format!("{held} (apt-get)\nE: Unable to lock directory")));
        assert!(!is_locked("E: Failed to fetch the index: 404  Not Found"));
    }

    #[test]
    fn the_lockfile_names_the_version_of_exactly_that_package() {
        check("wasm-bindgen", Some("0.2.130"));
        check("wasm-bindgen-macro", Some("9.9.9"));
        check("wasm", None);
    }
}
