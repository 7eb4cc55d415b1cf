// Names without any, or with hardly any, line break opportunity, and a village in which every
// person and thing has such a name.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SMALL, temporary } from './place.mjs';

const times = (text, count) => text.repeat(count);

/** A name that is short enough for a letter. */
export const IN_LETTERS = `ด${times('้้้้้็็็็็', 8).slice(0, 79)}`;

/** Texts by the difficulty that they test. */
export const TEXTS = {
  'as long as a name in a letter may be': IN_LETTERS,
  'Thai letters without a blank': times('กขคงจฉชซ', 34).slice(0, 269),
  'a Thai letter under stacked marks': `ด${times('้้้้้็็็็็', 27).slice(0, 268)}`,
  'a Latin letter under three hundred marks': `a${times('\u0301', 300)}`,
  'letters under marks above and below': [...'Margaret'].map((it) => it + times('\u030d\u0316\u0334', 20)).join(''),
  'one Devanagari cluster': `${times('क्', 120)}क`,
  'Tamil vowel signs': `க${times('ௌ', 150)}`,
  'Tibetan stack': `ཀ${times('ྐ', 200)}`,
  'Hangul jamo': times('ᄀ', 250),
  'five hundred letters': times('W', 500),
  'five hundred small letters': times('overlong', 63).slice(0, 500),
  'four hundred digits': times('8', 400),
  'no-break blanks': times('Wilhelmina\u00a0Featherstonehaugh\u00a0', 12).trim(),
  'word joiners': times('ab\u2060', 150),
  'no-break hyphens': times('Anne\u2011', 80),
  'dashes': times('—', 200),
  'underscores': times('_', 300),
  'opening brackets': times('（', 200),
  'closing marks': `陈${times('。', 200)}`,
  'Han letters': times('龘', 200),
  'families of emoji': times('👨‍👩‍👧‍👦', 60),
  'emoji joined into one': `${times('👩‍', 120)}👩`,
  'flags': times('🇨🇳', 100),
  'keycaps and skin': times('1️⃣👍🏿', 60),
  'variation selectors': `文${times('\ufe0e', 200)}`,
  'Arabic': times('الرحمن', 60),
  'Arabic letters as wide as a line': times('﷽', 30),
  'Arabic, joined by a stroke': `م${times('ـ', 300)}د`,
  'Ethiopic': times('ሴ', 200),
  'Khmer': `ខ${times('្ម', 130)}`,
  'Mongolian': times('ᠮᠣᠩᠭᠣᠯ', 50),
};

/** Writes the small village with these texts as the names of all people and things, each at several
 * places, and returns its path. Everybody agrees to every scope, so that everything is published.
 * */
export function unbreakableVillage() {
  const all = Object.values(TEXTS);
  let next = 0;
  const text = () => all[next++ % all.length];
  const names = () => {
    const name = text();
    return { en: name, 'zh-Hans': name };
  };
  const ledger = JSON.parse(readFileSync(SMALL, 'utf8'));
  ledger.hall.names = { en: all[0], 'zh-Hans': all[1] };
  for (const it of ledger.residents) it.name = text();
  for (const it of ledger.households) it.names = names();
  for (const book of ledger.rulebooks) {
    for (const part of ['categories', 'deeds', 'bands', 'rewards']) {
      for (const it of book[part] ?? []) it.names = names();
    }
  }
  const words = ['note', 'text', 'reason', 'by'];
  for (const entry of ledger.entries) {
    for (const word of words) if (entry[word] !== undefined) entry[word] = text();
    const whole = entry.kind === 'consent' && entry.resident !== undefined && entry.scopes.includes('board');
    if (whole) entry.scopes = ['score', 'board', 'history', 'thanks'];
  }
  const file = join(temporary(), 'unbreakable.json');
  writeFileSync(file, JSON.stringify(ledger));
  return file;
}

/**
 * Content of the page that is outside the window. This function is serialized and runs in the page,
 * so it uses nothing from this module.
 *
 * The page must not scroll sideways, and controls and figures must be entirely inside. Unbreakable
 * text may be cut off at the edge.
 */
export function sidewaysFaults() {
  const root = document.documentElement;
  const faults = [];
  if (root.scrollWidth > root.clientWidth) {
    faults.push(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`);
  }
  scrollTo(1000, scrollY);
  if (scrollX !== 0) faults.push(`was scrolled sideways by ${scrollX}`);
  const whole = [
    'button', 'input:not(.sr-only)', 'textarea', 'select', '.score', '.stars', '.bar', '.readout', 'svg.chart-drawing',
    'h2', '.date', '.language', '.stars-rows .name', 'summary', 'iframe',
  ].join(', ');
  for (const it of document.querySelectorAll(whole)) {
    if (!it.checkVisibility({ visibilityProperty: true }) || it.closest('.sr-only')) continue;
    const frame = it.closest('.paginator')?.getBoundingClientRect();
    // A wall's other pages are laid out beside its screen. A box that is higher than a page
    // continues there, and is as wide as all of its pages.
    const isSeen = (box) => box.width > 0 && (!frame || (box.width <= frame.width + 1
      && box.right > frame.left + 1 && box.left < frame.right - 1));
    for (const box of [...it.getClientRects()].filter(isSeen)) {
      if (box.left < -1 || box.right > root.clientWidth + 1) {
        faults.push(`beside the window: ${it.tagName} ${it.className} ${Math.round(box.left)}..${Math.round(box.right)}`);
      }
    }
  }
  return [...new Set(faults)].slice(0, 20);
}
