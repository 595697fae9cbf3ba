/* A page that is open says that something new is here, in the reader's language; in other schools nobody is disturbed. */
import { launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe, layout } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const bar = visitor => visitor.page.locator('#live p');

async function listening(house, n) {
	for (let tries = 0; tries < 100; tries++) {
		const text = await (await fetch(`${house.url}/metrics`)).text();
		if (text.includes(`\ntongxin_event_streams ${n}\n`))
			return true;
		await new Promise(resolve => setTimeout(resolve, 50));
	}
	return false;
}

async function come(browser, house, login, lang) {
	return (await Visitor.come(browser, house, { lang, size: PHONE })).sign_in(login);
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo);
	const head = await come(browser, house, 'head', 'zh'), teacher = await come(browser, house, 'teacher', 'en');
	const officer = await come(browser, house, 'officer', 'zh');
	await head.go('/more');
	ok(await listening(house, 3), 'three pages are open, three streams');
	ok(!await bar(head).isVisible(), 'nothing is said before there is anything');

	const [{ child, person }] = await house.all('parents', 'teacher');
	const made = await house.api('/protection_orders', { role: 'civil', method: 'POST', body: {
		child, person, issued_by: 'court', document_no: '民保令9号', from: '2026-11-01', grounds: '不得外传。' } });
	is(made.status_, 201, 'somebody is kept away from a child');
	await bar(head).waitFor({ state: 'visible', timeout: 5000 });
	await bar(teacher).waitFor({ state: 'visible', timeout: 5000 });
	ok(/有新的消息/.test(await bar(head).innerText()), 'the head is told on the page that is open, in Chinese');
	ok(/Something new is here/.test(await bar(teacher).innerText()), 'the teacher in English');
	ok(!await bar(officer).isVisible(), 'whom it is not for is told nothing');
	none(await axe(head.page), 'the bar: axe');
	none(await layout(head.page, PHONE), 'the bar: layout');
	await head.press('#live a');
	ok(/不得接近/.test(await head.text('#notices')), 'it leads to where it stands');
	ok(!await bar(head).isVisible(), 'and is gone');
	ok(await listening(house, 3), 'pages that were left listen no more');
	await head.go('/more');
	await head.press('form[action="/sign-out"] button');
	ok(await listening(house, 2), 'nor does who signed out');
	none([...head.take_faults(), ...teacher.take_faults(), ...officer.take_faults()], 'no page complains');
});
