//! Who agrees to what today, read as far as it can be from whatever is there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use hallboard_feed::edition::Remaining;
use hallboard_score::{
    Consent, Day, Entry, EntryKind, Household, HouseholdScope, Id, Resident, Scope,
};
use serde_json::Value;

use crate::salvage::value_after;
use crate::slip;
use crate::{Listed, between, folded, without_noughts};

/// A row of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRef {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// Its number, from 1.
    pub row: u32,
}

/// A consent that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoubtfulConsent {
    /// Where it stands, in a workbook.
    pub at: Option<RowRef>,
    /// Of whom it may be; nobody, where it names none that are known.
    pub ids: BTreeSet<String>,
}

/// A consent of somebody who is not known, and who may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeantConsent {
    /// Where it stands, in a workbook.
    pub at: Option<RowRef>,
    /// Whom it names.
    pub named: String,
    /// Who may be meant; nobody, where nothing is like it.
    pub meant: BTreeSet<String>,
}

/// The consent entries of a ledger, perhaps one that is wrong elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ConsentEntries {
    /// Those that can be read, in the order of the file.
    pub entries: Vec<Entry>,
    /// Further ones that may not be meant as they stand: they give nothing back that
    /// somebody has withdrawn.
    pub unsure: Vec<Entry>,
    /// The ids, of residents or households, in those that cannot be read.
    pub doubtful: BTreeSet<String>,
    /// Those that cannot be read.
    pub unread: Vec<DoubtfulConsent>,
    /// Those of whom nobody knows.
    pub meant: Vec<MeantConsent>,
    /// Where those that can be read stand, `entries` first.
    rows: Vec<Option<RowRef>>,
    rows_unsure: Vec<Option<RowRef>>,
}

impl ConsentEntries {
    /// Those of a whole ledger.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> ConsentEntries {
        let consents =
            entries.into_iter().filter(|it| matches!(it.kind, EntryKind::Consent { .. }));
        let entries = consents.cloned().collect();
        ConsentEntries { entries, ..ConsentEntries::default() }
    }

    /// Those among the entries of a JSON ledger, which may be of any shape.
    pub(crate) fn of_json(items: &[Value]) -> ConsentEntries {
        let mut found = ConsentEntries::default();
        items.iter().for_each(|item| found.add_json(item));
        found
    }

    /// Adds an entry of a JSON ledger, which may be of any shape, if it is a consent.
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
                self.doubt(DoubtfulConsent { at: None, ids: ids.collect() });
            }
        }
    }

    /// Adds a piece of a damaged JSON ledger, if it may be a consent. Where it names nobody
    /// in the place for that, it is of everybody whom it names.
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
        let mut ids = known.meant_by(&subjects);
        ids.extend(known.named_in(&texts));
        ids.extend(subjects);
        self.doubt(DoubtfulConsent { at: None, ids });
    }

    /// Those in a JSON ledger whose other parts may be of any shape; `None` if it is
    /// not JSON with a list of entries at all.
    #[must_use]
    pub fn in_json(bytes: &[u8]) -> Option<ConsentEntries> {
        let document: Value = serde_json::from_slice(bytes).ok()?;
        Some(ConsentEntries::of_json(document.get("entries")?.as_array()?))
    }

    /// Adds one that can be read, `unsure` where it may not be meant as it stands.
    pub(crate) fn push(&mut self, entry: Entry, unsure: bool, row: Option<RowRef>) {
        let (entries, rows) = match unsure {
            true => (&mut self.unsure, &mut self.rows_unsure),
            false => (&mut self.entries, &mut self.rows),
        };
        entries.push(entry);
        rows.push(row);
    }

    /// Adds one that cannot be read.
    pub(crate) fn doubt(&mut self, consent: DoubtfulConsent) {
        self.doubtful.extend(consent.ids.iter().cloned());
        self.unread.push(consent);
    }

    /// Finds out who may be meant by those that name nobody who is known. What they say is
    /// taken for what each of these says, but brings nobody back.
    pub(crate) fn settle(&mut self, known: &KnownIds) {
        let all = self.entries.iter().zip(&self.rows);
        let all = all.chain(self.unsure.iter().zip(&self.rows_unsure));
        let (mut meant, mut further) = (Vec::new(), Vec::new());
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
            let ids = known.meant_by(std::slice::from_ref(&named));
            further.extend(
                ids.iter().map(|id| (with_subject(entry, id, known), row.clone())),
            );
            meant.push(MeantConsent { at: row.clone(), named, meant: ids });
        }
        for (entry, row) in further {
            self.push(entry, true, row);
        }
        self.meant = meant;
    }

    /// The withdrawals of days after that one, with where they stand.
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

    /// What is in force on a day. Whoever has a consent that cannot be read counts as
    /// having left: doubt falls in the resident's favour.
    #[must_use]
    pub fn on(&self, day: Day) -> Consents {
        let (sure, taken) = Consents::of(self.entries.iter(), day);
        let mut consents = match self.unsure.is_empty() {
            true => sure,
            false => {
                let all = self.entries.iter().chain(&self.unsure);
                let mut all = Consents::of(all, day).0;
                all.less(&taken);
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

/// The kinds of entries that are no consents.
const KINDS: [&str; 7] =
    ["rating", "deed", "objection", "decision", "reversal", "redemption", "move"];

/// Letters and digits alone, without noughts before a number.
fn bare(id: &str) -> String {
    let kept: String = id.chars().filter(|c| c.is_alphanumeric()).collect();
    without_noughts(&kept)
}

/// The same consent of somebody else.
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

/// The residents and households there are, to find out who is meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownIds {
    residents: BTreeSet<String>,
    households: BTreeSet<String>,
    /// Ids by what they may be written as.
    by_id: HashMap<String, BTreeSet<String>>,
    by_noughts: HashMap<String, BTreeSet<String>>,
    by_name: HashMap<String, BTreeSet<String>>,
}

impl KnownIds {
    /// Those of the lists, and of those who agree to anything whoever may be in a list, but
    /// could not be read there.
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
        // Who is named only to withdraw may be somebody else, written otherwise.
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
                known.by_noughts.entry(bare).or_default().insert(id.clone());
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

    /// Whose ids stand in any of the texts, as a whole or before a blank.
    pub(crate) fn named_in(&self, texts: &[String]) -> BTreeSet<String> {
        let words = texts.iter().flat_map(|it| {
            [Some(it.as_str()), it.split_whitespace().next()].into_iter().flatten()
        });
        words.filter_map(|it| self.by_id.get(&folded(it))).flatten().cloned().collect()
    }

    /// Who may be meant by texts that stand where an id belongs: by their id, however it is
    /// written, by their name, or by an id that is a slip away.
    pub(crate) fn meant_by(&self, texts: &[String]) -> BTreeSet<String> {
        let mut meant = BTreeSet::new();
        for text in texts {
            meant.extend(self.meant_by_one(text));
        }
        meant
    }

    fn meant_by_one(&self, text: &str) -> BTreeSet<String> {
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
            found = among(&self.by_noughts, &bare);
        }
        if found.is_empty() {
            found = among(&self.by_name, &as_it_is);
        }
        if found.is_empty() {
            let like =
                self.by_id.iter().filter(|(id, _)| parts.iter().any(|it| slip(it, id)));
            found = like.flat_map(|(_, ids)| ids).cloned().collect();
        }
        found
    }
}

/// What everybody agrees to on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents {
    residents: BTreeMap<String, BTreeSet<Scope>>,
    households: BTreeMap<String, BTreeSet<HouseholdScope>>,
}

impl Consents {
    /// What those entries come to on a day, and what they have taken back: scopes that
    /// somebody had agreed to and does no more.
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
        ever.less(&now);
        (now, ever)
    }

    /// Takes out what the others hold.
    fn less(&mut self, others: &Consents) {
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

    /// Whether a household agrees to anything.
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
