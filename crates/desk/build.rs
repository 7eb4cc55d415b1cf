//! Rebuilds the crate after a change of its texts, which the macro `i18n!` does not report.

fn main() {
    println!("cargo::rerun-if-changed=locales");
}
