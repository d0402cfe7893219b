/**
 * The part of Markdown that guides are written in: headings, paragraphs, lists, bold, italic, code and links. It is read
 * into a tree and drawn from that, so that no text of a guide ever becomes HTML.
 */
export type Block =
  | { kind: 'heading'; level: number; text: Inline[] }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] };

export type Inline =
  { kind: 'text' | 'bold' | 'italic' | 'code'; text: string } | { kind: 'link'; text: string; href: string };

const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:([-*+])|\d+[.)])\s+(.*)$/;
const INLINE = /\*\*(.+?)\*\*|__(.+?)__|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((\S+?)\)/g;

export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of source.split(/\r?\n/)) {
    open = nextBlock(line, open, blocks);
  }
  return blocks;
}

/** Adds a line to the open block or begins a new one; answers the block that is open then. */
function nextBlock(line: string, open: Block | null, blocks: Block[]): Block | null {
  if (line.trim() === '') return null;
  const heading = HEADING.exec(line);
  if (heading) {
    blocks.push({ kind: 'heading', level: heading[1]!.length, text: parseInline(heading[2]!) });
    return null;
  }
  const item = ITEM.exec(line);
  if (item) return addItem(item[1] === undefined, parseInline(item[2]!), open, blocks);
  return addText(line.trim(), open, blocks);
}

function addItem(ordered: boolean, text: Inline[], open: Block | null, blocks: Block[]): Block {
  if (open?.kind === 'list' && open.ordered === ordered) {
    open.items.push(text);
    return open;
  }
  const list: Block = { kind: 'list', ordered, items: [text] };
  blocks.push(list);
  return list;
}

function addText(line: string, open: Block | null, blocks: Block[]): Block {
  const text = parseInline(line);
  if (open?.kind === 'paragraph') {
    open.text.push({ kind: 'text', text: ' ' }, ...text);
    return open;
  }
  if (open?.kind === 'list') {
    open.items.at(-1)?.push({ kind: 'text', text: ' ' }, ...text);
    return open;
  }
  const paragraph: Block = { kind: 'paragraph', text };
  blocks.push(paragraph);
  return paragraph;
}

function parseInline(source: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const found of source.matchAll(INLINE)) {
    if (found.index > at) parts.push({ kind: 'text', text: source.slice(at, found.index) });
    parts.push(inlineOf(found));
    at = found.index + found[0].length;
  }
  if (at < source.length) parts.push({ kind: 'text', text: source.slice(at) });
  return parts;
}

function inlineOf(found: RegExpMatchArray): Inline {
  const [all, bold, strong, italic, code, label, href] = found;
  if (bold ?? strong) return { kind: 'bold', text: (bold ?? strong)! };
  if (italic) return { kind: 'italic', text: italic };
  if (code) return { kind: 'code', text: code };
  if (label && href && /^https?:\/\//.test(href)) return { kind: 'link', text: label, href };
  return { kind: 'text', text: all };
}
