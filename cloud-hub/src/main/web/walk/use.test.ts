import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { hasBrowser, launch, openTarget, settled, signedIn, type Target } from './browser';

// What these tests do changes the hub: they are meant for the double.
describe.runIf(hasBrowser && !process.env['FIELDLOOP_URL'])('a person', () => {
  let target: Target;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    target = await openTarget();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await target?.close();
  });
  beforeEach(async () => {
    context = await signedIn(browser, target, 'light');
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
  });
  afterEach(() => context.close());

  async function arrive(path: string): Promise<void> {
    await page.goto(path);
    await settled(page);
  }

  async function sampleOf(mediaType: string): Promise<string> {
    const { items } = (await (await page.request.get('/api/v1/samples?limit=100')).json()) as {
      items: { id: string; mediaType: string }[];
    };
    return `/samples?sample=${items.find((each) => each.mediaType === mediaType)!.id}`;
  }

  const heading = () => page.getByRole('heading', { level: 1 });

  test('who signs in by a link leaves no token in the address or the history', async () => {
    const fresh = await browser.newContext({ baseURL: target.url });
    const tab = await fresh.newPage();
    await tab.goto(`/devices#token=${target.token}`);
    await tab.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    expect(tab.url()).toBe(`${target.url}/devices`);
    await tab.reload();
    await tab.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    await fresh.close();
  });

  test('who signs in with a wrong token is told so, and gets in with a right one', async () => {
    const fresh = await browser.newContext({ baseURL: target.url });
    const tab = await fresh.newPage();
    await tab.goto('/rollouts');
    await tab.getByLabel('Token').fill('nonsense');
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.getByRole('alert').getByText('The token is not known').waitFor();
    await tab.getByLabel('Token').fill(target.token);
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.getByRole('heading', { level: 1, name: 'Rollouts' }).waitFor();
    await fresh.close();
  });

  test('a viewer is offered no action of an operator', async () => {
    const fresh = await signedIn(browser, { ...target, token: 'double-viewer' }, 'light');
    const tab = await fresh.newPage();
    await tab.goto('/devices');
    await settled(tab);
    expect(await tab.getByRole('button', { name: 'Enrol a device' }).count()).toBe(0);
    await tab.goto('/rollouts/new');
    await tab.getByText('Only operators start rollouts').waitFor();
    await fresh.close();
  });

  test('an operator takes a quarantined message in once more, is told why another stays, and throws it away', async () => {
    await arrive('/quarantine');
    const row = (code: string) => page.getByRole('row').filter({ hasText: code }).first();
    const unresolved = await page.getByRole('row').filter({ hasText: 'MESSAGE_UNRESOLVED' }).count();
    await row('MESSAGE_UNRESOLVED').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await settled(page);
    expect(await page.getByRole('row').filter({ hasText: 'MESSAGE_UNRESOLVED' }).count()).toBe(unresolved - 1);

    await row('MESSAGE_UNREADABLE').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog').getByText('still of no use').waitFor();
    await page.keyboard.press('Escape');
    await row('MESSAGE_FOREIGN').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('keys lead to the places, to the filter and to the sheet', async () => {
    await arrive('/');
    for (const [keys, name] of [
      ['d', 'Devices'],
      ['s', 'Samples'],
      ['m', 'Models'],
      ['r', 'Rollouts'],
      ['l', 'Label'],
      ['o', 'Overview'],
    ]) {
      await page.keyboard.press('g');
      await page.keyboard.press(keys!);
      await page.getByRole('heading', { level: 1, name: name!, exact: true }).waitFor();
    }
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await settled(page);
    await page.keyboard.press('/');
    await page.keyboard.type('press');
    await page.waitForURL(/q=press/);
    await page.locator('body').click({ position: { x: 700, y: 20 } });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('a row is reached by j and opened by Enter', async () => {
    await arrive('/devices');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const first = page.locator('tbody tr a').first();
    await page.waitForFunction(() => document.activeElement?.closest('tbody tr'));
    const name = await first.textContent();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: name!, exact: true }).waitFor();
  });

  test('arrow keys lead through the gallery, and from an open sample to the next', async () => {
    await arrive('/samples');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const second = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href);
    expect(second).toBe(
      await page
        .locator('a.tile')
        .nth(1)
        .evaluate((tile: HTMLAnchorElement) => tile.href),
    );
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: /^Sample/ }).waitFor();
    expect(page.url()).toBe(second);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL((url) => url.searchParams.has('sample') && url.href !== second);
  });

  test('an image that does not come is told in its place', async () => {
    await page.route('**/preview', (route) => route.fulfill({ status: 404 }));
    await arrive('/samples');
    await page.getByText('Image not shown').first().waitFor();
  });

  test('sound is played by a key while it is labelled, and from anywhere', async () => {
    await arrive('/label/machine');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    const position = page.getByRole('slider', { name: 'Position in the sound' });
    await position.fill('3000');
    await page.getByText('3.0 / 4.0 s').waitFor();
  });

  test('readings are told moment by moment by the arrow keys, and as a table', async () => {
    const path = await sampleOf('text/csv');
    await arrive(path);
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText('time_s 0.02', { exact: true }).waitFor();
    expect(page.url()).toContain(path);
    await page.getByText('Values as a table').press('Enter');
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '0.02', exact: true }) });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['0.22', '0.368', '9.816']);
  });

  test('a medium of which nothing can be shown says why', async () => {
    await arrive(await sampleOf('audio/ogg'));
    await page.getByText('Cannot be shown.').waitFor();
    await page.getByText('no preview is made of media of type audio/ogg').waitFor();
  });

  test('a cell of the confusion matrix leads to the samples like it', async () => {
    await arrive('/models/fashion');
    const cell = page.locator('[data-cell="0-0"]');
    await cell.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/samples\?model=fashion&label=.+&class=.+/);
    const query = new URL(page.url()).searchParams;
    expect(query.get('label')).not.toBe(query.get('class'));
  });

  test('a labeller answers with one key, is shown the next image at once, and takes an answer back', async () => {
    await arrive('/label/fashion');
    const image = page.getByAltText('What is to be labelled');
    const first = await image.getAttribute('src');
    const labelled = page.waitForRequest((request) => request.method() === 'PUT' && request.url().endsWith('/label'));
    await page.keyboard.press('3');
    expect((await labelled).postDataJSON()).toEqual({ class: 'pullover', guideVersion: 3 });
    await page.waitForFunction(
      (src) => document.querySelector('[alt="What is to be labelled"]')?.getAttribute('src') !== src,
      first,
    );
    const undone = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await page.keyboard.press('Control+z');
    expect((await undone).status()).toBe(200);
    expect(await image.getAttribute('src')).toBe(first);
    const skipped = page.waitForRequest((request) => request.url().endsWith('/skip'));
    await page.keyboard.press('s');
    await skipped;
  });

  test('an answer that the hub does not get is kept and sent again', async () => {
    await arrive('/label/fashion');
    await page.route('**/label', (route) => route.abort());
    await page.getByRole('group', { name: 'Classes' }).getByRole('button').first().click();
    await page.getByText('1 answer not saved.').waitFor();
    await page.unroute('**/label');
    const again = page.waitForResponse((response) => response.url().endsWith('/label'));
    await page.getByRole('button', { name: 'Send again' }).click();
    expect((await again).ok()).toBe(true);
    await page.getByText('1 answer not saved.').waitFor({ state: 'detached' });
  });

  test('an operator changes by the keyboard what a stream captures, and is told what the device makes of it', async () => {
    const { items } = (await (await page.request.get('/api/v1/devices?limit=100')).json()) as {
      items: { id: string; serving: { stream: string }[] }[];
    };
    const device = items.find(({ serving }) => serving[0]?.stream === 'line')!.id;
    await arrive(`/devices/${device}`);
    const card = page.getByRole('region', { name: 'Capture', exact: true });
    const status = (text: string) => card.getByRole('status').filter({ hasText: text }).waitFor();
    const row = (rule: string) => card.getByRole('row').filter({ has: page.getByRole('rowheader', { name: rule }) });
    const form = page.getByRole('form', { name: 'Rules of line' });
    const opener = card.getByRole('button', { name: 'Change the rules' });
    await row('low-confidence').waitFor();

    await opener.press('Enter');
    await form.getByLabel('Kind of rule').selectOption('shadow');
    await form.getByRole('button', { name: 'Add a rule' }).press('Enter');
    await form.getByLabel('Second model').fill('nobody');
    await form.getByLabel('Second model').press('Enter');
    await status('The device refuses them');
    await status("names model 'nobody'");

    await opener.press('Enter');
    await form.getByLabel('Second model').fill('fashion-large');
    await page.route(
      '**/capture-rules',
      (route) =>
        route.fulfill({
          status: 400,
          contentType: 'application/problem+json',
          json: { title: 'Not valid', errors: [{ pointer: '/streams/0/also/0/above', detail: 'this is too much' }] },
        }),
      { times: 1 },
    );
    await form.getByRole('button', { name: 'Tell the device' }).press('Enter');
    await form.getByRole('group', { name: '1. shadow' }).getByText('this is too much').waitFor();
    await form.getByRole('button', { name: 'Tell the device' }).press('Enter');
    await status('The device follows them');
    await row('shadow').getByText('model fashion-large, one-in 10, above 0.5').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Change the rules'));
  });

  test('an operator asks a stream for its next images of a class', async () => {
    await arrive('/devices?state=online');
    await page
      .getByRole('link', { name: /^kiosk-|^gate-|^press-|^sorter-/ })
      .first()
      .click();
    const card = page.getByRole('region', { name: 'Capture', exact: true });
    await card.getByRole('button', { name: 'Ask for more' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('The next').fill('0');
    await dialog.getByRole('button', { name: 'Ask the device' }).click();
    expect(await dialog.getByLabel('The next').evaluate((input: HTMLInputElement) => input.validity.valid)).toBe(false);
    await dialog.getByLabel('The next').fill('7');
    await dialog.getByLabel('Of class').fill('coat');
    await dialog.getByLabel('Of class').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const row = card.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'on-request' }) });
    await row.getByText('label coat, next 7').waitFor();
  });

  test('an operator enrols a device and gets the command to run there', async () => {
    await arrive('/devices');
    await page.getByRole('button', { name: 'Enrol a device' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('gate-99');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByText('fieldloop agent enrol --hub https://127.0.0.1:8443 --token').waitFor();
  });

  test('a taken device name is refused with the field it concerns', async () => {
    await arrive('/devices?enrol=yes');
    await page.getByRole('textbox', { name: 'Name' }).fill('press-01');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('alert').getByText('/deviceId').waitFor();
  });

  test('an operator cancels a rollout only after typing its model', async () => {
    await arrive('/rollouts');
    await page.getByRole('link', { name: 'fashion v4' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const cancel = page.getByRole('button', { name: 'Cancel the rollout' });
    expect(await cancel.isDisabled()).toBe(true);
    await page.getByRole('textbox').fill('fashion');
    await cancel.click();
    await heading().locator('..').getByText('cancelled').waitFor();
    await page.getByText('Asked by mira to cancel.').waitFor();
  });

  test('an operator starts a rollout and watches its devices change', async () => {
    await arrive('/rollouts/new?model=fashion&version=3&labels=canary%3Dyes');
    await page.getByText('fashion v3 is offered to').waitFor();
    await page.getByRole('button', { name: /Roll fashion v3 out to/ }).click();
    await page.waitForURL(/rollouts\/[0-9a-f-]{36}$/);
    await page.getByText('downloading').first().waitFor();
    await page.getByText('Rollout started with wave 1.').waitFor();
  });

  test('a mask lies on the image of its sample, with its classes beside it, until its key is pressed', async () => {
    // The upper half is sky; runs go down the columns.
    const mask = {
      width: 2,
      height: 2,
      uncertain: 0.125,
      regions: [{ label: 'Sky', score: 0.9, counts: [0, 1, 1, 1, 1] }],
    };
    await page.route('**/api/v1/samples?**', async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { items: object[] };
      await route.fulfill({
        response,
        json: { ...answer, items: answer.items.map((item) => ({ ...item, prediction: { mask } })) },
      });
    });
    await arrive('/samples');
    await page.locator('a.tile', { hasText: 'Sky' }).first().click();
    const panel = page.getByRole('dialog');
    const upper = () =>
      panel.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const pixels = canvas.getContext('2d')!.getImageData(0, 0, 2, 2).data;
        return [pixels[3]! > 0, pixels[7]! > 0, pixels[11]! > 0, pixels[15]! > 0];
      });

    expect(await upper()).toEqual([true, true, false, false]);
    await panel.getByText('50.0 %').waitFor();
    await panel.getByText('12.5 % of the pixels are uncertain').waitFor();
    await page.keyboard.press('m');
    await panel.locator('canvas').waitFor({ state: 'detached' });
    expect(await panel.getByLabel(/Mask on the image/).isChecked()).toBe(false);
    await page.keyboard.press('m');
    await panel.locator('canvas').waitFor();
  });

  test('samples are found by filters that the address keeps, and open large', async () => {
    await arrive('/samples');
    await page.getByLabel('Model', { exact: true }).selectOption('street');
    await page.waitForURL(/model=street/);
    await page.getByLabel('Predicted class').selectOption('car');
    await page.waitForURL(/class=car/);
    await settled(page);
    await page.reload();
    await settled(page);
    await page.locator('a.tile').first().click();
    await page.getByRole('dialog', { name: /^Sample/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('sample') && url.searchParams.get('class') === 'car');
  });

  test('a picked image is answered by two versions side by side', async () => {
    await arrive('/try?model=fashion');
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page.getByLabel('Image').setInputFiles({ name: 'one.png', mimeType: 'image/png', buffer: picture });
    await page.getByRole('heading', { name: 'fashion v4' }).waitFor();
    await page.getByRole('heading', { name: 'fashion v3' }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.latency').length === 2);
    await page.getByText(/^(All say|v\d+ says)/).waitFor();
  });

  test('a retraining shows its progress and its new version', async () => {
    await arrive('/models/fashion?retrain=yes');
    await page.getByRole('button', { name: 'Retrain', exact: true }).click();
    await page.getByText('Retraining of v4').waitFor();
    await page.getByText(/computing embeddings|training the head/).waitFor();
  });

  test('pages say when what they show is stale, and recover', async () => {
    await arrive('/');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.route('**/api/v1/events', (route) => route.abort());
    target.cut();
    await page.getByText(/^Reconnecting/).waitFor();
    await page.unroute('**/api/v1/events');
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 40_000 });
  });

  test('a failed page says what failed and loads on the second try', async () => {
    await page.route(
      '**/api/v1/models?*',
      (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"title":"The database is away","detail":"Try again in a minute."}',
        }),
      { times: 1 },
    );
    await page.goto('/models');
    await page.getByText('The database is away').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'fashion', exact: true }).waitFor();
  });
});
