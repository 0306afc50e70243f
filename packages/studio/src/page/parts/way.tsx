import type { ComponentChildren } from 'preact';
import { Link } from 'wouter';
import { useOnlyThread } from '../data/only-thread.ts';

/** A link to what a server has. In a file with one thread it is the words alone, and with `isTold`, that what they name is not there. */
export function Way({
  to,
  isTold = false,
  children,
}: {
  readonly to: string;
  readonly isTold?: boolean;
  readonly children: ComponentChildren;
}) {
  if (useOnlyThread() === undefined) return <Link href={to}>{children}</Link>;
  return (
    <>
      {children}
      {isTold && ' (not in this file)'}
    </>
  );
}
