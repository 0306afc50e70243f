/** A thread at a checkpoint. */
export function ThreadScreen({ id }: { readonly id: string }) {
  return <h1>{id}</h1>;
}
