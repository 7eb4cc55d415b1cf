//! The words of the ledger's closed lists in both languages, shared by reader and writer.

use hallboard_sheets::cells::invisible;

/// A word of a closed list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word in a ledger.
    pub(crate) word: &'static str,
    /// The Chinese word in a drop-down list.
    pub(crate) chinese: &'static str,
    /// Other accepted spellings.
    also: &'static [&'static str],
}

/// A closed list of words.
pub(crate) type List = &'static [Word];

const fn word(
    word: &'static str,
    chinese: &'static str,
    also: &'static [&'static str],
) -> Word {
    Word { word, chinese, also }
}

/// Who reported a deed.
pub(crate) const SOURCES: List = &[
    word("organisation", "单位", &["组织", "集体"]),
    word("neighbour", "邻居", &["邻里", "neighbor"]),
    word("household", "家人", &["家庭"]),
    word("self", "本人", &["自己"]),
];
/// Who gave a consent.
pub(crate) const GIVEN_BY: List =
    &[word("self", "本人", &["自己"]), word("guardian", "监护人", &[])];
/// The scopes that residents and households can consent to.
pub(crate) const SCOPES: List = &[
    word("score", "参加积分", &["参加", "积分", "参加计分", "计分"]),
    word("board", "上榜公示", &["上榜", "公示"]),
    word("history", "公示历程", &["历程"]),
    word("thanks", "善行致谢", &["致谢"]),
    word("sign", "门牌", &[]),
];
/// The kinds of replies.
pub(crate) const REPLIES: List = &[
    word("objection", "申辩", &["异议"]),
    word("decision", "裁决", &[]),
    word("reversal", "撤销记录", &["撤回"]),
];
/// The outcomes of a decision.
pub(crate) const OUTCOMES: List = &[
    word("upheld", "维持", &[]),
    word("overturned", "推翻", &["不成立", "撤销"]),
    word("changed", "变更", &["改变"]),
];
/// The periods of a cap.
pub(crate) const PERIODS: List = &[
    word("month", "每月", &["月"]),
    word("quarter", "每季", &["每季度", "季", "季度"]),
    word("year", "每年", &["年"]),
];
/// The durations of a deed other than a number of months or years.
pub(crate) const LASTS: List = &[
    word("year", "到当年年底", &["当年"]),
    word("forever", "长期有效", &["长期", "永久"]),
];
/// Stands for an empty list: consent to nothing.
pub(crate) const NONE: Word = word("none", "无", &["不同意", "退出"]);

impl Word {
    /// The word in both languages, as in a drop-down list: `self 本人`.
    pub(crate) fn both(&self) -> String {
        format!("{} {}", self.word, self.chinese)
    }

    /// Whether a text is this word in either language or both, ignoring case and blanks.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text = plain(text);
        let rest = text.strip_prefix(self.word).unwrap_or(&text);
        text == self.word
            || rest == self.chinese
            || self.also.iter().any(|also| text == *also || rest == *also)
    }
}

/// The word of a list that a text stands for.
pub(crate) fn of(list: List, text: &str) -> Option<&'static Word> {
    list.iter().find(|word| word.matches(text))
}

/// A text in lower case, without blanks, `_` and invisible characters.
pub(crate) fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && *c != '_' && !invisible(*c));
    kept.map(half_width).flat_map(char::to_lowercase).collect()
}

/// Converts a full-width letter, digit or sign to half-width, and a minus sign to a hyphen.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{2212}' => '-',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_both_languages_and_unique() {
        let check = |list: List, words: &[&str]| {
            assert_eq!(list.iter().map(|it| it.word).collect::<Vec<_>>(), words);
            for word in list {
                let both = word.both();
                let spelled = [word.word, word.chinese, both.as_str()];
                for text in spelled.iter().chain(word.also) {
                    assert_eq!(of(list, text), Some(word), "{text}");
                }
            }
        };
        use hallboard_score as score;
        let of_ledger: Vec<_> = score::Source::ALL.iter().map(|it| it.as_str()).collect();
        check(SOURCES, &of_ledger);
        let of_ledger: Vec<_> =
            score::GivenBy::ALL.iter().map(|it| it.as_str()).collect();
        check(GIVEN_BY, &of_ledger);
        let of_ledger: Vec<_> =
            score::OutcomeWord::ALL.iter().map(|it| it.as_str()).collect();
        check(OUTCOMES, &of_ledger);
        let of_ledger: Vec<_> = score::Period::ALL.iter().map(|it| it.as_str()).collect();
        check(PERIODS, &of_ledger);
        let mut of_ledger: Vec<_> =
            score::Scope::ALL.iter().map(|it| it.as_str()).collect();
        of_ledger.push(score::HouseholdScope::Sign.as_str());
        check(SCOPES, &of_ledger);
        check(REPLIES, &["objection", "decision", "reversal"]);
        check(LASTS, &["year", "forever"]);
        assert!(NONE.matches("none 无") && NONE.matches("无"));
        assert_eq!(of(SOURCES, " Self 本人 "), SOURCES.last());
        assert_eq!(of(SOURCES, "gossip"), None);
        assert_eq!(of(SOURCES, ""), None);
    }
}
