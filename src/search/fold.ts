/** Letters that Unicode does not take apart although readers type them without the stroke, ligature or tail. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k',
  ς: 'σ',
}; // prettier-ignore

const letters = new RegExp(`[${Object.keys(plain).join('')}]`, 'gu');

/**
 * The form in which texts are compared: no case, no accents, no ligatures, one sigma. Folding twice changes
 * nothing more.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(letters, (letter) => plain[letter] ?? letter);
