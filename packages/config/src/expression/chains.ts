import { standInBeside, standIns } from './absent.ts';

const name = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;

/** A way from a variable on, as JavaScript writes it too, and whether its last step is called. */
export const chain: string = String.raw`(?<![\p{L}\p{N}_$.?\])])(${name})((?:\??\.\??${name}|(?:\?\.)?\[\??[^\][]*\])+)(\(?)`;

const step = new RegExp(
  String.raw`(?<soft>\?\.)?(?:\.?(?<maybe>\?)?(?<field>${name})|\[(?<also>\??)(?<index>[^\][]*)\])`,
  'gu',
);

interface Step {
  /** Whether what comes before may be absent. */
  readonly isSoft: boolean;
  /** Whether it may be absent itself, as it is written. */
  readonly isMaybe: boolean;
  readonly field?: string;
  readonly index?: string;
}

function stepsOf(tail: string): readonly Step[] {
  return Array.from(tail.matchAll(step), ({ groups = {} }) => ({
    isSoft: groups['soft'] !== undefined,
    isMaybe: groups['maybe'] === '?' || groups['also'] === '?',
    ...(groups['field'] !== undefined && { field: groups['field'] }),
    ...(groups['index'] !== undefined && { index: groups['index'] }),
  }));
}

/** A way as CEL writes it, and whether it may lead to nothing: from the first step that may be absent on, all are asked for. */
function written(
  variable: string,
  steps: readonly Step[],
  isLastMaybe: boolean,
): { readonly text: string; readonly isMaybe: boolean } {
  let isMaybe = false;
  let text = variable;
  steps.forEach((each, index) => {
    isMaybe ||= each.isMaybe || (index > 0 && each.isSoft) || steps[index + 1]?.isSoft === true;
    if (isLastMaybe && index === steps.length - 1) isMaybe = true;
    const mark = isMaybe ? '?' : '';
    text += each.field === undefined ? `[${mark}${each.index ?? ''}]` : `.${mark}${each.field}`;
  });
  return { text, isMaybe };
}

/** What may be written for a way with `?.` in it, the likeliest first; `beside` is a constant that it is held against. */
export function chainInstead(variable: string, tail: string, isCalled: boolean, beside: string): readonly string[] {
  const steps = stepsOf(tail);
  const near = standInBeside(beside);
  const likely = near === undefined ? standIns : [near, ...standIns];
  const last = steps.at(-1);
  const before = written(variable, steps.slice(0, -1), last?.isSoft === true && steps.length > 1);
  if (isCalled) {
    const method = `.${last?.field ?? ''}(`;
    return before.isMaybe
      ? likely.map((each) => `${before.text}.orValue(${each})${method}`)
      : [`${before.text}${method}`];
  }
  const whole = written(variable, steps, false);
  if (!whole.isMaybe || beside === 'null' || beside === 'undefined') return [whole.text];
  const sized = before.isMaybe && /^(?:length|size|count)$/u.test(last?.field ?? '') ? ['""', '[]', '{}'] : [];
  return [
    whole.text,
    ...likely.map((each) => `${whole.text}.orValue(${each})`),
    ...sized.map((each) => `size(${before.text}.orValue(${each}))`),
  ];
}

/** What may be written for a way with `?? other` behind it. */
export function chainOr(variable: string, tail: string, other: string): readonly string[] {
  const steps = stepsOf(tail);
  const whole = `${written(variable, steps, true).text}.orValue(${other})`;
  const last = steps.at(-1);
  if (steps.length < 2 || !/^(?:length|size|count)$/u.test(last?.field ?? '')) return [whole];
  const before = written(variable, steps.slice(0, -1), true).text;
  return [whole, ...['""', '[]', '{}'].map((each) => `size(${before}.orValue(${each}))`)];
}
