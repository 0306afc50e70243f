/** Queries of the database. */
export function SqlScreen() {
  return <h1>SQL</h1>;
}
