import { createSign } from 'node:crypto';
import pg from 'pg';

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The same token with an end of the test's choosing, signed with the deployment's own key. */
export async function lapsingIn(seconds: number, accessToken: string, databaseUrl: string): Promise<string> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ private_jwk: object }>('SELECT private_jwk FROM signing_keys');
  await database.end();
  const [head, payload] = accessToken.split('.') as [string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const input = `${head}.${b64({ ...claims, exp: Math.floor(Date.now() / 1_000) + seconds })}`;
  const key = { key: rows[0]!.private_jwk as never, format: 'jwk' as const, dsaEncoding: 'ieee-p1363' as const };
  return `${input}.${createSign('sha256').update(input).sign(key).toString('base64url')}`;
}
