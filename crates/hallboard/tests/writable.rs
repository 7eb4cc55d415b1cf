//! Whatever `check` accepts can be written to: filling in ids and adding entries, by the
//! same calls as in `fill-ids` and `inbox`, results in the same register with the
//! additions, and every other part of the file stays identical byte for byte. Otherwise the
//! error names the reason, and [`obstacles`] predicted it.
#![cfg(test)]

#[path = "common/archive.rs"]
mod archive;
#[path = "common/package.rs"]
mod package;
#[path = "common/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use archive::{ODS, Ods, XLSX, Xlsx};
use encoding_rs::Encoding;
use fastrand::Rng;
use hallboard_score::{Entry, Ledger, check as findings, read_json};
use hallboard_workbook::edit::append::{self, RegisterFormat, appended};
use hallboard_workbook::edit::fill_ids::{self, BlankCell};
use hallboard_workbook::edit::obstacles::{Obstacle, ObstacleKind, obstacles};
use hallboard_workbook::json::to_json;
use hallboard_workbook::read::{Located, lenient_at, located_at, register_of};
use hallboard_workbook::{file_of_sheet, write, write_csv, write_ods, write_sqlite};
use package::Parts;
use rusqlite::types::Value;
use tables::{Cell, CsvStyle, Encoded, MUST_FILL, Table};
use tempfile::TempDir;

/// Number of registers with several oddities that are tested in each form.
const MIXED: u64 = 24;

/// Environment variable with a folder for `cargo xtask libreoffice`: receives workbooks
/// before and after writing.
const WRITTEN: &str = "HALLBOARD_WRITTEN";

/// A register with an entry of every kind, and rows without references to them: `R9`, `H9`,
/// and the entries with an `x` in their ids.
const LEDGER: &str = r#"{
  "format": "hallboard-ledger/1",
  "hall": {"id": "mill", "names": {"en": "Mill hall"}, "time_zone": "Asia/Shanghai"},
  "rulebooks": [{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
    "categories": [{"id": "yard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 4]}],
    "deeds": [{"id": "help", "names": {"en": "Help"}, "points": 3},
              {"id": "litter", "names": {"en": "Litter"}, "points": -5, "lasts": "P6M"}],
    "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 2}],
    "reply_days": 10, "decide_days": 30}],
  "households": [{"id": "H1", "names": {"en": "1 Mill Road"}}, {"id": "H2", "names": {"en": "2 Mill Road"}}, {"id": "H9", "names": {"en": "9 Mill Road"}}],
  "residents": [{"id": "R1", "name": "张三", "household": "H1"}, {"id": "R2", "name": "李娜", "household": "H1"},
                {"id": "R9", "name": "陈静"}],
  "entries": [
    {"id": "C1", "date": "2025-03-01", "kind": "consent", "resident": "R1", "scopes": ["score", "board"]},
    {"id": "C2", "date": "2025-03-01", "kind": "consent", "resident": "R2", "scopes": ["score", "board"]},
    {"id": "Cx3", "date": "2025-03-02", "kind": "consent", "household": "H1", "scopes": ["sign"]},
    {"id": "Sx1", "date": "2025-04-01", "kind": "rating", "household": "H1", "category": "yard", "stars": 4},
    {"id": "S2", "date": "2025-04-02", "kind": "rating", "household": "H1", "category": "yard", "stars": 5},
    {"id": "D1", "date": "2025-04-03", "kind": "deed", "resident": "R1", "deed": "help", "source": "organisation", "note": "a; b, c, d, e, f, g, h, i, j, k, l, m"},
    {"id": "Dx2", "date": "2025-04-04", "kind": "deed", "resident": "R2", "deed": "help", "source": "neighbour", "by": "李娜 \"Na\""},
    {"id": "D3", "date": "2025-04-05", "kind": "deed", "resident": "R1", "deed": "litter", "source": "neighbour", "notified": "2025-04-06"},
    {"id": "Dx4", "date": "2025-04-07", "kind": "deed", "resident": "R1", "deed": "help", "source": "self", "note": "two\nlines"},
    {"id": "O1", "date": "2025-04-08", "kind": "objection", "entry": "D3", "text": "not me"},
    {"id": "Vx1", "date": "2025-04-09", "kind": "decision", "entry": "D3", "outcome": "changed", "points": -2, "reason": "less"},
    {"id": "X1", "date": "2025-04-10", "kind": "redemption", "resident": "R1", "reward": "soap"},
    {"id": "Mx1", "date": "2025-04-11", "kind": "move", "resident": "R2", "household": "H2"}
  ]
}"#;

/// An entry of each kind that can be added.
const NEW: &str = r#"[
  {"id": "L00000000000000000001", "date": "2025-05-01", "kind": "consent", "resident": "R1", "scopes": [], "given_by": "self"},
  {"id": "L00000000000000000002", "date": "2025-05-01", "kind": "consent", "household": "H1", "scopes": ["sign"]},
  {"id": "L00000000000000000003", "date": "2025-05-02", "kind": "rating", "household": "H1", "category": "yard", "stars": 1},
  {"id": "L00000000000000000004", "date": "2025-05-03", "kind": "deed", "resident": "R1", "deed": "litter", "source": "neighbour",
   "notified": "2025-05-04", "note": "=1+1 <甲>; \"乙\", 丙\n+2  two blanks", "by": "@Li, Hua"},
  {"id": "L00000000000000000005", "date": "2025-05-05", "kind": "objection", "entry": "L00000000000000000004", "text": "-2+3 <b>&amp;"},
  {"id": "L00000000000000000006", "date": "2025-05-06", "kind": "decision", "entry": "L00000000000000000004", "outcome": "changed", "points": -1.5},
  {"id": "L00000000000000000007", "date": "2025-05-06", "kind": "reversal", "entry": "D1", "reason": "2025-01-01"},
  {"id": "L00000000000000000008", "date": "2025-05-07", "kind": "redemption", "resident": "R1", "reward": "soap", "note": "007"},
  {"id": "L00000000000000000009", "date": "2025-05-08", "kind": "move", "resident": "R1", "household": "H1"}
]"#;

/// The sheets that take an entry of [`NEW`].
const SHEETS_OF_NEW: usize = 6;

fn ledger() -> Ledger {
    register_of("a.json", LEDGER.as_bytes()).unwrap()
}

fn new_entries() -> Vec<Entry> {
    read_json(NEW.as_bytes()).unwrap()
}

/// Whether nothing refers to an id, so that it may be missing.
fn may_be_missing(id: &str) -> bool {
    ["R9", "H9"].contains(&id) || (id.len() == 3 && id.contains('x'))
}

/// The format of a register, and whether Hallboard or another program wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Written(RegisterFormat),
    Drawn(RegisterFormat),
}

const FORMS: [Form; 9] = [
    Form::Json,
    Form::Written(RegisterFormat::Xlsx),
    Form::Written(RegisterFormat::Ods),
    Form::Written(RegisterFormat::Folder),
    Form::Written(RegisterFormat::Sqlite),
    Form::Drawn(RegisterFormat::Xlsx),
    Form::Drawn(RegisterFormat::Ods),
    Form::Drawn(RegisterFormat::Folder),
    Form::Drawn(RegisterFormat::Sqlite),
];

/// A difference from registers as Hallboard writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Oddity {
    NoIds(&'static str),
    NoEntries,
    NoOrder,
    OwnSheet,
    OwnColumn(Place),
    OwnFormulas,
    Title,
    BlankRows,
    BlankHeadings,
    Headings(Spelled),
    SheetNames(Spelled),
    SheetsReversed,
    ColumnsReversed,
    // In `.xlsx` and `.ods` files.
    ExcelTables,
    Prefixed,
    Template,
    OwnParts,
    ArchiveOfXlsx(Xlsx),
    ArchiveOfOds(Ods),
    // In text files.
    Encoded(Encoded),
    Delimiter(u8),
    SaysDelimiter,
    NamesOfFiles(&'static str, &'static str),
    LineEnd(&'static str),
    NoLastLineEnd,
    AllQuoted,
    // In JSON.
    Compact,
    // Accepted by `check`, refused by a command with a reason.
    IdByFormula,
    NoSheetForNew,
    NoColumnForNew,
    TotalsRow,
    MustFill,
    NoPrefix,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    First,
    Second,
    Last,
}

/// The spelling of sheet names and headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelled {
    English,
    Chinese,
    Shouted,
}

impl Spelled {
    fn name(self, name: &str) -> String {
        match (self, name.rsplit_once(' ')) {
            (Spelled::English, Some((english, _))) => english.to_owned(),
            // The Chinese headings of names do not contain their language.
            (Spelled::Chinese, Some((_, chinese))) if !name.contains("(en)") => {
                chinese.to_owned()
            }
            (Spelled::Shouted, _) => {
                format!("  {} ", name.to_uppercase().replace(' ', "\u{3000}"))
            }
            _ => name.to_owned(),
        }
    }
}

/// All oddities, in an order in which they can be applied.
fn oddities() -> Vec<Oddity> {
    use Oddity as O;
    let mut all = vec![
        O::NoIds(""),
        O::NoIds("  "),
        O::NoIds("\u{3000}"),
        O::NoIds("\t"),
        O::NoEntries,
        O::NoOrder,
        O::NoSheetForNew,
        O::NoColumnForNew,
        O::TotalsRow,
        O::MustFill,
        O::NoPrefix,
        O::IdByFormula,
        O::OwnSheet,
        O::Headings(Spelled::English),
        O::Headings(Spelled::Chinese),
        O::Headings(Spelled::Shouted),
        O::SheetNames(Spelled::English),
        O::SheetNames(Spelled::Chinese),
        O::OwnColumn(Place::First),
        O::OwnColumn(Place::Second),
        O::OwnColumn(Place::Last),
        O::ColumnsReversed,
        O::OwnFormulas,
        O::SheetsReversed,
        O::BlankRows,
        O::BlankHeadings,
        O::Title,
        O::ExcelTables,
        O::Prefixed,
        O::Template,
        O::OwnParts,
        O::Encoded(Encoded::Utf8Mark),
        O::Encoded(Encoded::Utf16Le),
        O::Encoded(Encoded::Utf16Be),
        O::Encoded(Encoded::Utf16LeNoMark),
        O::Encoded(Encoded::Gbk),
        O::Delimiter(b';'),
        O::Delimiter(b'\t'),
        O::SaysDelimiter,
        O::NamesOfFiles("register-", "csv"),
        O::NamesOfFiles("Mill - ", "TSV"),
        O::NamesOfFiles("", "txt"),
        O::LineEnd("\n"),
        O::LineEnd("\r"),
        O::NoLastLineEnd,
        O::AllQuoted,
        O::Compact,
    ];
    all.extend(XLSX.map(O::ArchiveOfXlsx));
    all.extend(ODS.map(O::ArchiveOfOds));
    all
}

impl Oddity {
    fn fits(self, form: Form) -> bool {
        use Oddity as O;
        let (written, kept) = match form {
            Form::Json => return matches!(self, O::NoEntries | O::Compact),
            Form::Written(kept) => (true, kept),
            Form::Drawn(kept) => (false, kept),
        };
        match self {
            O::NoIds(blank) if written => blank.is_empty() && kept != RegisterFormat::Ods,
            O::NoEntries => true,
            O::ArchiveOfXlsx(_) | O::Template if kept == RegisterFormat::Xlsx => true,
            O::ArchiveOfOds(_) | O::Template if kept == RegisterFormat::Ods => true,
            O::OwnParts => matches!(kept, RegisterFormat::Xlsx | RegisterFormat::Ods),
            _ if written => false,
            O::ExcelTables | O::Prefixed | O::TotalsRow => kept == RegisterFormat::Xlsx,
            O::MustFill => kept == RegisterFormat::Sqlite,
            O::NoPrefix => kept == RegisterFormat::Ods,
            O::IdByFormula => matches!(kept, RegisterFormat::Xlsx | RegisterFormat::Ods),
            // A database has nothing but rows and named columns.
            O::Title | O::BlankRows | O::BlankHeadings => kept != RegisterFormat::Sqlite,
            O::Encoded(_)
            | O::Delimiter(_)
            | O::SaysDelimiter
            | O::NamesOfFiles(..)
            | O::LineEnd(_)
            | O::NoLastLineEnd
            | O::AllQuoted => kept == RegisterFormat::Folder,
            O::Compact | O::Template | O::ArchiveOfXlsx(_) | O::ArchiveOfOds(_) => false,
            _ => true,
        }
    }

    /// Whether both can occur in one register.
    fn goes_with(self, other: Oddity) -> bool {
        use Oddity as O;
        let group = |it: Oddity| match it {
            O::NoIds(_) => 1,
            O::Headings(_) => 2,
            O::SheetNames(_) => 3,
            O::Encoded(_) => 4,
            O::Delimiter(_) => 5,
            O::NamesOfFiles(..) => 6,
            O::LineEnd(_) => 7,
            O::ArchiveOfXlsx(Xlsx::Targets(_) | Xlsx::MainPartElsewhere(_)) => 8,
            O::ArchiveOfXlsx(Xlsx::Encoded(..)) => 9,
            O::ArchiveOfOds(Ods::Encoded(_)) => 10,
            O::OwnColumn(_) => 11,
            // In Excel's tables, every column has a heading.
            O::BlankHeadings | O::ExcelTables => 12,
            _ => 0,
        };
        self != other && (group(self) == 0 || group(self) != group(other))
    }

    /// The error of `fill-ids`, if this makes it impossible.
    fn unfillable(self) -> Option<&'static str> {
        match self {
            Oddity::IdByFormula => Some("the cell has a formula"),
            Oddity::NoPrefix => Some("no xmlns:table"),
            _ => None,
        }
    }

    /// The error of `inbox`, if this makes it impossible.
    fn unappendable(self) -> Option<&'static str> {
        match self {
            Oddity::NoSheetForNew => Some("no sheet `Moves 迁移`"),
            Oddity::NoColumnForNew => Some("no column `note 备注`"),
            Oddity::TotalsRow => Some("ends with a row of totals"),
            Oddity::MustFill => Some("NOT NULL constraint failed"),
            Oddity::NoPrefix => Some("no xmlns:table"),
            _ => None,
        }
    }
}

/// A register in its own folder.
struct Register {
    folder: TempDir,
    path: PathBuf,
}

impl Register {
    fn new(name: &str) -> Register {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        Register { folder, path }
    }

    fn make(form: Form, odd: &[Oddity]) -> Register {
        let mut ledger = ledger();
        if odd.contains(&Oddity::NoEntries) {
            ledger.entries.clear();
        }
        match form {
            Form::Json => Register::json(&ledger, odd),
            Form::Written(RegisterFormat::Sqlite) => {
                let made = Register::new("a.sqlite");
                write_sqlite(&ledger, &made.path).unwrap();
                without_ids(&made.path, odd);
                made
            }
            Form::Written(RegisterFormat::Folder) => {
                let made = Register::new("csv");
                fs::create_dir(&made.path).unwrap();
                write_csv(&ledger, &made.path).unwrap();
                for file in files(&made.path).into_keys() {
                    let text = fs::read_to_string(&file).unwrap();
                    let lines =
                        text.split("\r\n").map(|line| match line.split_once(',') {
                            Some((id, rest)) if is_odd(odd, id) => format!(",{rest}"),
                            _ => line.to_owned(),
                        });
                    fs::write(&file, lines.collect::<Vec<_>>().join("\r\n")).unwrap();
                }
                made
            }
            Form::Written(kept) => {
                let mut parts = match kept {
                    RegisterFormat::Ods => Parts::of(&write_ods(&ledger).unwrap()),
                    _ => written_xlsx(&ledger),
                };
                if odd.contains(&Oddity::NoIds("")) {
                    parts = without_ids_in(parts);
                }
                Register::archive(parts, kept, odd)
            }
            Form::Drawn(kept) => Register::drawn(&ledger, kept, odd),
        }
    }

    fn json(ledger: &Ledger, odd: &[Oddity]) -> Register {
        let made = Register::new("a.json");
        let mut json = to_json(ledger).unwrap();
        if odd.contains(&Oddity::Compact) {
            let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
            json = value.to_string().into_bytes();
        }
        fs::write(&made.path, json).unwrap();
        made
    }

    fn drawn(ledger: &Ledger, kept: RegisterFormat, odd: &[Oddity]) -> Register {
        let mut drawn = tables::of(ledger);
        odd.iter().for_each(|it| it.draw(&mut drawn));
        match kept {
            RegisterFormat::Xlsx => {
                let with_tables = [Oddity::ExcelTables, Oddity::TotalsRow];
                let as_tables = odd.iter().any(|it| with_tables.contains(it));
                Register::archive(tables::xlsx(&drawn, as_tables), kept, odd)
            }
            RegisterFormat::Ods => {
                Register::archive(tables::ods(&drawn, ledger), kept, odd)
            }
            RegisterFormat::Sqlite => {
                let made = Register::new("a.db");
                tables::sqlite(&drawn, &made.path);
                made
            }
            RegisterFormat::Folder | RegisterFormat::Json => {
                let made = Register::new("csv");
                fs::create_dir(&made.path).unwrap();
                tables::csv(&drawn, style(odd), &made.path);
                made
            }
        }
    }

    fn archive(mut parts: Parts, kept: RegisterFormat, odd: &[Oddity]) -> Register {
        odd.iter().for_each(|it| it.pack(&mut parts));
        let made =
            Register::new(if kept == RegisterFormat::Ods { "a.ods" } else { "a.xlsx" });
        fs::write(&made.path, parts.packed()).unwrap();
        made
    }

    /// A copy to write to.
    fn copy(&self) -> Register {
        let copy = Register::new(self.path.file_name().unwrap().to_str().unwrap());
        if self.path.is_dir() {
            fs::create_dir(&copy.path).unwrap();
        }
        for (file, bytes) in files(&self.path) {
            let name = file.strip_prefix(self.folder.path()).unwrap();
            fs::write(copy.folder.path().join(name), bytes).unwrap();
        }
        copy
    }
}

fn is_odd(odd: &[Oddity], id: &str) -> bool {
    odd.contains(&Oddity::NoIds("")) && may_be_missing(id)
}

fn without_ids(path: &Path, odd: &[Oddity]) {
    let base = rusqlite::Connection::open(path).unwrap();
    for table in ["households", "residents", "consents", "ratings", "deeds", "moves"] {
        let ids: Vec<String> = {
            let mut ids = base.prepare(&format!("SELECT id FROM {table}")).unwrap();
            ids.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        for id in ids.iter().filter(|id| is_odd(odd, id)) {
            let update = format!("UPDATE {table} SET id = NULL WHERE id = ?");
            base.execute(&update, [id]).unwrap();
        }
    }
}

/// An `.xlsx` workbook that Hallboard writes; cached, because writing it is the slowest
/// step.
fn written_xlsx(ledger: &Ledger) -> Parts {
    static WRITTEN: LazyLock<Parts> =
        LazyLock::new(|| Parts::of(&write(&self::ledger()).unwrap()));
    match *ledger == self::ledger() {
        true => WRITTEN.clone(),
        false => Parts::of(&write(ledger).unwrap()),
    }
}

/// An `.xlsx` workbook that Hallboard wrote, with some ids removed: the cells remain, with
/// their formats.
fn without_ids_in(mut parts: Parts) -> Parts {
    let shared = parts.text("xl/sharedStrings.xml");
    let texts: Vec<&str> = shared.split("<si><t").skip(1).collect();
    for title in ["Households", "Residents", "Consents", "Ratings", "Deeds", "Moves"] {
        let name = parts.sheet(title);
        parts.edit(&name, |sheet| {
            let cells = sheet.split("<c ").map(|cell| {
                let value = cell.split_once("t=\"s\"><v>").map(|it| it.1);
                let number = value.and_then(|it| it.split('<').next()?.parse().ok());
                let text = number.and_then(|it: usize| texts.get(it));
                let text = text.and_then(|it| it.split_once('>')?.1.split('<').next());
                match text.filter(|_| cell.starts_with("r=\"A")) {
                    Some(id) if may_be_missing(id) => {
                        let (looks, _) = cell.split_once(" t=\"s\"").unwrap();
                        let (_, rest) = cell.split_once("</c>").unwrap();
                        format!("{looks}/>{rest}")
                    }
                    _ => cell.to_owned(),
                }
            });
            cells.collect::<Vec<_>>().join("<c ")
        });
    }
    parts
}

fn style(odd: &[Oddity]) -> CsvStyle {
    let mut style = CsvStyle {
        encoded: Encoded::Utf8,
        delimiter: b',',
        names: ("", "csv"),
        line_end: "\r\n",
        ends_with_line: true,
        all_quoted: false,
        says_delimiter: false,
    };
    for it in odd {
        match it {
            Oddity::Encoded(encoded) => style.encoded = *encoded,
            Oddity::Delimiter(delimiter) => style.delimiter = *delimiter,
            Oddity::SaysDelimiter => style.says_delimiter = true,
            Oddity::NamesOfFiles(before, ending) => style.names = (before, ending),
            Oddity::LineEnd(end) => style.line_end = end,
            Oddity::NoLastLineEnd => style.ends_with_line = false,
            Oddity::AllQuoted => style.all_quoted = true,
            _ => {}
        }
    }
    style
}

fn own(text: String) -> Cell {
    Cell::Text(format!("own {text}"))
}

impl Oddity {
    /// Applies this to the tables of a register.
    fn draw(self, tables: &mut Vec<Table>) {
        if let Oddity::OwnSheet = self {
            tables
                .insert(0, Table::own("# own first", &[&["own a", "own b"], &["own 1"]]));
            tables.push(Table::own("# own last", &[&["own c"], &[], &["own 2", "id"]]));
        }
        if self == Oddity::SheetsReversed {
            tables.reverse();
        }
        if self == Oddity::NoSheetForNew {
            tables.retain(|it| !it.is("Moves"));
        }
        for table in tables.iter_mut().filter(|it| !it.is("#")) {
            self.draw_one(table);
        }
    }

    fn draw_one(self, table: &mut Table) {
        let Table { name, rows, head } = table;
        let width = rows[*head].len();
        match self {
            Oddity::NoIds(blank) => {
                for cell in rows.iter_mut().flatten() {
                    if may_be_missing(cell.text()) {
                        *cell = Cell::Text(blank.to_owned());
                    }
                }
            }
            Oddity::IdByFormula if name.starts_with("Ratings") => {
                rows[1][0] = Cell::Formula(String::new());
            }
            Oddity::NoColumnForNew if name.starts_with("Deeds") => {
                drop_column(rows, "note");
            }
            Oddity::MustFill if name.starts_with("Deeds") => {
                for (number, row) in rows.iter_mut().enumerate() {
                    let head = Cell::Text(format!("{MUST_FILL} own"));
                    row.push(if number == 0 { head } else { own(number.to_string()) });
                }
            }
            Oddity::NoOrder => drop_column(rows, "order"),
            Oddity::OwnColumn(place) => {
                let at = match place {
                    Place::First => 0,
                    Place::Second => 1,
                    Place::Last => width,
                };
                for (number, row) in rows.iter_mut().enumerate() {
                    let text = format!("{number}");
                    let head = Cell::Text("# own, too".to_owned());
                    row.insert(at, if number == 0 { head } else { own(text) });
                }
            }
            Oddity::OwnFormulas => {
                rows[*head].push(Cell::Text("# own sum".to_owned()));
                for (number, row) in rows.iter_mut().enumerate().skip(*head + 1) {
                    row.push(Cell::Formula(format!("own {number}")));
                }
                rows.extend((0..12).map(|number| {
                    let mut below = vec![Cell::Text(String::new()); width];
                    below.push(Cell::Formula(format!("own below {number}")));
                    below
                }));
            }
            Oddity::ColumnsReversed => rows.iter_mut().for_each(|row| row.reverse()),
            Oddity::Headings(spelled) => {
                for cell in &mut rows[*head] {
                    if !cell.text().starts_with('#') {
                        *cell = Cell::Text(spelled.name(cell.text()));
                    }
                }
            }
            Oddity::SheetNames(spelled) => *name = spelled.name(name),
            Oddity::BlankRows => {
                let blank = || [Vec::new(), Vec::new()];
                rows.splice(2.min(rows.len())..2.min(rows.len()), blank());
                rows.extend(blank());
            }
            Oddity::BlankHeadings => {
                rows[*head].extend([Cell::Text(String::new()), own("head".to_owned())]);
                let last = rows[*head].last_mut().unwrap();
                *last = Cell::Text(format!("# {}", last.text()));
            }
            Oddity::Title => {
                let text = "# own, of 2025, all, of, the, hall, and, nobody, else, at, all, \
                            or, so, we, think";
                rows.insert(0, vec![Cell::Text(text.to_owned())]);
                *head += 1;
            }
            _ => {}
        }
    }

    /// Applies this to the archive of a workbook.
    fn pack(self, parts: &mut Parts) {
        match self {
            Oddity::ArchiveOfXlsx(it) => it.apply(parts),
            Oddity::ArchiveOfOds(it) => it.apply(parts),
            Oddity::Prefixed => {
                parts.edit(".xml", |text| match text.contains("<worksheet") {
                    true => prefixed(text),
                    false => text.to_owned(),
                });
            }
            Oddity::Template => {
                parts.edit("[Content_Types].xml", |it| {
                    it.replace("sheet.main+xml", "template.main+xml")
                });
                let open = "opendocument.spreadsheet";
                let template = "opendocument.spreadsheet-template";
                parts.edit("mimetype", |it| it.replace(open, template));
                parts.edit("manifest.xml", |it| it.replace(open, template));
            }
            Oddity::TotalsRow => {
                parts.edit(".xml", |text| match text.contains("<table ") {
                    true => with_totals(text),
                    false => text.to_owned(),
                });
            }
            Oddity::NoPrefix => {
                parts.edit("content.xml", |text| {
                    let text = text.replace("xmlns:table=", "xmlns=");
                    ["<", "</", " "].iter().fold(text, |text, before| {
                        text.replace(&format!("{before}table:"), before)
                    })
                });
            }
            Oddity::OwnParts => {
                parts.0.insert(1, ("own/".to_owned(), Vec::new()));
                parts.0.push(("own/a.bin".to_owned(), b"own \x00\xff<&".repeat(9)));
                parts.add("xl/worksheets/own.xml", "<own");
            }
            _ => {}
        }
    }
}

fn drop_column(rows: &mut [Vec<Cell>], english: &str) {
    let at = rows[0].iter().position(|it| it.text().starts_with(english));
    if let Some(at) = at {
        rows.iter_mut().for_each(|row| drop(row.remove(at)));
    }
}

/// Extends an Excel table by one row with totals.
fn with_totals(text: &str) -> String {
    let (before, area) = text.split_once("ref=\"").unwrap();
    let (area, after) = area.split_once('"').unwrap();
    let (cell, row) =
        area.split_at(area.rfind(|c: char| c.is_ascii_alphabetic()).unwrap() + 1);
    let row = row.parse::<u32>().unwrap() + 1;
    format!("{before}ref=\"{cell}{row}\" totalsRowCount=\"1\"{after}")
}

/// A sheet whose elements have a namespace prefix.
fn prefixed(text: &str) -> String {
    let text = text.replace(" xmlns=", " xmlns:x=");
    let mut made = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        made.push(c);
        let slash = c == '<' && letters.next_if_eq(&'/').is_some();
        if slash {
            made.push('/');
        }
        if c == '<' && letters.peek().is_some_and(char::is_ascii_alphabetic) {
            made.push_str("x:");
        }
    }
    made
}

/// The files of a register, by path.
fn files(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    if !path.is_dir() {
        return BTreeMap::from([(path.to_owned(), fs::read(path).unwrap())]);
    }
    let files = fs::read_dir(path).unwrap().map(|it| it.unwrap().path());
    files.map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

fn kept(path: &Path) -> RegisterFormat {
    let bytes = if path.is_dir() { Vec::new() } else { fs::read(path).unwrap() };
    RegisterFormat::of(path, &bytes)
}

/// Fills in ids, as `fill-ids` does.
fn fill(path: &Path) -> Result<(), String> {
    let located = located_at(path).unwrap();
    let mut sheets: BTreeMap<String, Vec<BlankCell>> = BTreeMap::new();
    for made in &located.made {
        let cell =
            BlankCell { row: made.row, column: made.column, text: made.id.clone() };
        sheets.entry(made.sheet.to_string()).or_default().push(cell);
    }
    let to_text = |error: fill_ids::EditError| error.to_string();
    let before = files(path);
    match kept(path) {
        RegisterFormat::Sqlite => {
            return fill_ids::sqlite(path, &sheets, || true).map_err(to_text);
        }
        RegisterFormat::Folder => {
            let mut after = Vec::new();
            for (sheet, cells) in &sheets {
                let paths = before.keys().map(PathBuf::as_path);
                let file = file_of_sheet(paths, sheet).ok_or("no such file")?;
                let made =
                    fill_ids::csv(sheet, &before[&file], cells, None).map_err(to_text)?;
                after.push((file, made));
            }
            after.into_iter().for_each(|(file, made)| fs::write(file, made).unwrap());
        }
        RegisterFormat::Json => {}
        RegisterFormat::Xlsx | RegisterFormat::Ods => {
            let made = fill_ids::workbook(&before[path], &sheets).map_err(to_text)?;
            fs::write(path, made).unwrap();
        }
    }
    Ok(())
}

/// Adds entries, as `inbox` does: dates as numbers, unless these are read back as other
/// days.
fn append(path: &Path, entries: &[Entry]) -> Result<(), String> {
    let located = located_at(path).unwrap();
    if kept(path) == RegisterFormat::Sqlite {
        let made = append::sqlite(path, &located, entries, || true);
        return made.map_err(|error| error.to_string());
    }
    let before = files(path);
    for dates in [true, false] {
        let after = appended(path, &before, &located, entries, dates);
        let after = after.map_err(|error| error.to_string())?;
        after.iter().for_each(|(file, bytes)| fs::write(file, bytes).unwrap());
        if located_at(path).is_ok_and(|it| holds(&it, &located.ledger, entries)) {
            return Ok(());
        }
        if dates {
            before.iter().for_each(|(file, bytes)| fs::write(file, bytes).unwrap());
        }
    }
    Err("the result is not read as it should be".to_owned())
}

/// Whether a register equals the earlier one plus these entries.
fn holds(found: &Located, before: &Ledger, new: &[Entry]) -> bool {
    let is_new = |entry: &Entry| new.iter().any(|it| it.id == entry.id);
    let (mut added, rest): (Vec<Entry>, Vec<Entry>) =
        found.ledger.entries.iter().cloned().partition(is_new);
    added.sort_by_key(|it| it.id.clone());
    added == new && Ledger { entries: rest, ..found.ledger.clone() } == *before
}

/// The pieces of a register by name: parts of an archive, files, or tables.
fn pieces(path: &Path) -> Vec<(String, Vec<u8>)> {
    match kept(path) {
        RegisterFormat::Xlsx | RegisterFormat::Ods => {
            Parts::of(&fs::read(path).unwrap()).0
        }
        RegisterFormat::Folder | RegisterFormat::Json => files(path)
            .into_iter()
            .map(|(file, bytes)| {
                (file.file_name().unwrap().to_str().unwrap().to_owned(), bytes)
            })
            .collect(),
        RegisterFormat::Sqlite => rows_of_base(path),
    }
}

/// The rows of a database, grouped by table.
fn rows_of_base(path: &Path) -> Vec<(String, Vec<u8>)> {
    let base = rusqlite::Connection::open(path).unwrap();
    let mut names =
        base.prepare("SELECT name, sql FROM sqlite_schema ORDER BY rowid").unwrap();
    let names = names.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let names: Vec<(String, String)> = names.map(Result::unwrap).collect();
    let rows = |name: &str| {
        let select = format!("SELECT rowid, * FROM \"{}\"", name.replace('"', "\"\""));
        let mut rows = base.prepare(&select).unwrap();
        let count = rows.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            (0..count).map(|it| row.get::<_, Value>(it)).collect::<Result<Vec<_>, _>>()
        };
        let rows = rows.query_map([], row).unwrap();
        let shown = |value: Value| match value {
            Value::Null => String::new(),
            Value::Text(text) => text.trim().to_owned(),
            other => format!("{other:?}"),
        };
        let line = |row: Vec<Value>| row.into_iter().map(shown).collect::<Vec<_>>();
        rows.map(|it| line(it.unwrap()).join("|") + "\n").collect::<String>()
    };
    let piece = |(name, sql): (String, String)| {
        let rows = sql + &rows(&name);
        (name, rows.into_bytes())
    };
    names.into_iter().map(piece).collect()
}

/// Text in any encoding, good enough for counting the hall's own content.
fn plain(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => String::from_utf8_lossy(bytes).replace('\0', ""),
    }
}

fn own_in(bytes: &[u8]) -> [usize; 2] {
    let text = plain(bytes);
    ["own ", "TRUE"].map(|it| text.matches(it).count())
}

/// Whether all bytes of `part` occur in `whole` in the same order, not necessarily
/// adjacent.
fn within(part: &[u8], whole: &[u8]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|byte| rest.any(|it| it == byte))
}

/// At most `most` pieces of a register have changed, and in these the hall's own content
/// has not.
#[track_caller]
fn check_kept(what: &dyn Debug, before: &Path, after: &Path, most: usize) {
    let (old, new) = (pieces(before), pieces(after));
    let names = |them: &[(String, Vec<u8>)]| -> Vec<String> {
        them.iter().map(|it| it.0.clone()).collect()
    };
    assert_eq!(names(&old), names(&new), "{what:?}");
    let is_text = !matches!(kept(before), RegisterFormat::Xlsx | RegisterFormat::Ods);
    let mut changed = Vec::new();
    for ((name, old), (_, new)) in old.iter().zip(&new) {
        if old != new {
            changed.push(name);
            assert_eq!(own_in(old), own_in(new), "{what:?}: {name}");
            let blank = |it: &&u8| !b"\t \xe3\x80".contains(it);
            let old: Vec<u8> = old.iter().filter(blank).copied().collect();
            assert!(!is_text || within(&old, new), "{what:?}: {name}");
        }
    }
    assert!(changed.len() <= most, "{what:?}: {changed:?}");
}

/// A refused command left everything unchanged; an accepted one was not supposed to be
/// refused.
#[track_caller]
fn check_done(
    what: &dyn Debug,
    result: Result<(), String>,
    refused: Option<&str>,
    before: &Path,
    after: &Path,
) -> bool {
    match (result, refused) {
        (Ok(()), None) => true,
        (Err(result), Some(refused)) => {
            assert!(result.contains(refused), "{what:?}: {result}");
            assert_eq!(pieces(before), pieces(after), "{what:?}");
            false
        }
        (result, refused) => panic!("{what:?}: {result:?}, not {refused:?}"),
    }
}

/// Saves a workbook before and after writing, if a folder for them is given.
fn hand_over(what: &dyn Debug, original: &Path, written: &Path) {
    let is_workbook =
        matches!(kept(original), RegisterFormat::Xlsx | RegisterFormat::Ods);
    let Some(folder) = std::env::var_os(WRITTEN).filter(|_| is_workbook) else { return };
    let name = format!("{what:?}").replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let folder = PathBuf::from(folder).join(name.get(..200).unwrap_or(&name));
    fs::create_dir_all(&folder).unwrap();
    let ending = original.extension().unwrap();
    fs::copy(original, folder.join("original").with_extension(ending)).unwrap();
    fs::copy(written, folder.join("written").with_extension(ending)).unwrap();
}

/// The predicted obstacles are exactly those that will stop a command.
#[track_caller]
fn check_known(what: &dyn Debug, known: &[Obstacle], odd: &[Oddity]) {
    let stops_ids = |it: &Obstacle| {
        matches!(
            it.what,
            ObstacleKind::IdFormulas { .. } | ObstacleKind::UnlikeUsual { .. }
        )
    };
    let stops_entries =
        |it: &Obstacle| !matches!(it.what, ObstacleKind::IdFormulas { .. });
    let unfillable = odd.iter().any(|it| it.unfillable().is_some());
    assert_eq!(known.iter().any(stops_ids), unfillable, "{what:?}: {known:?}");
    let unappendable = odd.iter().any(|it| it.unappendable().is_some());
    assert_eq!(known.iter().any(stops_entries), unappendable, "{what:?}: {known:?}");
}

/// A register that `check` accepts can be written to, or a command gives the reason;
/// `false` if `check` does not accept it.
#[track_caller]
fn check(form: Form, odd: &[Oddity]) -> bool {
    let what = (form, odd);
    let register = Register::make(form, odd);
    let Ok(read) = lenient_at(&register.path) else { return false };
    if !read.faults.is_empty() || !findings(&read.ledger).errors.is_empty() {
        return false;
    }
    let before = located_at(&register.path).unwrap();
    let new = new_entries();
    check_known(&what, &obstacles(&read, &new), odd);
    let unappendable = odd.iter().find_map(|it| it.unappendable());
    // Each of the sheets, and a table in it.
    let sheets = SHEETS_OF_NEW * 2;

    let appended = register.copy();
    let report = append(&appended.path, &new);
    if check_done(&what, report, unappendable, &register.path, &appended.path) {
        let after = located_at(&appended.path).unwrap();
        assert!(holds(&after, &before.ledger, &new), "{what:?}");
        assert_eq!(after.made, before.made, "{what:?}");
        check_kept(&what, &register.path, &appended.path, sheets);
        hand_over(&what, &register.path, &appended.path);
    }

    let filled = register.copy();
    let report = fill(&filled.path);
    let unfillable = odd.iter().find_map(|it| it.unfillable());
    if check_done(&what, report, unfillable, &register.path, &filled.path) {
        let after = located_at(&filled.path).unwrap();
        assert_eq!(after.ledger, before.ledger, "{what:?}");
        assert_eq!(after.made, [], "{what:?}");
        check_kept(&what, &register.path, &filled.path, before.made.len());

        let both = filled.copy();
        let report = append(&both.path, &new);
        if check_done(&what, report, unappendable, &filled.path, &both.path) {
            let after = located_at(&both.path).unwrap();
            assert!(holds(&after, &before.ledger, &new), "{what:?}");
            check_kept(&what, &filled.path, &both.path, sheets);
            hand_over(&what, &register.path, &both.path);
        }
    }
    true
}

#[test]
fn register_with_one_oddity_can_be_written_into() {
    for form in FORMS {
        assert!(check(form, &[]), "{form:?}");
        for it in oddities().into_iter().filter(|it| it.fits(form)) {
            assert!(check(form, &[it]), "{form:?}: {it:?}");
        }
    }
}

#[test]
fn a_register_with_several_oddities_can_be_written_into() {
    let all = oddities();
    for form in FORMS {
        let refused = |it: &Oddity| it.unfillable().or(it.unappendable()).is_some();
        let fitting: Vec<Oddity> =
            all.iter().copied().filter(|it| it.fits(form) && !refused(it)).collect();
        let mut accepted = 0;
        for seed in 0..MIXED {
            let mut rng = Rng::with_seed(seed);
            let mut odd: Vec<Oddity> = Vec::new();
            for it in rng.choose_multiple(fitting.iter().copied(), 6) {
                if odd.iter().all(|other| other.goes_with(it)) {
                    odd.push(it);
                }
            }
            odd.sort_by_key(|it| all.iter().position(|other| other == it));
            accepted += u64::from(check(form, &odd));
        }
        // Registers that `check` does not accept prove nothing.
        assert!(accepted * 10 >= MIXED * 9, "{form:?}: {accepted} of {MIXED}");
    }
}
