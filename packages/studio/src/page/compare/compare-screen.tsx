/** Two checkpoints side by side. */
export function CompareScreen() {
  return <h1>Compare</h1>;
}
