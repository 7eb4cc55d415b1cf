//! How much time and memory large registers take. It measures and asserts nothing: the
//! figures are as good as the machine is quiet.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::app;
use crate::measure::{Measured, measured};
use crate::run::{At, Result, run, step};
use crate::sample::newer;
use crate::workspace::Workspace;

/// How many residents the registers have, each with ten entries.
const RESIDENTS: [u32; 4] = [1_000, 10_000, 100_000, 500_000];
/// The forms a register of that size can have.
const FORMS: [&str; 3] = ["json", "csv", "sqlite"];
/// How many halls are published at once, and how many residents each has.
const HALLS: (u32, u32) = (400, 1_250);
const ON: &str = "2026-11-22";

/// Makes the registers and prints what they take.
pub(crate) fn bench(workspace: &Workspace) -> Result<()> {
    step("Building the command hallboard", "about 4 minutes the first time", || {
        // Feeds need no app, and figures no browser.
        run(app::command(workspace).env("HALLBOARD_EMBED_APP", ""))
    })?;
    let hallboard = workspace.hallboard();
    let folder = workspace.bench();
    fs::create_dir_all(&folder).at(&folder)?;
    let mut rows = vec![heads()];
    for residents in RESIDENTS {
        for form in FORMS {
            let ledger = register(&hallboard, &folder, residents, form)?;
            let score = ["score", "--json", "--on", ON];
            let score = quietly(Command::new(&hallboard).args(score).arg(&ledger))?;
            let check = quietly(Command::new(&hallboard).arg("check").arg(&ledger))?;
            let what = format!("{residents} residents, {form}");
            rows.push(row(what, score, check));
            println!("{}", rows.last().map(|row| row.join("  ")).unwrap_or_default());
        }
    }
    table(&rows);
    halls(&hallboard, &folder)
}

fn heads() -> [String; 5] {
    ["", "score", "memory", "check", "memory"].map(str::to_owned)
}

fn row(what: String, score: Measured, check: Measured) -> [String; 5] {
    let ([score, score_peak], [check, check_peak]) = (score.cells(), check.cells());
    [what, score, score_peak, check, check_peak]
}

fn quietly(command: &mut Command) -> Result<Measured> {
    measured(command.stdout(Stdio::null()))
}

/// A register of that size and form, made if it is not there yet.
fn register(
    hallboard: &Path,
    folder: &Path,
    residents: u32,
    form: &str,
) -> Result<PathBuf> {
    let json = folder.join(format!("{residents}.json"));
    if !newer(&json, hallboard) {
        let headline = format!("Making a register of {residents} residents");
        step(&headline, "up to half a minute", || sample(hallboard, &json, residents))?;
    }
    let ledger = json.with_extension(form);
    if !newer(&ledger, &json) {
        let headline = format!("Writing it as {form}");
        step(&headline, "up to two minutes", || {
            let mut convert = Command::new(hallboard);
            convert.args(["convert", "--replace"]).arg(&json).arg(&ledger);
            run(convert.stdout(Stdio::null()))
        })?;
    }
    Ok(ledger)
}

fn sample(hallboard: &Path, ledger: &Path, residents: u32) -> Result<()> {
    let (households, residents) = (residents * 5 / 16, residents.to_string());
    let mut command = Command::new(hallboard);
    command.args(["sample", "--replace", "--years", "2", "--entries-each", "10"]);
    command.args(["--until", ON, "--residents", &residents]);
    command.args(["--households", &households.to_string(), "--out"]).arg(ledger);
    run(command.stdout(Stdio::null()))
}

/// Many halls, published in one call: their feeds alone.
fn halls(hallboard: &Path, folder: &Path) -> Result<()> {
    let (count, residents) = HALLS;
    let mut publish = Command::new(hallboard);
    publish.args(["publish", "--feed-only"]);
    let headline = format!("Making {count} halls of {residents} residents");
    step(&headline, "a minute the first time", || {
        let ledger = register(hallboard, folder, residents, "json")?;
        for number in 0..count {
            let hall = folder.join("halls").join(number.to_string());
            furnish(hallboard, &hall, &ledger)?;
            publish.arg(hall);
        }
        Ok(())
    })?;
    let [time, peak] = quietly(&mut publish)?.cells();
    println!("{count} halls of {residents} residents, feeds only: {time}, {peak}");
    Ok(())
}

/// A hall's folder: key, settings, register, and nothing published yet.
fn furnish(hallboard: &Path, hall: &Path, ledger: &Path) -> Result<()> {
    let (site, key) = (hall.join("site"), hall.join("hall.key"));
    if site.is_dir() {
        fs::remove_dir_all(&site).at(&site)?;
    }
    fs::create_dir_all(hall).at(hall)?;
    crate::sample::forget_publications(&key, &site)?;
    let own = hall.join("ledger.json");
    fs::copy(ledger, &own).at(&own)?;
    let settings = hall.join("hallboard.toml");
    let text = "[hall]\nworkbook = \"ledger.json\"\nkey = \"hall.key\"\nsite = \"site\"\n\
                cadence = \"daily\"\n";
    fs::write(&settings, text).at(&settings)?;
    if key.is_file() {
        return Ok(());
    }
    let mut keygen = Command::new(hallboard);
    run(keygen.args(["keygen", "--out"]).arg(&key).stdout(Stdio::null()))
}

fn table(rows: &[[String; 5]]) {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    println!();
    for [what, rest @ ..] in rows {
        print!("{what:<first$}", first = width(0));
        for (cell, column) in rest.iter().zip(1..) {
            print!("  {cell:>wide$}", wide = width(column));
        }
        println!();
    }
    println!();
}
