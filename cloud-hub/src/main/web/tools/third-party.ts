import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

interface Package {
  name: string;
  version: string;
  license: string;
}

/** Writes the licences of the packages that are in the bundle beside it, and fails on one that is not `allowed`. */
export function thirdParty(allowed: string[]): Plugin {
  return {
    name: 'third-party',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const roots = new Set(modules.map(packageRoot).filter((root) => root !== null));
      const entries = [...roots].map((root) => {
        const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
        if (!allowed.includes(license)) {
          this.error(`${name} ${version} has the licence ${license}; allowed are ${allowed.join(', ')}`);
        }
        return `${name} ${version} (${license})\n\n${licenceText(root)}\n`;
      });
      this.emitFile({ type: 'asset', fileName: 'third-party.txt', source: entries.sort().join('\n---\n\n') });
    },
  };
}

/** The folder of the package that a module belongs to; null for what is ours or the bundler's. */
function packageRoot(module: string): string | null {
  const path = module.replace(/^\0/, '').replace(/\?.*$/, '');
  if (!path.includes('/node_modules/')) return null;
  let folder = dirname(path);
  while (!/\/node_modules\/(@[^/]+\/)?[^/]+$/.test(folder)) folder = dirname(folder);
  return existsSync(join(folder, 'package.json')) ? folder : null;
}

function licenceText(root: string): string {
  const file = readdirSync(root).find((name) => /^licen[cs]e/i.test(name));
  return file ? readFileSync(join(root, file), 'utf8').trim() : 'The package brings no text of its licence.';
}
