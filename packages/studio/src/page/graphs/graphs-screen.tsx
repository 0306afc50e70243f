/** The graphs that threads run. */
export function GraphsScreen() {
  return <h1>Graphs</h1>;
}
