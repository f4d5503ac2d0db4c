/** Rows as the parameters of an `unnest`: one array for each column. */
export const columns = <Row>(rows: readonly Row[], ...of: Array<(row: Row) => unknown>): unknown[][] =>
  of.map((column) => rows.map((row) => column(row)));
