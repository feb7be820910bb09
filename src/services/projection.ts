import { readersOfItem } from '../access/readers.ts';
import { dueAtOf } from '../domain/due.ts';
import type { Item } from '../domain/items.ts';
import { termsOf } from '../search/terms.ts';
import type { Projection } from '../store/port.ts';

function tagsOf(item: Item): readonly string[] {
  const issuer = `issuer:${item.issuer}`;
  if (item.erasure !== null) return [issuer];
  switch (item.kind) {
    case 'GUIDANCE': {
      const { corrects, relations, release } = item;
      // Its relations are those of the guidance that it corrects, and would stand there twice.
      if (corrects !== undefined)
        return release === 'DRAFT' ? [issuer, `corrects:${corrects.itemId}`] : [issuer];
      return [issuer, ...new Set(relations.map(({ itemId }) => `related:${itemId}`))];
    }
    case 'FINDING':
      return item.supersedes === null ? [issuer] : [issuer, `supersedes:${item.supersedes}`];
    case 'CASE':
      return [issuer, `procedure:${item.procedure}`, `state:${item.state}`, `lead:${item.lead}`];
    case 'ANNEX':
      return [issuer, `annex:${item.annexTo}`];
    case 'SHARE_REQUEST':
      return [issuer, `shares:${item.itemId}`];
    case 'ALERT':
    case 'OPINION':
      return [issuer];
  }
}

/** What the indexes hold of an item; the same item always gives the same projection. */
export const projectionOf = (item: Item): Projection => ({
  kind: item.kind,
  isErased: item.erasure !== null,
  readers: readersOfItem(item),
  articles: item.articles,
  memberStates: item.memberStates,
  tags: tagsOf(item),
  publishedAt: item.publishedAt,
  terms: termsOf(item),
  dueAt: dueAtOf(item),
});
