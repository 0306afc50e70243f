import type { ASTNode } from '@marcbachmann/cel-js';
import { mayFit } from './fits.ts';
import { inPlaceOf, type Flaw } from './flaw.ts';
import { operandOf, textOf } from './instead.ts';
import { anything, celNames, type KnownOf } from '../cel/known.ts';

/** What stands in for something absent of which nothing is known. */
export const standIns: readonly string[] = ['""', '0', 'false', '[]', '{}'];

/** What stands in for something absent of a type of CEL; undefined where nothing does that is written as a constant. */
export function standInFor(cel: string): string | undefined {
  if (cel === celNames.text) return '""';
  if (cel === celNames.number || cel === celNames.whole) return '0';
  if (cel === celNames.flag) return 'false';
  if (cel.startsWith('list')) return '[]';
  return cel.startsWith('map') ? '{}' : undefined;
}

/** What stands in for something that is held against a constant. */
export function standInBeside(constant: string): string | undefined {
  if (/^["']/u.test(constant)) return '""';
  if (/^-?\d/u.test(constant)) return '0';
  return /^(?:true|false)$/u.test(constant) ? 'false' : undefined;
}

/** Something with what stands in for it behind. */
export function orValue(node: ASTNode, standIn: string): string {
  return `${operandOf(node)}.orValue(${standIn})`;
}

/** Methods of what may be absent. */
const own: ReadonlySet<string> = new Set(['or', 'orValue', 'hasValue', 'value', 'optMap', 'optFlatMap']);

/** Whether a part is read with what may be absent on its way. */
function isOptional({ op, args }: ASTNode): boolean {
  if (op === '.?' || op === '[?]') return true;
  return (op === '.' || op === '[]') && isOptional((args as readonly ASTNode[])[0] as ASTNode);
}

/** What may be told where a checker refuses an expression: that what may be absent in it needs what stands in for it. */
export function withStandIns(ast: ASTNode, knownOf: KnownOf): readonly Flaw[] {
  const found: Flaw[] = [];
  const visit = (node: ASTNode, beside: readonly ASTNode[], isReceiver: boolean): void => {
    if (isOptional(node)) {
      if (!isReceiver) found.push(...standingIn(node, beside, knownOf));
      return;
    }
    if (node.op === 'rcall') {
      const [name, receiver, args] = node.args;
      visit(receiver, [], own.has(name));
      for (const each of args) visit(each, [], false);
      return;
    }
    const parts = partsOf(node.args);
    for (const each of parts) visit(each, parts, false);
  };
  visit(ast, [], true);
  return found;
}

function standingIn(node: ASTNode, beside: readonly ASTNode[], knownOf: KnownOf): readonly Flaw[] {
  if (textOf(node) === '…') return [];
  const known = standInFor(knownOf(node)?.cel ?? '');
  const near = beside.flatMap((each) => (each.op === 'value' ? (standInBeside(textOf(each)) ?? []) : []));
  return (known === undefined ? [...near, ...standIns] : [known]).map((standIn) => ({
    at: node.start,
    message: `What may be absent needs what stands in for it. ${inPlaceOf(textOf(node), orValue(node, standIn))}`,
  }));
}

/** Whether something stands in for what is absent that is known to be of another type. */
export function hasUnlikeStandIn(node: ASTNode, knownOf: KnownOf): boolean {
  if (node.op === 'rcall' && node.args[0] === 'orValue') {
    const [, of, [standIn]] = node.args;
    const cel = standIn && knownOf(standIn)?.cel;
    if (cel !== undefined && !mayFit(cel, knownOf(of) ?? anything)) return true;
  }
  return partsOf(node.args).some((each) => hasUnlikeStandIn(each, knownOf));
}

/** The parts that the arguments of an operator hold. */
export function partsOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(partsOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}
