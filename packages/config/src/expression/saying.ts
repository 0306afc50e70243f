import { typeInWords } from './fits.ts';
import { ownTypes } from './known.ts';
import { prefix } from './language.ts';

/** What CEL's checker says, by what it is about, and what to write instead. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/\bnull\b/u, 'What may be absent is asked for with has(…), or read with .?name.orValue(…).'],
  [
    /^(?:found )?no matching overload for 'int\(google\.protobuf\.Timestamp\)'/iu,
    'A length of time is: now - timestamp(0).',
  ],
  [/^list index must be int\b/iu, 'Write int(…) around it.'],
  [/^(?:found )?no matching overload for '.*double/iu, 'Where a whole number is meant, write int(…) around it.'],
  [/^unterminated string/iu, 'In YAML, " #" begins a comment: what holds it stands in quotes as a whole.'],
  [/^exceeded maxdepth/iu, 'Nest less, or decide it in an activity.'],
];

/** What a library says of an expression, as a sentence of its own, and what to write instead where that is known. */
export function sentence(said: string): string {
  const plain = said.replaceAll(prefix, '').trim();
  const quotient = /^found no matching overload for 'number\((?<type>[^)]*)\)'/u.exec(plain)?.groups?.['type'];
  if (quotient !== undefined) return `Only numbers are divided, and this is ${typeInWords(quotient)}.`;
  const hint = hints.find(([about]) => about.test(plain))?.[1];
  const first = named(plain.charAt(0).toUpperCase() + plain.slice(1));
  const whole = /[.?!]$/u.test(first) ? first : `${first}.`;
  return hint === undefined ? whole : `${whole} ${hint}`;
}

/** The types of CEL that have long names, by those that functions have. */
function named(said: string): string {
  return said
    .replaceAll('google.protobuf.Timestamp', 'timestamp')
    .replaceAll('google.protobuf.Duration', 'duration')
    .replaceAll(new RegExp(`${ownTypes.replaceAll('.', '\\.')}\\w+`, 'gu'), 'map');
}
