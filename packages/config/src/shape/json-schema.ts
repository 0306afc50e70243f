/** The part of JSON Schema, draft 2020-12, that a configuration's schema is written in, and that {@link checkShape} reads. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly $ref?: string;
  /** What it must be, as a sentence says it: "the name of a node". */
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly not?: { readonly required: readonly string[] };
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** What its keys must be. */
  readonly propertyNames?: JsonSchema;
  /** What must stand beside a property, and what cannot. */
  readonly dependentSchemas?: Readonly<Record<string, Beside>>;
  /** Properties of which it has exactly one. */
  readonly oneOf?: readonly Required[];
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

interface Required {
  readonly required: readonly string[];
}

/** What must stand beside a property: each that is required, and one of some; `false` is what cannot. */
export interface Beside {
  readonly required?: readonly string[];
  readonly anyOf?: readonly Required[];
  readonly properties?: Readonly<Record<string, false>>;
}
