//! The output that a person sees when typing the commands, in both languages. After an
//! intended change, `TRYCMD=overwrite` rewrites the transcripts.
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

/// Commands that create files and read them again, in both languages, each in its own
/// folder; the final contents of the folder are compared too.
#[test]
fn with_the_files_of_a_hall() {
    check("en", "tests/transcripts/hall/*.trycmd");
}
