// Takes the pictures of the docs from the pages of a demo that is running:
//   node docs/images/take.mjs 'http://localhost:8080/#token=...'     (the address that the demo prints)
// It may be started at any time before the last rollout, and waits for the right moments.
import { createRequire } from 'node:module';

const web = new URL('../../cloud-hub/src/main/web/package.json', import.meta.url);
const { chromium } = createRequire(web)('playwright-core');

const address = new URL(process.argv[2] ?? fail('name the address of the pages, with its token'));
const token = address.hash.replace('#token=', '');
const SIZE = { width: 1280, height: 800 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const context = await browser.newContext({ baseURL: address.origin, colorScheme: 'light', viewport: SIZE });
const page = await context.newPage();
await page.goto(address.href);
await page.getByRole('heading', { level: 1 }).waitFor();

const rollout = await until('the rollout of version 2', async () =>
  (await list('/api/v1/rollouts')).find(({ model, version }) => model === 'fashion' && version === 2),
);
await page.reload();
await page.getByText(/[1-9][\d.]* a second/).waitFor();
await take('overview', '/');
await take('rollout', `/rollouts/${rollout.id}`);
await take('model', '/models/fashion', 1060);
await take('label', '/label/fashion');
await browser.close();

async function take(name, path, height = SIZE.height) {
  if (new URL(page.url()).pathname !== path) {
    await page.goto(path);
  }
  await page.setViewportSize({ width: SIZE.width, height });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(() => {
    const images = [...document.images];
    return !document.querySelector('[aria-label=Loading]') && images.every((image) => image.complete);
  });
  await page.screenshot({ path: new URL(`${name}.png`, import.meta.url).pathname });
  console.log(`${name}.png`);
}

async function until(what, look) {
  console.log(`waiting for ${what}`);
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function get(path) {
  const response = await fetch(address.origin + path, { headers: { Authorization: `Bearer ${token}` } });
  if (!response.ok) fail(`${path}: ${response.status}`);
  return response.json();
}

async function list(path) {
  return (await get(path)).items;
}

function fail(why) {
  console.error(why);
  process.exit(2);
}
