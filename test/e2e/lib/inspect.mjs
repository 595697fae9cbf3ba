/* What can be said of a page by looking at it: axe-core's rules, what sticks out, what is too small to hit. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DESK, PHONE, Visitor } from './browser.mjs';
import { none } from './tap.mjs';

/* Put in by the debugger's evaluation, which the page's content security policy leaves alone. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/* Rules that look at colours. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

export async function axe(page, rules = TAGS) {
	if (!await page.evaluate(() => 'axe' in window))
		await page.evaluate(AXE);
	const { violations } = await page.evaluate(runOnly =>
		window.axe.run(document, { runOnly, resultTypes: ['violations'] }), rules);
	return violations.flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.target.join(' ')}: ${n.any[0]?.message ?? v.help}`));
}

/* Runs in the page: what is wider than the window, and what a finger misses. */
function measure({ target, row }) {
	const faults = [], wide = document.documentElement.clientWidth;
	const name = e => `${e.tagName.toLowerCase()}${e.id && `#${e.id}`} "${(e.innerText || e.name || e.getAttribute('aria-label') || '').trim().slice(0, 24)}"`;
	const scrolls = e => e && e !== document.body && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
	const hidden = e => !e.checkVisibility({ visibilityProperty: true }) || getComputedStyle(e).clipPath !== 'none';
	if (document.documentElement.scrollWidth > wide || document.body.scrollWidth > wide)
		faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} of ${wide} px`);
	for (const e of document.body.querySelectorAll('*')) {
		const { left, right, width } = e.getBoundingClientRect();
		if (width > 1 && (right > wide + 1 || left < -1) && !hidden(e) && !e.matches('.skip, .hide, svg *') && !scrolls(e.parentElement))
			faults.push(`sticks out: ${name(e)} to ${Math.round(right)} of ${wide} px`);
		const own = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
		if (own.length > 9 && width > 1 && width < 2.5 * parseFloat(getComputedStyle(e).fontSize) && !e.closest('svg') && !hidden(e))
			faults.push(`squeezed: ${name(e)} ${Math.round(width)} px`);
		if (e.matches('button, summary, label.pick, legend, h1, h2, .tabs a') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth && !hidden(e))
			faults.push(`text cut: ${name(e)}`);
	}
	/* Is the element what is hit there? */
	const hit = (e, x, y) => {
		const there = document.elementFromPoint(x, y);
		return there && (e === there || e.contains(there) || there.contains(e) && there.matches('label, summary'));
	};
	for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
		const box = (e.closest('label.pick') ?? e).getClientRects()[0];
		const in_text = e.matches('p a, li p a') && e.closest('p').innerText.trim().length > e.innerText.trim().length + 20;
		if (!box || hidden(e.closest('label.pick') ?? e) || e.matches('.skip') || in_text)
			continue;
		const min = e.closest('table.tbl td, table.tbl th') ? row : target, half = min / 2 - 1;
		const x = box.left + box.width / 2, y = box.top + box.height / 2, it = e.closest('label.pick') ?? e;
		const high = box.height >= min - 0.5 || hit(it, x, y - half) && hit(it, x, y + half);
		const broad = box.width >= min - 0.5 || hit(it, x - half, y) && hit(it, x + half, y);
		if (!high || !broad)
			faults.push(`smaller than ${min} px: ${name(e)} ${Math.round(box.width)} x ${Math.round(box.height)}`);
	}
	return faults;
}

/* The window as tall as the page, so that no bar covers anything. */
export async function stretch(page, { width }) {
	await page.setViewportSize({ width, height: 600 });
	const height = await page.evaluate(() => document.documentElement.scrollHeight);
	await page.setViewportSize({ width, height: Math.min(Math.max(height, 600), 12000) });
}

/* LOOK.md 2: 44 px both ways; row links of a table on a desk may be 24. */
export async function layout(page, size) {
	await stretch(page, size);
	return page.evaluate(measure, { target: 44, row: size === DESK ? 24 : 44 });
}

/* Both widths, both colours; what is wrong, with where. The schemes differ in colours alone, so all rules are asked in
 * the first, and in the other those that look at colours. */
export async function inspect(page, { schemes = ['light', 'dark'], sizes = [PHONE, DESK] } = {}) {
	const faults = [];
	for (const size of sizes) {
		const note = (scheme, list) => faults.push(...list.map(f => `${size.width} ${scheme}: ${f}`));
		note('', await layout(page, size));
		for (const scheme of schemes) {
			await page.emulateMedia({ colorScheme: scheme });
			note(scheme, await axe(page, scheme === schemes[0] ? TAGS : COLOURS));
		}
	}
	return faults;
}

/* What a scheme changes beside the values of tokens, by the style sheets: inspect() relies on it that nothing does. */
export const beside_colours = page => page.evaluate(() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
	.filter(rule => /color-scheme/.test(rule.conditionText)).flatMap(rule => [...rule.cssRules])
	.flatMap(rule => rule.style ? [...rule.style].map(property => `${rule.selectorText} ${property}`) : [rule.cssText])
	.filter(what => !/^:root --/.test(what)));

/* Every view of `who`, in one language; the dark in the first one, for a language changes no colour. */
export async function album(browser, house, who, views, lang) {
	const visitor = await Visitor.come(browser, house, { lang });
	if (who !== 'door')
		await visitor.sign_in(who);
	for (const view of views) {
		await visitor.page.setViewportSize(PHONE);
		await view.open(visitor);
		const faults = await inspect(visitor.page, { schemes: lang === 'zh' ? ['light', 'dark'] : ['light'] });
		await visitor.page.setViewportSize({ width: 320, height: 568 });
		const [narrow] = (await layout(visitor.page, { width: 320 })).filter(f => f.startsWith('scrolls'));
		none(narrow ? [...faults, `320: ${narrow}`] : faults, `${who} ${view.name} ${lang}`);
	}
	await visitor.context.close();
}
