import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, afterEach, describe, expect, inject, vi } from 'vitest';
import { findChromium } from '../../../../scripts/parts/chromium.js';
import { isMissing } from '../../../../scripts/parts/part.js';
import { freshDatabase } from '../../../support/database.js';
import { describeWith } from '../../../support/parts.js';
import { startNode } from '../../../support/start-node.js';
import { Person, type PersonOptions } from './person.js';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What serves the web client of a suite. */
export interface Deployment {
  url: string;
  database: string;
  close: () => Promise<void>;
}

/** A real server with the built web client, and a real browser. One of each per spec file. */
export interface Web {
  url: string;
  /** The address of its database. */
  database: string;
  browser: Browser;
  /** A browser of one's own, signed out, at no address yet. */
  stranger: (options?: PersonOptions) => Promise<Person>;
  /** The same with an account and a session made by REST, at the list of conversations. */
  person: (name: string, options?: PersonOptions) => Promise<Person>;
}

/**
 * A suite in the browser. What any page of a test writes to its console as an error, throws, or breaks of the content
 * security policy fails that test. Without Chromium the suite is skipped; under CI that is a failure.
 */
export async function describeInBrowser(
  title: string,
  define: (web: Web) => void,
  start: () => Promise<Deployment> = () => oneNode(),
): Promise<void> {
  const found = findChromium();
  if (isMissing(found)) {
    if (process.env['CI']) throw new Error(found.missing);
    console.info(`SKIPPED ${title}: ${found.missing}`);
    return void describe.skip(title, () => undefined);
  }
  await describeWith('postgres', title, () => {
    const web = {} as Web;
    const people: Person[] = [];
    let deployment: Deployment | undefined;
    // For what hangs, on a machine that may be busy: a real browser costs more than a request.
    vi.setConfig({ testTimeout: 180_000 });
    beforeAll(async () => {
      await build();
      deployment = await start();
      const browser = await chromium.launch({ executablePath: found.command, args: ARGS });
      Object.assign(web, browserOf(deployment.url, browser, people), { database: deployment.database });
    }, 300_000);
    afterEach(async () => {
      const problems = people.flatMap((person) => person.problems);
      await Promise.all(people.splice(0).map((person) => person.leave()));
      expect(problems).toEqual([]);
    });
    afterAll(async () => {
      await web.browser?.close();
      await deployment?.close();
    });
    define(web);
  });
}

async function build(): Promise<void> {
  const built = await fetch(`${inject('partsUrl')}/web`);
  if (!built.ok) throw new Error(`the web client could not be built:\n${await built.text()}`);
}

/** What most suites talk to. `env` are further settings. */
export async function oneNode(env: Record<string, string> = {}): Promise<Deployment> {
  const database = (await freshDatabase()).url;
  const node = await startNode(database, env);
  return { url: node.url, database, close: () => node.close() };
}

function browserOf(url: string, browser: Browser, people: Person[]): Omit<Web, 'database'> {
  const stranger = async (options: PersonOptions = {}) => {
    const person = await Person.enter(browser, options.server ?? url, options);
    people.push(person);
    return person;
  };
  return {
    url,
    browser,
    stranger,
    person: async (name, options) => {
      const person = await stranger(options);
      await person.register(name);
      await person.arrive();
      return person;
    },
  };
}
