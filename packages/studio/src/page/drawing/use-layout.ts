import type { Diagram } from '@cairn/core';
import { layoutOf, type Layout } from '@cairn/drawing';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { placing } from './placing.ts';

/** Up to so many nodes are placed at once; more of them take a worker, as placing them would hold the page up. */
const few = 60;

/** Where everything of a diagram is; undefined until a worker has placed a large one. */
export function useLayout(diagram: Diagram | undefined): Layout | undefined {
  const makeWorker = diagram !== undefined && diagram.nodes.length > few ? placing.worker : undefined;
  const isLarge = makeWorker !== undefined;
  const small = useMemo(() => (diagram === undefined || isLarge ? undefined : layoutOf(diagram)), [diagram, isLarge]);
  const [placed, setPlaced] = useState<{ readonly of: Diagram; readonly layout: Layout }>();
  useEffect(() => {
    if (makeWorker === undefined || diagram === undefined) return undefined;
    const worker = makeWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<Layout>) => setPlaced({ of: diagram, layout: data }));
    worker.postMessage(diagram, []);
    return () => worker.terminate();
  }, [diagram, makeWorker]);
  return isLarge ? (placed?.of === diagram ? placed?.layout : undefined) : small;
}
