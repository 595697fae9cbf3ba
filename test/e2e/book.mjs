/* A book and a page for the wall: the class teacher has them made on a phone, without script, and fetches the PDF; what
 * the teacher had made nobody else is given; the family has one of its own; the director prints the list of a village. */
import { execFileSync } from 'node:child_process';
import { DESK, launch, PHONE, Visitor } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { axe } from './lib/inspect.mjs';
import { is, none, ok, run } from './lib/tap.mjs';

const pathname = visitor => new URL(visitor.page.url()).pathname;
const main = visitor => visitor.text('main');

/* Press a button whose answer is a file: its bytes. */
async function fetched(visitor, button) {
	const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.click(button)]);
	return download.path();
}

async function made(visitor) {
	for (let tries = 0; tries < 40 && !/can be fetched until/.test(await main(visitor)); tries++) {
		await visitor.page.waitForTimeout(500);
		await visitor.go(pathname(visitor));
	}
	ok(/can be fetched until/.test(await main(visitor)), 'it is made');
}

const text_of = file => execFileSync('pdftotext', ['-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });

async function book(visitor, child, what, script = true) {
	is(await visitor.go(`/children/${child}/book`), 200, 'the page of the book');
	if (script)
		none(await axe(visitor.page), 'the page of the book: axe');
	is(await visitor.press(`form:has([name=what][value=${what}]) button`), 200, `the ${what} is asked for`);
	ok(/^\/books\/\d+$/.test(pathname(visitor)), 'and has a page');
	await made(visitor);
	if (script)
		none(await axe(visitor.page), 'the page of one book: axe');
	return fetched(visitor, 'form[action$="/file"] button');
}

await run(async undo => {
	const house = await House.open(undo), browser = await launch(undo), people = {};
	for (const [login, more] of Object.entries({ teacher: { size: PHONE, script: false }, guardian: { size: PHONE }, director: { size: DESK } }))
		people[login] = await (await Visitor.come(browser, house, { lang: 'en', ...more })).sign_in(login);
	const { teacher, guardian, director } = people;
	const child = (await house.all('growth_books', 'teacher'))[0].child;

	const first = await book(teacher, child, 'book', false), where = pathname(teacher);
	ok(/What is in this book/.test(text_of(first)) && /School year 20/.test(text_of(first)), 'a book with its contents');
	const wall = await book(teacher, child, 'wall', false);
	ok(!/School year/.test(text_of(wall)), 'a page for the wall');

	is(await guardian.go(where), 404, "the teacher's book is the teacher's");
	guardian.take_faults();
	const own = await book(guardian, child, 'book');
	ok(/This is me/.test(text_of(own)), 'the family has one of its own');

	is(await teacher.go(where), 200, 'the book again');
	is(await teacher.press('form[action$="/drop"] button'), 200, 'is deleted');
	is(await teacher.go(where), 404, 'and gone');
	teacher.take_faults();

	is(await director.go('/village-list'), 200, 'the list of a village');
	none(await axe(director.page), 'the list of a village: axe');
	ok(/Last entry in the file/.test(await main(director)), 'with the last entry');
	ok(/Children under care/.test(text_of(await fetched(director, 'form[action^="/village-list/pdf"] button'))), 'as a PDF');
});
