import { Actions } from './act/actions.tsx';
import { ThreadScreen } from './thread-screen.tsx';

/** A thread that is looked at and acted on. */
export function ActingThreadScreen({ id }: { readonly id: string }) {
  return <ThreadScreen id={id} acts={Actions} />;
}
