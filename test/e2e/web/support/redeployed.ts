import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Deployment } from './web.js';

export interface Redeployed extends Deployment {
  /** From now on it serves another build: every hashed file has another name, and is not to be had under its old one. */
  deploy: () => void;
  /** How often a browser has looked whether there is another build. */
  looks: () => number;
}

const REWRITTEN = /^(?:text\/|application\/javascript)/;

/** A way in to a deployment, with which its web client can be replaced by a newer one. */
export async function redeployed({ url, database, close }: Deployment): Promise<Redeployed> {
  const worker = await (await fetch(`${url}/service-worker.js`)).text();
  const files = (JSON.parse(/\["\/assets.*?\]/.exec(worker)![0]) as string[]).map((path) =>
    path.slice('/assets/'.length),
  );
  const names = new RegExp(files.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g');
  let build = '';
  let looks = 0;

  const answer = (asked: IncomingMessage, response: ServerResponse) => {
    const path = asked.url!;
    if (path === '/service-worker.js') looks += 1;
    const prefix = `/assets/${build}`;
    if (path.startsWith('/assets/') && !path.startsWith(prefix)) return void response.writeHead(404).end();
    const headers: IncomingMessage['headers'] = { ...asked.headers, 'accept-encoding': 'identity' };
    // What a browser has of the build before is not what it asks for.
    delete headers['if-none-match'];
    delete headers['if-modified-since'];
    const own = request(new URL(path.replace(prefix, '/assets/'), url), { method: asked.method, headers }, (got) => {
      void pass(got, response);
    });
    own.on('error', () => response.destroy());
    asked.pipe(own);
  };
  const pass = async (got: IncomingMessage, response: ServerResponse) => {
    const headers = { ...got.headers };
    if (!REWRITTEN.test(headers['content-type'] ?? '')) return got.pipe(response.writeHead(got.statusCode!, headers));
    delete headers['content-length'];
    delete headers['etag'];
    response.writeHead(got.statusCode!, headers);
    return response.end((await text(got)).replace(names, `${build}$&`));
  };

  const server = createServer(answer);
  server.on('upgrade', (asked, socket, head) => {
    const own = connect(Number(new URL(url).port), '127.0.0.1');
    const lines = asked.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? `${name}: ${all[at + 1]}` : []));
    own.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    own.write(head);
    own.on('error', () => socket.destroy());
    socket.on('error', () => own.destroy());
    own.pipe(socket).pipe(own);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    database,
    deploy: () => void (build += 'next-'),
    looks: () => looks,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await close();
    },
  };
}
