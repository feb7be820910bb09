/** A cursor is the journal's tag and the mark of a commit: fixed length, so that string order is journal order. */
export const cursorOf = (journalTag: string, mark: string): string => `${journalTag}${mark}`;

/** The mark within a cursor of this journal; null for one of another journal or none at all. */
export function markOf(journalTag: string, cursor: string): string | null {
  const mark = cursor.slice(journalTag.length);
  return cursor.startsWith(journalTag) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(mark) ? mark : null;
}
