// The order of names, by the browser's tables.

/** The places of the names in the order in which the language of that locale lists names. Equal
 * ones stay as they stand. */
export const orderOfNames = (locale, names) => {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return names.map((_, place) => place).sort((one, other) => compare(names[one], names[other]));
};
