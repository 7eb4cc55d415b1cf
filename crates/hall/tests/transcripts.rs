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
