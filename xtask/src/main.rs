//! Set-up, demo, tests and figures of Hallboard, as `cargo xtask <command>`.
//!
//! Installs what is missing under `target/tools`, and prints what each step does and how
//! long it takes. It uses the standard library alone, so that it starts at once on a
//! fresh clone. It scores and publishes nothing itself: it calls the tools
//! that do.

mod app;
mod bench;
mod crash_test;
mod demo;
mod dev;
mod dist;
mod fuzz;
mod inbox;
mod letters;
mod libreoffice;
mod lint_files;
mod measure;
mod mutants;
mod package;
mod run;
mod sample;
mod shots;
mod size_budget;
mod styles;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use run::{Failure, Result};
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask <command>

  demo [--port N] [--no-serve]   build everything, publish the sample village, serve it
  app                            the app for the browser (dist)
  test-app                       the same with the languages of the tests (target/test-app)
  test                           everything CI runs, in order, to the first failure
  engines                        the pages in Firefox and WebKit alone, of what `test` runs
  sample                         make and publish the sample village (target/sample)
  size-budget                    sizes of the app and the sample's feed against their limits
  bench                          time and memory of large registers (target/bench)
  shots                          every board page as a picture (target/shots), docs/board.png
  package [--target TRIPLE]      the command with the app in it, one file (target/package)
  dist [--key FILE]              the archives of a release, signed with a minisign key (target/dist)
  soak [REFRESHES] [TURNS]       a display that runs for long: does its memory stay as it is?
  cold [RUNS]                    how long a display takes to start without a network
  load [RUNS]                    how long the start page takes on the first visit of a slow phone
  record [RUNS]                  how long one's own page takes, with entries of ten years
  crash-test [KILLS] [SEED]      kill publish, rollback, desk, fill-ids and inbox at random moments, check what is left
  letters-load [RATE] [SECONDS]  letters posted to `receive`, among dawdlers and gigabytes
  inbox-load [LETTERS] [--kills N]  100,000 letters for `inbox`, bad ones among them
  fuzz [--minutes N] [TARGET]    random inputs for whatever reads registers, letters and mails
  libreoffice                    does LibreOffice open the workbooks that were written into?
  mutants [--package NAME] [GLOB…]  mutation testing, hours for all (.cargo/mutants.toml)
  bundle                         makes what Trunk built ready to publish; Trunk calls it
  lint-files                     what no tracked file may hold
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let workspace = Workspace::find()?;
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["demo", options @ ..] => demo::demo(&workspace, &demo::Options::read(options)?),
        ["bundle"] => {
            tools::for_the_app(&workspace)?;
            app::bundle(&workspace)?;
            dev::site(&workspace)
        }
        ["package", options @ ..] => {
            package::package(&workspace, &package::Options::read(options)?)
        }
        ["dist", options @ ..] => dist::dist(&workspace, &dist::Options::read(options)?),
        ["crash-test", options @ ..] => {
            crash_test::crash_test(&workspace, &crash_test::Options::read(options)?)
        }
        ["letters-load", options @ ..] => {
            letters::load(&workspace, letters::Options::read(options)?)
        }
        ["inbox-load", options @ ..] => {
            inbox::load(&workspace, &inbox::Options::read(options)?)
        }
        ["fuzz", options @ ..] => fuzz::fuzz(&workspace, &fuzz::Options::read(options)?),
        ["mutants", options @ ..] => {
            mutants::mutants(&workspace, &mutants::Options::read(options)?)
        }
        ["libreoffice"] => libreoffice::libreoffice(&workspace),
        ["app"] => {
            tools::for_the_app(&workspace)?;
            app::build(&workspace)
        }
        ["test-app"] => {
            tools::for_the_app(&workspace)?;
            app::build_with_test_languages(&workspace)
        }
        ["test"] => test::test(&workspace),
        ["engines"] => test::engines(&workspace),
        ["sample"] => sample::sample(&workspace),
        ["bench"] => bench::bench(&workspace),
        ["size-budget"] => size_budget::size_budget(&workspace),
        ["soak", counts @ ..] => shots::soak(&workspace, counts),
        ["cold", runs @ ..] => shots::cold(&workspace, runs),
        ["load", runs @ ..] => shots::load(&workspace, runs),
        ["record", runs @ ..] => shots::record(&workspace, runs),
        ["shots"] => shots::shots(&workspace),
        ["lint-files"] => lint_files::lint_files(&workspace),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::Usage { given: words.join(" "), usage: USAGE }),
    }
}
