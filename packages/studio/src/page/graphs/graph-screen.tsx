/** A graph: its drawing, how many threads are where, and heat. */
export function GraphScreen({ name }: { readonly name: string }) {
  return <h1>{name}</h1>;
}
