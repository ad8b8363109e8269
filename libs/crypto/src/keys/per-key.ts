import type { KeyObject } from 'node:crypto';

/** Another form of a key, made once for as long as the key lives. */
export function perKey<T extends object>(make: (key: KeyObject) => T): (key: KeyObject) => T {
  const made = new WeakMap<KeyObject, T>();
  return (key) => {
    const known = made.get(key);
    if (known) return known;
    const form = make(key);
    made.set(key, form);
    return form;
  };
}
