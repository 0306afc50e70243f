/** The most that an agent may use. What is more fails it, with a problem `limit/exceeded`; of a call of a tool that is too many, its model is told. */
export interface AgentLimits {
  /** Calls of its model. */
  readonly calls?: number;
  /** Tokens that its model says it used. */
  readonly tokens?: number;
  /** Calls of its tools, attempts aside. */
  readonly tools?: number;
  /** Calls of some of its tools, by name. */
  readonly perTool?: Readonly<Record<string, number>>;
  /** Transitions of its graph. */
  readonly transitions?: number;
}
