//! Judges the attacker's claims by the whole ledger, which only the judge has.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_feed::edition::private_by_default;
use hallboard_score::{
    Day, FEWEST_PUBLIC_STARS, Ledger, Month, Points, Register, ResidentRecord, Scope,
};

use crate::publisher::Roster;

/// The day of a claim and the position in its publication.
pub(crate) type Claim = (usize, usize, usize);

/// The kind of claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// A deduction began to count on that day. Position: row.
    DeductionBegan,
    /// A deduction ceased to count on that day, or began to count for less. Position: row.
    DeductionEnded,
    /// A deduction counts on that day or the next. Position: row.
    HasDeduction,
    /// A deduction began to count in the month before that day. Position: row.
    DeductionInMonth,
    /// The household has one or two stars. Position: category and household.
    LowStars,
    /// As [`Question::LowStars`], for cells that showed stars on none of the days.
    LowStarsUnseen,
    /// The resident's household was given one or two stars on that day. Position: row.
    LivesWithLowStars,
    /// The resident of a row that disappeared no longer takes part. Position: row of the
    /// day before.
    LeftWholly,
    /// The resident of a new row did not take part before. Position: row.
    JoinedNow,
    /// Somebody who was not listed left on that day. No position.
    HiddenLeft,
    /// Somebody who is not listed joined on that day. No position.
    HiddenJoined,
    /// Of those not listed, more left than joined in the month before that day. No
    /// position.
    FewerHidden,
}

/// The facts of one day.
#[derive(Default)]
struct Truth {
    residents: Vec<String>,
    began: BTreeSet<String>,
    ended: BTreeSet<String>,
    marked: BTreeSet<String>,
    began_last_month: BTreeSet<String>,
    lives_with_low_stars: BTreeSet<String>,
    taking_part: BTreeSet<String>,
    /// By category, then by household.
    low: Vec<Vec<bool>>,
    hidden_left: usize,
    hidden_joined: usize,
    /// Number of unlisted residents who joined in the month before, minus those who left.
    hidden_gain: i64,
}

#[derive(Default)]
pub(crate) struct Attacker {
    days: Vec<Truth>,
    /// Points that deductions took from each resident on the last day.
    taken: BTreeMap<String, Points>,
    low_cells: BTreeSet<(String, String)>,
    began: BTreeMap<Month, BTreeSet<String>>,
    gains: BTreeMap<Month, i64>,
}

impl Attacker {
    /// Records the facts of a day and the residents of its rows.
    pub(crate) fn learn(&mut self, ledger: &Ledger, today: Day, roster: &Roster) {
        let register = Register::new(ledger);
        let part: Vec<ResidentRecord<'_>> =
            register.files().filter(|file| file.agrees(Scope::Score, today)).collect();
        let mut truth = Truth {
            residents: roster.residents.clone(),
            taking_part: part.iter().map(|it| it.id().to_owned()).collect(),
            ..Truth::default()
        };
        self.deductions(&part, today, &mut truth);
        self.stars(&register, &part, today, roster, &mut truth);
        self.hidden(today, &mut truth);
        let last_month = today.month().plus(-1);
        truth.began_last_month = self.began.get(&last_month).cloned().unwrap_or_default();
        truth.hidden_gain = self.gains.get(&last_month).copied().unwrap_or_default();
        self.days.push(truth);
    }

    fn deductions(&mut self, part: &[ResidentRecord<'_>], today: Day, truth: &mut Truth) {
        let mut all = BTreeMap::new();
        for file in part {
            let id = file.id().to_owned();
            let deductions = file.counting_deeds(today);
            let taken: Points =
                deductions.map(|it| it.2).filter(|it| *it < Points::ZERO).sum();
            if let Some(before) = self.taken.get(&id) {
                if taken < *before {
                    truth.began.insert(id.clone());
                    self.began.entry(today.month()).or_default().insert(id.clone());
                } else if taken > *before {
                    truth.ended.insert(id.clone());
                }
            }
            if taken < Points::ZERO {
                truth.marked.insert(id.clone());
            }
            all.insert(id, taken);
        }
        self.taken = all;
    }

    fn stars(
        &mut self,
        register: &Register<'_>,
        part: &[ResidentRecord<'_>],
        today: Day,
        roster: &Roster,
        truth: &mut Truth,
    ) {
        let ledger = register.ledger();
        let private = private_by_default(&ledger.rulebooks);
        let book = register.book(today).unwrap();
        let is_low = |household: &str, category: &str| {
            let stars = register.stars(household, category, today);
            stars.is_some_and(|stars| stars < FEWEST_PUBLIC_STARS)
        };
        let public = book.categories.iter().filter(|it| !private.contains(&it.id));
        truth.low = public
            .map(|it| roster.households.iter().map(|home| is_low(home, &it.id)).collect())
            .collect();
        let mut low = BTreeSet::new();
        let mut newly = BTreeSet::new();
        for household in &ledger.households {
            for category in &book.categories {
                if is_low(&household.id, &category.id) {
                    let cell = (household.id.to_string(), category.id.clone());
                    if !self.low_cells.contains(&cell) {
                        newly.insert(household.id.to_string());
                    }
                    low.insert(cell);
                }
            }
        }
        self.low_cells = low;
        let lives = part.iter().filter(|file| {
            file.household(today).is_some_and(|home| newly.contains(home))
        });
        truth.lives_with_low_stars = lives.map(|it| it.id().to_owned()).collect();
    }

    fn hidden(&mut self, today: Day, truth: &mut Truth) {
        let Some(before) = self.days.last() else { return };
        let is_listed = |truth: &Truth, id: &String| truth.residents.contains(id);
        let left = before.taking_part.difference(&truth.taking_part);
        truth.hidden_left = left.filter(|id| !is_listed(before, id)).count();
        let joined = truth.taking_part.difference(&before.taking_part);
        truth.hidden_joined = joined.filter(|id| !is_listed(truth, id)).count();
        let gain = i64::try_from(truth.hidden_joined).unwrap()
            - i64::try_from(truth.hidden_left).unwrap();
        *self.gains.entry(today.month()).or_default() += gain;
    }

    /// Whether the claim is true.
    pub(crate) fn is_so(&self, question: Question, (day, a, b): Claim) -> bool {
        let truth = &self.days[day];
        let row = |of: &BTreeSet<String>| of.contains(&truth.residents[a]);
        match question {
            Question::DeductionBegan => row(&truth.began),
            Question::DeductionEnded => row(&truth.ended),
            Question::HasDeduction => {
                let next = self.days.get(day + 1);
                row(&truth.marked) || next.is_some_and(|next| row(&next.marked))
            }
            Question::DeductionInMonth => row(&truth.began_last_month),
            Question::LowStars | Question::LowStarsUnseen => truth.low[a][b],
            Question::LivesWithLowStars => row(&truth.lives_with_low_stars),
            Question::LeftWholly => {
                !truth.taking_part.contains(&self.days[day - 1].residents[a])
            }
            Question::JoinedNow => {
                !self.days[day - 1].taking_part.contains(&truth.residents[a])
            }
            Question::HiddenLeft => truth.hidden_left > 0,
            Question::HiddenJoined => truth.hidden_joined > 0,
            Question::FewerHidden => truth.hidden_gain < 0,
        }
    }
}
