//! Blank forms for people who write to the hall on paper: the fields of the letters to the hall
//! (`hallboard_feed::letter`) and of the register's columns.

use hallboard_feed::Desk;
use hallboard_feed::letter::LetterKind;
use hallboard_score::{
    DeedRule, GivenBy, HouseholdScope, Names, OutcomeWord, Points, Rulebook, Scope,
    Source,
};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::PaperError;
use crate::environment::page;
use crate::layout::{Layout, PrintLanguage};
use crate::text::Text;

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A deed of one's own, thanks or a concern: what becomes a row of *Deeds*.
    Report,
    /// A reply to an entry: what becomes an objection in *Replies*.
    Reply,
    /// What somebody or a household agrees to: what becomes a row of *Consents*.
    Consent,
}

impl Form {
    /// Every one, in the order in which they are printed.
    pub const ALL: [Form; 3] = [Form::Report, Form::Reply, Form::Consent];

    /// Its name in the templates and the locales.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Form::Report => "report",
            Form::Reply => "reply",
            Form::Consent => "consent",
        }
    }
}

/// What is on the forms: rules, and nobody.
#[derive(Clone, Copy, Debug)]
pub struct Forms<'a> {
    /// What people call the hall.
    pub hall: &'a Names,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// Whether reporters may agree that the person concerned learns their name.
    pub name_reporters: bool,
    /// Where the hall can be reached.
    pub desk: Option<&'a Desk>,
    /// Which forms, in order.
    pub forms: &'a [Form],
}

/// The kinds of letter that a report may be. What else people write to the hall is the other
/// two forms, or is said at the desk.
const REPORTS: [(LetterKind, &str); 3] = [
    (LetterKind::OwnDeed, "form.report.own_deed"),
    (LetterKind::Thanks, "form.report.thanks"),
    (LetterKind::Concern, "form.report.concern"),
];

/// The deeds of a category; `None` for those of none.
#[derive(Serialize)]
struct Group {
    category: Option<Text>,
    deeds: Vec<Text>,
}

impl Forms<'_> {
    /// The page with the forms, each from a new sheet on.
    ///
    /// # Errors
    /// When a template has a fault.
    pub fn html(&self, layout: Layout) -> Result<String, PaperError> {
        let language = layout.language;
        let hours = self.desk.and_then(|desk| desk.hours.as_ref());
        let is_good = |it: &DeedRule| it.points >= Points::ZERO;
        let content = context! {
            hall => Text::of(self.hall, language),
            forms => self.forms.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
            reports => REPORTS.map(|(_, key)| key),
            good => Value::from(Serde(self.groups(language, is_good))),
            bad => Value::from(Serde(self.groups(language, |it| !is_good(it)))),
            name_reporters => self.name_reporters,
            reply_days => self.rules.reply_days,
            decide_days => self.rules.decide_days,
            scopes => keys("scope", Scope::ALL.iter().map(|it| it.as_str())),
            household_scopes =>
                keys("household_scope", HouseholdScope::ALL.iter().map(|it| it.as_str())),
            given_by => keys("given_by", GivenBy::ALL.iter().map(|it| it.as_str())),
            sources => keys("source", Source::ALL.iter().map(|it| it.as_str())),
            outcomes => keys("outcome", OutcomeWord::ALL.iter().map(|it| it.as_str())),
            phone => self.desk.and_then(|desk| desk.phone.as_ref()),
            hours => hours.map(|it| Text::of(it, language)),
        };
        page("forms.html", layout, content)
    }

    /// The deeds that are so, by category in the rulebook's order; those of none last.
    fn groups(
        &self,
        language: PrintLanguage,
        is_so: impl Fn(&DeedRule) -> bool,
    ) -> Vec<Group> {
        let named = self
            .rules
            .categories
            .iter()
            .map(|it| (Some(it.id.as_str()), Some(&it.names)));
        let deeds = |category: Option<&str>| -> Vec<Text> {
            let known = |id: &String| self.rules.category(id).is_some();
            let of = |it: &&DeedRule| {
                it.category.as_ref().filter(|id| known(id)).map(String::as_str)
                    == category
            };
            let deeds = self.rules.deeds.iter().filter(of).filter(|it| is_so(it));
            deeds.map(|it| Text::of(&it.names, language)).collect()
        };
        let group = |(id, names): (Option<&str>, Option<&Names>)| Group {
            category: names.map(|it| Text::of(it, language)),
            deeds: deeds(id),
        };
        let groups = named.chain([(None, None)]).map(group);
        groups.filter(|it| !it.deeds.is_empty()).collect()
    }
}

/// The keys of a closed list's words.
fn keys<'w>(table: &str, words: impl Iterator<Item = &'w str>) -> Vec<String> {
    words.map(|word| format!("{table}.{word}")).collect()
}
