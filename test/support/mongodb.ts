/** MongoDB's own engine, where the suite runs beside one (`with-mongodb`); undefined where it does not. */
export const mongodbUri = process.env.MONGODB_URI;

/** Address of a database on that engine. */
export function databaseUri(name: string): string {
  if (mongodbUri === undefined) throw new Error('this needs MONGODB_URI');
  return mongodbUri.replace(/^(mongodb:\/\/[^/]+)\/?[^?]*/, `$1/${name}`);
}

/** Whether the tests of the app run over MongoDB rather than the embedded store: CONCORD_TEST_STORE=mongodb. */
export const isOverMongodb = process.env.CONCORD_TEST_STORE === 'mongodb';

/** What tells an app or a server process of these tests which store it has. */
export const storeEnvironment = (name: string): Record<string, string> =>
  isOverMongodb ? { MONGODB_URI: databaseUri(name) } : {};
