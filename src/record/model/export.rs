//! The export: every entry as a table for a spreadsheet.

use hallboard_score::{
    Consent, Entry, EntryKind, GivenBy, HouseholdScope, KindWord, Ledger, Names, Outcome,
    OutcomeWord, Points, Scope, Source, in_force,
};

/// The columns of the table, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The entry's id.
    Id,
    /// Its day.
    Date,
    /// Its kind.
    Kind,
    /// The name of the deed rule, category, reward or household.
    Name,
    /// The id of the deed rule, category, reward or household.
    What,
    /// The points of a deed's rule, the changed points of a decision, the cost of a reward.
    Points,
    /// The stars of a rating or a decision on one.
    Stars,
    /// The source of a deed, or the giver of a consent.
    Source,
    /// The day on which the subject of a deed was notified.
    Notified,
    /// The entry that an objection, decision or reversal is about.
    About,
    /// The outcome of a decision.
    Outcome,
    /// The scopes of a consent.
    Scopes,
    /// An objection's text, the reason of a decision or reversal.
    Text,
    /// The recorder's note.
    Note,
    /// The person who recorded the entry.
    By,
    /// The reporter, if they agreed to be named.
    Reporter,
}

/// A term of the ledger, which the caller translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A kind of entry.
    Kind(KindWord),
    /// The source of a deed.
    Source(Source),
    /// The giver of a consent.
    GivenBy(GivenBy),
    /// The outcome of a decision.
    Outcome(OutcomeWord),
    /// A scope of a resident's consent.
    Scope(Scope),
    /// A scope of a household's consent.
    HouseholdScope(HouseholdScope),
}

/// The texts in the caller's language.
pub struct ExportLanguage<'a> {
    /// The heading of a column.
    pub heading: &'a dyn Fn(Column) -> String,
    /// The text of a term.
    pub word: &'a dyn Fn(Word) -> String,
    /// The text of a name.
    pub name: &'a dyn Fn(&Names) -> String,
    /// The reporter of an entry, if they agreed to be named.
    pub reporter: &'a dyn Fn(&str) -> Option<String>,
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Column; 16] = [
        Column::Id,
        Column::Date,
        Column::Kind,
        Column::Name,
        Column::What,
        Column::Points,
        Column::Stars,
        Column::Source,
        Column::Notified,
        Column::About,
        Column::Outcome,
        Column::Scopes,
        Column::Text,
        Column::Note,
        Column::By,
        Column::Reporter,
    ];
}

/// Every entry of a ledger as CSV (RFC 4180), with a byte order mark, so that spreadsheets
/// read it as UTF-8. A text that a spreadsheet could interpret as a formula gets an
/// apostrophe in front. A consent without scopes is a withdrawal.
#[must_use]
pub fn csv(ledger: &Ledger, language: &ExportLanguage<'_>) -> String {
    let mut table = String::from("\u{feff}");
    let headings = Column::ALL.map(|column| Cell::Text((language.heading)(column)));
    write_row(&mut table, &headings);
    for entry in &ledger.entries {
        let fields = EntryFields::of(ledger, entry, language);
        write_row(
            &mut table,
            &Column::ALL.map(|column| fields.cell(entry, column, language)),
        );
    }
    table
}

/// The content of a cell.
enum Cell {
    /// Nothing.
    Blank,
    /// A free text.
    Text(String),
    /// A number or day, which is never a formula, even with a leading sign.
    Figure(String),
}

fn write_row(table: &mut String, cells: &[Cell]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            table.push(',');
        }
        match cell {
            Cell::Blank => {}
            Cell::Figure(text) => table.push_str(text),
            Cell::Text(text) => write_text(table, text),
        }
    }
    table.push_str("\r\n");
}

fn write_text(table: &mut String, text: &str) {
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let apostrophe = if text.starts_with(formula) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        let text = text.replace('"', "\"\"");
        table.push_str(&format!("\"{apostrophe}{text}\""));
    } else {
        table.push_str(apostrophe);
        table.push_str(text);
    }
}

/// The columns that differ by kind of entry.
#[derive(Default)]
struct EntryFields {
    name: Option<String>,
    what: Option<String>,
    points: Option<Points>,
    stars: Option<u8>,
    source: Option<Word>,
    notified: Option<String>,
    about: Option<String>,
    outcome: Option<OutcomeWord>,
    scopes: Option<String>,
    text: Option<String>,
}

impl EntryFields {
    fn of(ledger: &Ledger, entry: &Entry, language: &ExportLanguage<'_>) -> EntryFields {
        let book = in_force(&ledger.rulebooks, entry.date);
        let home = |id: &str| {
            let found = ledger.households.iter().find(|it| it.id == *id);
            found.map(|it| (language.name)(&it.names))
        };
        let words = |words: &mut dyn Iterator<Item = Word>| {
            let words: Vec<String> = words.map(|it| (language.word)(it)).collect();
            Some(words.join("; "))
        };
        let mut fields = EntryFields::default();
        match &entry.kind {
            EntryKind::Consent { to, given_by } => {
                fields.source = given_by.map(Word::GivenBy);
                match to {
                    Consent::Resident { scopes, .. } => {
                        fields.scopes =
                            words(&mut scopes.iter().map(|it| Word::Scope(*it)));
                    }
                    Consent::Household { household, scopes } => {
                        fields.name = home(household);
                        fields.what = Some(household.to_string());
                        let scopes =
                            &mut scopes.iter().map(|it| Word::HouseholdScope(*it));
                        fields.scopes = words(scopes);
                    }
                }
            }
            EntryKind::Rating { household: _, category, stars } => {
                let found = book.and_then(|book| book.category(category));
                fields.name = found.map(|it| (language.name)(&it.names));
                fields.what = Some(category.to_string());
                fields.stars = Some(*stars);
            }
            EntryKind::Deed { resident: _, deed, source, notified } => {
                let rule = book.and_then(|book| book.deed(deed));
                fields.name = rule.map(|it| (language.name)(&it.names));
                fields.what = Some(deed.to_string());
                fields.points = rule.map(|it| it.points);
                fields.source = Some(Word::Source(*source));
                fields.notified = notified.map(|it| it.to_string());
            }
            EntryKind::Objection { entry, text } => {
                fields.about = Some(entry.to_string());
                fields.text = text.as_ref().map(ToString::to_string);
            }
            EntryKind::Decision { entry, outcome, reason } => {
                fields.about = Some(entry.to_string());
                fields.text = reason.as_ref().map(ToString::to_string);
                fields.decided(*outcome);
            }
            EntryKind::Reversal { entry, reason } => {
                fields.about = Some(entry.to_string());
                fields.text = reason.as_ref().map(ToString::to_string);
            }
            EntryKind::Redemption { resident: _, reward } => {
                let found = book.and_then(|book| book.reward(reward));
                fields.name = found.map(|it| (language.name)(&it.names));
                fields.what = Some(reward.to_string());
                fields.points = found.map(|it| -it.cost);
            }
            EntryKind::Move { resident: _, household } => {
                fields.name = home(household);
                fields.what = Some(household.to_string());
            }
        }
        fields
    }

    fn decided(&mut self, outcome: Outcome) {
        self.outcome = Some(match outcome {
            Outcome::Upheld => OutcomeWord::Upheld,
            Outcome::Overturned => OutcomeWord::Overturned,
            Outcome::ChangedPoints(points) => {
                self.points = Some(points);
                OutcomeWord::Changed
            }
            Outcome::ChangedStars(stars) => {
                self.stars = Some(stars);
                OutcomeWord::Changed
            }
        });
    }

    fn cell(&self, entry: &Entry, column: Column, language: &ExportLanguage<'_>) -> Cell {
        let word = |it: Word| (language.word)(it);
        let text = |text: Option<String>| text.map(Cell::Text);
        let found = match column {
            Column::Id => text(Some(entry.id.to_string())),
            Column::Date => Some(Cell::Figure(entry.date.to_string())),
            Column::Kind => text(Some(word(Word::Kind(entry.kind.name())))),
            Column::Name => text(self.name.clone()),
            Column::What => text(self.what.clone()),
            Column::Points => self.points.map(|it| Cell::Figure(it.to_string())),
            Column::Stars => self.stars.map(|it| Cell::Figure(it.to_string())),
            Column::Source => text(self.source.map(word)),
            Column::Notified => self.notified.clone().map(Cell::Figure),
            Column::About => text(self.about.clone()),
            Column::Outcome => text(self.outcome.map(|it| word(Word::Outcome(it)))),
            Column::Scopes => text(self.scopes.clone()),
            Column::Text => text(self.text.clone()),
            Column::Note => text(entry.note.as_ref().map(ToString::to_string)),
            Column::By => text(entry.by.as_ref().map(ToString::to_string)),
            Column::Reporter => text((language.reporter)(&entry.id)),
        };
        found.unwrap_or(Cell::Blank)
    }
}
