import { expect, test } from '@jest/globals';
import { publishFinding } from '../../src/domain/finding.ts';
import type { Store } from '../../src/store/port.ts';
import { NOON, appendOf, everyone } from '../support/items.ts';

/** What a store must know of items that change by themselves. */
export function describeDue(current: () => Store): void {
  test('knows what is due, and when the next is', async () => {
    const finding = publishFinding(
      {
        title: [{ language: 'en', text: 'Finding (fictional)' }],
        subject: { provider: 'Example Provider (fictional)', model: 'Example-1', version: '1' },
        method: { name: 'Audit' },
        severity: 'LOW',
        legalBasis: 'Article 50',
        embargoUntil: '2030-06-01T00:00:00.000Z',
        handling: everyone,
      },
      {
        id: 'f',
        houseReference: 'F-1',
        issuer: 'ecat',
        author: { person: 'p', organisation: 'ecat' },
        now: NOON,
      },
    );
    expect(await current().nextDue()).toBeNull();
    const { content } = await current().append(appendOf(null, finding));
    expect(await current().nextDue()).toBe('2030-06-01T00:00:00.000Z');
    expect(await current().due('2030-05-31T23:59:59.999Z')).toEqual([]);
    expect(await current().due('2030-06-01T00:00:00.000Z')).toEqual(['f']);
    const released = { type: 'FindingReleased' as const, data: { at: '2030-06-01T00:00:00.000Z' } };
    await current().append(appendOf(content.state, released));
    expect([await current().nextDue(), await current().due('2031-01-01T00:00:00.000Z')]).toEqual([null, []]);
  });
}
