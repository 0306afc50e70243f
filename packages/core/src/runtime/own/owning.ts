import type { Soon } from '../../store/contract/store.ts';
import type { Agenda } from './agenda.ts';
import { mayPass } from '../environment/write-again.ts';

/**
 * Does what makes a thread this runtime's. Where that fails in a way that passes, it may be in the store all the same; a living
 * owner that knows nothing of it would keep the thread from everybody, so it is looked at again.
 */
export function owning<Owned>(agenda: Agenda, id: string, own: () => Soon<Owned>): Soon<Owned> {
  const failed = (error: unknown): never => {
    if (mayPass(error)) agenda.died(id, error);
    throw error;
  };
  try {
    const owned = own();
    return owned instanceof Promise ? owned.catch(failed) : owned;
  } catch (error) {
    return failed(error);
  }
}
