import { decodeJwt } from 'jose';

/** Who a token says it is for, to show to its own holder: nothing is verified. Null for what is no token. */
export function describeToken(token: string): string | null {
  try {
    const { sub, organisation, roles, clearance } = decodeJwt(token);
    const held = Array.isArray(roles) ? roles.map(String).join(', ') : 'no role';
    return `${String(sub)} of ${String(organisation)} (${held}; clearance ${String(clearance)})`;
  } catch {
    return null;
  }
}
