import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../src/store/port.ts';
import { codeOf } from '../support/code-of.ts';
import { appendOf, guidanceEvent, officer, publish } from '../support/items.ts';

/** What becomes of idempotency keys. */
export function describeReceipts(current: () => Store, reopen: () => Promise<void>): void {
  describe('a key', () => {
    test('gives the first commit again for a repeated key, at once or later, and refuses other input', async () => {
      const once = appendOf(null, guidanceEvent({ id: 'one' }), { idempotency: { key: 'k', input: 'a' } });
      const [first, second] = await Promise.all([current().append(once), current().append(once)]);
      expect(second.header).toEqual(first.header);
      await reopen();
      expect((await current().append(once)).header).toEqual(first.header);
      const other = appendOf(null, guidanceEvent({ id: 'two' }), { idempotency: { key: 'k', input: 'b' } });
      expect(await codeOf(current().append(other))).toBe('IDEMPOTENCY_CONFLICT');
      expect(current().head().position).toBe(1);
    });

    test('binds a further key to a commit that answers it, for good', async () => {
      const once = appendOf(null, guidanceEvent({ id: 'one' }), { idempotency: { key: 'k', input: 'a' } });
      await current().append(once);
      await publish(current(), { id: 'two' });
      const kept = { actor: officer, key: 'further', input: 'b' };
      await Promise.all([current().keep(kept, 1), current().keep(kept, 1)]);
      await reopen();
      expect(await current().receipt(officer, 'k')).toEqual({ position: 1, input: 'a' });
      expect(await current().receipt(officer, 'further')).toEqual({ position: 1, input: 'b' });
      await current().keep(kept, 1);
      // To whichever commit: the key is taken.
      expect(await codeOf(current().keep({ ...kept, input: 'c' }, 1))).toBe('IDEMPOTENCY_CONFLICT');
      expect(await codeOf(current().keep({ ...kept, input: 'c' }, 2))).toBe('IDEMPOTENCY_CONFLICT');
      expect(await codeOf(current().keep({ ...kept, key: 'k' }, 2))).toBe('IDEMPOTENCY_CONFLICT');
      const other = appendOf(null, guidanceEvent({ id: 'three' }), {
        idempotency: { key: 'further', input: 'c' },
      });
      expect(await codeOf(current().append(other))).toBe('IDEMPOTENCY_CONFLICT');
      const same = { ...other, idempotency: { key: 'further', input: 'b' } };
      expect((await current().append(same)).header.position).toBe(1);
      expect(await codeOf(current().keep({ ...kept, key: 'none' }, 3))).toBe('NOT_FOUND');
      expect(await current().receipt(officer, 'none')).toBeNull();
      await current().keep({ ...kept, actor: { ...officer, person: 'another' } }, 2);
      expect((await publish(current())).header.position).toBe(3);
    });
  });
}
