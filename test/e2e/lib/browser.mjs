/* Debian's Chromium, driven by Playwright.  A Visitor is one person's browser: what goes wrong on any of its pages
 * (script errors, refusals of the content security policy, failed requests) collects in .faults. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { PASSWORD } from './house.mjs';

/* No page lives long enough for V8 to earn back what its optimizing compilers cost: a third of a look at a page. */
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync', '--js-flags=--no-opt --no-maglev'];

/* The headless shell has no window, and needs half the processor for the same pages. */
const PROGRAM = process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(file => existsSync(file));

export const PHONE = { width: 360, height: 740 }, DESK = { width: 1280, height: 800 };

/* `cached`: pages gone back to may come from memory, as in people's browsers. */
export async function launch(undo, { cached = false } = {}) {
	const browser = await chromium.launch({
		executablePath: PROGRAM, args: ARGS,
		ignoreDefaultArgs: cached ? ['--disable-back-forward-cache'] : [],
	});
	undo.push(() => browser.close());
	return browser;
}

export class Visitor {
	static async come(browser, house, { lang = 'zh', size = PHONE, scheme = 'light', script = true, ...more } = {}) {
		const context = await browser.newContext({
			baseURL: house.url, viewport: size, colorScheme: scheme, javaScriptEnabled: script,
			locale: lang === 'zh' ? 'zh-CN' : 'en-GB', ...more,
		});
		context.setDefaultTimeout(20e3);
		const visitor = Object.assign(new Visitor(), { house, context, faults: [], page: await context.newPage() });
		visitor.listen(visitor.page);
		return visitor;
	}

	listen(page) {
		const note = what => this.faults.push(`${new URL(page.url()).pathname}: ${what}`);
		page.on('pageerror', error => note(error.message));
		page.on('requestfailed', request => {
			/* Going on before the window's icon has come aborts it. */
			if (request.failure()?.errorText !== 'net::ERR_ABORTED')
				note(`${request.url()} ${request.failure()?.errorText}`);
		});
		page.on('console', message => {
			/* That a page itself is a refusal is what some tests are about. */
			const of_itself = /^Failed to load resource/.test(message.text()) && message.location().url === page.url();
			if (['error', 'warning'].includes(message.type()) && !of_itself)
				note(message.text());
		});
	}

	/* The status of the page. */
	async go(path) {
		return (await this.page.goto(path, { waitUntil: 'load' })).status();
	}

	async sign_in(login) {
		await this.go('/sign-in');
		await this.page.fill('[name=login]', login);
		await this.page.fill('[name=password]', PASSWORD);
		await this.press('main button');
		return this;
	}

	/* Click what leads to another page, and be there; its status. */
	async press(what) {
		const target = typeof what === 'string' ? this.page.locator(what).first() : what;
		await this.page.evaluate(() => { window.left = true; });
		const [answer] = await Promise.all([
			this.page.waitForResponse(r => r.request().isNavigationRequest() && (r.status() < 300 || r.status() >= 400)),
			target.click(),
		]);
		/* The answer is there a moment before its page is; a file has none. */
		const file = answer.headers()['content-disposition']?.startsWith('attachment');
		for (let i = 0; i < 500 && !file && await this.page.evaluate(() => window.left).catch(() => true); i++)
			await new Promise(done => setTimeout(done, 10));
		await this.page.waitForLoadState('load');
		return answer.status();
	}

	async speak(lang) {
		await this.context.addCookies([{ name: 'lang', value: lang, url: this.house.url }]);
	}

	text(what = 'main') {
		return this.page.locator(what).first().innerText();
	}

	/* Faults since the last time asked. */
	take_faults() {
		return this.faults.splice(0);
	}
}
