import { expect, test } from 'vitest';
import { parseMarkdown } from './markdown';

test('headings, paragraphs and lists are told apart', () => {
  const blocks = parseMarkdown('# Title\nOne\ntwo\n\n- a\n- b\n1. c');
  expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph', 'list', 'list']);
  expect(blocks[2]).toMatchObject({ ordered: false, items: [[{ text: 'a' }], [{ text: 'b' }]] });
  expect(blocks[3]).toMatchObject({ ordered: true });
});

test('emphasis, code and links are found within a line', () => {
  const [block] = parseMarkdown('**b** and *i*, `x*y*z`, [docs](https://example.org/a)');
  expect(block).toEqual({
    kind: 'paragraph',
    text: [
      { kind: 'bold', text: 'b' },
      { kind: 'text', text: ' and ' },
      { kind: 'italic', text: 'i' },
      { kind: 'text', text: ', ' },
      { kind: 'code', text: 'x*y*z' },
      { kind: 'text', text: ', ' },
      { kind: 'link', text: 'docs', href: 'https://example.org/a' },
    ],
  });
});

test('a link that could run a script stays text', () => {
  const [block] = parseMarkdown('[click](javascript:alert(1))');
  expect(JSON.stringify(block)).not.toContain('"kind":"link"');
});

test('HTML stays text', () => {
  expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'paragraph', text: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }] },
  ]);
});
