import { describe, expect, test } from '@jest/globals';
import { wordsOf } from '../../src/search/words.ts';
import type { KeptCommit } from '../../src/journal/commit.ts';
import type { Filter, Store } from '../../src/store/port.ts';
import { codeOf } from '../support/code-of.ts';
import { appendOf, erase, guidanceEvent, narrow, officer, publish, toStates } from '../support/items.ts';

const germany = { readers: ['everyone', 'state:DE/limited'] };
const france = { readers: ['everyone', 'state:FR/limited'] };
const anybody = { readers: ['everyone'] };

/** What a store must do with a change that erases what was before it. */
export function describeErasing(current: () => Store, reopen: () => Promise<void>): void {
  describe('erasing', () => {
    const secret = { id: 'secret', title: 'Zebrafish (fictional)', handling: toStates('DE', 'FR') };

    /** Before and after a restart alike. */
    async function always(look: () => Promise<void>): Promise<void> {
      await look();
      await reopen();
      await look();
    }

    test('takes the content of every commit of the item before, and of no other', async () => {
      const { content } = await publish(current(), secret);
      await publish(current(), { id: 'other', title: 'Kept' });
      const second = await narrow(current(), content.state, toStates('DE'));
      const headers = await Promise.all([1, 2, 3].map((position) => current().header(position)));
      await erase(current(), second.content.state);
      await always(async () => {
        const commits = await Promise.all([1, 2, 3, 4].map((position) => current().commit(position)));
        const kept = commits.map((commit) => commit?.content?.state.id ?? null);
        expect(kept).toEqual([null, 'other', null, 'secret']);
        expect(commits.slice(0, 3).map((commit) => commit?.header)).toEqual(headers);
        expect(await current().positionOf(headers[0]?.mark ?? '')).toBe(1);
        expect(current().head().position).toBe(4);
      });
    });

    test('leaves every reader the same sequence of changes, with the id alone of what was erased', async () => {
      const { content } = await publish(current(), secret);
      const second = await narrow(current(), content.state, toStates('DE'));
      await publish(current(), { id: 'after' });
      const feedOf = async (reads: typeof germany) =>
        (await current().feed(reads, { after: 0, limit: 9 })).changes;
      const before = [await feedOf(germany), await feedOf(france)] as const;
      await erase(current(), second.content.state);
      const place = ({ position, previous, change }: Awaited<ReturnType<typeof feedOf>>[number]) => [
        position,
        previous,
        change,
      ];
      await always(async () => {
        const [german, french] = [await feedOf(germany), await feedOf(france)];
        expect(german.slice(0, 3).map(place)).toEqual(before[0].map(place));
        expect(german.map(({ item }) => item?.id ?? null)).toEqual([null, null, 'after', 'secret']);
        // Who had lost the item before is told nothing more of it.
        expect(french).toEqual(before[1]);
        const history = await current().history('secret', germany);
        expect(history.map(({ change }) => change)).toEqual(['PUBLISHED', 'HANDLING_CHANGED', 'ERASED']);
        expect(await current().history('secret', france)).toEqual([]);
        expect(await current().lastSeen(germany, 2)).toBe(german[1]?.mark);
      });
    });

    test('leaves the item where its id is known, and among the erased ones alone', async () => {
      const { content } = await publish(current(), secret);
      await publish(current(), { id: 'other', title: 'Zebrafish too' });
      await erase(current(), content.state);
      const listed = async (filter: Filter = {}, reads = germany) => {
        const asked = { ...reads, filter };
        const { nodes } = await current().list(asked, { first: 9, after: null });
        expect(await current().count(asked)).toBe(nodes.length);
        const { kinds } = await current().facets(asked);
        expect(kinds.get('GUIDANCE') ?? 0).toBe(nodes.length);
        return nodes.map(({ item }) => item.id);
      };
      await always(async () => {
        expect(await current().item('secret', germany)).toMatchObject({ revision: 2 });
        expect(await current().item('secret', anybody)).toBeNull();
        expect(await listed()).toEqual(['other']);
        expect(await listed({ kinds: ['GUIDANCE'], articles: ['50'] })).toEqual(['other']);
        expect(await listed({ erased: true })).toEqual(['secret']);
        expect(await listed({ erased: true, kinds: ['GUIDANCE'] })).toEqual(['secret']);
        expect(await listed({ erased: true, kinds: ['ALERT'] })).toEqual([]);
        expect(await listed({ erased: true }, anybody)).toEqual([]);
        const found = await current().search(wordsOf('zebrafish'), germany, 9);
        expect([found.totalCount, found.nodes.map(({ item }) => item.id)]).toEqual([1, ['other']]);
        const erased = { ...germany, filter: { erased: true } };
        expect((await current().search(wordsOf('zebrafish'), erased, 9)).totalCount).toBe(0);
      });
    });

    test('answers a repeat of an erased command with NOT_FOUND, whatever its input', async () => {
      const keyed = (input: string) =>
        appendOf(null, guidanceEvent({ id: 'keyed' }), { idempotency: { key: 'k', input } });
      const { content } = await current().append(keyed('a'));
      await current().keep({ actor: officer, key: 'further', input: 'c' }, 1);
      await erase(current(), content.state);
      expect(await codeOf(current().keep({ actor: officer, key: 'late', input: 'd' }, 1))).toBe('NOT_FOUND');
      await always(async () => {
        expect(await codeOf(current().append(keyed('a')))).toBe('NOT_FOUND');
        expect(await codeOf(current().append(keyed('b')))).toBe('NOT_FOUND');
        // Not even a hash of what was asked is left.
        for (const key of ['k', 'further'])
          expect(await current().receipt(officer, key)).toEqual({ position: 1, input: 'erased' });
        expect(await current().receipt(officer, 'late')).toBeNull();
        expect(current().head().position).toBe(2);
      });
    });

    test('leaves who could ever read the item, whatever became of it', async () => {
      const { content } = await publish(current(), secret);
      const second = await narrow(current(), content.state, toStates('DE'));
      const ever = ['issuer:ai-office', 'state:DE/limited', 'state:FR/limited'];
      await always(async () => expect(await current().everReaders('secret')).toEqual(ever));
      await erase(current(), second.content.state);
      await always(async () => expect(await current().everReaders('secret')).toEqual(ever));
      expect(await current().everReaders('absent')).toEqual([]);
    });

    test('is told to listeners as any change is', async () => {
      const { content } = await publish(current(), secret);
      const told: KeptCommit[] = [];
      current().onAppend((commit) => told.push(commit));
      await erase(current(), content.state);
      const [commit] = told;
      expect(told).toHaveLength(1);
      expect([commit?.header.change, commit?.content?.state.id]).toEqual(['ERASED', 'secret']);
    });

    test('of several items at once erases each', async () => {
      const made = await Promise.all(['a', 'b', 'c'].map((id) => publish(current(), { id })));
      await Promise.all(made.slice(0, 2).map(({ content }) => erase(current(), content.state)));
      const commits = await Promise.all([1, 2, 3].map((position) => current().commit(position)));
      expect(commits.map((commit) => commit?.content?.state.id ?? null)).toEqual([null, null, 'c']);
    });
  });
}
