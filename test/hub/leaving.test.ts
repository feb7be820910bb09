import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { request } from 'node:http';
import { operation } from '../support/contract.ts';
import { RunningApp } from '../support/running-app.ts';
let running: RunningApp;
beforeAll(async () => { running = await RunningApp.start(); });
afterAll(() => running.stop());
const timers = () => process.getActiveResourcesInfo().filter((x) => x === 'Timeout').length;
const gauge = async () => (await (await fetch(`${running.url}/metrics`)).text()).split('\n').filter((l) => /^concord_.*(open|sockets|subscriptions)/.test(l));
test('probe', async () => {
  const token = await running.token({ organisation: 'board-fr' });
  console.log('before', timers(), await gauge());
  for (let i = 0; i < 100; i++) await new Promise<void>((resolve) => {
    const s = new WebSocket(`${running.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    s.on('open', () => { s.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }), () => s.terminate()); });
    s.on('close', () => resolve());
  });
  await new Promise((r) => setTimeout(r, 1500));
  console.log('after sockets', timers(), await gauge());
  for (let i = 0; i < 600; i++) await new Promise<void>((resolve) => {
    const r = request(`${running.url}/graphql/stream`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` } });
    r.on('error', () => undefined); r.on('close', () => resolve());
    r.end(JSON.stringify({ query: operation('Exchange') }), () => { let n = i % 12; const f = (): void => { if (n-- === 0) r.destroy(); else setImmediate(f); }; f(); });
  });
  await new Promise((r) => setTimeout(r, 1500));
  console.log('after streams', timers(), await gauge());
  expect(1).toBe(1);
});
