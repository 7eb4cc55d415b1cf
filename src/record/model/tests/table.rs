//! The table for a spreadsheet, parsed strictly.

use super::hall::*;
use super::*;

/// A strict parser of RFC 4180.
fn read(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut after = quoted;
            loop {
                let (part, behind) = after.split_once('"').expect("an end of quotes");
                cell.push_str(part);
                match behind.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        after = more;
                    }
                    None => {
                        rest = behind;
                        break;
                    }
                }
            }
        } else {
            let end = rest.find([',', '\r', '\n']).expect("an end of line");
            assert!(!rest[..end].contains('"'), "a bare quote: {rest}");
            cell.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        row.push(std::mem::take(&mut cell));
        if let Some(more) = rest.strip_prefix(',') {
            rest = more;
        } else {
            rest = rest.strip_prefix("\r\n").expect("CRLF");
            rows.push(std::mem::take(&mut row));
        }
    }
    rows
}

fn table(ledger: &Ledger) -> Vec<Vec<String>> {
    let rows = read(&csv(
        ledger,
        &ExportLanguage {
            heading: &|column| format!("{column:?}"),
            word: &|word| match word {
                Word::Kind(it) => it.as_str().to_owned(),
                Word::Source(it) => it.as_str().to_owned(),
                Word::GivenBy(it) => it.as_str().to_owned(),
                Word::Outcome(it) => it.as_str().to_owned(),
                Word::Scope(it) => it.as_str().to_owned(),
                Word::HouseholdScope(it) => it.as_str().to_owned(),
            },
            name: &|names| names.best("en").to_owned(),
            reporter: &|entry| (entry == "L").then(|| "=Ann, of 2".to_owned()),
        },
    ));
    assert!(rows.iter().all(|row| row.len() == Column::ALL.len()));
    assert_eq!(rows.len(), ledger.entries.len() + 1);
    rows
}

#[test]
fn every_entry_is_a_row() {
    let ledger = hall(
        &[
            helped("D", "2025-03-01"),
            littered("L", "2025-03-10", "2025-03-11"),
            objected("O", "2025-03-15", "L"),
            decided("X", "2025-04-02", "L", r#""changed", "points": -2"#),
            redeemed("B", "2025-06-02", "soap"),
            reversed("Y", "2025-06-03", "B"),
            moved("M", "2025-07-01", "H1"),
        ]
        .join(","),
    );
    let rows: Vec<String> = table(&ledger).iter().map(|row| row.join("|")).collect();
    assert_eq!(
        rows,
        [
            "Id|Date|Kind|Name|What|Points|Stars|Source|Notified|About|Outcome|Scopes|Text|Note|By|Reporter",
            "C1|2025-01-01|consent|||||||||score; board||||",
            "S1|2024-06-01|rating|Yard|yard||4|||||||swept||",
            "S2|2025-02-01|rating|Yard|yard||1|||||||||",
            "D|2025-03-01|deed|Helping|help|3||organisation|||||||Wang|",
            "L|2025-03-10|deed|Litter|litter|-5||neighbour|2025-03-11|||||||'=Ann, of 2",
            "O|2025-03-15|objection|||||||L|||not me|||",
            "X|2025-04-02|decision|||-2||||L|changed||seen|||",
            "B|2025-06-02|redemption|Soap|soap|-2||||||||||",
            "Y|2025-06-03|reversal|||||||B|||mistaken|||",
            "M|2025-07-01|move|12 Tea Lane|H1|||||||||||",
        ]
    );
}

#[test]
fn no_cell_is_a_formula() {
    let check = |note: &str, expected: &str| {
        let mut ledger = hall("");
        ledger.entries[0].note = Some(note.into());
        let rows = table(&ledger);
        assert_eq!(rows[1][13], expected, "{note:?}");
    };
    check("plain", "plain");
    check("a, \"b\"\r\nc", "a, \"b\"\r\nc");
    check("=1+1", "'=1+1");
    check("+1", "'+1");
    check("-1", "'-1");
    check("@SUM(A1)", "'@SUM(A1)");
    check("\t=1", "'\t=1");
    check("\r=1", "'\r=1");
    check("\n=1", "'\n=1");
    check("＝1", "'＝1");
    check("=\"a\",b", "'=\"a\",b");
    check("1=1", "1=1");
    check("张三", "张三");
}

#[test]
fn ids_and_headings_are_no_formulas_either() {
    let mut ledger = hall("");
    ledger.entries[0].id = "=cmd".into();
    let heading = |_| "=x".to_owned();
    let language = ExportLanguage {
        heading: &heading,
        word: &|_| String::new(),
        name: &|_| String::new(),
        reporter: &|_| None,
    };
    let rows = read(&csv(&ledger, &language));
    assert!(rows[0].iter().all(|cell| cell == "'=x"));
    assert_eq!(rows[1][0], "'=cmd");
}
