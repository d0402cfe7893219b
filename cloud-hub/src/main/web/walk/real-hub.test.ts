import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { hasBrowser, launch, openTarget, settled, signedIn, type Target } from './browser';
import { placesOf } from './places';

interface Version {
  version: number;
  evaluations: { part: string; value: number }[];
}

// Only reads, so that it may be run on any hub.
describe.runIf(hasBrowser && process.env['FIELDLOOP_URL'])('the pages of a real hub', () => {
  let target: Target;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    target = await openTarget();
    browser = await launch();
    context = await signedIn(browser, target, 'light');
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await target?.close();
  });

  async function rest<T>(path: string): Promise<T> {
    const response = await fetch(target.url + path, { headers: { Authorization: `Bearer ${target.token}` } });
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  }

  async function textOf(path: string): Promise<string> {
    await page.goto(path);
    await settled(page);
    return page.locator('main').innerText();
  }

  test('open without an error', async () => {
    const places = await placesOf(target);
    expect([...places.keys()]).toEqual(expect.arrayContaining(['device', 'model', 'rollout', 'sample']));
    for (const [name, path] of places) {
      await page.goto(path);
      await settled(page);
      expect(await page.getByRole('alert').count(), `alerts on ${name}`).toBe(0);
    }
    expect(errors).toEqual([]);
  });

  test('tell the accuracies that REST tells', async () => {
    const { versions } = await rest<{ versions: Version[] }>('/api/v1/models/fashion');
    expect(versions.length).toBeGreaterThan(1);
    const shown = await textOf('/models/fashion');
    for (const { value } of versions.flatMap((version) => version.evaluations)) {
      expect(shown).toContain((100 * value).toFixed(1));
    }
  });

  test('tell the samples, labels and devices that REST tells', async () => {
    const { samples, labels, devices } = await rest<{
      samples: { stored: number };
      labels: number;
      devices: { online: number; offline: number; new: number };
    }>('/api/v1/overview');
    const shown = (await textOf('/')).replace(/[,\s\u202f]/g, '');
    expect(shown).toContain(String(samples.stored));
    expect(shown).toContain(String(labels));
    expect(shown).toContain(String(devices.online + devices.offline + devices.new));
  });

  test('tell what became of each device’s samples as REST does', async () => {
    const { items } = await rest<{ items: { id: string; ledger: Record<string, number> }[] }>('/api/v1/devices');
    const shown = async (id: string) => (await textOf(`/devices/${id}`)).replace(/[,\s\u202f]/g, '');
    for (const { id, ledger } of items) {
      const text = await shown(id);
      for (const part of ['captured', 'acknowledged']) {
        expect(text, `${part} of ${id}`).toContain(String(ledger[part]));
      }
    }
  });
});
