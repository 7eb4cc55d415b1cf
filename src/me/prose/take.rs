//! The words of the table to take away.

use hallboard_score::{GivenBy, HouseholdScope, KindWord, Names, OutcomeWord, Scope};

use super::Voice;
use crate::language::Language;
use crate::me::model::{Column, Tongue, Word, csv};
use crate::me::words::word;

/// Every entry as a table for a spreadsheet.
pub(in crate::me) fn table(voice: Voice<'_>) -> String {
    let tongue = Tongue {
        heading: &|column| heading(voice, column).to_owned(),
        word: &|it| word(voice, it).to_owned(),
        name: &|names: &Names| voice.language.name(names).text,
        reporter: &|entry| voice.facts.own().reporter(entry).map(str::to_owned),
    };
    csv(voice.facts.ledger(), &tongue)
}

fn heading(voice: Voice<'_>, column: Column) -> &'static str {
    let language = voice.language;
    match column {
        Column::Id => language.tell(word::COLUMN_ID),
        Column::Date => language.tell(word::COLUMN_DATE),
        Column::Kind => language.tell(word::COLUMN_KIND),
        Column::Name => language.tell(word::COLUMN_NAME),
        Column::What => language.tell(word::COLUMN_WHAT),
        Column::Points => language.tell(word::COLUMN_POINTS),
        Column::Stars => language.tell(word::COLUMN_STARS),
        Column::Source => language.tell(word::COLUMN_SOURCE),
        Column::Notified => language.tell(word::COLUMN_NOTIFIED),
        Column::About => language.tell(word::COLUMN_ABOUT),
        Column::Outcome => language.tell(word::COLUMN_OUTCOME),
        Column::Scopes => language.tell(word::COLUMN_SCOPES),
        Column::Text => language.tell(word::COLUMN_TEXT),
        Column::Note => language.tell(word::COLUMN_NOTE),
        Column::By => language.tell(word::COLUMN_BY),
        Column::Reporter => language.tell(word::COLUMN_REPORTER),
    }
}

/// What a resident can agree to.
pub(in crate::me) fn scope(language: Language, scope: Scope) -> &'static str {
    match scope {
        Scope::Score => language.tell(word::SCOPE_SCORE),
        Scope::Board => language.tell(word::SCOPE_BOARD),
        Scope::History => language.tell(word::SCOPE_HISTORY),
        Scope::Thanks => language.tell(word::SCOPE_THANKS),
    }
}

fn word(voice: Voice<'_>, word: Word) -> &'static str {
    let language = voice.language;
    match word {
        Word::Kind(kind) => match kind {
            KindWord::Consent => language.tell(word::KIND_CONSENT),
            KindWord::Rating => language.tell(word::KIND_RATING),
            KindWord::Deed => language.tell(word::KIND_DEED),
            KindWord::Objection => language.tell(word::KIND_OBJECTION),
            KindWord::Decision => language.tell(word::KIND_DECISION),
            KindWord::Reversal => language.tell(word::KIND_REVERSAL),
            KindWord::Redemption => language.tell(word::KIND_REDEMPTION),
            KindWord::Move => language.tell(word::KIND_MOVE),
        },
        Word::Source(source) => voice.source(source),
        Word::GivenBy(GivenBy::SelfGiven) => language.tell(word::GIVEN_SELF),
        Word::GivenBy(GivenBy::Guardian) => language.tell(word::GIVEN_GUARDIAN),
        Word::Outcome(OutcomeWord::Upheld) => language.tell(word::OUTCOME_UPHELD),
        Word::Outcome(OutcomeWord::Overturned) => language.tell(word::OUTCOME_OVERTURNED),
        Word::Outcome(OutcomeWord::Changed) => language.tell(word::OUTCOME_CHANGED),
        Word::Scope(it) => scope(language, it),
        Word::HouseholdScope(HouseholdScope::Board) => language.tell(word::SCOPE_STARS),
        Word::HouseholdScope(HouseholdScope::Sign) => language.tell(word::SCOPE_SIGN),
    }
}
