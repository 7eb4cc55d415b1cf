// The order of names, by the browser's tables.

const HAN = /^\p{Script=Han}/u;
/** Languages whose own order of names knows Han characters. */
const WRITTEN_IN_HAN = /^(ja|ko|yue|zh)\b/;

/** Compares two names as the language of that locale lists them; one that is written in other
 * letters lists Han characters by their pinyin, as it would pronounce them. */
const comparison = (locale) => {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  if (WRITTEN_IN_HAN.test(locale)) return compare;
  const { compare: byPinyin } = new Intl.Collator('zh-Hans-u-co-pinyin', { numeric: true });
  return (one, other) => (HAN.test(one) && HAN.test(other) ? byPinyin : compare)(one, other);
};

/** The places of the names in the order in which the language of that locale lists names. Equal
 * ones stay as they stand. */
export const orderOfNames = (locale, names) => {
  const compare = comparison(locale);
  return names.map((_, place) => place).sort((one, other) => compare(names[one], names[other]));
};
