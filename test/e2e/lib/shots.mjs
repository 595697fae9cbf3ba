/* Pictures of every view at both widths, in both languages and both colours: node shots.mjs DIR [PATTERN].  With
 * DIR doc/shots only those of the README. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DESK, launch, PHONE, Visitor } from './browser.mjs';
import { furnish } from './furnish.mjs';
import { House, ROLES } from './house.mjs';
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
			for (const scheme of ['light', 'dark'])
				for (const role of ['door', ...ROLES].filter(who => views.some(([of]) => of === who))) {
					const visitor = await Visitor.come(browser, house, { lang, size, scheme });
					if (role !== 'door')
						await visitor.sign_in(role);
					for (const [, view] of views.filter(([of]) => of === role))
						await snap(visitor, view, `${role}-${view.name}-${size.width}-${lang}-${scheme}`, size, true);
					await visitor.context.close();
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
	const views = door.map(view => ['door', view]);
	if (!path.resolve(dir).endsWith('doc/shots'))
		await furnish(house);
	for (const role of ROLES)
		views.push(...[...await pages(house, role), ...await answers(house, role)].map(view => [role, view]));
	await (path.resolve(dir).endsWith('doc/shots') ? readme : album)(browser, house, views.filter(([who, view]) => `${who}-${view.name}`.includes(pattern)));
} finally {
	for (const one of undo.reverse())
		await one();
}
