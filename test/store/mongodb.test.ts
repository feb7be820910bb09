import { basename } from 'node:path';
import { describe, test } from '@jest/globals';
import { projectionOf } from '../../src/services/projection.ts';
import { openMongodbStore } from '../../src/store/mongodb/store.ts';
import { describeStore } from './contract.ts';

const uri = process.env.MONGODB_URI;

if (uri === undefined)
  describe('the MongoDB store', () => {
    test.skip('needs MONGODB_URI', () => undefined);
  });
else
  describeStore('MongoDB', (directory) =>
    openMongodbStore({ uri, dbName: basename(directory), project: projectionOf }),
  );
