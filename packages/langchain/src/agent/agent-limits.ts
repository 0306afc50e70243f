/** The most that an agent may use; what is more fails it, with a problem `limit/exceeded`. */
export interface AgentLimits {
  /** Calls of its model. */
  readonly calls?: number;
  /** Tokens that its model says it used. */
  readonly tokens?: number;
  /** Transitions of its graph. */
  readonly transitions?: number;
}
