import { basename } from 'node:path';
import { projectionOf } from '../../src/services/projection.ts';
import { openMongodbStore } from '../../src/store/mongodb/store.ts';
import { describeStore } from '../store/contract.ts';
import { databaseUri } from '../support/mongodb.ts';

describeStore('MongoDB', (directory, limits) =>
  openMongodbStore({
    uri: databaseUri(basename(directory)),
    project: projectionOf,
    ...(limits ? { limits } : {}),
  }),
);
