import { textFrame, RawWebSocket } from '../../../../bench/lib/websocket.js';
import { until } from '../../../../scripts/parts/until.js';

/**
 * Runs code in a node through Node's own debugger, which SIGUSR1 opens on its port. Answers when the code is about to run:
 * it may block the process, or end it.
 */
export async function evaluateIn(pid: number, port: number, code: string): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  let path = '';
  await until('the debugger listens', 10_000, async () => {
    const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    path = new URL((targets as Array<{ webSocketDebuggerUrl: string }>)[0]!.webSocketDebuggerUrl).pathname;
    return true;
  });
  let answered!: () => void;
  const answer = new Promise<void>((resolve) => (answered = resolve));
  const socket = await RawWebSocket.open({ port, path }, () => answered());
  const params = { expression: `setImmediate(() => { ${code} })` };
  socket.write(textFrame(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params })));
  await answer;
  socket.destroy();
}
