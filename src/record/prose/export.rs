//! The text of the exported table.

use hallboard_score::{GivenBy, HouseholdScope, KindWord, Names, OutcomeWord, Scope};

use super::Formatter;
use crate::language::Language;
use crate::record::model::{Column, ExportLanguage, Word, csv};
use crate::words::record as word;

/// Every entry as a table for a spreadsheet.
pub(in crate::record) fn table(formatter: Formatter<'_>) -> String {
    let language = ExportLanguage {
        heading: &|column| heading(formatter, column).to_owned(),
        word: &|it| word(formatter, it).to_owned(),
        name: &|names: &Names| formatter.language.name(names).text,
        reporter: &|entry| formatter.record.own().reporter(entry).map(str::to_owned),
    };
    csv(formatter.record.ledger(), &language)
}

fn heading(formatter: Formatter<'_>, column: Column) -> &'static str {
    let language = formatter.language;
    match column {
        Column::Id => language.text(word::COLUMN_ID),
        Column::Date => language.text(word::COLUMN_DATE),
        Column::Kind => language.text(word::COLUMN_KIND),
        Column::Name => language.text(word::COLUMN_NAME),
        Column::What => language.text(word::COLUMN_WHAT),
        Column::Points => language.text(word::COLUMN_POINTS),
        Column::Stars => language.text(word::COLUMN_STARS),
        Column::Source => language.text(word::COLUMN_SOURCE),
        Column::Notified => language.text(word::COLUMN_NOTIFIED),
        Column::About => language.text(word::COLUMN_ABOUT),
        Column::Outcome => language.text(word::COLUMN_OUTCOME),
        Column::Scopes => language.text(word::COLUMN_SCOPES),
        Column::Text => language.text(word::COLUMN_TEXT),
        Column::Note => language.text(word::COLUMN_NOTE),
        Column::By => language.text(word::COLUMN_BY),
        Column::Reporter => language.text(word::COLUMN_REPORTER),
    }
}

/// The name of a consent scope.
pub(in crate::record) fn scope(language: Language, scope: Scope) -> &'static str {
    match scope {
        Scope::Score => language.text(word::SCOPE_SCORE),
        Scope::Board => language.text(word::SCOPE_BOARD),
        Scope::History => language.text(word::SCOPE_HISTORY),
        Scope::Thanks => language.text(word::SCOPE_THANKS),
    }
}

fn word(formatter: Formatter<'_>, word: Word) -> &'static str {
    let language = formatter.language;
    match word {
        Word::Kind(kind) => match kind {
            KindWord::Consent => language.text(word::KIND_CONSENT),
            KindWord::Rating => language.text(word::KIND_RATING),
            KindWord::Deed => language.text(word::KIND_DEED),
            KindWord::Objection => language.text(word::KIND_OBJECTION),
            KindWord::Decision => language.text(word::KIND_DECISION),
            KindWord::Reversal => language.text(word::KIND_REVERSAL),
            KindWord::Redemption => language.text(word::KIND_REDEMPTION),
            KindWord::Move => language.text(word::KIND_MOVE),
        },
        Word::Source(source) => formatter.source(source),
        Word::GivenBy(GivenBy::SelfGiven) => language.text(word::GIVEN_SELF),
        Word::GivenBy(GivenBy::Guardian) => language.text(word::GIVEN_GUARDIAN),
        Word::Outcome(OutcomeWord::Upheld) => language.text(word::OUTCOME_UPHELD),
        Word::Outcome(OutcomeWord::Overturned) => language.text(word::OUTCOME_OVERTURNED),
        Word::Outcome(OutcomeWord::Changed) => language.text(word::OUTCOME_CHANGED),
        Word::Scope(it) => scope(language, it),
        Word::HouseholdScope(HouseholdScope::Board) => language.text(word::SCOPE_STARS),
        Word::HouseholdScope(HouseholdScope::Sign) => language.text(word::SCOPE_SIGN),
    }
}
