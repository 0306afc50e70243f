/** The states that a machine is in, as people read them: `cart`, `shop.cart, clock.on`. */
export function stateText(value: unknown): string {
  return leavesOf(value).join(', ');
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => {
    const leaves = leavesOf(inner);
    return leaves.length === 0 ? [key] : leaves.map((leaf) => `${key}.${leaf}`);
  });
}
