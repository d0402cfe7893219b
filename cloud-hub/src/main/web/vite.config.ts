import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { firstLoadBudget } from './tools/first-load-budget.ts';
import { thirdParty } from './tools/third-party.ts';
import { hubDouble } from './dev/hub-double.ts';

// With FIELDLOOP_URL the pages talk to that hub, without it to the double in dev/.
const hub = process.env['FIELDLOOP_URL'];
// The hub takes changes from its own pages only, so the proxy speaks as one of them.
const proxy = hub ? { '/api': { target: hub, changeOrigin: true, headers: { origin: hub } } } : {};

// What may be in the bundle; the same that the libraries of the hub may have, less the weak copyleft.
const ALLOWED_LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

export default defineConfig({
  plugins: [svelte(), firstLoadBudget(90_000), thirdParty(ALLOWED_LICENCES), ...(hub ? [] : [hubDouble()])],
  build: {
    outDir: process.env['UI_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
  },
  server: { host: '127.0.0.1', port: 5200, strictPort: true, proxy },
  preview: { host: '127.0.0.1', port: 5201, strictPort: true, proxy },
  test: {
    projects: [
      {
        extends: true,
        resolve: { conditions: ['browser'] },
        test: { name: 'unit', include: ['src/**/*.test.ts', 'dev/**/*.test.ts'], environment: 'node' },
      },
      {
        extends: true,
        test: { name: 'walk', include: ['walk/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
    ],
  },
});
