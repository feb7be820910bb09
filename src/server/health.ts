/** What a probe is told; live means that the process answers at all. */
export interface Health {
  status: 200 | 503;
  body: string;
}

export const live = (): Health => ({ status: 200, body: '{"status":"live"}' });

/** Not ready before the journal is open, and again while the server closes. */
export const readiness = (ready: boolean): Health =>
  ready ? { status: 200, body: '{"status":"ready"}' } : { status: 503, body: '{"status":"not ready"}' };
