//! Lists to choose from: deeds, rewards, names.

use hallboard_score::Names;

use super::Drawn;
use super::pieces::{asking, button, choice, fault, field, p, search, soft};
use crate::board::named;
use crate::browser::{El, el};
use crate::language::Language;
use crate::report::Page;
use crate::report::app::patch;
use crate::report::browser::value;
use crate::report::model::{Searched, What, deeds, matches};
use crate::report::state::{Fault, State};
use crate::report::words::word;

/// The most names that are shown at once.
const MOST_NAMES: usize = 60;

/// A deed or reward to choose.
struct Offer {
    id: String,
    names: Names,
    searched: Searched,
}

/// Deeds of a category.
struct Group {
    title: El,
    offers: Vec<Offer>,
}

fn offer(page: Page, id: &str, names: &Names) -> Offer {
    let all = names.iter().map(|(_, name)| name);
    let searched = Searched::new(all, page.pinyin());
    Offer { id: id.to_owned(), names: names.clone(), searched }
}

fn groups(page: Page, state: &State, what: What) -> Vec<Group> {
    let language = state.world.language;
    let Some((book, tone)) = state.rules().zip(what.tone()) else { return Vec::new() };
    let groups = deeds(book, tone).into_iter();
    groups
        .map(|group| Group {
            title: match group.category {
                Some(category) => named("h2", &language.name(&category.names)),
                None => el("h2").text(language.phrase(word::DEED_OTHER)),
            },
            offers: group.deeds.iter().map(|it| offer(page, &it.id, &it.names)).collect(),
        })
        .collect()
}

/// Which deed.
pub(super) fn deed(page: Page) -> Drawn {
    let language = page.language();
    let what = page.ask(|it| it.form.draft.what.unwrap_or(What::Own));
    let title = match what {
        What::Thanks => language.phrase(word::DEED_TITLE_THANKS),
        What::Concern => language.phrase(word::DEED_TITLE_CONCERN),
        _ => language.phrase(word::DEED_TITLE_OWN),
    };
    let groups = page.ask(|it| groups(page, it, what));
    let list = patch("found", move || {
        page.typed().get();
        let (query, chosen) =
            page.ask(|it| (it.query.clone(), it.form.draft.deed.clone()));
        let mut found = Vec::new();
        for group in &groups {
            let fits = group.offers.iter().filter(|it| matches(&query, &it.searched));
            let lines: Vec<El> = fits
                .map(|it| {
                    let id = it.id.clone();
                    let chosen = chosen.as_ref() == Some(&it.id);
                    let name = named("span", &language.name(&it.names));
                    let choice = choice(name, "", chosen, move || {
                        page.turn(|state| {
                            state.form.choose_deed(&id);
                            state.form.forward();
                        });
                    });
                    el("li").with(choice.set("data-deed", &it.id))
                })
                .collect();
            if !lines.is_empty() {
                found.push(group.title.clone());
                found.push(el("ul").class("choices").with_all(lines));
            }
        }
        or_else(found, language.phrase(word::DEED_NONE))
    });
    let mut content = search(page, language.phrase(word::DEED_SEARCH));
    content.push(list);
    Drawn::new(title, content).typed()
}

/// What was found, or that nothing was.
fn or_else(found: Vec<El>, nothing: &str) -> Vec<El> {
    if found.is_empty() { vec![soft(nothing).set("role", "status")] } else { found }
}

/// Which reward.
pub(super) fn reward(page: Page) -> Drawn {
    let language = page.language();
    let offers: Vec<(String, El)> = page.ask(|it| {
        let rewards = it.rules().map_or(&[][..], |rules| &rules.rewards);
        let name = |names| named("span", &language.name(names));
        rewards.iter().map(|it| (it.id.clone(), name(&it.names))).collect()
    });
    let chosen = page.ask(|it| it.form.draft.reward.clone());
    let lines = offers.into_iter().map(|(id, name)| {
        let is_chosen = chosen.as_ref() == Some(&id);
        let taken = id.clone();
        let choice = choice(name, "", is_chosen, move || {
            page.turn(|it| {
                it.form.draft.reward = Some(taken.clone());
                it.form.forward();
            });
        });
        el("li").with(choice.set("data-reward", &id))
    });
    let lines: Vec<El> = lines.collect();
    let content = if lines.is_empty() {
        vec![p(language.phrase(word::REWARD_NONE))]
    } else {
        vec![el("ul").class("choices").with_all(lines)]
    };
    Drawn::new(language.phrase(word::REWARD_TITLE), content)
}

/// Who it was.
pub(super) fn who(page: Page) -> Drawn {
    let language = page.language();
    let (what, wrong, expired) =
        page.ask(|it| (it.form.draft.what, it.fault, it.world.time.expired));
    let mut content = Vec::new();
    content.extend(super::named::told(page));
    if expired {
        content.push(p(language.phrase(word::WHO_EXPIRED)));
    } else {
        content.push(soft(language.phrase(word::WHO_LEAD)));
        content.extend(search(page, language.phrase(word::WHO_SEARCH)));
        content.push(patch("found", move || names(page, language)));
    }
    let title = if what == Some(What::Thanks) {
        content.push(somebody_else(page, language, wrong == Some(Fault::Name)));
        language.phrase(word::WHO_TITLE_THANKS)
    } else {
        content.push(soft(language.phrase(word::WHO_CONCERN_OTHER)));
        language.phrase(word::WHO_TITLE_CONCERN)
    };
    Drawn::new(title, content).typed()
}

fn names(page: Page, language: Language) -> Vec<El> {
    page.typed().get();
    let (found, chosen) = page.ask(|it| {
        let fits = it.names.iter().filter(|(_, searched)| matches(&it.query, searched));
        let found: Vec<String> = fits.map(|(name, _)| name.clone()).collect();
        (found, it.form.draft.who.clone())
    });
    let more = found.len().saturating_sub(MOST_NAMES);
    let lines = found.into_iter().take(MOST_NAMES).map(|name| {
        let is_chosen = chosen.as_ref() == Some(&name);
        let words = named("span", &language.person(&name));
        let choice = choice(words, "", is_chosen, move || {
            page.turn(|it| {
                it.form.name_somebody(&name);
                it.form.forward();
            });
        });
        el("li").with(choice)
    });
    let lines: Vec<El> = lines.collect();
    if lines.is_empty() {
        return or_else(lines, language.phrase(word::WHO_NONE));
    }
    let mut content = vec![el("ul").class("choices names").with_all(lines)];
    if more > 0 {
        let more = more.to_string();
        content.push(soft(&language.phrase_with(word::WHO_MORE, &[("count", &more)])));
    }
    content
}

fn somebody_else(page: Page, language: Language, wrong: bool) -> El {
    let (label, name) = field("input", "other", language.phrase(word::WHO_OTHER_NAME));
    let name = name
        .set("type", "text")
        .set("autocapitalize", "words")
        .set("aria-describedby", "other-fault")
        .set("aria-invalid", if wrong { "true" } else { "false" });
    let words = if wrong { language.phrase(word::WHO_OTHER_FAULT) } else { "" };
    let content = vec![
        el("h2").text(language.phrase(word::WHO_OTHER)),
        label,
        name.clone(),
        fault("other-fault", words),
        button(language.phrase(word::WHO_OTHER_TAKE), || {}).set("type", "submit"),
    ];
    asking("ask", content, &name, move |name| {
        let typed = value(name);
        page.turn(|it| {
            if it.form.name_somebody(&typed) {
                it.form.forward();
            } else {
                it.fault = Some(Fault::Name);
            }
        });
    })
}
