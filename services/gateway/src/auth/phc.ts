/** Cost of one argon2id hash; memory in KiB. */
export interface Argon2Cost {
  memory: number;
  passes: number;
  parallelism: number;
}

/** A stored argon2id hash taken apart. */
export interface Argon2Record {
  cost: Argon2Cost;
  salt: Buffer;
  hash: Buffer;
}

const FORMAT = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Writes the PHC string format: https://github.com/P-H-C/phc-string-format. */
export function formatPhc({ cost, salt, hash }: Argon2Record): string {
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Reads what {@link formatPhc} wrote. Throws when the string is anything else. */
export function parsePhc(text: string): Argon2Record {
  const [, memory, passes, parallelism, salt, hash] = FORMAT.exec(text) ?? [];
  if (!salt || !hash) throw new Error('A stored password hash is not an argon2id PHC string.');
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
