import { ParleyError } from '../../../../sdk/index.js';

const ANSWER_MS = 5_000;
const ROUNDS = 3;

interface Refusal {
  /** engine.io's own numbers: 0 is a transport that is not served. */
  code: number;
  message: string;
}

/**
 * Socket.IO's long polling, by hand: each round is a connection of its own, which a balancer may send anywhere. Resolves when it was
 * served; throws the server's refusal, or what became of it otherwise.
 */
export async function pollFor(url: string): Promise<void> {
  const opened = await round(`${url}/socket.io/?EIO=4&transport=polling`);
  if (opened.status === 400) throw refusalOf((await opened.json()) as Refusal);
  if (!opened.ok) throw new Error(`long polling was answered ${opened.status}`);
  const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string };
  for (let i = 0; i < ROUNDS; i += 1) {
    const { status } = await round(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`);
    if (status !== 200) throw new Error(`round ${i + 1} of long polling was answered ${status}`);
  }
}

function round(url: string): Promise<Response> {
  const answer = fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(ANSWER_MS) });
  return answer.catch((error: unknown) => {
    // `fetch` says so of a connection that was not had, or was lost: the balancer resets those it has when it changes its mind.
    throw error instanceof TypeError ? ParleyError.local('client.network', 'The connection was lost', error) : error;
  });
}

function refusalOf({ code, message }: Refusal): Error {
  if (code !== 0) return new Error(`long polling was refused with ${code} ${message}`);
  return new ParleyError({ code: 'engine.transport_unknown', title: message, status: 400 });
}
