type Rule = readonly [longerThan: number, ending: RegExp, replacement: string];

const articles: readonly Rule[] = [
  [6, /ият$/, ''],
  [5, /(?:ът|то|те|та|ия)$/, ''],
  [4, /ят$/, ''],
];

const plurals: readonly Rule[] = [
  [6, /(?<=.)ов(?:ци|е)$/, ''],
  [6, /еве$/, 'й'],
  [5, /(?:ища|та)$/, ''],
  [5, /ци$/, 'к'],
  [5, /зи$/, 'г'],
  [5, /е(.)и$/, 'я$1'],
  [4, /си$/, 'х'],
  [4, /и$/, ''],
];

const applyFirst = (word: string, rules: readonly Rule[]): string => {
  const rule = rules.find(([longerThan, ending]) => word.length > longerThan && ending.test(word));
  return rule === undefined ? word : word.replace(rule[1], rule[2]);
};

/**
 * The light Bulgarian stemmer of J. Savoy ("Searching Strategies for the Bulgarian Language", 2007): definite
 * articles, plurals and final vowels. The one in @orama/stemmers writes into its string and throws.
 */
export function stemBulgarian(word: string): string {
  if (word.length < 4) return word;
  if (word.length > 5 && word.endsWith('ища')) return word.slice(0, -3);
  let stem = applyFirst(applyFirst(word, articles), plurals);
  if (stem.length > 3) stem = stem.replace(/я$/, '').replace(/[аое]$/, '');
  if (stem.length > 4) stem = stem.replace(/ен$/, 'н');
  return stem.length > 5 ? stem.replace(/ъ(.)$/, '$1') : stem;
}
