/** A partial date with the precision its form has; null where there is no date. */
export function documentDate(
  value: string | null,
): { value: string; precision: 'YEAR' | 'MONTH' | 'DAY' } | null {
  if (value === null) return null;
  return { value, precision: value.length === 4 ? 'YEAR' : value.length === 7 ? 'MONTH' : 'DAY' };
}
