import type { ConvertOptions } from './convert-options.ts';
import type { ConvertedGraph, NamesOf } from './converted-graph.ts';
import { NotConverted, type Gap } from './gap.ts';
import { graphOf } from './graph-of.ts';
import { isBuilt, isCompiled } from './lang-graph.ts';

/** A graph, and what of the one that it was converted from it leaves out. */
export interface Converted<Of> {
  readonly graph: ConvertedGraph<Of>;
  /** What has no place here, and makes no difference to what the graph comes to. */
  readonly gaps: readonly Gap[];
}

const noGraph: Gap = { at: 'the graph', why: 'It is no StateGraph of LangGraph, built or compiled.' };

/**
 * A graph of LangGraph as a graph of Cairn. It comes to what the other comes to; what does not map throws {@link NotConverted}, with all that
 * is in the way and what closes each gap.
 *
 * @example
 * const { graph } = convert(new StateGraph(MessagesAnnotation).addNode('answer', answer).addEdge(START, 'answer'));
 */
export function convert<Of extends object>(graph: Of, options: ConvertOptions<NamesOf<Of>> = {}): Converted<Of> {
  const builder: object | undefined = isCompiled(graph) ? graph.builder : graph;
  if (!isBuilt(builder)) throw new NotConverted(options.name ?? 'converted', [noGraph]);
  const given = isCompiled(graph) ? graph : { builder };
  const gaps: Gap[] = [];
  const left: Gap[] = [];
  const { graph: made, name } = graphOf(given, options, { gaps, left, isUp: false });
  if (gaps.length > 0) throw new NotConverted(name, gaps);
  return { graph: made as ConvertedGraph<Of>, gaps: left };
}
