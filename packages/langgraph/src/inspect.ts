/** Looking at the threads that a saver keeps with nothing but their store: neither LangGraph nor LangChain is needed. */
export { withSaved } from './told/with-saved.ts';
