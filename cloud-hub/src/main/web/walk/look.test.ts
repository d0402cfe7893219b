import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import {
  hasBrowser,
  launch,
  openEmptyTarget,
  openTarget,
  screenshot,
  settled,
  signedIn,
  type Target,
  type Theme,
} from './browser';
import { placesOf } from './places';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

describe.runIf(hasBrowser)('every page', () => {
  let target: Target;
  let browser: Browser;
  let places: Map<string, string>;

  beforeAll(async () => {
    target = await openTarget();
    browser = await launch();
    places = await placesOf(target);
  });
  afterAll(async () => {
    await browser?.close();
    await target?.close();
  });

  const looks: [Theme, number][] = [
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
    ['dark', 390],
  ];
  test.each(looks)(
    'in %s at %i px is accessible, shows no error, and does not scroll sideways',
    async (theme, width) => {
      const context = await signedIn(browser, target, theme, width);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      const found: string[] = [];
      for (const [name, path] of places) {
        await page.goto(path);
        await settled(page);
        await screenshot(page, `${name}-${theme}-${width}`);
        found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (sideways > 0) found.push(`${name}: is ${sideways} px wider than the screen`);
      }
      await context.close();
      expect(found).toEqual([]);
      expect(errors).toEqual([]);
    },
  );

  test('sign-in in both themes is accessible', async () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const width of [1440, 390]) {
        const context = await browser.newContext({
          baseURL: target.url,
          colorScheme: theme,
          viewport: { width, height: 900 },
        });
        const page = await context.newPage();
        await page.goto('/');
        await page.getByLabel('Token').waitFor();
        await screenshot(page, `sign-in-${theme}-${width}`);
        expect(await violations(page)).toEqual([]);
        await context.close();
      }
    }
  });
});

describe.runIf(hasBrowser && !process.env['FIELDLOOP_URL'])('a hub that was just started', () => {
  const SAYS: [string, string, string][] = [
    ['overview', '/', 'No device yet'],
    ['devices', '/devices', 'No device yet'],
    ['samples', '/samples', 'No sample yet'],
    ['label', '/label', 'Nothing to label yet'],
    ['models', '/models', 'No model yet'],
    ['try', '/try', 'There is no version to try'],
    ['rollouts', '/rollouts', 'No rollout yet'],
    ['new-rollout', '/rollouts/new', 'There is no version to roll out'],
    ['quarantine', '/quarantine', 'Nothing is in quarantine'],
  ];

  test('says on each page what would be there and what to do', async () => {
    const target = await openEmptyTarget();
    const browser = await launch();
    const context = await signedIn(browser, target, 'dark');
    const page = await context.newPage();
    for (const [name, path, title] of SAYS) {
      await page.goto(path);
      await page.getByText(title).first().waitFor();
      await screenshot(page, `empty-${name}`);
      expect(await violations(page)).toEqual([]);
    }
    await browser.close();
    await target.close();
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (rules) => {
    const axe = (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe;
    return (await axe.run({ runOnly: { type: 'tag', values: rules }, rules: { 'target-size': { enabled: true } } }))
      .violations;
  }, RULES);
  return found.map(
    ({ id, nodes }) => `${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}: ${nodes[0]?.failureSummary}`,
  );
}
