import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { projectFolder } from './parts/ensure.js';
import { findChromium } from './parts/chromium.js';
import { startParleyNode } from './parts/parley-node.js';
import { required } from './parts/part.js';
import { tempFolder } from './parts/temp-folder.js';
import { furnish, PASSWORD, VIEWER } from './pictures/scene.js';

/**
 * `npm run pictures [-- folder]`: the web client's views with a team at work, three widths, light and dark, from a server of its
 * own and a real browser (for emoji in colour: Debian's fonts-noto-color-emoji). Without a folder they go where the documents show them, `docs/img/web`.
 */
const folder = process.argv[2] ?? join(projectFolder(), 'docs', 'img', 'web');
const WIDTHS = { wide: [1440, 900], middle: [1024, 768], narrow: [390, 844] } as const;
const SCHEMES = ['light', 'dark'] as const;

/** Each view: where it is, and what is on it once it is whole. */
type View = [name: string, path: string, whole: (page: Page) => Promise<unknown>];
const viewsOf = ({ release, design }: { release: string; design: string }): View[] => [
  ['list', '/', (page) => page.getByRole('link', { name: /Release 2\.4/ }).waitFor()],
  ['conversation', `/c/${release}`, (page) => page.getByText('Could the picture show dark mode').last().waitFor()],
  ['members', `/c/${release}/members`, (page) => page.getByRole('complementary').getByText('Goran Petrović').waitFor()],
  ['unread', `/c/${design}`, (page) => page.getByText('one question about the badge').last().waitFor()],
  ['notifications', '/notifications', (page) => page.getByText('@ada', { exact: false }).first().waitFor()],
  ['settings', '/settings', (page) => page.getByText('This one').waitFor()],
  ['administration', '/admin', (page) => page.getByText('Goran Petrović').first().waitFor()],
  ['new', '/?dialog=new', (page) => page.getByRole('dialog').waitFor()],
  ['switcher', '/?dialog=switcher', (page) => page.getByRole('option').first().waitFor()],
  ['keys', '/?dialog=keys', (page) => page.getByRole('dialog').waitFor()],
];

const { command } = required(findChromium());
const dir = tempFolder('pictures');
const settings = { DATA_DIR: join(dir, 'data'), SIGN_INS_PER_MINUTE: '1000', LOG_LEVEL: 'warn' };
const server = await startParleyNode({ name: 'pictures', dir, settings });
const browser = await chromium.launch({ executablePath: command, args: ['--no-sandbox', '--disable-gpu'] });
try {
  mkdirSync(folder, { recursive: true });
  const views = viewsOf(await furnish(server.url));
  for (const [size, [width, height]] of Object.entries(WIDTHS))
    for (const colorScheme of SCHEMES)
      await take(browser, views, `${size}-${colorScheme}`, { width, height, colorScheme });
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
    await whole(page);
    await page.getByRole('button', { name: 'Connection: Live' }).first().waitFor();
    await page.evaluate('document.fonts.ready');
    await shoot(name);
  }
  await context.close();
}
