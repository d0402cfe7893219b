import { expect, test } from 'vitest';
import { changed, match } from './router.svelte';
import { tokenOf } from './session.svelte';

test('a path matches its pattern and gives its parameters', () => {
  expect(match('/devices/:id', '/devices/press-01')).toEqual({ id: 'press-01' });
  expect(match('/devices/:id', '/devices/press%2001/')).toEqual({ id: 'press 01' });
  expect(match('/', '/')).toEqual({});
});

test('another path does not match', () => {
  expect(match('/devices/:id', '/devices')).toBeNull();
  expect(match('/devices', '/devices/press-01')).toBeNull();
  expect(match('/models/:name', '/devices/press-01')).toBeNull();
});

test('a badly encoded path is taken as it is', () => {
  expect(match('/devices/:id', '/devices/%E0%A4%A')).toEqual({ id: '%E0%A4%A' });
});

test('a query changes only where it is told to', () => {
  const query = new URLSearchParams('state=online&q=press');
  expect(changed(query, { q: null, label: 'site=berlin' })).toBe('?state=online&label=site%3Dberlin');
  expect(changed(query, { q: '', state: null })).toBe('');
});

test('a token is read from the fragment, and only from there', () => {
  expect(tokenOf('#token=abc.def')).toBe('abc.def');
  expect(tokenOf('#token=')).toBeNull();
  expect(tokenOf('#content')).toBeNull();
  expect(tokenOf('')).toBeNull();
});
