import { identity } from '../../base/change.ts';

/** A text that equal members of a union have in common. */
export function memberName(member: unknown): string {
  const id = identity(member);
  return `${typeof id} ${String(id)}`;
}

/** Those of all members of a union. */
export function membersIn(value: unknown): Set<string> {
  return new Set(Array.isArray(value) ? value.map(memberName) : []);
}
