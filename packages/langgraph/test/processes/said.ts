/** What a writer has said by its n-th checkpoint. */
export function said(name: string, number: number): readonly string[] {
  return Array.from({ length: number }, (_, at) => `${name} ${at} `.padEnd(at % 3 === 0 ? 20 : 300, 'and so on '));
}

/** The id of a writer's n-th checkpoint: those of several writers stand between each other. */
export function idBy(name: string, number: number): string {
  const own = name.codePointAt(0)?.toString(16) ?? '';
  return `1f1ec034-${number.toString(16).padStart(4, '0')}-6950-8000-0bbcaa7123${own}`;
}

/** The number that an id was made of. */
export function numberIn(id: string): number {
  return Number.parseInt(id.slice(9, 13), 16);
}
