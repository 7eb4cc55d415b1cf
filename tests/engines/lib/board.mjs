// Reading the board in a test.

/** Waits until the board is drawn, and a wall has counted its pages. */
export const drawn = (page) => page.until(() =>
  document.querySelector('[data-state="board"]:not(:has(main[aria-busy="true"]))') !== null);

/** The kind of the wall's page that is shown, and its part. */
export const standing = (page) => page.evaluate(() => {
  const { page: name, part } = document.querySelector('[data-page]').dataset;
  return { name, part };
});

/** Turns to the next part or page, by keyboard. */
export async function turn(page) {
  const before = await standing(page);
  await page.press('ArrowRight');
  await page.until(({ name, part }) => {
    const now = document.querySelector('[data-page]').dataset;
    return now.page !== name || now.part !== part;
  }, before);
}
