/* Messages that go out, seen by who looks after them: an administrator reads what waits and tries a text message, a
 * keeper books a call, and the link that the relative gets by text message opens on their phone. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe, layout } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';
import { soon } from '../rtc/stage.mjs';

await run(async undo => {
	const sink = mkdtempSync(path.join(tmpdir(), 'tx-sink-'));
	undo.push(async () => rmSync(sink, { recursive: true }));
	process.env.TONGXIN_POST = `sink:${sink}`;
	const house = await House.open(undo), browser = await launch(undo), lang = 'en';
	const mails = () => readdirSync(sink).map(name => readFileSync(path.join(sink, name), 'utf8'));
	const admin = await (await Visitor.come(browser, house, { lang, size: DESK })).sign_in('admin');
	await admin.go('/admin/outbox');
	ok(/written into a directory of this machine/.test(await admin.text('main')), 'the page says where messages go');
	none(await axe(admin.page), 'the outbox: axe');
	none(await layout(admin.page, DESK), 'the outbox: fits');
	await admin.page.locator('form[action$="/trial"] input:not([type=hidden])').first().fill('12345678901');
	is(await admin.press('form[action$="/trial"] button'), 422, 'eleven wrong digits are refused');
	is(await admin.page.locator('form[action$="/trial"] input:not([type=hidden])').first().inputValue(), '12345678901', 'and kept');
	await admin.page.locator('form[action$="/trial"] input:not([type=hidden])').first().fill('13900000007');
	is(await admin.press('form[action$="/trial"] button'), 200, 'a text message to try');
	ok(await soon(async () => mails().some(m => m.includes('to: 13900000007'))), 'goes out');

	const keeper = await (await Visitor.come(browser, house, { lang, size: DESK })).sign_in('keeper');
	let call;
	for (const child of await house.all('children', 'keeper')) {
		await keeper.go(`/children/${child.id}/calls/new`);
		if (!await keeper.page.locator('.slots button').count() || !/gets a link/.test(await keeper.text('main')) || !/ 0 of /.test(await keeper.text('main')))
			continue;
		await keeper.page.locator('[name=person]').evaluateAll(boxes => boxes.forEach(box => { box.checked = true; }));
		await keeper.page.locator('details', { hasText: 'another phone number' }).locator('summary').click();
		await keeper.page.fill('[name=phone]', '13900000008');
		if (await keeper.press('.slots button') === 200) {
			call = new URL(keeper.page.url()).pathname;
			break;
		}
	}
	ok(call, 'a call is booked');
	const found = await soon(async () => mails().map(m => m.match(/\/l\/[a-z]{29}/)?.[0]).find(Boolean), 20e3);
	ok(found, 'the relative gets a link by text message', mails().at(-1));
	const relative = await Visitor.come(browser, house, { lang, script: false });
	is(await relative.go(found), 200, 'which opens on their phone');
	await relative.press('main button');
	ok(/Can you come\?/.test(await relative.text('main')), 'and asks whether they can come');
	none(await layout(relative.page, PHONE), 'the page of the link: fits');
	await keeper.go(call);
	ok(/It was opened/.test(await keeper.text('main')), 'the keeper sees that it was opened');
	const officer = await (await Visitor.come(browser, house, { lang })).sign_in('officer');
	await officer.go('/admin/outbox');
	ok(!/13900000008|139\*\*\*\*/.test(await officer.text('main')), 'nobody reads a number there');
	none(await layout(officer.page, PHONE), 'the outbox on a phone: fits');
	for (const who of [admin, keeper, relative, officer])
		none(who.take_faults(), 'no page complains');
});
