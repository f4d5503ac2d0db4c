import { Agent, request } from 'node:http';

export interface RawAnswer {
  status: number;
  contentType: string;
  text: string;
}

export interface RawRequest {
  method: string;
  /** Sent as it is: no client tidies it up. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** HTTP without a client's good manners. */
export class RawHttp {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(readonly url: string) {}

  send({ method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const sent = request(
        { hostname, port, method, path, agent: this.agent, headers: { ...headers, ...length } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode!,
              contentType: answer.headers['content-type'] ?? '',
              text: Buffer.concat(chunks).toString(),
            }),
          );
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

export const json = (token?: string) => ({ 'content-type': 'application/json', ...bearer(token) });
export const bearer = (token?: string): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {});
