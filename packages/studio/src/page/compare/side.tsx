import { Link } from 'wouter';
import { threadAddress } from '../data/address.ts';
import { harmless } from '../parts/text.ts';

/** A checkpoint of a thread, as the address names it. */
export interface Side {
  readonly thread: string;
  readonly seq: number;
}

/** A checkpoint as a link to it. */
export function SideLink({ side }: { readonly side: Side }) {
  return (
    <Link class="mono" href={threadAddress(side.thread, { at: side.seq })}>
      {harmless(`${side.thread}@${side.seq}`)}
    </Link>
  );
}
