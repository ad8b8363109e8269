/** The type a contract's schema gives, read off the schema so that this library needs no zod. */
export type OutputOf<Schema extends { _output: unknown }> = Schema['_output'];
/** The type a contract's schema takes: what the server fills by default may be left out. */
export type InputOf<Schema extends { _input: unknown }> = Schema['_input'];
