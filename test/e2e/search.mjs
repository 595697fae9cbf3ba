/* The search box by those who use it: a teacher by first letters, an officer by the way a name is read, by the last
 * digits of a phone and page after page; what cannot be looked for says so and shows nobody; no name ever stands in
 * an address; a city looks for a child with a purpose and learns its county, and the family sees that it did. */
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { is, none, ok, run, skip } from './lib/tap.mjs';

const found = visitor => visitor.page.$$eval('main table a[href^="/children/"]', links => links.map(a => a.textContent));

async function look_for(visitor, what) {
	await visitor.go('/children');
	await visitor.page.fill('main [name=q]', what);
	const status = await visitor.press('main form:has([name=q]) button');
	is(new URL(visitor.page.url()).search, '', `${what.slice(0, 20)}: nothing of it in the address`);
	return status;
}

async function narrow_enough(visitor, name) {
	const wider = await visitor.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	ok(wider <= 0, `${name}: nothing scrolls sideways`, wider);
}

async function child(house, role, name, school) {
	const made = await house.api('/children', { role, method: 'POST', body: {
		name, sex: '1', birth_date: '2016-03-04', no_id_reason: '1', household_region: '440804101209', ...school } });
	if (made.status_ !== 201)
		throw new Error(JSON.stringify(made));
	return made;
}

async function in_the_county(browser, house) {
	for (const size of [PHONE, DESK]) {
		const visitor = await (await Visitor.come(browser, house, { size })).sign_in('officer'), at = `${size.width}`;
		for (const typed of ['weichi', 'ycxm', 'yuchixiaoming', '尉迟', '尉迟xm', 'xiaoming']) {
			is(await look_for(visitor, typed), 200, `${at}: ${typed}`);
			ok((await found(visitor)).includes('尉迟小明'), `${at}: ${typed} finds 尉迟小明`, await found(visitor));
		}
		is(await look_for(visitor, '麦合木提吐尔逊'), 200, `${at}: without the dot`);
		is(await found(visitor), ['麦合木提·吐尔逊'], `${at}: the name with a dot`);
		await narrow_enough(visitor, `${at}: what was found`);
		is(await look_for(visitor, 'zhaxiao'), 200, `${at}: more than a page`);
		const first = await found(visitor);
		is(first.length, 50, `${at}: fifty of them`);
		is(await visitor.press('main form:has([name=after]) button'), 200, `${at}: the next`);
		is(new URL(visitor.page.url()).search, '', `${at}: still nothing in the address`);
		is((await found(visitor)).length, 5, `${at}: the last five`);
		is(await visitor.page.inputValue('main [name=q]'), 'zhaxiao', `${at}: the words stay in the box`);
		none(visitor.take_faults(), `${at}: no error on the way`);
		for (const typed of ['l', '077', 'Анна', '。。', 'x'.repeat(10000)]) {
			await visitor.go('/children');
			await visitor.page.evaluate(text => {
				const box = document.querySelector('main [name=q]');
				box.removeAttribute('maxlength');
				box.value = text;
			}, typed);
			is(await visitor.press('main form:has([name=q]) button'), 422, `${at}: ${typed.slice(0, 12)} is refused`);
			ok((await visitor.text('main .err')).length > 10, `${at}: with a sentence`);
			is((await found(visitor)).length, 0, `${at}: and shows nobody`);
			await narrow_enough(visitor, `${at}: the refusal`);
		}
		visitor.take_faults();
		await visitor.context.close();
	}
}

async function in_the_class(browser, house) {
	const own = (await house.all('children', 'teacher')).find(c => /^[一-鿿]{2,4}$/.test(c.name));
	const tied = (await house.all('parents', 'teacher')).find(p => p.phone && p.child);
	const visitor = await (await Visitor.come(browser, house)).sign_in('teacher');
	is(await look_for(visitor, own.name), 200, 'a teacher: by name');
	ok((await found(visitor)).includes(own.name), 'a teacher: a child of the class');
	is(await look_for(visitor, 'weichi'), 200, 'a teacher: of another school');
	is(await found(visitor), [], 'a teacher: nobody');
	is(await look_for(visitor, tied.phone.slice(-4)), 200, "a teacher: the last digits of a parent's phone");
	const name = (await house.all('children', 'teacher')).find(c => c.id === tied.child).name;
	ok((await found(visitor)).includes(name), 'a teacher: the child of that parent');
	none(visitor.take_faults(), 'a teacher: no error on the way');
	await visitor.context.close();
}

async function over_counties(browser, house) {
	const own = (await house.api('/children?limit=1', { role: 'parent' })).items[0];
	for (const size of [PHONE, DESK]) {
		const visitor = await (await Visitor.come(browser, house, { size })).sign_in('city');
		await visitor.go('/more');
		is(await visitor.press('main a[href="/search"]'), 200, `${size.width}: a city finds the way`);
		await visitor.page.fill('[name=name]', own.name);
		await visitor.page.fill('[name=year]', own.birth_date.slice(0, 4));
		is(await visitor.press('main form[action="/search"] button'), 422, `${size.width}: without a purpose`);
		is(await visitor.page.inputValue('[name=name]'), own.name, `${size.width}: what was typed stays`);
		visitor.take_faults();
		await visitor.page.fill('[name=purpose]', '核对转学');
		is(await visitor.press('main form[action="/search"] button'), 200, `${size.width}: with one`);
		ok((await visitor.text('#found')).includes('坡头区'), `${size.width}: the county that keeps the child`);
		ok(await visitor.page.locator('main a[href^="/children/"]').count() === 0, `${size.width}: no way into the file`);
		is(new URL(visitor.page.url()).search, '', `${size.width}: nothing in the address`);
		await narrow_enough(visitor, `${size.width}: over counties`);
		none(visitor.take_faults(), `${size.width}: no error on the way`);
		await visitor.context.close();
	}
	const family = await (await Visitor.come(browser, house)).sign_in('parent');
	await family.go(`/my/children/${own.id}/looked`);
	const looked = await family.text();
	ok(/many counties|几个县|多个县|跨县/.test(looked), 'the family sees that a city looked', looked.slice(0, 500));
	await family.context.close();
}

await run(async undo => {
	const browser = await launch(undo);
	for (const engine of ['sqlite', ...process.env.TX_PG_URL ? ['postgres'] : []]) {
		const house = await House.open(undo, engine);
		await child(house, 'officer', '尉迟小明');
		await child(house, 'officer', '麦合木提·吐尔逊');
		for (let i = 0; i < 55; i++)
			await child(house, 'officer', i % 2 ? '查小龙' : '查小虎');
		await in_the_county(browser, house);
		await in_the_class(browser, house);
		await over_counties(browser, house);
		await house.stop();
	}
	if (!process.env.TX_PG_URL)
		skip('TX_PG_URL is not set');
});
