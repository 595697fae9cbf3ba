/* Pictures of every view at both widths, in both languages and both colours: node shots.mjs DIR [PATTERN].  With
 * DIR doc/shots only those of the README and the guides. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DESK, launch, PHONE, Visitor } from './browser.mjs';
import { furnish } from './furnish.mjs';
import { House, ROLES } from './house.mjs';
import { stretch } from './inspect.mjs';
import { take_pictures } from './pictures.mjs';
import { answers, door, pages } from './views.mjs';

const [dir, pattern = ''] = process.argv.slice(2), undo = [];
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

async function every(browser) {
	const house = await House.open(undo), views = door.map(view => ['door', view]);
	await furnish(house);
	for (const role of ROLES)
		views.push(...[...await pages(house, role), ...await answers(house, role)].map(view => [role, view]));
	await album(browser, house, views.filter(([who, view]) => `${who}-${view.name}`.includes(pattern)));
}

try {
	mkdirSync(dir, { recursive: true });
	const browser = await launch(undo);
	await (path.resolve(dir).endsWith('doc/shots') ? take_pictures(browser, await House.open(undo, 'sqlite', 'county'), dir, pattern) : every(browser));
} finally {
	for (const one of undo.reverse())
		await one();
}
