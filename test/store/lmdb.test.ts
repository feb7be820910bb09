import { openLmdbStore } from '../../src/store/interim/store.ts';
import { describeStore } from './contract.ts';

describeStore('embedded', (directory) => openLmdbStore({ directory }));
