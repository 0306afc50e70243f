import type { Diagram } from '@cairn/core';
import { useEffect, useRef } from 'preact/hooks';
import { Link } from 'wouter';
import type { Heat } from '../../api.ts';
import { addressWith } from '../data/address.ts';
import { oneLine } from '../parts/text.ts';
import { durationText } from '@cairn/drawing/words';
import { warmths, type Measure } from './heat-of-nodes.ts';

interface HeatTableProps {
  readonly diagram: Diagram;
  readonly heat: Heat;
  readonly measure: Measure;
  readonly graph: string;
  readonly node: string | undefined;
  readonly onNode: (node: string | undefined) => void;
}

/** What the colours say, as numbers. */
export function HeatTable({ diagram, heat, measure, graph, node, onNode }: HeatTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const warm = warmths(heat, measure);
  const known = new Map(heat.nodes.map((each) => [each.id, each]));
  const places = placesIn(diagram);
  useEffect(() => body.current?.querySelector('.marked')?.scrollIntoView({ block: 'nearest' }), [node]);
  return (
    <section class="table-scroll heat-table" aria-label="Nodes" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col" class="number">
              Now
            </th>
            <th scope="col" class="number">
              Visits
            </th>
            <th scope="col" class="number">
              p50
            </th>
            <th scope="col" class="number">
              p95
            </th>
            <th scope="col" class="number">
              Failed
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {diagram.nodes.map(({ id, name }) => {
            const at = known.get(id);
            const place = places.get(id);
            return (
              <tr key={id} class={id === node ? 'marked' : undefined}>
                <td style={{ paddingInlineStart: `${12 + 14 * (place?.depth ?? 0)}px` }}>
                  <span class={`heat-box heat-${warm.get(id) ?? 0}`} aria-hidden="true" />
                  <button
                    type="button"
                    class="heat-node mono"
                    aria-pressed={id === node}
                    title={oneLine(id)}
                    onClick={() => onNode(id === node ? undefined : id)}
                  >
                    {oneLine(name)}
                  </button>
                </td>
                <td class="number">
                  {(at?.now ?? 0) === 0 ? (
                    <span class="quiet">0</span>
                  ) : (
                    <Link
                      href={addressWith('/', new URLSearchParams(), { graph, node: place?.node })}
                      aria-label={`${at?.now} at ${oneLine(id)} now`}
                    >
                      {at?.now}
                    </Link>
                  )}
                </td>
                <td class="number">{(at?.visits ?? 0).toLocaleString('en')}</td>
                <td class="number">{at?.p50 === undefined ? '' : durationText(at.p50)}</td>
                <td class="number">{at?.p95 === undefined ? '' : durationText(at.p95)}</td>
                <td class={(at?.failures ?? 0) > 0 ? 'number trouble' : 'number'}>{at?.failures ?? 0}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** How deep each node of a diagram stands, and the name of the node that threads are at where they are in it: of a state, that which has it. */
function placesIn({ nodes }: Diagram): ReadonlyMap<string, { readonly depth: number; readonly node: string }> {
  const places = new Map<string, { readonly depth: number; readonly node: string }>();
  for (const { id, name, parent, state } of nodes) {
    const holder = parent === undefined ? undefined : places.get(parent);
    places.set(id, { depth: (holder?.depth ?? -1) + 1, node: state === undefined ? name : (holder?.node ?? name) });
  }
  return places;
}
