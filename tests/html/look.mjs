// Opens pages in headless Chromium, at the widths of a phone and a desk, in light and dark, and says what is wrong with them:
//   node look.mjs CHROMIUM PAGE...            one line of JSON for each finding; nothing where all is well
//   node look.mjs CHROMIUM --shots DIR PAGE...   pictures of each, and a PDF
// IPI_NODE_MODULES names the folder that has playwright-core and axe-core.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.env.IPI_NODE_MODULES, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const [executablePath, ...rest] = process.argv.slice(2);
const shots = rest[0] === '--shots' ? rest.splice(0, 2)[1] : undefined;
const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'];
// Chromium's own sandbox refuses to be run by root; the pages are ours and hold no script.
const browser = await chromium.launch({ executablePath, args, chromiumSandbox: process.getuid?.() !== 0 });

const say = (file, at, what) => console.log(JSON.stringify({ file: basename(file), at, what }));

async function look(file) {
    let at = 'loading';
    const page = await browser.newPage({ viewport: { width: 360, height: 900 }, colorScheme: 'light' });
    const url = pathToFileURL(file).href;
    const found = (what) => say(file, at, what);
    page.on('console', (message) => found(`console: ${message.text()}`));
    page.on('pageerror', (error) => found(`error: ${error}`));
    page.on('request', (request) => request.url() !== url && found(`request: ${request.url()}`));
    await page.goto(url);
    // What is folded away is looked at too.
    await page.evaluate(() => document.querySelectorAll('details').forEach((it) => { it.open = true; }));
    (await page.evaluate(foreign)).forEach(found);
    await page.evaluate(axe);
    for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark']) {
            at = `${width} px, ${colorScheme}`;
            await page.emulateMedia({ colorScheme });
            if (colorScheme === 'light') (await page.evaluate(places)).forEach(found);
            // Between light and dark nothing but colours is different.
            const { violations } = await page.evaluate((runOnly) => window.axe.run({ runOnly, resultTypes: ['violations'] }), colorScheme === 'light'
                ? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
                : { type: 'rule', values: ['color-contrast'] });
            for (const { id, help, nodes } of violations) {
                found(`axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
            }
        }
    }
    await page.close();
}

/** What has no business on a page that only tells. */
function foreign() {
    const found = [];
    for (const element of document.querySelectorAll('script, iframe, object, embed, link, img, base, form, [style]')) {
        found.push(`foreign: ${element.outerHTML.slice(0, 80)}`);
    }
    for (const element of document.querySelectorAll('*')) {
        for (const { name } of element.attributes) if (name.startsWith('on')) found.push(`foreign: ${name}`);
    }
    for (const link of document.querySelectorAll('a')) {
        if (!/^(#|https:)/.test(link.getAttribute('href'))) found.push(`link: ${link.getAttribute('href')}`);
    }
    if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
    // Are the style's hash and the policy of one mind?
    if (getComputedStyle(document.documentElement).backgroundColor !== 'rgb(255, 255, 255)') found.push('no style');
    return found;
}

/** What is too wide, cut off, or lies on something else. */
function places() {
    const root = document.documentElement;
    const found = [];
    if (root.scrollWidth > root.clientWidth) found.push(`wide: ${root.scrollWidth} > ${root.clientWidth}`);
    for (const svg of document.querySelectorAll('svg[role=img]')) {
        const boxes = [...svg.querySelectorAll('text')].map((it) => [it.textContent, it.getBoundingClientRect()]);
        boxes.forEach(([one, a], i) => {
            if (a.left < 0 || a.right > root.clientWidth) found.push(`cut off: ${one}`);
            for (const [other, b] of boxes.slice(i + 1)) {
                const apart = a.right <= b.left || b.right <= a.left || a.bottom - 3 <= b.top || b.bottom - 3 <= a.top;
                if (!apart) found.push(`one on the other: ${one}, ${other}`);
            }
        });
    }
    return found;
}

async function shoot(file) {
    const name = basename(file, '.html');
    for (const width of [360, 1280]) {
        for (const colorScheme of ['light', 'dark']) {
            const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
            await page.goto(pathToFileURL(file).href);
            await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
            await page.close();
        }
    }
    const page = await browser.newPage({ colorScheme: 'dark' });
    await page.goto(pathToFileURL(file).href);
    await page.pdf({ path: join(shots, `${name}.pdf`), format: 'A4' });
    await page.close();
}

const next = async () => {
    for (let file = rest.shift(); file !== undefined; file = rest.shift()) await (shots ? shoot(file) : look(file));
};
await Promise.all([next(), next()]);
await browser.close();
