//! The words of the table to take away.

use hallboard_score::{GivenBy, HouseholdScope, KindWord, Names, OutcomeWord, Scope};

use super::Voice;
use crate::language::Language;
use crate::me::model::{Column, Tongue, Word, csv};

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
        Column::Id => language.tell("column.id"),
        Column::Date => language.tell("column.date"),
        Column::Kind => language.tell("column.kind"),
        Column::Name => language.tell("column.name"),
        Column::What => language.tell("column.what"),
        Column::Points => language.tell("column.points"),
        Column::Stars => language.tell("column.stars"),
        Column::Source => language.tell("column.source"),
        Column::Notified => language.tell("column.notified"),
        Column::About => language.tell("column.about"),
        Column::Outcome => language.tell("column.outcome"),
        Column::Scopes => language.tell("column.scopes"),
        Column::Text => language.tell("column.text"),
        Column::Note => language.tell("column.note"),
        Column::By => language.tell("column.by"),
        Column::Reporter => language.tell("column.reporter"),
    }
}

/// What a resident can agree to.
pub(in crate::me) fn scope(language: Language, scope: Scope) -> &'static str {
    match scope {
        Scope::Score => language.tell("scope.score"),
        Scope::Board => language.tell("scope.board"),
        Scope::History => language.tell("scope.history"),
        Scope::Thanks => language.tell("scope.thanks"),
    }
}

fn word(voice: Voice<'_>, word: Word) -> &'static str {
    let language = voice.language;
    match word {
        Word::Kind(kind) => match kind {
            KindWord::Consent => language.tell("kind.consent"),
            KindWord::Rating => language.tell("kind.rating"),
            KindWord::Deed => language.tell("kind.deed"),
            KindWord::Objection => language.tell("kind.objection"),
            KindWord::Decision => language.tell("kind.decision"),
            KindWord::Reversal => language.tell("kind.reversal"),
            KindWord::Redemption => language.tell("kind.redemption"),
            KindWord::Move => language.tell("kind.move"),
        },
        Word::Source(source) => voice.source(source),
        Word::GivenBy(GivenBy::SelfGiven) => language.tell("given.self"),
        Word::GivenBy(GivenBy::Guardian) => language.tell("given.guardian"),
        Word::Outcome(OutcomeWord::Upheld) => language.tell("outcome.upheld"),
        Word::Outcome(OutcomeWord::Overturned) => language.tell("outcome.overturned"),
        Word::Outcome(OutcomeWord::Changed) => language.tell("outcome.changed"),
        Word::Scope(it) => scope(language, it),
        Word::HouseholdScope(HouseholdScope::Board) => language.tell("scope.stars"),
        Word::HouseholdScope(HouseholdScope::Sign) => language.tell("scope.sign"),
    }
}
