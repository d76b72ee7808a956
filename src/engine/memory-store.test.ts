import { beforeEach } from 'vitest';
import { MemoryStore } from './memory-store.fixture.ts';
import { keepsItsPromises } from './state-store.contract.ts';

let store = new MemoryStore();
beforeEach(() => {
  store = new MemoryStore();
});

keepsItsPromises('in memory', () => Promise.resolve(store));
