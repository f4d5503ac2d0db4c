import pg from 'pg';

/** A digest of every row of every table, by table: equal digests mean that nothing was stored. */
export class Stored {
  private readonly client: pg.Client;

  private constructor(url: string) {
    this.client = new pg.Client({ connectionString: url });
  }

  static async open(url: string): Promise<Stored> {
    const stored = new Stored(url);
    await stored.client.connect();
    return stored;
  }

  async digest(): Promise<Record<string, string>> {
    const tables = await this.client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = 'public' ORDER BY 1`,
    );
    const one = ({ name }: { name: string }) =>
      `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM ${name} t`;
    const found = await this.client.query<{ name: string; digest: string }>(tables.rows.map(one).join(' UNION ALL '));
    return Object.fromEntries(found.rows.map(({ name, digest }) => [name, digest]));
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
