import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Fails the build when what a browser loads before the first page shows is larger than `limitBytes` after gzip. */
export function firstLoadBudget(limitBytes: number): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const later = new Set(
        files.flatMap((file) =>
          file.type === 'chunk' && file.isDynamicEntry
            ? [file.fileName, ...(file.viteMetadata?.importedCss ?? [])]
            : [],
        ),
      );
      const sizes = files
        .filter((file) => !later.has(file.fileName))
        .map((file) => gzipSync(file.type === 'chunk' ? file.code : file.source).length);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (total > limitBytes) {
        this.error(`the first load is ${total} bytes after gzip; at most ${limitBytes} are allowed`);
      }
      this.info(`first load: ${(total / 1000).toFixed(1)} kB after gzip, of ${limitBytes / 1000} kB allowed`);
    },
  };
}
