//! How often the attacker is right, compared with guessing.

use std::collections::BTreeSet;
use std::fmt;

use crate::claims::{Attacker, Claim};
use crate::strategies::{Strategy, candidates};
use crate::view::View;

/// Number of standard deviations above guessing that chance does not explain.
const DEVIATIONS: f64 = 4.0;

/// Counts of a strategy's claims, over any number of villages.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    candidates: usize,
    so: usize,
    named: usize,
    right: usize,
    /// Expected number of right claims if the same number of candidates were drawn at
    /// random.
    by_chance: f64,
    variance: f64,
}

impl Score {
    /// Adds a strategy's claims about one village.
    pub(crate) fn add(&mut self, strategy: &Strategy, views: &[View], judge: &Attacker) {
        let claims = (strategy.find)(views);
        let is_so = |claim: &&Claim| judge.is_so(strategy.question, **claim);
        for group in candidates(strategy.question, views) {
            let named: BTreeSet<&Claim> = group.intersection(&claims).collect();
            let so = group.iter().filter(is_so).count();
            self.candidates += group.len();
            self.so += so;
            self.named += named.len();
            self.right += named.iter().copied().filter(is_so).count();
            let [all, so, named] = [group.len(), so, named.len()].map(float);
            if all > 0.0 {
                self.by_chance += named * so / all;
            }
            if all > 1.0 {
                // Drawing without replacement: the hypergeometric distribution.
                self.variance +=
                    named * (so / all) * (1.0 - so / all) * (all - named) / (all - 1.0);
            }
        }
    }

    fn deviation(&self) -> f64 {
        self.variance.sqrt()
    }

    /// Whether it was right more often than chance explains.
    pub(crate) fn beats_guessing(&self) -> bool {
        float(self.right) > self.by_chance + DEVIATIONS * self.deviation() + 1e-9
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn float(count: usize) -> f64 {
    count as f64
}

/// The header of the printed table of scores.
pub(crate) const HEAD: &str = "| villages | strategy | claims | named right | named wrong | right by chance | base rate |\n\
                               | --- | --- | --- | --: | --: | --: | --: |";

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong = self.named - self.right;
        let base = 100.0 * float(self.so) / float(self.candidates.max(1));
        write!(
            f,
            "{} | {wrong} | {:.1} ± {:.1} | {base:.1} % of {}",
            self.right,
            self.by_chance,
            self.deviation(),
            self.candidates
        )
    }
}
