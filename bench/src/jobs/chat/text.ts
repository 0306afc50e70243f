/** What one turn says: 500 bytes, each time other ones. */
export function textOf(turn: number): string {
  return `${turn} `.padEnd(500, 'the quick brown fox jumps over the lazy dog ');
}
