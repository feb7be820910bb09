import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText, parseCanonical } from '../../src/journal/canonical.ts';

describe('the canonical form', () => {
  test('is that of the example in RFC 8785, section 3.2.2', () => {
    const value: unknown = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(canonicalText(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('sorts names by UTF-16 code units', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect([...canonicalText(value).matchAll(/:(\d)/g)].map(([, digit]) => digit).join('')).toBe('2467153');
  });

  const reordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reordered);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, inner]) => [name, reordered(inner)] as const);
    return Object.fromEntries(entries.reverse());
  };

  test('does not depend on the order of members, and has no space outside of texts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalText(value);
        expect(canonicalText(reordered(value))).toBe(text);
        expect(text.length).toBe(JSON.stringify(value).length);
      }),
    );
  });

  test('is read back as the value, and as nothing where it is not canonical', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalText(value);
        expect(parseCanonical(Buffer.from(text))).toEqual({ value: JSON.parse(text) as unknown });
        expect(parseCanonical(Buffer.from(` ${text}`))).toBeNull();
      }),
    );
    expect(parseCanonical(Buffer.from('{"b":1,"a":2}'))).toBeNull();
    expect(parseCanonical(Buffer.from([0x22, 0xff, 0x22]))).toBeNull();
  });

  test('sorts beside a member named toJSON, and takes one object in two places', () => {
    const shared = { x: 1 };
    expect(canonicalText({ toJSON: 1, b: 2, a: 3 })).toBe('{"a":3,"b":2,"toJSON":1}');
    expect(canonicalText({ abc: shared, ab: shared })).toBe('{"ab":{"x":1},"abc":{"x":1}}');
  });

  test.each<[string, unknown]>([
    ['a lone surrogate in a text', { a: ['\ud800'] }],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['a number that is not one', [NaN]],
    ['an infinite number', -Infinity],
    ['a big integer', 1n],
    ['nothing at all', undefined],
  ])('does not exist for %s', (_name, value) => {
    expect(() => canonicalText(value)).toThrow(TypeError);
  });
});
