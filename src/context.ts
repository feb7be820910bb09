import type { Actor } from './access/actor.ts';
import type { Access } from './services/access.ts';
import type { AccessLog } from './services/access-log.ts';
import type { Alerts } from './services/alerts.ts';
import type { Annexes } from './services/annexes.ts';
import type { Casework } from './services/casework.ts';
import type { Directory } from './services/directory.ts';
import type { Erasures } from './services/erasures.ts';
import type { Exchange } from './services/exchange.ts';
import type { Findings } from './services/findings.ts';
import type { GuidanceRegister } from './services/guidance.ts';
import type { Items, Reader } from './services/items.ts';
import type { Opinions } from './services/opinions.ts';
import type { Sharing } from './services/sharing.ts';

export interface Services {
  items: Items;
  guidance: GuidanceRegister;
  findings: Findings;
  alerts: Alerts;
  casework: Casework;
  opinions: Opinions;
  erasures: Erasures;
  sharing: Sharing;
  annexes: Annexes;
  access: Access;
  accessLog: AccessLog;
  directory: Directory;
  exchange: Exchange;
}

/** What resolvers get with each request. */
export interface Context extends Services {
  /** Told of each item that is shown, with the field at the root that leads to it. */
  shown: (item: object, field: string | null) => void;
  /** Who asks; null without a token. Within a live feed always null: one execution serves all equal readers. */
  actor: Actor | null;
  reader: Reader;
}
