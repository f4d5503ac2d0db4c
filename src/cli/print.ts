/** Rows as aligned columns for people, or as one JSON object a line for programs. */
export function print(rows: readonly object[], json: boolean, nothing: string): void {
  if (json) for (const row of rows) console.log(JSON.stringify(row));
  else if (rows.length === 0) console.log(nothing);
  else console.table(rows);
}

/** The first line of an error: the rest is in JSON. */
export const firstLine = (text: string): string => text.split('\n')[0]!.slice(0, 100);
