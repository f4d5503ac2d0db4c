import type { Page } from 'playwright-core';

/**
 * What the measurements do inside a page, as its own script. `shown(wanted)` resolves with the time of the frame after the
 * one in which a timeline with a line is visible (and, given a text, shows it); `frames(act)` calls `act` once a frame until
 * it answers true, and resolves with the time between every two frames; `firstShown` is of this document.
 */
const HELPERS = `(() => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const visible = (text) => {
    const log = document.querySelector('[role=log]');
    if (!log || !log.querySelector('li[data-seq]') || getComputedStyle(log).visibility !== 'visible') return false;
    return text === undefined || log.textContent.includes(text);
  };
  const shown = async (text) => {
    while (!visible(text)) await frame();
    await frame();
    return performance.now();
  };
  const frames = async (act) => {
    const times = [];
    for (let last = await frame(); !act(); ) {
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  };
  window.measure = { shown, frames };
  window.firstShown = shown();
})()`;

/** In this page, and in every document it loads from now on. */
export async function installHelpers(page: Page): Promise<void> {
  await page.addInitScript(HELPERS);
  await page.evaluate(HELPERS);
}

/** Loads the page again; milliseconds from the start of the navigation to the first visible messages. */
export async function reloadToShown(page: Page): Promise<number> {
  await page.reload();
  return page.evaluate<number>('window.firstShown');
}

/** Clicks the row of a conversation; milliseconds until a message with this text is painted. */
export function switchTo(page: Page, path: string, text: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const began = performance.now();
    document.querySelector('nav a[href="${path}"]').click();
    return (await window.measure.shown(${JSON.stringify(text)})) - began;
  })()`);
}

/** Has the browser note, until it is asked, how long each key takes until the frame it changed is painted. */
export async function watchKeys(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(`(() => {
    window.slowKeys = [];
    const note = (list) => list.getEntries().forEach((one) => one.name === 'keydown' && window.slowKeys.push(one.duration));
    window.keyObserver = new PerformanceObserver(note);
    window.keyObserver.observe({ type: 'event', durationThreshold: 16 });
  })()`);
  return () => page.evaluate<number[]>('(window.keyObserver.disconnect(), window.slowKeys)');
}

/** Scrolls up by so many pixels a frame until this line is in the page; answers the times between frames. */
export function scrollUpTo(page: Page, seq: number, pixels: number): Promise<number[]> {
  return page.evaluate<number[]>(`window.measure.frames(() => {
    const log = document.querySelector('[role=log]');
    log.scrollTop -= ${pixels};
    return Number(log.querySelector('li[data-seq]').dataset.seq) <= ${seq};
  })`);
}

export const nodesIn = (page: Page): Promise<number> => page.evaluate<number>('document.querySelectorAll("*").length');

/** Megabytes of the page's own heap after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}
