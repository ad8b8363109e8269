import type { paths } from '../generated/schema.js';

/** `/v1/chat/{id}` as the type of every address of that form. */
type Concrete<Path extends string> = Path extends `${infer Before}{${string}}${infer After}` ? `${Before}${string}${Concrete<After>}` : Path;

/** An address that the server's OpenAPI document lists, so that a route that goes away does not compile any more. */
export type ApiPath = Concrete<Extract<keyof paths, string>>;
