//! What a person sees who types the commands, in both languages. After a change that is
//! meant, `TRYCMD=overwrite` writes them anew.
#![cfg(test)]

fn check(language: &str, cases: &str) {
    let tests = trycmd::TestCases::new();
    tests.env("HALLBOARD_LANGUAGE", language).env("COLUMNS", "80");
    tests.case(cases).run();
}

#[test]
fn in_english() {
    check("en", "tests/transcripts/*.en.trycmd");
}

#[test]
fn in_chinese() {
    check("zh", "tests/transcripts/*.zh.trycmd");
}

/// What makes files and reads them again, both languages in turn in a folder of its own;
/// what the folder holds in the end is compared too.
#[test]
fn with_the_files_of_a_hall() {
    check("en", "tests/transcripts/hall/*.trycmd");
}
