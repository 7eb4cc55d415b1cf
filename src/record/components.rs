//! Building blocks of the sections: named texts, lines of a statement, details, lists.

use std::sync::Arc;

use leptos::attr::custom::custom_attribute;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::context::use_record_context;
use super::open_record::Record;
use super::prose::{Formatter, StatementLine};
use super::sections::{ReplyButton, Section};
use crate::components::NamedText;
use crate::language::Language;
use crate::platform::jump_to;
use crate::words::{Word, record as word};

/// The record and the language that a section shows.
#[derive(Clone)]
pub struct ViewContext {
    /// The open record.
    pub record: Arc<Record>,
    /// The reader's language.
    pub language: Language,
}

impl ViewContext {
    /// Formats the record as text.
    pub(super) fn formatter(&self) -> Formatter<'_> {
        Formatter { record: &self.record, language: self.language }
    }

    /// A text of the page.
    pub(super) fn text(&self, word: Word) -> &'static str {
        self.language.text(word)
    }

    /// The identity of the record and the language: a section is rebuilt when it changes.
    pub(super) fn key(&self) -> (usize, &'static str) {
        (Arc::as_ptr(&self.record) as usize, self.language.tag())
    }

    /// Whether letters can be written here: only if the hall accepts them, and never on a
    /// shared screen.
    pub(super) fn can_write(&self) -> bool {
        self.record.takes_letters() && !use_record_context().is_shared()
    }
}

/// A list of texts.
#[component]
pub(super) fn TextList(
    /// The class of the list.
    class: &'static str,
    /// The texts.
    texts: Vec<String>,
    /// More items, below the texts.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let items = texts.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    view! { <ul class=class>{items} {children.map(|children| children())}</ul> }
}

/// Lines of a statement, as a separate list.
#[component]
pub(super) fn StatementList(
    /// The class of the list.
    class: &'static str,
    /// The lines.
    lines: Vec<StatementLine>,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    view! { <ul class=class>{statement_lines(lines, &view)}</ul> }
}

/// Lines of a statement, for a list.
pub(super) fn statement_lines(lines: Vec<StatementLine>, view: &ViewContext) -> AnyView {
    let lines = lines.into_iter().map(|line| {
        view! { <Line line view=view.clone() /> }
    });
    lines.collect_view().into_any()
}

/// A line of a statement.
#[component]
pub(super) fn Line(
    /// The line.
    line: StatementLine,
    /// The open record and the language.
    view: ViewContext,
    /// Further content of the line.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (attribute, value) = line.attribute;
    let entry = value.clone();
    let attribute = custom_attribute(attribute, (!value.is_empty()).then_some(value));
    let counts = (!line.counts.is_empty()).then_some(line.counts);
    let notes = line.notes.into_iter().map(|note| view! { <p class="soft">{note}</p> });
    let citation = (line.rule > 0).then(|| {
        let words = view.language.message(word::RULE_CITE).count("number", line.rule);
        view! {
            <p class="cite">
                <a href=format!("#rule-{}", line.rule)>{words.finish()}</a>
            </p>
        }
    });
    let id = (!line.id.is_empty()).then_some(line.id);
    let takes_focus = id.is_some().then_some("-1");
    let answer_words = view.text(word::WHY_ANSWER);
    let answer = (!line.answer_at.is_empty()).then(|| {
        view! {
            <p class="answer-link">
                <JumpLink to=line.answer_at>{answer_words}</JumpLink>
            </p>
        }
    });
    let due =
        (!line.due.is_empty()).then(|| view! { <TextList class="due" texts=line.due /> });
    let reply = line.reply_window.map(|window| {
        view! { <ReplyButton entry window view=view.clone() /> }
    });
    view! {
        <li {..attribute} id=id tabindex=takes_focus data-counts=counts>
            <span class="name">
                <NamedText name=line.name />
            </span>
            <span class="score"><bdi>{line.figure}</bdi></span>
            {notes.collect_view()}
            {citation}
            {answer}
            {due}
            {reply}
            {children.map(|children| children())}
        </li>
    }
}

/// A link to a part of the page, which takes the focus. The URL does not change, since its
/// fragment would be read as a card after a reload.
#[component]
pub(super) fn JumpLink(
    /// The id of the element that it leads to.
    to: String,
    /// The text of the link.
    children: Children,
) -> impl IntoView {
    let href = format!("#{to}");
    let jump = move |event: MouseEvent| {
        event.prevent_default();
        jump_to(&to);
    };
    view! {
        <a href=href on:click=jump>
            {children()}
        </a>
    }
}

/// A link to the heading of a section; it unfolds the section.
#[component]
pub(super) fn SectionLink(
    /// The section.
    section: Section,
    /// The text of the link.
    words: &'static str,
) -> impl IntoView {
    let context = use_record_context();
    let id = section.heading_id();
    let href = format!("#{id}");
    let jump = move |event: MouseEvent| {
        event.prevent_default();
        context.set_unfolded(section, true);
        jump_to(&id);
    };
    view! {
        <a href=href on:click=jump>
            {words}
        </a>
    }
}

/// Folded details that are built when they are opened or printed.
#[component]
pub(super) fn LazyDetails(
    /// The text that opens them.
    #[prop(into)]
    summary: String,
    /// Whether they are printed.
    #[prop(default = true)]
    on_paper: bool,
    /// The folded content.
    children: ChildrenFn,
) -> impl IntoView {
    let context = use_record_context();
    let was_opened = RwSignal::new(false);
    let is_printed = move || on_paper && context.print_all.get();
    let is_built = Memo::new(move |_| was_opened.get() || is_printed());
    view! {
        <details class="fold" open=is_printed on:toggle=move |_| was_opened.set(true)>
            <summary>{summary}</summary>
            <div>{move || is_built.get().then(|| children())}</div>
        </details>
    }
}
