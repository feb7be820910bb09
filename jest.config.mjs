import { existsSync } from 'node:fs';
import { join } from 'node:path';

const isInstalled = (program) =>
  [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].some((folder) => existsSync(join(folder, program)));

/** Suites that need what a stranger may not have; see CONTRIBUTING.md. */
const leftOut = [
  // MongoDB's own engine: `with-mongodb npm test`.
  ...(process.env.MONGODB_URI === undefined ? ['/test/mongodb/', '/test/deploy/nginx/two-servers'] : []),
  ...(isInstalled('systemd-analyze') ? [] : ['/test/deploy/systemd']),
  ...(isInstalled('nginx') && isInstalled('openssl') ? [] : ['/test/deploy/nginx/']),
];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: leftOut,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 60_000,
  // By itself one less than cores: much of a suite is waiting for other processes and the disk.
  maxWorkers: '100%',
};
