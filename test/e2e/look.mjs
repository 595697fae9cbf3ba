/* Every view, in Chinese and English, at 360 and 1280 px, light and dark: axe-core finds nothing, nothing scrolls
 * sideways or sticks out, every target is large enough.  At 320 px nothing scrolls sideways either. */
import { launch, Visitor } from './lib/browser.mjs';
import { furnish } from './lib/furnish.mjs';
import { House } from './lib/house.mjs';
import { album, beside_colours } from './lib/inspect.mjs';
import { none, run } from './lib/tap.mjs';
import { answers, door, pages } from './lib/views.mjs';

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	await furnish(house);
	const guest = await Visitor.come(browser, house);
	await guest.go('/sign-in');
	none(await beside_colours(guest.page), 'light and dark differ in colours alone');
	await guest.context.close();
	const of_officer = [...await pages(house, 'officer'), ...await answers(house)];
	/* The same pages seen by others differ in little: what differs, and the door. */
	const different = async role => (await pages(house, role))
		.filter(({ name }) => ['today', 'more', 'schools-id', 'classes-id', 'children', 'children-id', 'children-id-edit', 'import'].includes(name));
	for (const lang of ['zh', 'en'])
		await Promise.all([
			(async () => {
				await album(browser, house, 'door', door, lang);
				for (const role of ['head', 'teacher'])
					await album(browser, house, role, await different(role), lang);
				await album(browser, house, 'officer', of_officer.filter((_, i) => i % 3 === 0), lang);
			})(),
			album(browser, house, 'officer', of_officer.filter((_, i) => i % 3 > 0), lang),
		]);
});
