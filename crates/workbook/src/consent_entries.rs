//! Consent entries: who has consented to what, as far as a possibly damaged register can be
//! read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use hallboard_feed::edition::Remaining;
use hallboard_score::{
    Consent, Day, Entry, EntryKind, Household, HouseholdScope, Id, Resident, Scope,
};
use serde_json::Value;

use crate::is_typo;
use crate::salvage::value_after;
use crate::{Listed, between, folded, without_leading_zeros};

/// A row of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRef {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The row's number, from 1.
    pub row: u32,
}

/// A consent entry that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnreadableConsent {
    /// Its row, if it was read from a workbook.
    pub at: Option<RowRef>,
    /// Ids of the residents and households it may belong to; empty if none was found.
    pub ids: BTreeSet<String>,
}

/// A consent entry with an unknown id, and the subjects it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSubject {
    /// Its row, if it was read from a workbook.
    pub at: Option<RowRef>,
    /// The unknown id, as written.
    pub named: String,
    /// Ids of the subjects it may mean; empty if none is similar.
    pub candidates: BTreeSet<String>,
}

/// The consent entries of a ledger, which may have errors elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ConsentEntries {
    /// The entries that could be read, in the order of the file.
    pub entries: Vec<Entry>,
    /// Further readable entries whose meaning is uncertain. They cannot restore a scope
    /// that an entry of `entries` has withdrawn.
    pub unsure: Vec<Entry>,
    /// Ids of the residents and households that unreadable entries may belong to.
    pub doubtful: BTreeSet<String>,
    /// The entries that cannot be read.
    pub unread: Vec<UnreadableConsent>,
    /// The entries whose resident or household is unknown.
    pub unknown_subjects: Vec<UnknownSubject>,
    /// Workbook rows of `entries`; `rows_unsure` are those of `unsure`.
    rows: Vec<Option<RowRef>>,
    rows_unsure: Vec<Option<RowRef>>,
}

impl ConsentEntries {
    /// Selects the consent entries of a ledger.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> ConsentEntries {
        let consents =
            entries.into_iter().filter(|it| matches!(it.kind, EntryKind::Consent { .. }));
        let entries = consents.cloned().collect();
        ConsentEntries { entries, ..ConsentEntries::default() }
    }

    /// Reads the consents among the entries of a JSON ledger, which may be malformed.
    pub(crate) fn of_json(items: &[Value]) -> ConsentEntries {
        let mut found = ConsentEntries::default();
        items.iter().for_each(|item| found.add_json(item));
        found
    }

    /// Adds an entry of a JSON ledger, which may be malformed, if it is a consent.
    pub(crate) fn add_json(&mut self, item: &Value) {
        let kind = item.get("kind").and_then(Value::as_str);
        let is_other = kind.is_some_and(|it| KINDS.contains(&it));
        if is_other || (kind != Some("consent") && item.get("scopes").is_none()) {
            return;
        }
        match hallboard_score::read_json(item.to_string().as_bytes()) {
            Ok(entry) => self.push(entry, false, None),
            Err(_unreadable) => {
                let ids = ["resident", "household"].map(|field| item.get(field));
                let ids = ids.into_iter().flatten().map(|it| match it {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                });
                self.add_unreadable(UnreadableConsent { at: None, ids: ids.collect() });
            }
        }
    }

    /// Adds a piece of a damaged JSON ledger if it may be a consent. It may belong to the
    /// subject it names, to those this name may mean, and to every known id in its text.
    pub(crate) fn add_json_piece(&mut self, piece: &str, known: &KnownIds) {
        let names = |word: &str| piece.contains(word);
        let is_consent = names("scopes") || names("consent");
        let is_other = KINDS.iter().any(|kind| names(&format!("\"{kind}\"")));
        let is_entry = names("\"kind") || names("\"date");
        if !is_consent && (is_other || !is_entry) {
            return;
        }
        let subjects = ["\"resident", "\"household"].map(|it| value_after(piece, it));
        let subjects: Vec<String> =
            subjects.into_iter().flatten().map(str::to_owned).collect();
        let texts: Vec<String> = piece.split('"').map(str::to_owned).collect();
        let mut ids = known.candidates_for(&subjects);
        ids.extend(known.named_in(&texts));
        ids.extend(subjects);
        self.add_unreadable(UnreadableConsent { at: None, ids });
    }

    /// Reads the consents of a JSON ledger whose other parts may be malformed; `None` if
    /// the text is not JSON with a list of entries.
    #[must_use]
    pub fn in_json(bytes: &[u8]) -> Option<ConsentEntries> {
        let document: Value = serde_json::from_slice(bytes).ok()?;
        Some(ConsentEntries::of_json(document.get("entries")?.as_array()?))
    }

    /// Adds an entry that could be read; `unsure` if its meaning is uncertain.
    pub(crate) fn push(&mut self, entry: Entry, unsure: bool, row: Option<RowRef>) {
        let (entries, rows) = match unsure {
            true => (&mut self.unsure, &mut self.rows_unsure),
            false => (&mut self.entries, &mut self.rows),
        };
        entries.push(entry);
        rows.push(row);
    }

    /// Adds an entry that cannot be read.
    pub(crate) fn add_unreadable(&mut self, consent: UnreadableConsent) {
        self.doubtful.extend(consent.ids.iter().cloned());
        self.unread.push(consent);
    }

    /// Finds the subjects that entries with unknown ids may mean. Each of these entries is
    /// added to `unsure` once more for every such subject: it may withdraw their scopes,
    /// but cannot restore withdrawn ones.
    pub(crate) fn resolve_subjects(&mut self, known: &KnownIds) {
        let all = self.entries.iter().zip(&self.rows);
        let all = all.chain(self.unsure.iter().zip(&self.rows_unsure));
        let (mut unknown, mut further) = (Vec::new(), Vec::new());
        for (entry, row) in all {
            let EntryKind::Consent { to, .. } = &entry.kind else { continue };
            let named = match to {
                Consent::Resident { resident, .. } if known.has_resident(resident) => {
                    continue;
                }
                Consent::Household { household, .. }
                    if known.has_household(household) =>
                {
                    continue;
                }
                Consent::Resident { resident, .. } => resident.to_string(),
                Consent::Household { household, .. } => household.to_string(),
            };
            let ids = known.candidates_for(std::slice::from_ref(&named));
            further.extend(
                ids.iter().map(|id| (with_subject(entry, id, known), row.clone())),
            );
            unknown.push(UnknownSubject { at: row.clone(), named, candidates: ids });
        }
        for (entry, row) in further {
            self.push(entry, true, row);
        }
        self.unknown_subjects = unknown;
    }

    /// The complete withdrawals (consents without any scope) dated after `day`, with their
    /// rows.
    pub fn withdrawals_after(
        &self,
        day: Day,
    ) -> impl Iterator<Item = (Option<&RowRef>, &Entry)> {
        let takes_all_back = |entry: &Entry| match &entry.kind {
            EntryKind::Consent { to: Consent::Resident { scopes, .. }, .. } => {
                scopes.is_empty()
            }
            EntryKind::Consent { to: Consent::Household { scopes, .. }, .. } => {
                scopes.is_empty()
            }
            _ => false,
        };
        let rows = self.rows.iter().chain(&self.rows_unsure).map(Option::as_ref);
        let all = rows.zip(self.entries.iter().chain(&self.unsure));
        all.filter(move |(_, entry)| entry.date > day && takes_all_back(entry))
    }

    /// The consents in force on a day. A subject with an unreadable entry counts as having
    /// withdrawn: doubt is resolved in the resident's favour.
    #[must_use]
    pub fn on(&self, day: Day) -> Consents {
        let (sure, taken) = Consents::of(self.entries.iter(), day);
        let mut consents = match self.unsure.is_empty() {
            true => sure,
            false => {
                let all = self.entries.iter().chain(&self.unsure);
                let mut all = Consents::of(all, day).0;
                all.remove_scopes(&taken);
                all
            }
        };
        for id in &self.doubtful {
            consents.residents.remove(id);
            consents.households.remove(id);
        }
        consents
    }
}

/// The kinds of entries other than consents.
const KINDS: [&str; 7] =
    ["rating", "deed", "objection", "decision", "reversal", "redemption", "move"];

/// Only the letters and digits of an id, without leading zeros.
fn bare(id: &str) -> String {
    let kept: String = id.chars().filter(|c| c.is_alphanumeric()).collect();
    without_leading_zeros(&kept)
}

/// A copy of a consent entry for another subject.
fn with_subject(entry: &Entry, id: &str, known: &KnownIds) -> Entry {
    let mut entry = entry.clone();
    if let EntryKind::Consent { to, .. } = &mut entry.kind {
        let (of_resident, of_household) = match to {
            Consent::Resident { scopes, .. } => (scopes.clone(), Vec::new()),
            Consent::Household { scopes, .. } => (Vec::new(), scopes.clone()),
        };
        *to = match known.has_resident(id) {
            true => Consent::Resident { resident: Id::from(id), scopes: of_resident },
            false => Consent::Household { household: Id::from(id), scopes: of_household },
        };
    }
    entry
}

/// The known residents and households, indexed to find the subject that an id may mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownIds {
    residents: BTreeSet<String>,
    households: BTreeSet<String>,
    /// Ids by their normalised spelling; below, without leading zeros, and by name.
    by_id: HashMap<String, BTreeSet<String>>,
    by_unpadded_id: HashMap<String, BTreeSet<String>>,
    by_name: HashMap<String, BTreeSet<String>>,
}

impl KnownIds {
    /// Collects the ids of both lists, and those of subjects with a non-empty consent whose
    /// row in the list may be one that could not be read (`is_unread`).
    pub(crate) fn of(
        residents: &[Resident],
        households: &[Household],
        consents: &ConsentEntries,
        is_unread: impl Fn(Listed, &str) -> bool,
    ) -> KnownIds {
        let mut known = KnownIds::default();
        for it in residents {
            known.add_name(&it.name, &it.id);
            known.residents.insert(it.id.to_string());
        }
        for it in households {
            it.names.iter().for_each(|(_, name)| known.add_name(name, &it.id));
            known.households.insert(it.id.to_string());
        }
        // An id that occurs only in withdrawals may be a misspelling of another.
        for entry in &consents.entries {
            match &entry.kind {
                EntryKind::Consent {
                    to: Consent::Resident { resident, scopes }, ..
                } if !scopes.is_empty() && is_unread(Listed::Residents, resident) => {
                    known.residents.insert(resident.to_string());
                }
                EntryKind::Consent {
                    to: Consent::Household { household, scopes },
                    ..
                } if !scopes.is_empty() && is_unread(Listed::Households, household) => {
                    known.households.insert(household.to_string());
                }
                _ => {}
            }
        }
        for id in known.residents.iter().chain(&known.households) {
            let plain = folded(id);
            let bare = bare(&plain);
            if !bare.is_empty() {
                known.by_unpadded_id.entry(bare).or_default().insert(id.clone());
            }
            known.by_id.entry(plain).or_default().insert(id.clone());
        }
        known
    }

    fn add_name(&mut self, name: &str, id: &str) {
        let plain = folded(name);
        if !plain.is_empty() {
            self.by_name.entry(plain).or_default().insert(id.to_owned());
        }
    }

    fn has_resident(&self, id: &str) -> bool {
        self.residents.contains(id)
    }

    fn has_household(&self, id: &str) -> bool {
        self.households.contains(id)
    }

    /// The known ids that are the whole, or the first word, of one of the texts.
    pub(crate) fn named_in(&self, texts: &[String]) -> BTreeSet<String> {
        let words = texts.iter().flat_map(|it| {
            [Some(it.as_str()), it.split_whitespace().next()].into_iter().flatten()
        });
        words.filter_map(|it| self.by_id.get(&folded(it))).flatten().cloned().collect()
    }

    /// The known ids that texts in place of an id may mean. Tried in turn: the id in any
    /// spelling, the id without leading zeros, the name, and an id that is one typo away.
    pub(crate) fn candidates_for(&self, texts: &[String]) -> BTreeSet<String> {
        let mut candidates = BTreeSet::new();
        for text in texts {
            candidates.extend(self.candidates_for_one(text));
        }
        candidates
    }

    fn candidates_for_one(&self, text: &str) -> BTreeSet<String> {
        let first = text.split_whitespace().next().unwrap_or_default();
        let rest = text.trim_start().strip_prefix(first).unwrap_or_default();
        let parts = [text, first, rest].into_iter().chain(text.split(between));
        let parts: Vec<String> = parts.map(folded).filter(|it| !it.is_empty()).collect();
        let among = |map: &HashMap<String, BTreeSet<String>>,
                     key: &dyn Fn(&str) -> String| {
            let found = parts.iter().filter_map(|it| map.get(&key(it.as_str())));
            found.flatten().cloned().collect::<BTreeSet<String>>()
        };
        let as_it_is = |text: &str| text.to_owned();
        let mut found = among(&self.by_id, &as_it_is);
        if found.is_empty() {
            found = among(&self.by_unpadded_id, &bare);
        }
        if found.is_empty() {
            found = among(&self.by_name, &as_it_is);
        }
        if found.is_empty() {
            let like = self
                .by_id
                .iter()
                .filter(|(id, _)| parts.iter().any(|it| is_typo(it, id)));
            found = like.flat_map(|(_, ids)| ids).cloned().collect();
        }
        found
    }
}

/// The scopes of all residents and households on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents {
    residents: BTreeMap<String, BTreeSet<Scope>>,
    households: BTreeMap<String, BTreeSet<HouseholdScope>>,
}

impl Consents {
    /// Applies the entries up to a day. Returns the scopes in force, and the scopes that
    /// were agreed to earlier and have since been withdrawn.
    fn of<'e>(
        entries: impl Iterator<Item = &'e Entry>,
        day: Day,
    ) -> (Consents, Consents) {
        let mut dated: Vec<&Entry> = entries.filter(|it| it.date <= day).collect();
        dated.sort_by_key(|entry| entry.date);
        let (mut now, mut ever) = (Consents::default(), Consents::default());
        for entry in dated {
            match &entry.kind {
                EntryKind::Consent {
                    to: Consent::Resident { resident, scopes }, ..
                } => {
                    let scopes = scopes.iter().copied();
                    let had = ever.residents.entry(resident.to_string()).or_default();
                    had.extend(scopes.clone());
                    now.residents.insert(resident.to_string(), scopes.collect());
                }
                EntryKind::Consent {
                    to: Consent::Household { household, scopes },
                    ..
                } => {
                    let scopes = scopes.iter().copied();
                    let had = ever.households.entry(household.to_string()).or_default();
                    had.extend(scopes.clone());
                    now.households.insert(household.to_string(), scopes.collect());
                }
                _ => {}
            }
        }
        ever.remove_scopes(&now);
        (now, ever)
    }

    /// Removes the scopes that `others` contains.
    fn remove_scopes(&mut self, others: &Consents) {
        for (id, scopes) in &mut self.residents {
            if let Some(others) = others.residents.get(id) {
                scopes.retain(|it| !others.contains(it));
            }
        }
        for (id, scopes) in &mut self.households {
            if let Some(others) = others.households.get(id) {
                scopes.retain(|it| !others.contains(it));
            }
        }
    }

    /// Whether a household has consented to any scope.
    #[must_use]
    pub fn household_agrees(&self, household: &str) -> bool {
        self.households.get(household).is_some_and(|scopes| !scopes.is_empty())
    }

    fn agrees(&self, resident: &str, scope: Scope) -> bool {
        let scopes = self.residents.get(resident);
        scopes.is_some_and(|it| it.contains(&Scope::Score) && it.contains(&scope))
    }
}

impl Remaining for Consents {
    fn takes_part(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::Score)
    }

    fn on_board(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::Board)
    }

    fn shares_history(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::History)
    }

    fn is_thanked(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::Thanks)
    }

    fn household_on_board(&self, household: &str) -> bool {
        let scopes = self.households.get(household);
        scopes.is_some_and(|it| it.contains(&HouseholdScope::Board))
    }
}
