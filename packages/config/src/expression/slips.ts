import { chain, chainInstead, chainOr } from './chains.ts';
import { inActivity, inPlaceOf, lastCase, oneOf, quotesOfItsOwn, regularExpressions, type Flaw } from './flaw.ts';

const choice = 'A choice is written state.done ? "yes" : "no".';
const made =
  'An expression is made of names, constants, calls, lists, maps, and of + - * / % == != < <= > >= && || ! in and ? :.';
const added = 'Texts are added: "by " + state.name, with string(…) around what is no text.';
const absent = 'What stands in for something absent is written state.?title.orValue("none").';

/** What is told of what was found, the likeliest first; nothing where it is no slip. */
type Tell = (found: readonly string[]) => string | readonly string[];

const name = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
const path = String.raw`${name}(?:\.\??${name}|\[[^\][]*\])*`;
const literal = String.raw`"[^"]*"|'[^']*'|\d[\d.]*`;
const operand = String.raw`${path}|${literal}|\[[^\][]*\]`;
const word = (which: string) => String.raw`(?<![\p{L}\p{N}_.])(?:${which})(?![\p{L}\p{N}_])\s*`;

const write =
  (instead: string): Tell =>
  ([written = '']) =>
    inPlaceOf(written.trim(), instead);
const leaveOut: Tell = ([written = '']) => `Leave ${written.trim()} out.`;
const say =
  (sentence: string): Tell =>
  () =>
    sentence;

/** CEL's names of the types that `typeof` tells. */
const types: Readonly<Record<string, string>> = { string: 'string', number: 'double', boolean: 'bool' };

/** What is looked for; of two that begin at one place the first counts. */
const table: readonly (readonly [string, Tell])[] = [
  ['`[^`]*`', ([written = '']) => [inPlaceOf(written, joined(written.slice(1, -1))), added]],
  [
    String.raw`(?<![\p{L}\p{N}_.])f(["'])(_*)\1`,
    ([written = '', , inner = '']) => [inPlaceOf(written, joined(inner.replaceAll('{', '${'))), added],
  ],
  [String.raw`\$\{\{\s*([^{}]*?)\s*\}\}`, ([written = '', inner = '']) => inPlaceOf(written, inner)],
  [String.raw`\{\{\s*([^{}]*?)\s*\}\}`, ([written = '', inner = '']) => inPlaceOf(written, inner)],
  [String.raw`\$\{\s*([^{}]*?)\s*\}`, ([written = '', inner = '']) => inPlaceOf(written, inner)],
  [String.raw`\$\.(${name})`, ([written = '', inner = '']) => inPlaceOf(written, `state.${inner}`)],
  [String.raw`^\s*\.(${name})`, ([written = '', inner = '']) => inPlaceOf(written.trim(), `state.${inner}`)],
  [String.raw`\$(${name})`, ([written = '', inner = '']) => inPlaceOf(written, inner)],
  [
    String.raw`${chain}\s*\?\?\s*(${operand}|\{\})`,
    ([written = '', of = '', tail = '', call, other = '']) =>
      call === '(' ? [] : chainOr(of, tail, other).map((each) => inPlaceOf(written, each)),
  ],
  [String.raw`\?\?=?`, say(absent)],
  [
    String.raw`${chain}(?=(?:\s*[=!<>]=*\s*(${literal}|true|false|null|undefined))?)`,
    ([written = '', of = '', tail = '', call, beside = '']) =>
      tail.includes('?.') ? chainInstead(of, tail, call === '(', beside).map((each) => inPlaceOf(written, each)) : [],
  ],
  [String.raw`\?\.`, say(absent)],
  [String.raw`(?<=\()\(?(${name})\)?\s*=>\s*(\S*)`, ([written = '', of, next]) => inPlaceOf(written, `${of}, ${next}`)],
  [
    String.raw`(?<![\p{L}\p{N}_$])\([\s\p{L}\p{N}_$,:{}]*\)\s*=>|(?<![\p{L}\p{N}_$.?])${name}\s*=>|(?<![\p{L}\p{N}_$.])lambda\s+\w+\s*:`,
    ([written]) =>
      `Leave ${written} out: an expression is no function, and sees state by that name. What needs one is an activity.`,
  ],
  ['===', write('==')],
  ['=>', write('>=')],
  ['=<', write('<=')],
  ['=~', say(regularExpressions)],
  ['->', write('.')],
  [word('gte|ge'), write('>=')],
  [word('lte|le'), write('<=')],
  [word('gt'), write('>')],
  [word('lt'), write('<')],
  [word('eq|equals'), write('==')],
  [word('neq|ne'), write('!=')],
  [
    String.raw`(?<![\p{L}\p{N}_.])(\d+(?:\.\d+)?(?:ms|[smhdw]))(?![\p{L}\p{N}_])`,
    ([written = '']) => inPlaceOf(written, `duration("${written}")`),
  ],
  [
    String.raw`(?<![\p{L}\p{N}_.])\d+(?:_\d+)*n?(?<=[_n]\d*)(?![\p{L}\p{N}_])`,
    ([written = '']) => inPlaceOf(written, written.replaceAll(/[_n]/gu, '')),
  ],
  [String.raw`\bin\s*\(([^()]*,[^()]*)\)`, ([written = '', items = '']) => inPlaceOf(written, `in [${items}]`)],
  ['!==', write('!=')],
  ['<>', write('!=')],
  [String.raw`([-+*/%])=(?!=)`, ([written = '', sign = '']) => inPlaceOf(written, sign)],
  [String.raw`(?<![=!<>])=(?![=>])`, write('==')],
  [String.raw`(\+\+|--)(?=\s*(?:$|[)\],}]))`, ([written = '']) => inPlaceOf(written, `${written.charAt(0)} 1`)],
  [String.raw`(?<!&)&(?!&)`, () => [inPlaceOf('&', '&&'), inPlaceOf('&', '+')]],
  [String.raw`(?<!\|)\|(?!\|)`, write('||')],
  [String.raw`\*\*`, say('A power is multiplied out, such as state.amount * state.amount.')],
  [
    String.raw`(${operand})\s+not\s+in\s+(${operand})`,
    ([written = '', item, list]) => inPlaceOf(written, `!(${item} in ${list})`),
  ],
  [
    String.raw`(${path}|${literal})\s+(contains|startsWith|endsWith)\s+(${path}|${literal})`,
    ([written = '', of, method, other]) => inPlaceOf(written, `${of}.${method}(${other})`),
  ],
  [word('and'), write('&&')],
  [word('or'), write('||')],
  [word(String.raw`is\s+not|isnt`), write('!=')],
  [word('is'), write('==')],
  [word('not'), write('!')],
  [String.raw`^\s*(?:else|otherwise|default)\s*$`, say(lastCase)],
  [word('if|else|then|elif|unless|when|case|switch'), say(choice)],
  [String.raw`new\s+Date\(\s*\)`, write('now')],
  [String.raw`new\s+Date\(`, write('timestamp(')],
  [
    String.raw`typeof\s+(${path})\s*([=!]=)=?\s*["'](\w*)["']`,
    ([written = '', of, sign, type = '']) =>
      type === 'undefined'
        ? inPlaceOf(written, sign === '==' ? `!has(${of})` : `has(${of})`)
        : inPlaceOf(written, `type(${of}) ${sign} ${types[type] ?? 'map'}`),
  ],
  [word('await|return|yield|void|const|let|var'), leaveOut],
  [word(String.raw`as\s+[\p{L}\[\]]+`), leaveOut],
  [
    word('new|typeof|instanceof|delete|function|for|while|throw|try|import|async|between|like|matches'),
    say(inActivity),
  ],
  [';', leaveOut],
  [String.raw`(?<=[\p{L}\p{N}_\])])!(?!=)`, leaveOut],
  [
    String.raw`\[\s*\.\.\.(${path})((?:\s*,\s*\.\.\.${path})*)\s*\]`,
    ([written = '', list = '', more = '']) => inPlaceOf(written, `${list}${more.replaceAll(/\s*,\s*\.\.\./gu, ' + ')}`),
  ],
  [
    String.raw`\[\.\.\.(${path})\s*,\s*([^\][]*)\]`,
    ([written = '', list, more]) => inPlaceOf(written, `${list} + [${more}]`),
  ],
  [
    String.raw`\[([^\][]*?)\s*,\s*\.\.\.(${path})\s*\]`,
    ([written = '', more, list]) => inPlaceOf(written, `[${more}] + ${list}`),
  ],
  [
    String.raw`\.\.\.`,
    say('Lists are put together by +, such as state.list + ["more"], and an object is a mapping of the document.'),
  ],
  [String.raw`(?<![\p{L}\p{N}_)\]\s])\s*\/[^/]+\/`, say(regularExpressions)],
  [
    String.raw`(${path})\.(in|true|false|null)(?![\p{L}\p{N}_])`,
    ([written = '', of, last]) => inPlaceOf(written, `${of}["${last}"]`),
  ],
];

const patterns = table.map(([pattern, tell]) => [new RegExp(pattern, 'dgiu'), tell] as const);

/** So far from where the reader stopped a slip may begin and end. */
const around = 200;

/** What was meant where CEL's reader stopped, the text of constants left aside; undefined where it is none of what is known. */
export function slipAt(text: string, at: number): Flaw | undefined {
  const from = Math.max(0, at - around);
  const masked = withoutConstants(text).slice(from, at + around);
  let best: Flaw | undefined;
  for (const [pattern, tell] of patterns) {
    for (const found of masked.matchAll(pattern)) {
      const [start, end] = found.indices?.[0] ?? [0, 0];
      if (from + start > at || from + end < at || (best !== undefined && best.at <= from + start)) continue;
      const parts = (found.indices ?? []).map((each) =>
        each === undefined ? '' : text.slice(from + each[0], from + each[1]),
      );
      const told = [tell(parts)].flat();
      if (told.length > 0) best = oneOf(from + start, told);
    }
  }
  return best ?? wordsIn(text);
}

/** A text that was written without quotes of its own. */
function wordsIn(text: string): Flaw | undefined {
  const isPlain = /^\p{L}[\p{L}\p{N}\s,.!’-]*\s[\p{L}\p{N}\s,.!’-]*$/u.test(text) && !/\S\.\S/u.test(text);
  const words = isPlain ? text.trim() : undefined;
  return words === undefined || words.length > around
    ? undefined
    : oneOf(0, [`${quotesOfItsOwn} ${inPlaceOf(words, JSON.stringify(words))}`, made]);
}

/** What is left to say where CEL's reader stopped for a reason of its own. */
export function stoppedAt(said: string): string {
  if (said.includes('Expected COLON')) return choice;
  if (said.includes('EOF')) return 'Something is missing at its end.';
  if (/^reserved identifier/iu.test(said)) return inActivity;
  return /^(?:unexpected|expected)/iu.test(said) ? made : '';
}

/** A text of the same length, in which nothing stands between quotes. */
function withoutConstants(text: string): string {
  return text.replaceAll(/`[^`]*`|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gsu, (found) =>
    found.startsWith('`') ? found : `${found.charAt(0)}${'_'.repeat(found.length - 2)}${found.charAt(0)}`,
  );
}

/** A template as a sum of texts. */
export function joined(template: string): string {
  const parts = template.split(/(\$\{[^{}]*\})/u).filter((part) => part !== '');
  const written = parts.map((part) => {
    const inner = /^\$\{\s*(?<inner>[^{}]*?)\s*\}$/u.exec(part)?.groups?.['inner'];
    return inner === undefined ? JSON.stringify(part) : `string(${inner})`;
  });
  return written.length === 0 ? '""' : written.join(' + ');
}
