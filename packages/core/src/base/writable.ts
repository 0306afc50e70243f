/** What is still being put together. Setting what is there is several times faster than spreading what may not be. */
export type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
