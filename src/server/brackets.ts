import { LimitExceeded, assertWithin } from './limits.ts';

const QUOTE = 0x22;
const HASH = 0x23;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const OPEN = new Set([0x28, 0x5b, 0x7b]);
const CLOSE = new Set([0x29, 0x5d, 0x7d]);

/** Index of the last character of the string or comment that begins at `start`. */
function endOfQuoted(text: string, start: number): number {
  if (text.charCodeAt(start) === HASH) {
    const end = text.indexOf('\n', start);
    return end === -1 ? text.length : end;
  }
  if (text.startsWith('"""', start)) {
    let end = text.indexOf('"""', start + 3);
    while (end !== -1 && text.charCodeAt(end - 1) === BACKSLASH) end = text.indexOf('"""', end + 1);
    return end === -1 ? text.length : end + 2;
  }
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index += 1;
    else if (code === QUOTE || code === LINE_FEED) return index;
  }
  return text.length;
}

/**
 * Throws LimitExceeded when brackets outside strings and comments nest too deep. Serves GraphQL and JSON: what
 * is a comment or a block string in one and not in the other is a syntax error there, which the parser finds
 * at that very place.
 */
export function assertShallow(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE || code === HASH) index = endOfQuoted(text, index);
    else if (OPEN.has(code)) assertWithin('nesting', (depth += 1));
    else if (CLOSE.has(code)) depth -= 1;
  }
}

export function isShallow(text: string): boolean {
  try {
    assertShallow(text);
    return true;
  } catch (error) {
    if (error instanceof LimitExceeded) return false;
    throw error;
  }
}
