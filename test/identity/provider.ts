import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

export interface ProviderKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

export async function newKey(kid: string, alg: string): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** An identity provider over HTTP whose answers a test can change. */
export class TestProvider {
  readonly #at: number;
  keys: ProviderKey[] = [];
  discovery: Record<string, unknown> = {};
  failing = false;
  /** Takes questions and answers none. */
  hanging = false;
  /** In place of its keys. */
  answer: object | null = null;
  readonly asked: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.asked.push(request.url ?? '');
    if (this.hanging) return;
    const known: Record<string, unknown> = {
      '/realm/.well-known/openid-configuration': {
        issuer: this.issuer,
        jwks_uri: `${this.issuer}/keys`,
        ...this.discovery,
      },
      '/realm/keys': this.answer ?? { keys: this.keys.map(({ jwk }) => jwk) },
    };
    const answer = this.failing ? undefined : known[request.url ?? ''];
    response.writeHead(answer === undefined ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });

  /** Its tokens are issued at `now`, in milliseconds. */
  constructor(now: number) {
    this.#at = now / 1000;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/realm`;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  token(key: ProviderKey, claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) {
    return new SignJWT({
      iss: this.issuer,
      aud: 'concord',
      sub: 'anna',
      iat: this.#at,
      exp: this.#at + 300,
      organisation: 'ecat',
      roles: ['ecat-analyst'],
      clearance: 'sensitive',
      ...claims,
    })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }
}
