import { useNow } from '../data/clock.ts';
import { distanceText, momentText } from '@cairn/drawing/words';

/** How long something is ago, or until it is: `3m ago`, `in 2h`; the moment itself where it is pointed at. All tick together. */
export function Ago({ at }: { readonly at: number }) {
  const now = useNow();
  return <Moment at={at} text={Math.abs(at - now) < 1000 ? 'now' : distanceText(at, now)} />;
}

function Moment({ at, text }: { readonly at: number; readonly text: string }) {
  return (
    <time class="number" dateTime={new Date(at).toISOString()} title={momentText(at)}>
      {text}
    </time>
  );
}
