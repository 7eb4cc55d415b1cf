//! Set-up, demo, tests and figures of Hallboard, as `cargo xtask <command>`.
//!
//! Installs what is missing under `target/tools` and says what each step does and how
//! long it takes. It uses the standard library alone, so that it starts at once on a
//! fresh clone. It does not know how anything is scored or published: it calls the
//! tools that do.

mod app;
mod bench;
mod demo;
mod dev;
mod guard;
mod inbox;
mod kills;
mod letters;
mod measure;
mod mutants;
mod package;
mod place;
mod run;
mod sample;
mod shots;
mod styles;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use place::Place;
use run::{Failure, Result};

const USAGE: &str = "\
cargo xtask <command>

  demo [--port N] [--no-serve]   build everything, publish the sample village, serve it
  app                            the app for the browser (dist)
  test-app                       the same with the languages of the tests (target/test-app)
  test                           everything CI runs, in order, to the first failure
  engines                        the pages in Firefox and WebKit alone, of what `test` runs
  sample                         make and publish the sample village (target/sample)
  guard                          sizes of the app and the sample's feed against their limits
  bench                          time and memory of large registers (target/bench)
  shots                          every board page as a picture (target/shots), docs/board.png
  package [--target TRIPLE]      the command with the app in it, one file (target/package)
  soak [REFRESHES] [TURNS]       a display that runs for long: does its memory stay as it is?
  cold [RUNS]                    how long a display takes to start without a network
  load [RUNS]                    how long the start page takes on the first visit of a slow phone
  kills [KILLS] [SEED]           kill publish, rollback, tidy and inbox at random moments, check what is left
  letters-load [RATE] [SECONDS]  letters posted to `receive`, among dawdlers and gigabytes
  inbox-load [LETTERS] [--kills N]  100,000 letters for `inbox`, bad ones among them
  mutants [--package NAME] [GLOB…]  mutation testing, hours for all (.cargo/mutants.toml)
  bundle                         makes what Trunk built ready to publish; Trunk calls it
  dev-site                       the small village's site for `trunk serve`; Trunk calls it
  tidy                           what no tracked file may hold
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
    let place = Place::find()?;
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["demo", options @ ..] => demo::demo(&place, &demo::Options::read(options)?),
        ["bundle"] => {
            tools::for_the_app(&place)?;
            app::bundle(&place)
        }
        ["dev-site"] => dev::site(&place),
        ["package", options @ ..] => {
            package::package(&place, &package::Options::read(options)?)
        }
        ["kills", options @ ..] => kills::kills(&place, &kills::Options::read(options)?),
        ["letters-load", options @ ..] => {
            letters::load(&place, letters::Options::read(options)?)
        }
        ["inbox-load", options @ ..] => {
            inbox::load(&place, &inbox::Options::read(options)?)
        }
        ["mutants", options @ ..] => {
            mutants::mutants(&place, &mutants::Options::read(options)?)
        }
        ["app"] => {
            tools::for_the_app(&place)?;
            app::build(&place)
        }
        ["test-app"] => {
            tools::for_the_app(&place)?;
            app::build_with_test_languages(&place)
        }
        ["test"] => test::test(&place),
        ["engines"] => test::engines(&place),
        ["sample"] => sample::sample(&place),
        ["bench"] => bench::bench(&place),
        ["guard"] => guard::guard(&place),
        ["soak", counts @ ..] => shots::soak(&place, counts),
        ["cold", runs @ ..] => shots::cold(&place, runs),
        ["load", runs @ ..] => shots::load(&place, runs),
        ["shots"] => shots::shots(&place),
        ["tidy"] => tidy::tidy(&place),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::Usage { given: words.join(" "), usage: USAGE }),
    }
}
