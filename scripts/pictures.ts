import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { projectFolder } from './parts/ensure.js';
import { findChromium } from './parts/chromium.js';
import { startParleyNode } from './parts/parley-node.js';
import { required } from './parts/part.js';
import { tempFolder } from './parts/temp-folder.js';
import { furnish, PASSWORD, type Scene, VIEWER } from './pictures/scene.js';

/**
 * `npm run pictures [-- folder]`: the web client's views with a team at work, three widths, light and dark, from a server of its
 * own and a real browser (as on most desks with Debian's fonts-inter and fonts-noto-color-emoji). Without a folder they go where the documents show them, `docs/img/web`.
 */
const folder = process.argv[2] ?? join(projectFolder(), 'docs', 'img', 'web');
const WIDTHS = { wide: [1440, 900], middle: [1024, 768], narrow: [390, 844] } as const;
const SCHEMES = ['light', 'dark'] as const;

/** Each view: where it is, and what is on it once it is whole. */
type View = [name: string, path: string, whole: (page: Page) => Promise<unknown>];
const viewsOf = ({ release, design, type }: Scene): View[] => [
  ['list', '/', (page) => page.locator('nav a', { hasText: 'Goran Petrović' }).waitFor()],
  [
    'conversation',
    `/c/${release}`,
    async (page) => {
      await page.getByRole('textbox', { name: 'Message to Release 2.4' }).waitFor();
      await page.getByText('Could the picture show dark mode').last().waitFor();
      await seen(page.getByText('Emi Tanaka is typing').last(), type);
    },
  ],
  ['members', `/c/${release}/members`, (page) => page.getByRole('complementary').getByText('Goran Petrović').waitFor()],
  ['unread', `/c/${design}`, (page) => page.getByText('one question about the badge').last().waitFor()],
  ['notifications', '/notifications', (page) => page.getByRole('link', { name: /you in Release 2\.4/ }).waitFor()],
  ['settings', '/settings', (page) => page.getByText('This one').waitFor()],
  ['administration', '/admin', (page) => page.getByText('Goran Petrović').last().waitFor()],
  ['new', `/c/${release}?dialog=new`, (page) => find(page, 'ca', 'Carla Reyes')],
  ['switcher', `/c/${release}?dialog=switcher`, (page) => find(page, 'de', 'Design')],
  ['keys', `/c/${release}?dialog=keys`, (page) => page.getByRole('dialog').waitFor()],
];

/** Does it until it is seen: what is said of typing reaches who listens just then. */
const seen = async (what: Locator, act: () => void, tries = 5): Promise<void> => {
  act();
  await what.waitFor({ timeout: 5_000 }).catch((error: unknown) => {
    if (tries === 0) throw error;
    return seen(what, act, tries - 1);
  });
};
const find = async (page: Page, text: string, found: string) => {
  await page.getByRole('combobox').fill(text);
  await page.getByRole('option', { name: found }).first().waitFor();
};

const { command } = required(findChromium());
const dir = tempFolder('pictures');
const settings = { DATA_DIR: join(dir, 'data'), SIGN_INS_PER_MINUTE: '1000', LOG_LEVEL: 'warn' };
const server = await startParleyNode({ name: 'pictures', dir, settings });
const browser = await chromium.launch({ executablePath: command, args: ['--no-sandbox', '--disable-gpu'] });
try {
  mkdirSync(folder, { recursive: true });
  const scene = await furnish(server.url);
  for (const [size, [width, height]] of Object.entries(WIDTHS))
    for (const colorScheme of SCHEMES)
      await take(browser, viewsOf(scene), `${size}-${colorScheme}`, { width, height, colorScheme });
  scene.close();
} finally {
  await browser.close();
  await server.stop();
}

async function take(
  browser: Browser,
  views: View[],
  suffix: string,
  { width, height, colorScheme }: { width: number; height: number; colorScheme: 'light' | 'dark' },
): Promise<void> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // Looked at, not read: the next picture finds the same unread.
  await page.addInitScript('document.hasFocus = () => false');
  const shoot = async (name: string) => {
    const path = join(folder, `${name}-${suffix}.png`);
    await page.screenshot({ path });
    console.log(path);
  };
  await page.goto('/register');
  await page.getByRole('heading', { name: 'Create your account' }).waitFor();
  await shoot('register');
  await page.goto('/sign-in');
  await page.getByLabel('Username').fill(VIEWER.username);
  await shoot('sign-in');
  await page.getByLabel('Password').first().fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Connection: Live' }).first().waitFor();
  for (const [name, path, whole] of views) {
    await page.goto(path);
    await page.locator('[aria-label="Connection: Live"]').locator('visible=true').first().waitFor();
    if (width >= 768) await page.locator('nav a', { hasText: 'Goran Petrović' }).waitFor();
    await whole(page);
    await page.evaluate('document.fonts.ready');
    await shoot(name);
  }
  await context.close();
}
