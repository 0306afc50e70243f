import { typeInWords } from '../cel/cel-type.ts';
import { ownTypes } from '../cel/known.ts';
import { language, prefix } from '../cel/language.ts';

const asked =
  'Say what is asked: has(state.title), state.title != "", state.amount != 0. What stands in for something absent is state.?title.orValue("none").';

/** What CEL's checker says, by what it is about, and what to write instead. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/\bnull\b/u, 'What may be absent is asked for with has(…), or read with .?name.orValue(…).'],
  [/^no such overload: !|^logical operator requires bool/iu, asked],
  [
    /^no such overload: .*[=<>]/iu,
    'Both sides have to be of one type: write string(…), double(…) or timestamp(…) around one of them.',
  ],
  [
    /^no such overload: string \+ google|^no such overload: google\S+ \+ string/iu,
    'No text is made of a time here: make it in an activity.',
  ],
  [/^no such overload: (?:.* )?\+ string$|^no such overload: string \+/iu, 'Write string(…) around what is no text.'],
  [/^ternary branches/iu, 'Write dyn(…) around one of them, or make one what the other is.'],
  [/^has\(\) invalid argument/iu, 'It takes a field, such as has(state.title).'],
  [
    /^(?:found )?no matching overload for 'int\(google\.protobuf\.Timestamp\)'/iu,
    'A length of time is: now - timestamp(0).',
  ],
  [/^(?:found )?no matching overload for 'duration\(/iu, 'A length of time is a text: duration("3s").'],
  [/^cannot index type 'string'/iu, 'A part of a text is state.title.substring(0, 1).'],
  [/^list index must be int\b/iu, 'Write int(…) around it.'],
  [
    /^(?:found )?no matching overload for '(?!size\b).*double/iu,
    'Where a whole number is meant, write int(…) around it.',
  ],
  [/^unterminated string/iu, 'In YAML, " #" begins a comment: what holds it stands in quotes as a whole.'],
  [/^exceeded max/iu, 'Nest less, or decide it in an activity.'],
  [/^no such key: (?:length|size)$/iu, 'How many there are is size(…).'],
];

/** What a library says of an expression, as a sentence of its own, and what to write instead where that is known. */
export function sentence(said: string): string {
  const plain = said.replaceAll(prefix, '').trim();
  const quotient = /^found no matching overload for 'number\((?<type>[^)]*)\)'/u.exec(plain)?.groups?.['type'];
  if (quotient !== undefined) return `Only numbers are divided, and this is ${typeInWords(quotient)}.`;
  const hint = hints.find(([about]) => about.test(plain))?.[1] ?? taken(plain);
  const first = named(plain.charAt(0).toUpperCase() + plain.slice(1));
  const whole = /[.?!]$/u.test(first) ? first : `${first}.`;
  return hint === undefined ? whole : `${whole} ${hint}`;
}

/** The types of CEL that have long names, by those that functions have. */
function named(said: string): string {
  return said
    .replaceAll('google.protobuf.Timestamp', 'timestamp')
    .replaceAll('google.protobuf.Duration', 'duration')
    .replaceAll(/<dyn(?:, dyn)?>/gu, '')
    .replaceAll(new RegExp(`${ownTypes.replaceAll('.', '\\.')}\\w+`, 'gu'), 'map');
}

/** What a function or a method takes that was given something else. */
function taken(said: string): string | undefined {
  const name = /no matching overload for '(?:[\w.<>, ]*\.)?(?<name>\w+)\(/u.exec(said)?.groups?.['name'];
  const own = language.getDefinitions().functions.filter((each) => each.name === name);
  const written = own.map(({ signature }) => named(signature.replace(/^(?:.*\.)?(\w+\(.*\)):.*$/u, '$1')));
  return written.length === 0 ? undefined : `It is written ${[...new Set(written)].join(' or ')}.`;
}
