import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await RunningApp.start();
});
afterAll(() => running.stop());

/**
 * What the specification says SHOULD be and is not, by the id of its audit. What is refused before anything is
 * executed has its status whatever media type was asked for: who counts refusals at a proxy need not read answers,
 * and the clients of the contract read `errors` whatever the status is. Decision 0020.
 */
const warned: Readonly<Record<string, string>> = {
  '572B': '400 and not 200 for a document that is not well-formed, also as application/json',
  FDE2: '400 and not 200 for a document that is not valid, also as application/json',
  '7B9B': '400 and not 200 for variables that do not fit, also as application/json',
};

/** What the specification says MAY be and is not: the contract has POST alone, for a URL lies in the logs of others. */
const noticed: Readonly<Record<string, string>> = {
  '5A70': 'requests by GET',
  D6D5: 'variables by GET, answered as application/graphql-response+json',
  '6A70': 'variables by GET, answered as application/json',
};

const expectedOf = (id: string): string => (id in warned ? 'warn' : id in noticed ? 'notice' : 'ok');

describe('GraphQL over HTTP, audited by graphql-http', () => {
  const audits = serverAudits({ url: () => `${running.url}/graphql` });

  test.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (id, _name, fn) => {
    const result = await fn();
    const reason = 'reason' in result ? result.reason : '';
    expect([result.status, reason]).toEqual([expectedOf(id), reason]);
  });

  test('knows each audit that is listed here', () => {
    const ids = audits.map(({ id }) => id);
    expect([...Object.keys(warned), ...Object.keys(noticed)].filter((id) => !ids.includes(id))).toEqual([]);
    expect(audits.length).toBeGreaterThan(55);
  });
});
