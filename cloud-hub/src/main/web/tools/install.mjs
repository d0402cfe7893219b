// Installs what package-lock.json names, and only when it changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const marker = 'node_modules/.installed';
const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';

if (installed !== wanted) {
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
  if (npm.status !== 0) {
    console.error(
      'npm ci failed; the web pages need Node.js 20.19 or newer and npm on the PATH, or build with -Dskip.web',
    );
    process.exit(1);
  }
  writeFileSync(marker, wanted);
}
