//! The rows of the preview, with everything that a letter will contain, and the rows of the
//! form's fields.

use hallboard_feed::letter::{Handwriting, Sender, clean_text};
use hallboard_score::{Day, Names, Rulebook, Scope};

use super::form::{Form, Step};
use super::letter_kind::{LetterKind, LetterKindExt};
use crate::frame_message::LetterTopic;
use crate::words::{Word, report as word};

/// A row of the preview.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PreviewRow {
    /// The name of the field.
    pub title: Word,
    /// Its value.
    pub value: PreviewValue,
    /// The step in which it can be changed.
    pub step: Option<Step>,
}

/// A value of the preview, independent of the language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PreviewValue {
    /// A text of the page.
    Phrase(Word),
    /// A text of the page that is a note.
    Note(Word),
    /// A text of the page with `%{name}` in it.
    PhraseWithName(Word, String),
    /// Texts of the page, a line each.
    Lines(Vec<Word>),
    /// A text from elsewhere, such as the title of an entry.
    Text(String),
    /// The sender's text.
    OwnText(String),
    /// The sender's handwriting.
    Handwriting(Handwriting),
    /// A person's name.
    Person(String),
    /// A name from the feed.
    Names(Names),
    /// A day.
    Day(Day),
}

/// The additional input of the preview.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PreviewContext<'a> {
    /// The rules of today.
    pub rules: Option<&'a Rulebook>,
    /// The names of the hall.
    pub hall: Option<&'a Names>,
    /// The name of the resident whose own page opened the form.
    pub resident: &'a str,
    /// Whether the sender is asked to agree to be named.
    pub asks_to_name: bool,
}

/// The rows of the preview, in order. Empty until a kind is chosen.
#[must_use]
pub(crate) fn preview_rows(form: &Form, context: PreviewContext<'_>) -> Vec<PreviewRow> {
    let draft = &form.draft;
    let Some(kind) = draft.kind else { return Vec::new() };
    let has = |step| form.fields().contains(&step);
    let editable = |step| has(step).then_some(step);
    let mut rows = Vec::new();
    let mut push = |title, value, step| rows.push(PreviewRow { title, value, step });
    let name = if form.leaves() { word::OWN_LEAVING } else { kind_name(kind) };
    push(word::PREVIEW_WHAT, PreviewValue::Phrase(name), editable(Step::Kind));
    if let Some((title, value)) = topic_value(form) {
        push(title, value, editable(Step::Scopes));
    }
    if let Some(id) = draft.deed.as_ref().filter(|_| has(Step::Deed)) {
        let rule = context.rules.and_then(|rules| rules.deed(id));
        let value = names_or_id(rule.map(|it| &it.names), id);
        push(word::PREVIEW_DEED, value, Some(Step::Deed));
    }
    if let Some(id) = draft.reward.as_ref().filter(|_| kind == LetterKind::Wish) {
        let reward = context.rules.and_then(|rules| rules.reward(id));
        let value = names_or_id(reward.map(|it| &it.names), id);
        push(word::PREVIEW_REWARD, value, editable(Step::Reward));
    }
    if let Some(name) = draft.subject.clone().filter(|_| has(Step::Subject)) {
        let title = match kind {
            LetterKind::Thanks => word::PREVIEW_TO,
            _ => word::PREVIEW_ABOUT,
        };
        push(title, PreviewValue::Person(name), Some(Step::Subject));
    }
    if let Some(day) = draft.day.filter(|_| has(Step::Day)) {
        push(word::PREVIEW_DAY, PreviewValue::Day(day), Some(Step::Day));
    }
    let handwriting = form.handwriting();
    if has(Step::Text) && (handwriting.is_none() || !clean_text(&draft.text).is_empty()) {
        push(word::PREVIEW_WORDS, text_value(&draft.text), Some(Step::Text));
    }
    if let Some(handwriting) = handwriting {
        let value = PreviewValue::Handwriting(handwriting.clone());
        push(word::PREVIEW_HANDWRITING, value, Some(Step::Text));
    }
    push(
        word::PREVIEW_SENDER,
        sender_value(draft.sender.as_ref(), context.resident),
        editable(Step::Sender),
    );
    if context.asks_to_name {
        let agreed = form.is_named();
        let value = if agreed { word::NAMED_YES } else { word::NAMED_NO };
        push(word::NAMED_TITLE, PreviewValue::Phrase(value), None);
    }
    if let Some(names) = context.hall {
        push(word::PREVIEW_HALL, PreviewValue::Names(names.clone()), None);
    }
    push(word::PREVIEW_ADDED, PreviewValue::Note(word::PREVIEW_ADDED_NOTE), None);
    rows
}

/// The row of a field.
#[must_use]
pub(crate) fn field_row(
    form: &Form,
    field: Step,
    context: PreviewContext<'_>,
) -> PreviewRow {
    let draft = &form.draft;
    let title = match (field, draft.kind) {
        (Step::Sender, _) => word::PREVIEW_SENDER,
        (Step::Deed, _) => word::PREVIEW_DEED,
        (Step::Reward, _) => word::PREVIEW_REWARD,
        (Step::Subject, Some(LetterKind::Thanks)) => word::PREVIEW_TO,
        (Step::Subject, _) => word::PREVIEW_ABOUT,
        (Step::Day, _) => word::PREVIEW_DAY,
        (Step::Text, _) => word::PREVIEW_WORDS,
        (Step::Kind | Step::Scopes | Step::Overview | Step::Preview, _) => {
            word::PREVIEW_WHAT
        }
    };
    let value = match (field, &draft.sender) {
        _ if !form.is_answered(field) => PreviewValue::Note(empty_value(form, field)),
        (Step::Sender, Some(Sender::Card { .. })) => {
            PreviewValue::Phrase(word::SENDER_HAS_CARD)
        }
        (Step::Text, _) if clean_text(&draft.text).is_empty() => {
            PreviewValue::Phrase(word::PREVIEW_HANDWRITING)
        }
        _ => {
            let mut rows = preview_rows(form, context).into_iter();
            let found = rows.find(|row| row.step == Some(field));
            found.map_or(PreviewValue::Note(empty_value(form, field)), |row| row.value)
        }
    };
    PreviewRow { title, value, step: Some(field) }
}

/// The placeholder of an unanswered field.
fn empty_value(form: &Form, field: Step) -> Word {
    let kind = form.draft.kind;
    match field {
        Step::Text if kind.is_some_and(LetterKindExt::needs_text) => word::FIELD_WRITE,
        Step::Text => word::WORDS_MAY,
        Step::Sender if kind.is_some_and(LetterKindExt::needs_card) => word::FIELD_CARD,
        Step::Sender => word::FIELD_SENDER,
        _ => word::FIELD_CHOOSE,
    }
}

fn sender_value(sender: Option<&Sender>, resident: &str) -> PreviewValue {
    match sender {
        Some(Sender::Guest { name }) => {
            PreviewValue::PhraseWithName(word::PREVIEW_GUEST, name.clone())
        }
        Some(Sender::HandwrittenGuest { name }) => {
            PreviewValue::Handwriting(name.clone())
        }
        Some(Sender::Resident { .. }) => {
            PreviewValue::PhraseWithName(word::OWN_SENDER, resident.to_owned())
        }
        Some(Sender::Card { .. }) | None => PreviewValue::Phrase(word::PREVIEW_CARD),
    }
}

/// The additional content of a letter from a resident's own page.
fn topic_value(form: &Form) -> Option<(Word, PreviewValue)> {
    match form.topic.as_ref()? {
        LetterTopic::Reply { title, .. } => {
            Some((word::OWN_ENTRY, PreviewValue::Text(title.clone())))
        }
        LetterTopic::Consent(_) | LetterTopic::Leaving(_) => {
            let scopes = &form.draft.scopes;
            let value = match scopes.is_empty() {
                true => PreviewValue::Phrase(word::OWN_NOTHING),
                false => PreviewValue::Lines(scopes.iter().map(scope_name).collect()),
            };
            Some((word::OWN_THEN, value))
        }
        _ => None,
    }
}

fn names_or_id(names: Option<&Names>, id: &str) -> PreviewValue {
    let text = || PreviewValue::Text(id.to_owned());
    names.map_or_else(text, |names| PreviewValue::Names(names.clone()))
}

fn text_value(typed: &str) -> PreviewValue {
    let text = clean_text(typed);
    match text.is_empty() {
        true => PreviewValue::Note(word::PREVIEW_NO_WORDS),
        false => PreviewValue::OwnText(text),
    }
}

/// The name of a kind of letter.
#[must_use]
pub(crate) const fn kind_name(kind: LetterKind) -> Word {
    match kind {
        LetterKind::OwnDeed => word::WHAT_OWN,
        LetterKind::Thanks => word::WHAT_THANKS,
        LetterKind::Concern => word::WHAT_CONCERN,
        LetterKind::Wish => word::WHAT_WISH,
        LetterKind::Correction => word::WHAT_CORRECTION,
        LetterKind::Copy => word::WHAT_COPY,
        LetterKind::Reply => word::WHAT_REPLY,
        LetterKind::Consent => word::WHAT_CONSENT,
        LetterKind::Erasure => word::WHAT_ERASURE,
    }
}

/// The name of a consent scope.
#[must_use]
pub(crate) const fn scope_name(scope: &Scope) -> Word {
    match scope {
        Scope::Score => word::OWN_SCORE,
        Scope::Board => word::OWN_BOARD,
        Scope::History => word::OWN_HISTORY,
        Scope::Thanks => word::OWN_THANKS,
    }
}

#[cfg(test)]
mod tests {
    use hallboard_feed::letter::Token;

    use super::super::letter_kind::OFFERED_KINDS;
    use super::*;
    use crate::frame_message::{Agreed, LetterRequest};

    fn rows(form: &Form, asks_to_name: bool) -> Vec<PreviewRow> {
        let resident = "Ann";
        let hall = Names::new([("en", "Mill Hall")]);
        let (rules, hall) = (None, Some(&hall));
        preview_rows(form, PreviewContext { rules, hall, resident, asks_to_name })
    }

    fn filled(kind: LetterKind) -> Form {
        let mut form = Form::default();
        form.choose_kind(kind);
        form.set_card(Token::new([7; 16]));
        form.draft.deed = Some("patrol".to_owned());
        form.draft.reward = Some("soap".to_owned());
        form.draft.subject = Some("Bo".to_owned());
        form.draft.day = Day::new(2026, 11, 22);
        form
    }

    #[test]
    fn preview_shows_every_field_with_an_edit_link() {
        for kind in OFFERED_KINDS {
            let form = filled(kind);
            let rows = rows(&form, false);
            let shown: Vec<Step> = rows.iter().filter_map(|row| row.step).collect();
            assert_eq!(shown, form.fields(), "{kind:?}");
        }
    }

    #[test]
    fn empty_field_shows_its_question() {
        let context =
            PreviewContext { rules: None, hall: None, resident: "", asks_to_name: false };
        let check = |kind, field, expected| {
            let mut form = Form::default();
            form.choose_kind(kind);
            let row = field_row(&form, field, context);
            assert_eq!(row.value, PreviewValue::Note(expected), "{kind:?} {field:?}");
        };
        check(LetterKind::Concern, Step::Text, word::FIELD_WRITE);
        check(LetterKind::Thanks, Step::Text, word::WORDS_MAY);
        check(LetterKind::Concern, Step::Sender, word::FIELD_CARD);
        check(LetterKind::Thanks, Step::Sender, word::FIELD_SENDER);
        check(LetterKind::Thanks, Step::Deed, word::FIELD_CHOOSE);
        let row = field_row(&filled(LetterKind::Thanks), Step::Sender, context);
        assert_eq!(row.value, PreviewValue::Phrase(word::SENDER_HAS_CARD));
    }

    #[test]
    fn handwriting_is_shown_where_there_is_no_text() {
        let mut form = filled(LetterKind::Concern);
        let handwriting: Handwriting = "AAAAhg".parse().unwrap();
        form.draft.handwriting = Some(handwriting.clone());
        let words = |form: &Form| -> Vec<PreviewValue> {
            let rows = rows(form, false).into_iter();
            rows.filter(|row| row.step == Some(Step::Text)).map(|row| row.value).collect()
        };
        let by_hand = PreviewValue::Handwriting(handwriting);
        assert_eq!(words(&form), std::slice::from_ref(&by_hand));
        form.draft.text = "Smoke.".to_owned();
        assert_eq!(words(&form), [PreviewValue::OwnText("Smoke.".into()), by_hand]);
    }

    #[test]
    fn unknown_rules_are_shown_by_id() {
        let rows = rows(&filled(LetterKind::OwnDeed), false);
        let deed = rows.iter().find(|row| row.title == word::PREVIEW_DEED).unwrap();
        assert_eq!(deed.value, PreviewValue::Text("patrol".to_owned()));
    }

    #[test]
    fn whether_the_sender_is_named_is_shown_where_it_is_asked() {
        let mut form = filled(LetterKind::Concern);
        let value = |form: &Form, asks| {
            let rows = rows(form, asks);
            let row = rows.into_iter().find(|row| row.title == word::NAMED_TITLE);
            row.map(|row| row.value)
        };
        assert_eq!(value(&form, false), None);
        assert_eq!(value(&form, true), Some(PreviewValue::Phrase(word::NAMED_NO)));
        form.draft.named = true;
        assert_eq!(value(&form, true), Some(PreviewValue::Phrase(word::NAMED_YES)));
    }

    #[test]
    fn leaving_letter_shows_no_scopes() {
        let agreed = Agreed { scopes: vec![Scope::Score], guarded: false };
        let request = |about| {
            let (token, name) = (Token::new([7; 16]), "Ann".to_owned());
            Form::from_request(LetterRequest { token, name, about })
        };
        let leaving = rows(&request(LetterTopic::Leaving(agreed.clone())), false);
        let values: Vec<_> = leaving.iter().map(|row| (row.title, &row.value)).collect();
        let expected = [
            (word::PREVIEW_WHAT, PreviewValue::Phrase(word::OWN_LEAVING)),
            (word::OWN_THEN, PreviewValue::Phrase(word::OWN_NOTHING)),
            (
                word::PREVIEW_SENDER,
                PreviewValue::PhraseWithName(word::OWN_SENDER, "Ann".to_owned()),
            ),
        ];
        for (found, expected) in values.iter().zip(&expected) {
            assert_eq!((found.0, found.1), (expected.0, &expected.1));
        }
        let consent = rows(&request(LetterTopic::Consent(agreed)), false);
        let then = consent.iter().find(|row| row.title == word::OWN_THEN).unwrap();
        assert_eq!(then.value, PreviewValue::Lines(vec![word::OWN_SCORE]));
        assert_eq!(then.step, Some(Step::Scopes));
    }
}
