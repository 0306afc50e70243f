import type { AnyGraph } from '@cairn/core';

/** The keys without which a thread of a graph does not start: those whose schemas refuse that there is nothing. */
export function neededKeys({ source }: AnyGraph): readonly string[] {
  return Object.entries(source.state).flatMap(([name, entry]) => {
    return '~standard' in entry && refusesNothing(entry) ? [name] : [];
  });
}

type Standard = Extract<AnyGraph['source']['state'][string], { readonly '~standard': unknown }>;

function refusesNothing(schema: Standard): boolean {
  try {
    const result = schema['~standard'].validate(undefined);
    return 'issues' in result && result.issues !== undefined;
  } catch {
    return true;
  }
}
