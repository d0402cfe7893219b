import { existsSync, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { preview } from 'vite';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SCREENSHOTS = new URL('../../../../target/screenshots/', import.meta.url).pathname;

export const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) {
  const message = `no browser at ${CHROMIUM}; install Debian's chromium, or name another by CHROMIUM`;
  if (process.env['CI']) throw new Error(message);
  console.warn(`THE BROWSER WALK IS LEFT OUT: ${message}`);
}

export type Theme = 'light' | 'dark';

/** The hub under test: the one named by FIELDLOOP_URL with FIELDLOOP_TOKEN, or the double behind the built pages. */
export interface Target {
  url: string;
  token: string;
  isDouble: boolean;
  /** Ends all connections, as a network does that goes away. */
  cut(): void;
  close(): Promise<void>;
}

/** A hub that was just started; always the double. */
export function openEmptyTarget(): Promise<Target> {
  process.env['DOUBLE_DEVICES'] = '0';
  return openDouble().finally(() => delete process.env['DOUBLE_DEVICES']);
}

export async function openTarget(): Promise<Target> {
  const url = process.env['FIELDLOOP_URL'];
  if (url) {
    const token = process.env['FIELDLOOP_TOKEN'];
    if (!token) throw new Error('FIELDLOOP_URL names a hub; FIELDLOOP_TOKEN has to name a token for it');
    return { url: url.replace(/\/$/, ''), token, isDouble: false, cut: () => undefined, close: async () => undefined };
  }
  return openDouble();
}

async function openDouble(): Promise<Target> {
  const server = await preview({ preview: { port: 5210, strictPort: false, host: '127.0.0.1' }, logLevel: 'error' });
  const address = server.resolvedUrls?.local[0] ?? '';
  const cut = () => (server.httpServer as Server).closeAllConnections();
  const close = async (): Promise<void> => {
    // Live events never end by themselves.
    cut();
    await server.close();
  };
  return { url: address.replace(/\/$/, ''), token: 'double-admin', isDouble: true, cut, close };
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A fresh browser profile, signed in by the address as a person would by the printed link. */
export async function signedIn(browser: Browser, target: Target, theme: Theme, width = 1440): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: target.url,
    colorScheme: theme,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`/#token=${target.token}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
  return context;
}

/** Waits until a page has its content: nothing is loading, and its images are there. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(() => {
    const visible = (element: Element) => element.getBoundingClientRect().top < innerHeight;
    const loading = [...document.querySelectorAll('[aria-label=Loading]')].some(visible);
    const images = [...document.images].filter(visible);
    return !loading && images.every((image) => image.complete);
  });
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
}
