export type AuditLine = Record<string, unknown> & { audit: string };

/** What `work` answers, and the audit lines that this process writes meanwhile. */
export async function audited<T>(work: () => Promise<T>): Promise<{ result: T; lines: AuditLine[] }> {
  const written: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (chunk: string | Uint8Array) => (written.push(String(chunk)), true);
  const result = await work().finally(() => (process.stdout.write = write));
  const lines = written.flatMap((text) => text.split('\n')).filter((line) => line.startsWith('{'));
  return { result, lines: lines.map((line) => JSON.parse(line) as AuditLine).filter((line) => 'audit' in line) };
}
