import { expect, test } from 'vitest';
import { extensionOf } from './kinds';

test('a file is named by its media type, whatever a device calls it', () => {
  expect(extensionOf('image/jpeg')).toBe('jpeg');
  expect(extensionOf('application/x-npy')).toBe('npy');
  expect(extensionOf('application/x-npy+zstd')).toBe('npy');
  expect(extensionOf('no type at all')).toBe('bin');
  expect(extensionOf('text/../../etc')).toBe('bin');
});
