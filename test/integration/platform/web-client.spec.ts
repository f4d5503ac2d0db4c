import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';

await describeWith('postgres', 'serving the web client', () => {
  let node: RunningParley;
  let without: RunningParley;
  let entry = '';

  beforeAll(async () => {
    const built = await fetch(`${inject('partsUrl')}/web`);
    expect(built.ok, await built.text()).toBe(true);
    const { url } = await freshDatabase();
    node = await startNode(url);
    without = await startNode(url, { WEB_CLIENT: 'false' });
    entry = /src="(\/assets\/[^"]+\.js)"/.exec(readFileSync('dist/web/index.html', 'utf8'))![1]!;
  }, 300_000);
  afterAll(() => Promise.all([node?.close(), without?.close()]));

  const navigate = (path: string, at = node) => fetch(`${at.url}${path}`, { headers: { accept: 'text/html,*/*' } });

  it.each(['/', '/sign-in', '/c/0193/7?dialog=new', '/settings', '/documents', '/v1x'])(
    'answers %s with the app',
    async (path) => {
      const answer = await navigate(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toContain(entry);
    },
  );

  it.each(['/v1/nothing', '/v1', '/docs/nothing', '/health/nothing', '/.well-known/nothing', '/assets/old-1234.js'])(
    'keeps the problem document of %s',
    async (path) => {
      const answer = await navigate(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await answer.json()).toMatchObject({ code: 'platform.not_found' });
    },
  );

  it('has an app for navigation only: what asks for anything else hears that nothing is here', async () => {
    for (const [method, accept] of [
      ['GET', 'application/json'],
      ['GET', 'image/*'],
      ['POST', 'text/html'],
    ] as const) {
      const answer = await fetch(`${node.url}/c/1`, { method, headers: { accept } });
      expect(answer.status, `${method} ${accept}`).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'platform.not_found' });
    }
  });

  it('gives the app to whoever asks for the front door: a service worker names no type', async () => {
    const answer = await fetch(node.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('lets browsers keep hashed files for ever, sent small', async () => {
    const answer = await fetch(`${node.url}${entry}`, { headers: { 'accept-encoding': 'br' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect((await answer.text()).length).toBeGreaterThan(1000);
    for (const path of ['/service-worker.js', '/manifest.webmanifest'])
      expect((await fetch(`${node.url}${path}`)).headers.get('cache-control'), path).toBe('no-cache');
  });

  it('serves nothing from outside of its folder, and no file of the build itself', async () => {
    for (const path of [
      '/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/.sources',
    ])
      expect((await fetch(`${node.url}${path}`)).status, path).toBe(404);
  });

  it('forbids every script but its own', async () => {
    const policy = (await navigate('/')).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('leaves the documentation where it is', async () => {
    expect(await (await navigate('/docs')).text()).toContain('swagger-ui');
  });

  it('is switched off by WEB_CLIENT', async () => {
    expect((await navigate('/', without)).status).toBe(404);
    expect((await navigate('/v1/server', without)).status).toBe(200);
  });
});
