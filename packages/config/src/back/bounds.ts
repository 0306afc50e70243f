import type { z } from 'zod';

/** What a schema of zod asks besides its type, as documents say it. */
interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly isWhole: boolean;
}

type DefOf<Part extends { readonly _zod: { readonly def: unknown } }> = Part['_zod']['def'];

/** What zod keeps of how a schema or a check was made. */
export function defOf<Part extends { readonly _zod: { readonly def: unknown } }>({ _zod: { def } }: Part): DefOf<Part> {
  return def;
}

/** The bounds of a schema; undefined where it asks or does something that documents have no word for. */
export function boundsOf(def: DefOf<z.core.$ZodTypes>): Bounds | undefined {
  const { coerce, catchall, keyType, mode } = def as Loose;
  const isOtherKey = keyType !== undefined && !isPlainText(keyType);
  if (coerce === true || catchall !== undefined || isOtherKey || mode !== undefined) return undefined;
  // What has a form of its own, such as an address or a whole number, is a check itself.
  const own = 'check' in def ? [def as unknown as CheckDef] : [];
  const checks = [...own, ...(def.checks ?? []).map((check) => defOf(check) as unknown as CheckDef)];
  let bounds: Bounds = { isWhole: false };
  for (const check of checks) {
    const bound = boundOf(check);
    if (bound === undefined) return undefined;
    bounds = { ...bounds, ...bound };
  }
  return bounds;
}

interface Loose {
  readonly coerce?: unknown;
  readonly catchall?: unknown;
  readonly keyType?: z.core.$ZodType;
  readonly mode?: unknown;
}

interface CheckDef {
  readonly check: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: unknown;
  readonly inclusive?: boolean;
}

function boundOf({ check, format, minimum, maximum, value, inclusive }: CheckDef): Partial<Bounds> | undefined {
  switch (check) {
    case 'number_format':
      return format === 'safeint' ? { isWhole: true } : undefined;
    case 'min_length':
      return minimum === undefined ? undefined : { min: minimum };
    case 'max_length':
      return maximum === undefined ? undefined : { max: maximum };
    case 'greater_than':
      return inclusive === true && typeof value === 'number' ? { min: value } : undefined;
    case 'less_than':
      return inclusive === true && typeof value === 'number' ? { max: value } : undefined;
    default:
      return undefined;
  }
}

function isPlainText(schema: z.core.$ZodType): boolean {
  const def = defOf(schema);
  return def.type === 'string' && (def.checks ?? []).length === 0 && !('check' in def);
}
