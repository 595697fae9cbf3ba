/* The pages of the other roles, looked at like the officer's in look.mjs: what differs for each, what is theirs alone,
 * and what comes as an answer to their forms. */
import { launch } from './lib/browser.mjs';
import { furnish } from './lib/furnish.mjs';
import { House, ROLES } from './lib/house.mjs';
import { album } from './lib/inspect.mjs';
import { run } from './lib/tap.mjs';
import { answers, pages } from './lib/views.mjs';

/* Routes that look different to each role. */
const DIFFERENT = ['/', '/more'];

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), seen = new Set();
	await furnish(house);
	(await pages(house, 'officer')).forEach(({ route }) => seen.add(route));
	const jobs = [];
	for (const role of ROLES.slice(1)) {
		const theirs = (await pages(house, role)).filter(({ route }) => DIFFERENT.includes(route) || !seen.has(route));
		theirs.forEach(({ route }) => seen.add(route));
		jobs.push([role, [...theirs, ...await answers(house, role)]]);
	}
	/* Two at a time. */
	const work = async () => {
		for (let job; (job = jobs.shift());)
			for (const lang of ['zh', 'en'])
				await album(browser, house, ...job, lang);
	};
	await Promise.all([work(), work()]);
});
