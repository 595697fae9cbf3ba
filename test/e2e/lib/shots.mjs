/* Pictures of every view at both widths, in both languages and both colours: node shots.mjs DIR [PATTERN].  With
 * DIR doc/shots only those of the README. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DESK, launch, PHONE, Visitor } from './browser.mjs';
import { House } from './house.mjs';
import { stretch } from './inspect.mjs';
import { answers, door, pages } from './views.mjs';

const [dir, pattern = ''] = process.argv.slice(2);
const README = [['child-standing', 'child'], ['regions', 'regions'], ['today', 'today'], ['import-faults', 'import'], ['children', 'children']];

/* Whole: the window as tall as the page, so that its bars stand where they end. */
async function snap(visitor, view, file, size, whole) {
	await visitor.page.setViewportSize(size);
	await view.open(visitor);
	if (whole)
		await stretch(visitor.page, size);
	await visitor.page.screenshot({ path: `${path.join(dir, file)}.png`, animations: 'disabled' });
}

async function album(browser, house, views) {
	for (const size of [PHONE, DESK])
		for (const lang of ['zh', 'en'])
			for (const scheme of ['light', 'dark']) {
				const guest = await Visitor.come(browser, house, { lang, size, scheme });
				const visitor = {
					door: guest, officer: await (await Visitor.come(browser, house, { lang, size, scheme })).sign_in('officer'),
					head: await (await Visitor.come(browser, house, { lang, size, scheme })).sign_in('head'),
					teacher: await (await Visitor.come(browser, house, { lang, size, scheme })).sign_in('teacher'),
					admin: await (await Visitor.come(browser, house, { lang, size, scheme })).sign_in('admin'),
				};
				for (const [who, view] of views)
					await snap(visitor[who], view, `${who}-${view.name}-${size.width}-${lang}-${scheme}`, size, true);
				for (const one of Object.values(visitor))
					await one.context.close();
			}
}

async function readme(browser, house, views) {
	for (const size of [DESK, PHONE]) {
		const visitor = await (await Visitor.come(browser, house, { size })).sign_in('officer');
		for (const [from, to] of README)
			if (size === DESK ? to !== 'children' : ['child', 'children'].includes(to))
				await snap(visitor, views.find(([who, view]) => who === 'officer' && view.name === from)[1], `${to}-${size.width}`, size, to === 'child' && size === DESK);
	}
}

const undo = [];
try {
	mkdirSync(dir, { recursive: true });
	const house = await House.open(undo), browser = await launch(undo);
	const of_role = async role => (await pages(house, role)).map(view => [role, view]);
	const views = [...door.map(view => ['door', view]), ...await of_role('officer'),
		...(await answers(house)).map(view => ['officer', view]), ...await of_role('head'), ...await of_role('teacher'),
		...await of_role('admin')].filter(([who, view]) => `${who}-${view.name}`.includes(pattern));
	await (path.resolve(dir).endsWith('doc/shots') ? readme : album)(browser, house, views);
} finally {
	for (const one of undo.reverse())
		await one();
}
