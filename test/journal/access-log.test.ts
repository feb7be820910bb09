import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chainOf, linkAccesses, verifyAccesses, type Access } from '../../src/journal/access-log.ts';

const access: fc.Arbitrary<Access> = fc.record({
  at: fc.constantFrom('2030-05-01T12:00:00.000Z', '2030-05-01T12:00:01.000Z'),
  person: fc.constantFrom('anna@board-de', 'karl@board-fr'),
  organisation: fc.constantFrom('board-de', 'board-fr'),
  itemId: fc.constantFrom('a', 'b'),
  revision: fc.nat(9),
  means: fc.constantFrom('READ', 'SEARCH', 'FEED'),
});
const textsOf = (accesses: readonly Access[], chain = 'CHAIN'): string[] =>
  linkAccesses(chainOf(chain), accesses).linked.map(({ text }) => text);

async function* each(texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

describe('a chain of accesses', () => {
  test('verifies, in whatever pieces it was written and beside other chains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(access), fc.array(access), async (some, more) => {
        const { linked, tip } = linkAccesses(chainOf('A'), some);
        const rest = linkAccesses(tip, more);
        const all = [...linked, ...rest.linked].map(({ text }) => text);
        expect(all).toEqual(textsOf([...some, ...more], 'A'));
        const verified = await verifyAccesses(each([...all, ...textsOf(some, 'B')]));
        expect(verified).toEqual({ ok: true, entries: all.length + some.length });
      }),
    );
  });

  test('shows the first entry that was altered, left out, put in or moved', async () => {
    const tampering = fc.constantFrom('altered', 'left out', 'doubled', 'swapped' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(access, { minLength: 3 }), fc.nat(), tampering, async (accesses, at, how) => {
        const texts = textsOf(accesses);
        const index = at % (texts.length - 1);
        const [one = '', next = ''] = texts.slice(index, index + 2);
        if (how === 'altered') texts[index] = one.replace('"board-', '"bord-');
        else if (how === 'left out') texts.splice(index, 1);
        else if (how === 'doubled') texts.splice(index, 0, one);
        else texts.splice(index, 2, next, one);
        expect(await verifyAccesses(each(texts))).toMatchObject({ ok: false, chain: 'CHAIN' });
      }),
    );
  });
});
