import { decodeContent, decodeHeader } from '../../journal/chain.ts';
import type { CommitHeader, KeptCommit } from '../../journal/commit.ts';
import type { CommitDocument } from './models.ts';

/** The header of a commit as it lies in the database. */
export const headerOf = ({ header }: Pick<CommitDocument, 'header'>): CommitHeader =>
  decodeHeader(Buffer.from(header, 'utf8'));

export const keptCommitOf = (stored: Pick<CommitDocument, 'header' | 'content'>): KeptCommit => ({
  header: headerOf(stored),
  content: stored.content === null ? null : decodeContent(Buffer.from(stored.content, 'utf8')),
});
