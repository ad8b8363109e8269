import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import { text, whole, type Fields } from '../fields.js';
import { refusal, type Answer } from '../protocol.js';
import { listed, route, type Backend, type Call, type Handler } from '../routes.js';
import { bytes, runItems, type BatchRules, type Item } from './batch.js';
import { configure, newKey, trim } from './key-settings.js';
import { fromBase64, type TransitKey } from './transit-key.js';

/** The transit secrets engine (https://openbao.org/api-docs/secret/transit/) for AES-GCM keys. */
export function transit(clock: Clock): Backend {
  const keys = new Map<string, TransitKey>();
  const find = (name = ''): TransitKey | undefined => {
    const key = keys.get(name);
    key?.rotateWhenDue(clock.now());
    return key;
  };
  const needed = ({ params }: Call): TransitKey => {
    const key = find(params.name);
    if (!key) throw refusal('encryption key not found');
    return key;
  };
  const batch = (rules: (key: TransitKey) => BatchRules): Handler => (call) => runItems(call.fields, rules(needed(call)));
  const changing = (change: (key: TransitKey, fields: Fields) => string[] | void, whenAbsent: (name: string) => string): Handler => ({ params: { name = '' }, fields }) => {
    const key = find(name);
    if (!key) throw refusal(whenAbsent(name));
    const warnings = change(key, fields);
    return { data: key.describe(), ...(warnings && { warnings }) };
  };
  const create: Handler = ({ params: { name = '' }, fields }) => {
    const known = find(name);
    const key = known ?? newKey(name, fields, clock.now());
    keys.set(name, key);
    return { data: key.describe(), ...(known && { warnings: [`key ${name} already existed`] }) };
  };
  const encrypt: Handler = (call) => {
    const { params: { name = '' }, fields } = call;
    if (!find(name)) keys.set(name, newKey(name, { type: fields.type, derived: hasContext(fields) }, clock.now()));
    return runItems(fields, encryption(needed(call)));
  };
  return {
    type: 'transit',
    routes: [
      route('keys', { list: () => listed(keys.keys()) }),
      route('keys/:name', { read: ({ params }) => described(find(params.name)), write: create, delete: ({ params }) => remove(keys, params.name ?? '') }),
      route('keys/:name/config', { write: changing(configure, (name) => `no existing key named ${name} could be found`) }),
      route('keys/:name/rotate', { write: changing((key) => key.rotate(clock.now()), () => 'key not found') }),
      route('keys/:name/trim', { write: changing(trim, () => 'invalid key name') }),
      route('encrypt/:name', { write: encrypt }, { exists: ({ name }) => find(name) !== undefined }),
      route('decrypt/:name', { write: batch(decryption) }),
      route('rewrap/:name', { write: batch(rewrapping) }),
      route('datakey/:kind/:name', { write: (call) => dataKey(needed(call), call.params.kind ?? '', call.fields) }),
      route('export/encryption-key/:name', { read: ({ params }) => exported(find(params.name)) }),
    ],
  };
}

const hasContext = (fields: Fields) => text(fields, 'context') !== '' || (Array.isArray(fields.batch_input) && text((fields.batch_input[0] ?? {}) as Fields, 'context') !== '');

const described = (key: TransitKey | undefined): Answer | null => (key ? { data: key.describe() } : null);

function encryption(key: TransitKey): BatchRules {
  const work = ({ plaintext = '', context, keyVersion, additional }: Item) => {
    const clear = fromBase64(plaintext);
    if (!clear) throw refusal('illegal base64 data at input byte 0');
    return { ciphertext: key.encrypt(clear, context, keyVersion, additional), key_version: keyVersion || key.latestVersion };
  };
  return { needs: 'plaintext', missing: 'missing plaintext to encrypt', strict: false, work };
}

function decryption(key: TransitKey): BatchRules {
  const work = ({ ciphertext = '', context, additional }: Item) => ({ plaintext: key.decrypt(ciphertext, context, additional).toString('base64') });
  return { needs: 'ciphertext', missing: 'missing ciphertext to decrypt', strict: false, work };
}

function rewrapping(key: TransitKey): BatchRules {
  const work = ({ ciphertext = '', context, keyVersion }: Item) => {
    const fresh = key.encrypt(key.decrypt(ciphertext, context), context, keyVersion);
    return { ciphertext: fresh, key_version: keyVersion || key.latestVersion };
  };
  return { needs: 'ciphertext', missing: 'missing ciphertext to decrypt', strict: true, work };
}

function dataKey(key: TransitKey, kind: string, fields: Fields): Answer {
  if (!['plaintext', 'wrapped'].includes(kind)) throw refusal("Invalid path, must be 'plaintext' or 'wrapped'");
  const bits = whole(fields, 'bits') ?? 256;
  if (![128, 256, 512].includes(bits)) throw refusal('invalid bit length');
  const version = whole(fields, 'key_version') ?? 0;
  const fresh = randomBytes(bits / 8);
  const ciphertext = key.encrypt(fresh, bytes(fields, 'context'), version, bytes(fields, 'associated_data'));
  return { data: { ciphertext, key_version: version || key.latestVersion, ...(kind === 'plaintext' && { plaintext: fresh.toString('base64') }) } };
}

function remove(keys: Map<string, TransitKey>, name: string): null {
  const key = keys.get(name);
  const why = !key ? 'could not delete key; not found' : key.deletionAllowed ? null : 'deletion is not allowed for this key';
  if (why !== null) throw refusal(`error deleting policy ${name}: ${why}`);
  keys.delete(name);
  return null;
}

function exported(key: TransitKey | undefined): Answer | null {
  if (!key) return null;
  if (!key.wish.exportable) throw refusal('private key material is not exportable');
  return { data: { name: key.name, type: key.wish.type, keys: key.exported() } };
}
