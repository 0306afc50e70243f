/** All threads, as the filters of the address have them. */
export function ThreadsScreen() {
  return <h1>Threads</h1>;
}
