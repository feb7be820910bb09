import { openLmdbStore } from '../../src/store/lmdb/store.ts';
import { describeStore } from './contract.ts';

describeStore('embedded', (directory, limits) => openLmdbStore({ directory, ...(limits ? { limits } : {}) }));
