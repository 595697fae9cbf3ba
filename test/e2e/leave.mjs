/* After sign-out nothing of a child is left in the browser: not on the way back, not in its cache, not with the old
 * cookie. */
import { launch, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { is, ok, run } from './lib/tap.mjs';

async function sign_out(visitor) {
	const answer = visitor.page.waitForResponse(r => r.url().endsWith('/sign-out'));
	await visitor.go('/more');
	await visitor.press('form[action="/sign-out"] button');
	return answer;
}

/* What stands on the page once it has come to rest; a page that came by POST asks first, and that is nothing too. */
async function secret(page, name) {
	for (let tries = 0; ; tries++) {
		try {
			const html = await page.content();
			return html.includes(name) || /440804\d{8}/.test(html);
		} catch (error) {
			if (tries === 20)
				throw error;
			await page.waitForTimeout(100);
		}
	}
}

async function leave(browser, house, kind) {
	const visitor = await (await Visitor.come(browser, house)).sign_in('officer'), { page } = visitor;
	const child = (await house.all('children'))[0];
	await visitor.go(`/children/${child.id}`);
	ok(await secret(page, child.name), `${kind}: the file is there`);
	await page.locator('[name=purpose]').evaluate(box => { box.closest('details').open = true; });
	await page.fill('[name=purpose]', '家访');
	const shown = page.waitForResponse(r => r.url().endsWith('/show'));
	await visitor.press('form[action$="/show"] button');
	is((await shown).headers()['cache-control'], 'no-store', `${kind}: values that were opened are kept nowhere`);
	ok(/440804\d{12}/.test(await page.content()), `${kind}: they are shown`);
	const old = await visitor.context.cookies();
	ok(old.every(c => c.httpOnly && c.sameSite !== 'None'), `${kind}: cookies are out of reach of scripts`, old);

	const { headers } = await sign_out(visitor).then(async r => ({ headers: await r.allHeaders() }));
	ok(/"cache"/.test(headers['clear-site-data'] ?? ''), `${kind}: the browser is told to clear`, headers);
	is(new URL(page.url()).pathname, '/sign-in', `${kind}: the door`);
	is((await visitor.context.cookies()).filter(c => !['lang', 'known'].includes(c.name)).length, 0, `${kind}: no cookie is left but the language and that it was here before`);

	for (let back = 1; back <= 4; back++) {
		await page.goBack({ waitUntil: 'load', timeout: 1500 }).catch(() => null);
		await page.waitForTimeout(200);
		ok(!await secret(page, child.name), `${kind}: ${back} back shows nothing`, page.url());
	}
	/* From what the browser kept, without asking: there must be nothing. */
	const kept = await page.evaluate(async path => {
		try {
			return (await (await fetch(path, { cache: 'only-if-cached', mode: 'same-origin' })).text()).length;
		} catch {
			return 0;
		}
	}, `/children/${child.id}`);
	is(kept, 0, `${kind}: nothing in its cache`);

	await visitor.context.addCookies(old);
	await visitor.go(`/children/${child.id}`);
	is(new URL(page.url()).pathname, '/sign-in', `${kind}: the old cookie opens nothing`);
	await visitor.context.close();
}

await run(async undo => {
	const house = await House.open(undo);
	await leave(await launch(undo), house, 'plain');
	await leave(await launch(undo, { cached: true }), house, 'with pages kept in memory');

	/* Another browser of the same person stays signed in; a form of a session that ended writes nothing. */
	const browser = await launch(undo);
	const one = await (await Visitor.come(browser, house)).sign_in('officer'), two = await (await Visitor.come(browser, house)).sign_in('officer');
	await one.go('/schools/new');
	const old = await one.context.cookies(), token = await one.page.inputValue('[name=csrf]');
	await sign_out(one);
	is(await two.go('/children'), 200, 'the other browser goes on');
	ok(new URL(two.page.url()).pathname === '/children', 'signed in as before');
	const late = await one.context.request.post(`${house.url}/schools/new`, {
		form: { csrf: token, name: '不该有', code: '2144804999', region: '440804101' }, maxRedirects: 0,
		headers: { cookie: old.map(c => `${c.name}=${c.value}`).join('; '), origin: house.url },
	});
	ok([303, 401, 403].includes(late.status()), 'a form after the end is refused', late.status());
	is((await house.all('schools')).length, 1, 'and writes nothing');

	const strange = await two.context.request.post(`${house.url}/schools/new`, {
		form: { name: '不该有', code: '2144804999', region: '440804101' }, maxRedirects: 0, headers: { origin: 'http://evil.example' },
	});
	ok([303, 401, 403].includes(strange.status()), 'a form from elsewhere is refused', strange.status());
	is((await house.all('schools')).length, 1, 'and writes nothing either');
});
