import { Agent, request } from 'node:http';

const AT_ONCE = 64;

export interface HttpRequest {
  method: string;
  /** Of the signed-in user. */
  token?: string;
  /** JSON. */
  body?: string;
}

/** JSON over kept-alive connections to loopback; a third of what `fetch` costs the generator. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  request(port: number, path: string, { method, token, body }: HttpRequest): Promise<{ status: number; text: string }> {
    const headers: Record<string, string> = {};
    if (token) headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: this.agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode!, text }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
