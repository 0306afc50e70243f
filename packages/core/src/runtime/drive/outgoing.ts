import type { Sending } from '../../advance/moves/input.ts';
import type { Row } from '../../advance/state/row.ts';
import type { ItemWrite } from '../../store/contract/item.ts';
import { soon } from '../../store/contract/soon.ts';
import type { Commit, NewThread, Posted, Soon } from '../../store/contract/store.ts';
import type { Environment } from '../environment/environment.ts';
import type { Content } from '../run/outbox.ts';

/** What goes to other threads and into side tables with a commit. */
export type Outgoing = Pick<Commit, 'begins' | 'posts' | 'items'>;

/** What goes out besides, as rows that an input led to say: what one sends is noted in one of them. */
export function withSent(before: Outgoing | undefined, sent: readonly Sending[], rows: readonly Row[]): Outgoing {
  const { note, time = 0, seq = 0 } = rows.find((row) => row.note?.sent !== undefined) ?? {};
  const begins: NewThread[] = [...(before?.begins ?? [])];
  const posts: Posted[] = [...(before?.posts ?? [])];
  const items: ItemWrite[] = [...(before?.items ?? [])];
  for (const [index, fact] of (note?.sent ?? []).entries()) {
    const content = sent[index]?.content as Content | undefined;
    if (content === undefined) continue;
    if ('thread' in content) begins.push(content.thread);
    else if ('item' in content) items.push(content.item(seq));
    else posts.push({ thread: fact.thread, body: content.body, at: time, queued: true, key: fact.key ?? '' });
  }
  return {
    ...(begins.length > 0 && { begins }),
    ...(posts.length > 0 && { posts }),
    ...(items.length > 0 && { items }),
  };
}

/** What goes out, with some messages more. */
export function withPosts(outgoing: Outgoing | undefined, more: readonly Posted[]): Outgoing | undefined {
  return more.length === 0 ? outgoing : { ...outgoing, posts: [...(outgoing?.posts ?? []), ...more] };
}

/** Has those who were told something take it once it is there. */
export function wakeTold(
  { talking }: Pick<Environment, 'talking'>,
  told: readonly Posted[],
  written: Soon<'ok' | 'stale'>,
): Soon<'ok' | 'stale'> {
  if (told.length === 0) return written;
  return soon(written, (end) => {
    if (end === 'ok') talking.sent(receiversOf({ posts: told }));
    return end;
  });
}

/** The threads that something goes to. */
export function receiversOf({ begins = [], posts = [] }: Outgoing): readonly string[] {
  return [...new Set([...begins.map(({ id }) => id), ...posts.map(({ thread }) => thread)])];
}
