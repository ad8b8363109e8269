import { z } from 'zod';

/** Tokens and data keys cross no network in plain text: http is for loopback and for the name of a container. */
function isSafe(address: string): boolean {
  const url = URL.parse(address);
  // That it is no URL is told apart from this.
  if (url === null) return true;
  const { protocol, hostname } = url;
  return protocol === 'https:' || /^(127(\.\d+){3}|\[::1\]|[a-z0-9-]+)$/.test(hostname);
}

/** How a service reaches Vault or OpenBao, and with which role. Paths are of files; no secret is in here. */
export const VaultSettings = z.strictObject({
  address: z
    .url({ protocol: /^https?$/ })
    .refine(isSafe, 'must be https, unless the server is on this machine or a container of the same internal network')
    .transform((address) => address.replace(/\/+$/, ''))
    .describe('Without a path, such as https://openbao:8200.'),
  role: z.string().regex(/^[a-z0-9-]{1,64}$/).describe('Name of the AppRole.'),
  roleIdFile: z.string().min(1),
  secretIdFile: z.string().min(1).describe('The service writes it: in a volume that nobody else mounts.'),
  firstSecretIdFile: z.string().min(1).describe('The wrapping token of the first secret id; it works once.'),
  caFile: z.string().min(1).optional().describe('Certificates that the server is checked against, as PEM.'),
  secretIdCidrs: z.array(z.union([z.cidrv4(), z.cidrv6()])).default([]).describe('From where secret ids may be used; empty is anywhere.'),
  timeoutMs: z.int().min(50).max(1900).default(1500).describe('Deadline of one request, connecting included.'),
});

/** {@link VaultSettings} as parsed. */
export type VaultSettings = z.output<typeof VaultSettings>;
