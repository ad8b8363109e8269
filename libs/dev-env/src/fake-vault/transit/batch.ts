import { text, whole, type Fields } from '../fields.js';
import { failure, refusal, type Answer } from '../protocol.js';
import { DoesNotOpen, fromBase64, sentenceOf } from './transit-key.js';

/** One thing to encrypt, decrypt or rewrap. */
export interface Item {
  plaintext?: string;
  ciphertext?: string;
  context: Buffer;
  keyVersion: number;
  additional: Buffer;
  reference: string;
}

/** What becomes of one item. */
export type Outcome = Record<string, unknown>;

/** How an operation treats its items. */
export interface BatchRules {
  /** The field that each item must have, and what to say when the single request lacks it. */
  needs: 'plaintext' | 'ciphertext';
  missing: string;
  /** Whether an error that is no refusal ends the whole request, as it does in rewrap. */
  strict: boolean;
  work: (item: Item) => Outcome;
}

/** Runs an operation on `batch_input`, or on the request itself where there is none. */
export function runItems(fields: Fields, rules: BatchRules): Answer {
  if (fields.batch_input === undefined || fields.batch_input === null) return { data: runSingle(fields, rules) };
  const raw = fields.batch_input;
  if (!Array.isArray(raw)) throw failure(500, 'failed to parse batch input: source data must be an array or slice');
  if (raw.length === 0) throw refusal('missing batch input to process');
  const inputs = raw as Fields[];
  requireContextInAllOrNone(inputs);
  requireShape(inputs, rules);
  const outcomes = inputs.map((input) => ({ ...outcomeOf(input, rules), reference: text(input, 'reference') }));
  const failed = outcomes.filter((outcome) => 'error' in outcome).length;
  const partial = whole(fields, 'partial_failure_response_code');
  // Rewrap tells of failures in its items alone.
  const status = failed === 0 || rules.strict ? 200 : failed < outcomes.length ? (partial ?? 400) : 400;
  return { data: { batch_results: outcomes }, status };
}

function runSingle(fields: Fields, rules: BatchRules): Outcome {
  if (rules.needs === 'plaintext' ? fields.plaintext === undefined : text(fields, rules.needs) === '') throw refusal(rules.missing);
  try {
    return rules.work(itemFrom(fields, rules));
  } catch (error) {
    if (rules.strict) throw hard(error);
    throw refusal(sentenceOf(error));
  }
}

function outcomeOf(input: Fields, rules: BatchRules): Outcome {
  try {
    return rules.work(itemFrom(input, rules));
  } catch (error) {
    if (rules.strict) hard(error);
    return { ...(rules.needs === 'ciphertext' && !rules.strict && { plaintext: '' }), error: sentenceOf(error) };
  }
}

/** Throws what is no refusal; gives refusals back. */
function hard(error: unknown): unknown {
  const sentence = sentenceOf(error);
  if (error instanceof DoesNotOpen) throw failure(500, sentence);
  return error;
}

function itemFrom(fields: Fields, { needs, missing }: BatchRules): Item {
  if (needs === 'ciphertext' && text(fields, 'ciphertext') === '') throw refusal(missing);
  return {
    plaintext: text(fields, 'plaintext'),
    ciphertext: text(fields, 'ciphertext'),
    context: bytes(fields, 'context'),
    keyVersion: whole(fields, 'key_version') ?? 0,
    additional: bytes(fields, 'associated_data'),
    reference: text(fields, 'reference'),
  };
}

/** A field in base64. */
export function bytes(fields: Fields, name: string): Buffer {
  const decoded = fromBase64(text(fields, name));
  if (!decoded) throw refusal(name === 'context' ? 'failed to base64-decode context' : 'illegal base64 data at input byte 0');
  return decoded;
}

function requireContextInAllOrNone(inputs: Fields[]): void {
  const [first, ...rest] = inputs.map((input) => text(input, 'context') !== '');
  if (rest.some((has) => has !== first)) throw refusal('context should be set either in all the request blocks or in none');
}

function requireShape(inputs: Fields[], { needs, missing, strict }: BatchRules): void {
  const broken = inputs.findIndex((input) => (input[needs] === undefined && !strict) || (input[needs] !== undefined && typeof input[needs] !== 'string'));
  if (broken >= 0) throw failure(500, `failed to parse batch input: '[${broken}].${needs}' ${missing}`);
}
