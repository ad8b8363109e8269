import { type EgressGrants, MODEL_PROVIDERS } from '@mateship/contracts';
import { type Installation, subnetOf } from '../installation/installation.js';
import type { AppRelease } from '../releases/release.js';
import { parseEgressAddress } from './egress-address.js';

/** Outside addresses that an app may reach beyond its manifest, as `host:port`. */
export type EgressGrant = EgressGrants['grants'][number];

/**
 * Renders the rules file of the egress proxy (deploy/egress-proxy): each app, known by its subnet, reaches the
 * addresses that its manifest declares where they are public, and those granted to it wherever they are. Nothing else
 * is allowed. What is granted to an app that is not installed is left out.
 * @throws DomainError VALIDATION_FAILED for an address that is no `host:port`.
 */
export function egressRules(releases: readonly AppRelease[], grants: readonly EgressGrant[], installation: Pick<Installation, 'networkPrefix'>): string {
  return releases.flatMap((release) => rulesOf(release, grants, installation)).map((line) => `${line}\n`).join('');
}

function rulesOf(release: AppRelease, grants: readonly EgressGrant[], installation: Pick<Installation, 'networkPrefix'>): string[] {
  const { id, permissions } = release.manifest;
  const declared = permissions.egress.filter((address) => address !== MODEL_PROVIDERS);
  const granted = grants.filter(({ app }) => app === id).map(({ address }) => address);
  const allowed = [...unique(declared).map((address) => ({ address, by: 'egress_declared' })), ...unique(granted).map((address) => ({ address, by: 'egress_granted' }))];
  if (allowed.length === 0) return [];
  const app = `app_${id}`;
  return [
    `acl ${app} src ${subnetOf(installation, release.slot)}`,
    ...allowed.flatMap(({ address, by }, index) => {
      const { host, port } = parseEgressAddress(address);
      const name = `${app}_${index + 1}`;
      return [`acl ${name}_host dstdomain -n ${host}`, `acl ${name}_port port ${port}`, `acl ${by} all-of ${app} ${name}_host ${name}_port`];
    }),
  ];
}

function unique(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map((address) => address.toLowerCase()))];
}
