import type { Path } from '@cairn/core/inspect';

/** Where something is in a value: `evidence[2].source`; empty for the whole. */
export function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}
