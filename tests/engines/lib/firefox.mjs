// Firefox, controlled by WebDriver BiDi.

import puppeteer from 'puppeteer-core';

const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
/** Milliseconds for a start or a command: a timeout for a busy machine. */
const PATIENCE = 120_000;

let browser;

/** Starts Firefox with that environment. */
async function start(env) {
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    timeout: PATIENCE,
    protocolTimeout: PATIENCE,
    env,
    extraPrefsFirefox: { 'ui.prefersReducedMotion': 1 },
  });
}

async function stop() {
  await browser?.close();
}

/** A window of that size with a new profile. */
async function open(viewport) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(viewport);
  return {
    goto: (url) => page.goto(url, { timeout: PATIENCE }),
    evaluate: (work, ...args) => page.evaluate(work, ...args),
    element: async (work, ...args) => (await page.evaluateHandle(work, ...args)).asElement(),
    click: (element) => element.click(),
    type: (element, text) => element.type(text),
    press: (key) => page.keyboard.press(key),
    close: () => context.close(),
  };
}

export const firefox = { name: 'Firefox', start, stop, open };
