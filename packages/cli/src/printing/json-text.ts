import { jsonOf } from '@cairn/core/inspect';
import { jsonPrintable } from './harmless.ts';

/** JSON on one line, of what `jsonOf` makes of a value. */
export function jsonLine(value: unknown): string {
  return jsonPrintable(JSON.stringify(jsonOf(value)));
}

/** JSON as people read it too, of what `jsonOf` makes of a value. */
export function jsonBlock(value: unknown): string {
  return jsonPrintable(JSON.stringify(jsonOf(value), null, 2));
}
