import { once } from 'node:events';
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AnchorKeysRequest, CreateKeyRequest, DestroyKeyRequest, DomainError, INTERNAL_HEADERS, OpenKeyRequest, VAULT_KEY_VERSION_PATHS, VAULT_PATHS, type KeyAnchor, type KeyBinding, type SealedKey } from '@mateship/contracts';
import { encodeContext, hpkeSeal, newDataKey } from '@mateship/crypto';
import { deriveMacKey, JsonLogger, MacVerifier, Metrics, sha256hex, toErrorBody } from '@mateship/service-kit';
import type { GatewayConfig } from '../../src/config/config.js';
import { KeyAnchors } from '../../src/keys/key-anchors.js';
import { DataKeys } from '../../src/keys/data-keys.js';
import { UnopenedContents } from '../../src/keys/unopened-contents.js';
import type { UnstoredKeysRepository } from '../../src/keys/unstored-keys/unstored-keys.repository.js';
import { VaultClient } from '../../src/keys/vault.client.js';
import { KeyVersionsDouble } from './key-versions-double.js';

interface HeldKey {
  binding: KeyBinding;
  epoch: number;
  key: Buffer;
  anchor: number;
}

/** The vault's side of the wire, with keys in memory. Requests that the gateway did not sign are refused as in the vault. */
export class VaultDouble {
  readonly secret = 'a secret of gateway and vault, 32+ bytes';
  /** Paths asked, in order. */
  readonly asked: string[] = [];
  /** Set to make every call fail with this code. */
  failure: DomainError | null = null;
  /** Changes an answer on its way, as a broken or hostile vault would. */
  tamper: (sealed: SealedKey) => SealedKey = (sealed) => sealed;
  readonly keyVersions = new KeyVersionsDouble();
  /** What it answers to paths that it has no own answer for, and the bodies that came in. */
  readonly answers = new Map<string, unknown>();
  readonly received: { path: string; body: unknown }[] = [];
  private readonly keys = new Map<string, HeldKey>();
  private readonly verifier = new MacVerifier(deriveMacKey(Buffer.from(this.secret), 'gateway->vault'), 'vault');

  private constructor(
    private readonly folder: string,
    private readonly server: http.Server,
  ) {
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => void this.answer(request, response));
  }

  static async start(): Promise<VaultDouble> {
    const vault = new VaultDouble(mkdtempSync(path.join(os.tmpdir(), 'vault-')), http.createServer());
    vault.server.listen(path.join(vault.folder, 'vault.sock'));
    await once(vault.server, 'listening');
    return vault;
  }

  get target(): string {
    return `unix:${path.join(this.folder, 'vault.sock')}`;
  }

  get keyIds(): string[] {
    return [...this.keys.keys()];
  }

  /** Data keys as the gateway has them, with an empty cache. */
  connect(unstored: Pick<UnstoredKeysRepository, 'note'> = { note: () => Promise.resolve() }): DataKeys {
    const client = new VaultClient({ vault: { target: this.target, secret: this.secret } } as GatewayConfig);
    const logger = new JsonLogger('test');
    return new DataKeys(client, new KeyAnchors(client, logger), new UnopenedContents(logger, new Metrics('test')), unstored);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const send = (status: number, body?: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    try {
      const bytes = Buffer.concat(await request.toArray());
      const { method = '', url = '' } = request;
      this.verifier.verify({ method, path: url, header: request.headers[INTERNAL_HEADERS.mac] as string, bodyHash: sha256hex(bytes), invocation: undefined });
      this.asked.push(url);
      if (this.failure) throw this.failure;
      const body: unknown = bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined;
      if (url === VAULT_PATHS.createKey) send(201, await this.create(CreateKeyRequest.parse(body)));
      else if (url === VAULT_PATHS.openKey) send(200, await this.open(OpenKeyRequest.parse(body)));
      else if (url === VAULT_PATHS.destroyKey) send(204, this.destroy(DestroyKeyRequest.parse(body)));
      else if (url === VAULT_PATHS.anchorKeys) send(204, this.anchor(AnchorKeysRequest.parse(body).anchors));
      else if (url.startsWith(VAULT_KEY_VERSION_PATHS.status)) send(url.endsWith('/rotate') ? 202 : 200, this.keyVersions.answer(url, body));
      else {
        this.received.push({ path: url, body });
        send(200, this.answers.get(url) ?? {});
      }
    } catch (error) {
      const { status, body } = toErrorBody(error);
      send(status, body);
    }
  }

  private create({ recipientPublicKey, keyId, ...binding }: CreateKeyRequest): Promise<SealedKey> {
    const epochs = [...this.keys.values()].filter((held) => held.binding.objectId === binding.objectId).map(({ epoch }) => epoch);
    this.keys.set(keyId, { binding, epoch: Math.max(0, ...epochs) + 1, key: newDataKey(), anchor: 0 });
    return this.seal(keyId, recipientPublicKey);
  }

  private open({ recipientPublicKey, keyId, ...binding }: OpenKeyRequest): Promise<SealedKey> {
    this.require(keyId, binding);
    return this.seal(keyId, recipientPublicKey);
  }

  private destroy({ keyId, ...binding }: KeyBinding & { keyId: string }): void {
    this.require(keyId, binding);
    this.keys.delete(keyId);
  }

  private anchor(anchors: readonly KeyAnchor[]): void {
    for (const { keyId, anchor } of anchors) {
      const held = this.keys.get(keyId);
      if (held) held.anchor = Math.max(held.anchor, anchor);
    }
  }

  /** What the vault was told of a key. */
  anchorOf(keyId: string): number | undefined {
    return this.keys.get(keyId)?.anchor;
  }

  private require(keyId: string, { purpose, ownerId, objectId }: KeyBinding): HeldKey {
    const held = this.keys.get(keyId);
    if (!held || held.binding.purpose !== purpose || held.binding.ownerId !== ownerId || held.binding.objectId !== objectId) throw new DomainError('NOT_FOUND');
    return held;
  }

  private async seal(keyId: string, recipientPublicKey: string): Promise<SealedKey> {
    const { binding, epoch, key, anchor } = this.keys.get(keyId)!;
    const { purpose, ownerId, objectId } = binding;
    const info = encodeContext({ use: 'data-key-transport', purpose, ownerId, objectId, keyId, epoch });
    const sealed = await hpkeSeal(Buffer.from(recipientPublicKey, 'base64url'), info, key);
    return this.tamper({ keyId, epoch, sealedKey: sealed.toString('base64url'), anchor });
  }
}
