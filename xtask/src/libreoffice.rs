//! Whether LibreOffice opens the workbooks that the command has written into, for maintainers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::run::{At, Failure, Result, name, run, step};
use crate::workspace::Workspace;

/// The program, and the variable that names a folder to the tests.
const SOFFICE: &str = "soffice";
const WRITTEN: &str = "HALLBOARD_WRITTEN";

/// What became of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It opens.
    Opened,
    /// It does not, and did not before it was written into.
    NeverOpened,
    /// It does not, and did before.
    Spoiled,
}

/// Has the tests write into workbooks of every kind, and opens each in LibreOffice.
///
/// One at a time: a run with several files ends at the first that cannot be opened.
pub(crate) fn libreoffice(workspace: &Workspace) -> Result<()> {
    if workspace.which(SOFFICE).is_none() {
        return Err(Failure::Missing {
            what: SOFFICE.to_owned(),
            remedy: "Install LibreOffice Calc (Debian: libreoffice-calc), then run this again."
                .to_owned(),
        });
    }
    let folder = workspace.target().join("libreoffice");
    if folder.exists() {
        fs::remove_dir_all(&folder).at(&folder)?;
    }
    let registers = folder.join("registers");
    fs::create_dir_all(&registers).at(&registers)?;
    step("Writing into workbooks", "about 2 minutes once it is built", || {
        let mut cargo = workspace.cargo();
        cargo.args(["test", "--quiet", "--package", "hallboard", "--test", "writable"]);
        run(cargo.env(WRITTEN, &registers))
    })?;
    let outcomes = step("Opening each in LibreOffice", "about 5 minutes", || {
        outcomes(workspace, &folder, &registers)
    })?;
    let of = |outcome| {
        let those = outcomes.iter().filter(move |it| it.1 == outcome);
        those.map(|(name, _)| name.clone()).collect::<Vec<String>>()
    };
    let never = of(Outcome::NeverOpened);
    println!("{} opened, {} open neither way", of(Outcome::Opened).len(), never.len());
    never.iter().for_each(|name| println!("  {name}"));
    match of(Outcome::Spoiled) {
        none if none.is_empty() => Ok(()),
        lines => {
            let what = "LibreOffice opens these only as they were".to_owned();
            Err(Failure::Found { what, lines })
        }
    }
}

/// What became of each register, by its name.
fn outcomes(
    workspace: &Workspace,
    folder: &Path,
    registers: &Path,
) -> Result<Vec<(String, Outcome)>> {
    let mut found = Vec::new();
    for register in sorted(registers)? {
        let [mut original, mut written] = [None, None];
        for file in sorted(&register)? {
            match file.file_stem().and_then(|it| it.to_str()) {
                Some("original") => original = Some(file),
                Some("written") => written = Some(file),
                _ => {}
            }
        }
        let opens = |file: Option<PathBuf>| match file {
            Some(file) => opens(workspace, folder, &file),
            None => Ok(false),
        };
        let outcome = match opens(written)? {
            true => Outcome::Opened,
            false if opens(original)? => Outcome::Spoiled,
            false => Outcome::NeverOpened,
        };
        let name = register.file_name().unwrap_or_default().to_string_lossy();
        found.push((name.into_owned(), outcome));
    }
    if found.is_empty() {
        let what = format!("the tests wrote nothing there; do they read {WRITTEN}?");
        return Err(Failure::Unexpected { path: registers.to_owned(), what });
    }
    Ok(found)
}

/// What is in a folder, in the order of its names.
fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).at(folder)?;
    let paths: std::io::Result<Vec<PathBuf>> =
        entries.map(|entry| entry.map(|it| it.path())).collect();
    let mut paths = paths.at(folder)?;
    paths.sort();
    Ok(paths)
}

/// Whether LibreOffice opens a workbook: then it makes a text file of it. It ends well
/// either way.
fn opens(workspace: &Workspace, folder: &Path, file: &Path) -> Result<bool> {
    let out = folder.join("out");
    if out.exists() {
        fs::remove_dir_all(&out).at(&out)?;
    }
    let profile =
        format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut soffice = workspace.command(SOFFICE);
    soffice.args([&profile, "--headless", "--convert-to", "csv", "--outdir"]);
    soffice.arg(&out).arg(file);
    soffice.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let program = name(&soffice);
    soffice.status().map_err(|source| Failure::Start { program, source })?;
    Ok(out.is_dir() && !sorted(&out)?.is_empty())
}
