/** Everything that waits for a person. */
export function InboxScreen() {
  return <h1>Inbox</h1>;
}
