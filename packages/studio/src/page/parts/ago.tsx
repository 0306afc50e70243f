import { useNow } from '../data/clock.ts';
import { distanceText, durationText, momentText } from './time.ts';

/** How long something is ago, or until it is: `3m ago`, `in 2h`; the moment itself where it is pointed at. All tick together. */
export function Ago({ at }: { readonly at: number }) {
  const now = useNow();
  return <Moment at={at} text={Math.abs(at - now) < 1000 ? 'now' : distanceText(at, now)} />;
}

/** How long something has gone on since `from`, or did until `to`. */
export function Lasts({ from, to }: { readonly from: number; readonly to?: number | undefined }) {
  return to === undefined ? <Going from={from} /> : <span class="number">{durationText(to - from)}</span>;
}

function Going({ from }: { readonly from: number }) {
  const lasts = Math.max(0, useNow() - from);
  return <span class="number">{lasts < 1000 ? 'now' : durationText(lasts)}</span>;
}

/** A moment as it is, with its date. */
export function At({ at }: { readonly at: number }) {
  return <Moment at={at} text={momentText(at)} />;
}

function Moment({ at, text }: { readonly at: number; readonly text: string }) {
  return (
    <time class="number" dateTime={new Date(at).toISOString()} title={momentText(at)}>
      {text}
    </time>
  );
}
