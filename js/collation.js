// Sorts names with the browser's collation.

const HAN = /^\p{Script=Han}/u;
/** Languages whose own collation orders Han characters. */
const WRITTEN_IN_HAN = /^(ja|ko|yue|zh)\b/;

/** Compares two names by the collation of that locale; in languages that do not use Han characters,
 * these are sorted by pinyin. */
const comparison = (locale) => {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  if (WRITTEN_IN_HAN.test(locale)) return compare;
  const { compare: byPinyin } = new Intl.Collator('zh-Hans-u-co-pinyin', { numeric: true });
  return (one, other) => (HAN.test(one) && HAN.test(other) ? byPinyin : compare)(one, other);
};

/** The indices of the names in the collation order of that locale; the sort is stable. */
export const orderOfNames = (locale, names) => {
  const compare = comparison(locale);
  return names.map((_, place) => place).sort((one, other) => compare(names[one], names[other]));
};
