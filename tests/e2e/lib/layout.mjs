// These functions are serialized and run in the page, so they use nothing from this module.

/** Faults in the layout of texts; a wall must not scroll. */
export function layoutFaults(wall) {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    faults.push(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`);
  }
  if (wall && root.scrollHeight > root.clientHeight) {
    faults.push(`scrolls down: ${root.scrollHeight} in ${root.clientHeight}`);
  }
  const footer = document.querySelector('footer');
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (node.data.trim() !== '' && isShown(element)) texts.push({ node, element });
  }
  const lines = [];
  for (const { node, element } of texts) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const words = node.data.trim().slice(0, 40);
    if (isOutside(range, element)) continue;
    for (const box of range.getClientRects()) {
      if (box.width === 0) continue;
      if (box.left < -1 || box.right > root.clientWidth + 1) faults.push(`beside the screen: ${words}`);
      if (wall && (box.top < -1 || box.bottom > root.clientHeight + 1)) faults.push(`off the screen: ${words}`);
      // The boxes of Chinese text are higher than its lines; the surplus is blank.
      const spare = Math.max(0, box.height - parseFloat(getComputedStyle(element).lineHeight)) / 2 || 0;
      const line = new DOMRect(box.x, box.y + spare, box.width, box.height - 2 * spare);
      if (wall && !element.closest('svg')) lines.push({ line, words, node });
      if (footer && !footer.contains(element) && overlaps(line, footer.getBoundingClientRect())) {
        faults.push(`under the footer: ${words}`);
      }
      const clip = clippingBox(element);
      if (clip && (box.left < clip.left - 1 || box.right > clip.right + 1 || box.bottom > clip.bottom + box.height * 0.15)) {
        faults.push(`cut off: ${words}`);
      }
    }
  }
  for (const [at, one] of lines.entries()) {
    for (const other of lines.slice(at + 1)) {
      const down = Math.min(one.line.bottom, other.line.bottom) - Math.max(one.line.top, other.line.top);
      if (one.node !== other.node && overlaps(one.line, other.line) && down > one.line.height * 0.25) {
        faults.push(`over each other: ${one.words} | ${other.words}`);
      }
    }
  }
  return [...new Set(faults)];

  function isShown(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    for (let it = element; it; it = it.parentElement) {
      const box = it.getBoundingClientRect();
      const hides = getComputedStyle(it).overflow !== 'visible';
      if (hides && box.width <= 2 && box.height <= 2) return false;
    }
    return true;
  }

  /** Whether a text is entirely clipped: on another page of a list, or for lack of room. */
  function isOutside(range, element) {
    const boxes = [...range.getClientRects()];
    const hides = (clip) => boxes.every((box) => box.left >= clip.right - 1
      || box.right <= clip.left + 1 || box.top >= clip.bottom - 1 || box.bottom <= clip.top + 1);
    for (let it = element; it && it !== document.body; it = it.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(it);
      const clips = [overflowX, overflowY].some((way) => way !== 'visible');
      if (clips && hides(it.getBoundingClientRect())) return true;
    }
    return false;
  }

  function overlaps(a, b) {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return across > 1 && down > 1;
  }

  function clippingBox(element) {
    for (let it = element; it && it !== document.body; it = it.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(it);
      const scrolls = [overflowX, overflowY].some((way) => ['auto', 'scroll'].includes(way));
      if (scrolls) return null;
      if (overflowX !== 'visible' || overflowY !== 'visible') return it.getBoundingClientRect();
    }
    return null;
  }
}

/** Words that are broken across lines, on every page of the wall. */
export function cutWords() {
  const faults = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    // Text for assistive technology alone is in a box of one pixel.
    if (element.closest('svg') || isTiny(element)) continue;
    // Lines may break next to Han characters.
    for (const { 0: word, index } of node.data.matchAll(/[^\s\p{Script=Han}\p{P}]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (tops.size > 1) faults.push(`${word} in ${node.data}`);
    }
  }
  return [...new Set(faults)];

  function isTiny(element) {
    for (let it = element; it; it = it.parentElement) {
      const { width, height } = it.getBoundingClientRect();
      if (getComputedStyle(it).overflow !== 'visible' && width <= 2 && height <= 2) return true;
    }
    return false;
  }
}

/** The box of an element that is not entirely in the window; empty if it is. */
export function outOfSight(element) {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const inside = left >= 0 && top >= 0 && right <= clientWidth && bottom <= clientHeight;
  return inside && width > 0 && height > 0 ? [] : [left, top, right, bottom];
}

/** The capital height of the smallest visible text, in CSS pixels, and the text. */
export function smallestCapital() {
  const CAPITAL_BY_FONT_SIZE = 0.72;
  let smallest = { height: Infinity, text: '' };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: element } = walker.currentNode;
    const box = element.getBoundingClientRect();
    if (data.trim() === '' || box.width <= 2 || box.height <= 2) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('[class*="hidden"]')) continue;
    const scale = element.getScreenCTM ? element.getScreenCTM().d : 1;
    const height = parseFloat(getComputedStyle(element).fontSize) * scale * CAPITAL_BY_FONT_SIZE;
    if (height < smallest.height) smallest = { height, text: data.trim() };
  }
  return smallest;
}

/** Selected elements that look the same as an element of their group that is not selected. */
export function unmarkedChoices() {
  const ATTRIBUTES = ['aria-pressed', 'aria-expanded', 'aria-selected', 'aria-current', 'aria-checked'];
  const MARKS = ['backgroundColor', 'borderTopWidth', 'borderInlineStartWidth', 'borderTopColor', 'borderTopStyle', 'fontWeight', 'outlineStyle'];
  const look = (it) => {
    const inner = [it, ...it.querySelectorAll('*')].map((one) => MARKS.map((mark) => getComputedStyle(one)[mark]).join());
    const before = ['::before', '::after'].map((one) => getComputedStyle(it, one)).map(({ content, rotate }) => content + rotate);
    return `${[...new Set(inner)].sort()} ${before} ${it.textContent.match(/[+\u2212\u2013]/)}`;
  };
  const faults = [];
  for (const attribute of ATTRIBUTES) {
    for (const chosen of document.querySelectorAll(`[${attribute}]:not([${attribute}="false"])`)) {
      const group = chosen.closest('[role=group], [role=radiogroup], ul, ol, .fields, .choices, nav') ?? chosen.parentElement;
      const others = [...group.querySelectorAll(`[${attribute}="false"]`)];
      if (others.some((other) => look(other) === look(chosen))) {
        faults.push(`${attribute}: ${chosen.outerHTML.slice(0, 120)}`);
      }
    }
  }
  return faults;
}
