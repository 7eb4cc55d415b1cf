//! Crash test of `hallboard fill-ids`.

use std::fs;
use std::thread::sleep;
use std::time::Instant;

use hallboard_publish::UNFINISHED;
use hallboard_workbook::read::located_at;
use rust_xlsxwriter::Workbook;

use crate::hall::{Hall, Running};
use crate::{Chance, MAX_ROUNDS_PER_KILL, Result};

pub(crate) fn fill_ids(hall: &Hall, kills: u32, chance: &mut Chance) -> Result<()> {
    let before = before(hall)?;
    let path = hall.path("register.xlsx");
    let run = || -> Result<Running> { hall.run(["fill-ids", &path.to_string_lossy()]) };
    fs::write(&path, &before)?;
    let start = Instant::now();
    run()?.finish()?;
    let took = start.elapsed();
    let after = fs::read(&path)?;
    if after == before || !located_at(&path)?.made.is_empty() {
        return Err("fill-ids: ids are still missing".into());
    }
    let (mut killed, mut new, mut round) = (0, 0, 0);
    while killed < kills {
        round += 1;
        if round > kills.saturating_mul(MAX_ROUNDS_PER_KILL) {
            return Err(format!("fill-ids: {killed} kills in {round} rounds").into());
        }
        fs::write(&path, &before)?;
        let mut running = run()?;
        sleep(chance.part_of(took));
        killed += u32::from(running.kill()?);
        let left = fs::read(&path)?;
        if left != before && left != after {
            return Err(format!("fill-ids, round {round}: neither old nor new").into());
        }
        located_at(&path)?;
        new += u32::from(left == after);
    }
    run()?.finish()?;
    for entry in fs::read_dir(hall.folder())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(UNFINISHED) {
            return Err(format!("fill-ids: {name} was left unfinished").into());
        }
    }
    println!(
        "fill-ids: {killed} killed before their end in {round} rounds, {new} of all with the new \
         workbook in place; every workbook the old or the new one to the byte"
    );
    Ok(())
}

/// Bytes of the sample as a workbook in which no consent has an id.
fn before(hall: &Hall) -> Result<Vec<u8>> {
    let (ledger, tables) = (hall.path("ledger.json"), hall.path("tables.csv"));
    hall.run([&"convert".into(), &ledger, &tables])?.finish()?;
    let mut workbook = Workbook::new();
    let mut files: Vec<_> =
        fs::read_dir(&tables)?.collect::<std::result::Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let name =
            file.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(file.path())?;
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        for (row, record) in (0..).zip(rows.records()) {
            for (column, cell) in (0..).zip(record?.iter()) {
                let id = column == 0 && row > 0 && name.starts_with("Consents");
                if !id && !cell.is_empty() {
                    sheet.write_string(row, column, cell)?;
                }
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}
