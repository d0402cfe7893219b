// Builds the pages into UI_OUT, and only when something that they are made of changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const out = process.env['UI_OUT'] ?? 'dist';
const marker = 'node_modules/.built';
const sources = ['index.html', 'package-lock.json', 'package.json', 'public', 'src', 'svelte.config.js', 'tools'];

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

const hash = createHash('sha256');
for (const file of [...sources, 'tsconfig.json', 'vite.config.ts'].flatMap(filesBelow)) {
  hash.update(file).update('\0').update(readFileSync(file)).update('\0');
}
const wanted = `${hash.digest('hex')} ${out}`;

const built = existsSync(marker) && existsSync(join(out, 'index.html')) ? readFileSync(marker, 'utf8') : '';

if (built !== wanted) {
  const vite = spawnSync('node_modules/.bin/vite', ['build'], { stdio: 'inherit' });
  if (vite.status !== 0) process.exit(1);
  writeFileSync(marker, wanted);
}
