/* Every view, in Chinese and English, at 360 and 1280 px, light and dark: axe-core finds nothing, nothing scrolls
 * sideways or sticks out, every target is large enough.  At 320 px nothing scrolls sideways either. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { inspect, layout } from './lib/inspect.mjs';
import { none, run } from './lib/tap.mjs';
import { answers, door, pages } from './lib/views.mjs';

async function album(browser, house, who, views, lang) {
	const visitor = await Visitor.come(browser, house, { lang });
	if (who !== 'door')
		await visitor.sign_in(who);
	for (const view of views) {
		await visitor.page.setViewportSize(PHONE);
		await view.open(visitor);
		const faults = await inspect(visitor.page);
		await visitor.page.setViewportSize({ width: 320, height: 568 });
		const [narrow] = (await layout(visitor.page, { width: 320 })).filter(f => f.startsWith('scrolls'));
		none(narrow ? [...faults, `320: ${narrow}`] : faults, `${who} ${view.name} ${lang}`);
	}
	await visitor.context.close();
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const of_officer = [...await pages(house, 'officer'), ...await answers(house)];
	/* The same pages seen by others differ in little: what differs, and the door. */
	const different = async role => (await pages(house, role))
		.filter(({ name }) => ['today', 'more', 'schools-id', 'classes-id', 'children', 'children-id', 'children-id-edit', 'import'].includes(name));
	for (const lang of ['zh', 'en'])
		await Promise.all([
			(async () => {
				await album(browser, house, 'door', door, lang);
				for (const role of ['head', 'teacher', 'admin'])
					await album(browser, house, role, await different(role), lang);
				await album(browser, house, 'officer', of_officer.filter((_, i) => i % 3 === 0), lang);
			})(),
			album(browser, house, 'officer', of_officer.filter((_, i) => i % 3 > 0), lang),
		]);
});
