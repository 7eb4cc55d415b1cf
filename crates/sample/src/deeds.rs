//! Generates deeds, replies to them, and decisions.

use hallboard_score::{
    Day, DeedRule, EntryKind, Id, Outcome, Points, Rulebook, Source, Text, in_force,
};

use crate::Village;
use crate::people::Person;
use crate::register::{DraftId, LedgerBuilder};
use crate::rng::Rng;
use crate::rules::often;

const NOTES: &[&str] = &[
    "春茶采摘帮工",
    "秋收帮工",
    "重阳节帮厨",
    "图书角值班",
    "台风后清理道路",
    "帮邻居修水管",
    "harvest help",
    "reading hour for children",
];
const REPLIES: &[&str] = &[
    "不是我做的",
    "当时不在村里",
    "后来已经清理干净",
    "it was not me alone",
    "情况与登记不符",
];
const REASONS: &[&str] =
    &["两位邻居作证", "到现场看过", "证据不足", "情节轻微", "已当场改正"];

/// The pace at which each person has exactly their number of deeds.
pub(crate) const PACE: u64 = 1000;
/// The percentage by which the entries exceed the requested deeds: replies and rewards,
/// minus what would be later than the last day.
const WITH_DEEDS: u64 = 3;

/// The pace, relative to [`PACE`], that gives a number of entries.
pub(crate) fn pace(village: &Village, people: &[Person], entries: u64) -> u64 {
    let days = |(joined, last): (Day, Day)| {
        u64::try_from(joined.days_until(last)).unwrap_or_default()
    };
    let usual: u64 = people
        .iter()
        .filter_map(|it| Some(u64::from(it.deeds) * days(it.taking_part(village.until)?)))
        .sum();
    let usual = usual * (100 + WITH_DEEDS) / 100 / TEN_YEARS;
    (entries * PACE).checked_div(usual).unwrap_or(PACE).max(1)
}

/// The number of days in ten years.
const TEN_YEARS: u64 = 3652;

/// The deeds of everybody who takes part, with replies to deductions.
pub(crate) fn deeds(
    village: &Village,
    people: &[Person],
    books: &[Rulebook],
    pace: u64,
    drafts: &mut LedgerBuilder,
) {
    let mut rng = village.rng(8);
    for person in people {
        let Some((joined, last)) = person.taking_part(village.until) else { continue };
        let deeds = u64::from(person.deeds.max(1)) * pace;
        let gap = u32::try_from(2 * TEN_YEARS * PACE / deeds).unwrap_or(u32::MAX).max(1);
        let mut day = joined.plus_days(rng.between(1, gap));
        while day <= last {
            if let Some(book) = in_force(books, day) {
                let misbehaves = rng.happens(person.misbehaves);
                let rules: Vec<&DeedRule> = book
                    .deeds
                    .iter()
                    .filter(|rule| (rule.points < Points::ZERO) == misbehaves)
                    .collect();
                if let Some(rule) = rng.weigh(&rules, |rule| often(&rule.id)) {
                    let deed = ReportedDeed { person, rule, day, until: village.until };
                    deed.add_to(&mut rng, drafts);
                }
            }
            day = day.plus_days(rng.between(1, gap));
        }
    }
}

/// A deed to be recorded.
struct ReportedDeed<'a> {
    person: &'a Person,
    rule: &'a DeedRule,
    day: Day,
    until: Day,
}

impl ReportedDeed<'_> {
    fn add_to(&self, rng: &mut Rng, drafts: &mut LedgerBuilder) {
        let deducts = self.rule.points < Points::ZERO;
        let source = source(rng, deducts);
        let by_others = deducts && source != Source::SelfReport;
        let notified = self.day.plus_days(rng.between(0, 4));
        if by_others && notified > self.until {
            return;
        }
        let note = rng.happens(80).then(|| rng.pick(NOTES).copied()).flatten();
        let kind = EntryKind::Deed {
            resident: self.person.id.clone(),
            deed: self.rule.id.as_str().into(),
            source,
            notified: by_others.then_some(notified),
        };
        let deed = drafts.noted(self.day, kind, note.filter(|_| !deducts));
        if by_others && rng.happens(300) {
            self.contest(rng, deed, notified, drafts);
        } else if rng.happens(if by_others { 40 } else { 2 }) {
            self.take_back(rng, deed, notified, drafts);
        }
    }

    fn contest(
        &self,
        rng: &mut Rng,
        deed: DraftId,
        notified: Day,
        drafts: &mut LedgerBuilder,
    ) {
        let objected = notified.plus_days(rng.between(0, 9));
        if objected > self.until {
            return;
        }
        let text = rng.pick(REPLIES).map(|it| Text::new_static(it));
        drafts.about(deed, objected, EntryKind::Objection { entry: Id::default(), text });
        let decided = objected.plus_days(rng.between(1, 18));
        if decided > self.until || rng.happens(120) {
            return;
        }
        let half = Points::from_hundredths(self.rule.points.hundredths() / 2);
        let outcome = match rng.below(100) {
            0..45 => Outcome::Upheld,
            45..75 => Outcome::ChangedPoints(half),
            _ => Outcome::Overturned,
        };
        let reason = rng.pick(REASONS).map(|it| Text::new_static(it));
        let entry = Id::default();
        drafts.about(deed, decided, EntryKind::Decision { entry, outcome, reason });
    }

    fn take_back(
        &self,
        rng: &mut Rng,
        deed: DraftId,
        notified: Day,
        drafts: &mut LedgerBuilder,
    ) {
        let date = notified.plus_days(rng.between(0, 40));
        if date <= self.until {
            let reason = Some(Text::new_static("登记错人"));
            let entry = Id::default();
            drafts.about(deed, date, EntryKind::Reversal { entry, reason });
        }
    }
}

fn source(rng: &mut Rng, deducts: bool) -> Source {
    match (deducts, rng.below(100)) {
        (false, 0..50) | (true, 0..45) => Source::Organisation,
        (false, 50..72) | (true, 45..93) => Source::Neighbour,
        (false, 72..86) => Source::Household,
        _ => Source::SelfReport,
    }
}
