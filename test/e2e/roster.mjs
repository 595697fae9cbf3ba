/* Ten thousand rows as a spreadsheet, three in a hundred of them bad, through the browser: the bar is seen to fill, the
 * bad rows come back as a workbook, are put right there and imported too, and both imports are taken back. */
import ExcelJS from 'exceljs';
import { launch, Visitor } from './lib/browser.mjs';
import { House, tongxin } from './lib/house.mjs';
import { CONFIRM, send_list, settled, tally } from './lib/lists.mjs';
import { id_number } from './lib/roster.mjs';
import { is, none, ok, run, skip } from './lib/tap.mjs';

/* A fifth on PostgreSQL, where they take minutes; TX_ROWS is for both. */
const rows_of = engine => Number(process.env.TX_ROWS ?? (engine === 'sqlite' ? 10000 : 2000));
const bad_of = rows => Math.round(rows * 0.03);
const HEAD = ['姓名', '性别', '出生日期', '身份证号', '户籍地', '班级', '父亲姓名', '父亲身份证号', '父亲电话', '父亲外出日期'];
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳';
const GIVEN = '安柏春冬恩芳刚海佳凯兰明南鹏琴荣思婷文欣雅志博成丹娥飞歌寒杰静康蕾梅宁培青然珊涛薇霞勇泽晨朵菲国浩君磊美妮清瑞诗童伟贤燕子';

const pick = (from, n) => [...from][n % [...from].length];

/* Names that share a birth date have nothing else in common. */
function names(i) {
	const n = (i * 7919) % 104729;
	return pick(SURNAMES, n) + pick(GIVEN, Math.floor(n / 61)) + pick(GIVEN, Math.floor(n / 3) + i);
}

function born(i) {
	const day = new Date(Date.UTC(2012, 0, 1) + (i % 2900) * 86400e3);
	return day.toISOString().slice(0, 10);
}

/* The row as it should be. */
function right(i, classes) {
	const girl = i % 2 === 0, birth = born(i), order = 100 + Math.floor(i / 2900) * 200 + (girl ? 0 : 1);
	const father = `${1975 + i % 15}-${String(1 + i % 12).padStart(2, '0')}-${String(1 + i % 28).padStart(2, '0')}`;
	return [names(i), girl ? '女' : '男', birth, id_number(birth, order), '440804101209', classes[i % classes.length],
		`${names(i)[0]}${pick(GIVEN, i * 31)}${pick(GIVEN, i * 17 + 5)}`, id_number(father, 1 + 2 * Math.floor(i / 420)), `130${String(10000000 + i)}`, i % 3 ? '2026-01-10' : ''];
}

const WRONGS = [
	[2, '2017-02-30'], [3, 4.40804201703121e17], [1, '男孩'], [0, ''], [5, '九（99）班'], [7, '12345'], [9, '2026/13/01'],
];
function is_bad(i, rows) {
	const every = Math.floor(rows / bad_of(rows));
	return i % every === 7 % every && i < bad_of(rows) * every;
}

async function workbook(classes, rows) {
	const book = new ExcelJS.Workbook(), sheet = book.addWorksheet('花名册');
	sheet.addRow(HEAD.map(h => h === '姓名' ? '★姓名' : h));
	let bad = 0;
	for (let i = 0; i < rows; i++) {
		const cells = right(i, classes);
		if (is_bad(i, rows)) {
			const [at, value] = WRONGS[bad++ % WRONGS.length];
			cells[at] = value;
		} else if (i % 4 === 0) {
			cells[2] = new Date(`${cells[2]}T00:00:00Z`); /* a real date, as spreadsheets keep it */
		}
		const row = sheet.addRow(cells);
		if (cells[2] instanceof Date)
			row.getCell(3).numFmt = 'yyyy/m/d';
	}
	return { name: '花名册.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(await book.xlsx.writeBuffer()) };
}

const text = value => value === null || value === undefined ? '' : String(value.richText?.map(t => t.text).join('') ?? value);

/* What came back, put right cell by cell as somebody would: the row is known by its phone. */
async function corrected(file, classes) {
	const book = new ExcelJS.Workbook();
	await book.xlsx.readFile(file);
	const sheet = book.worksheets.find(s => s.rowCount > 1), rows = [];
	let phone = 0, head = 0;
	sheet.eachRow((row, at) => {
		const cells = row.values.slice(1).map(text);
		if (!phone && cells.includes('父亲电话'))
			[phone, head] = [cells.indexOf('父亲电话'), at];
		else if (phone)
			rows.push([at, cells]);
	});
	const headings = sheet.getRow(head).values.slice(1).map(text).map(h => h.replace('★', ''));
	for (const [at, cells] of rows) {
		const want = right(Number(cells[phone].slice(3)) - 10000000, classes);
		HEAD.forEach((heading, i) => {
			const column = headings.indexOf(heading);
			if (cells[column] !== want[i] && !(cells[column] === undefined && want[i] === ''))
				sheet.getRow(at).getCell(column + 1).value = want[i];
		});
	}
	const why = headings.findIndex(h => /Why|为什么/.test(h));
	return { rows: rows.length, reasons: rows.filter(([, cells]) => (cells[why] ?? '').length > 3).length,
		file: { name: '改好.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(await book.xlsx.writeBuffer()) } };
}

async function take_back(visitor, address) {
	await visitor.go(address);
	await visitor.press('main a[href$="/undo"]');
	await visitor.press('main form[action$="/undo"] button.main');
	const seen = await settled(visitor, 400);
	return { seen, tally: await tally(visitor), text: await visitor.text() };
}

const filled = seen => new Set(seen.done.filter(n => n !== null)).size;

async function whole(engine, browser, undo) {
	const ROWS = rows_of(engine), BAD = bad_of(ROWS);
	const house = await House.open(undo, engine), classes = [...new Set((await house.all('classes')).map(c => c.name))].slice(0, 6);
	const count = () => house.api('/left-behind?region=440804&as_of=2026-11-21');
	const visitor = await (await Visitor.come(browser, house)).sign_in('officer');
	const before = await count(), started = Date.now(), addresses = [];
	const lap = what => process.stdout.write(`# ${engine}: ${what}, ${((Date.now() - started) / 1000).toFixed(1)} s\n`);

	is(await send_list(visitor, await workbook(classes, ROWS)), 200, `${engine}: ${ROWS} rows are sent`);
	lap('sent');
	addresses.push(new URL(visitor.page.url()).pathname);
	let seen = await settled(visitor, 400);
	lap('looked through');
	ok(seen.bars > 0, `${engine}: a bar is seen while they are looked through`, seen.done.slice(0, 20));
	is(await tally(visitor), [ROWS - BAD, 0, 0, BAD], `${engine}: three in a hundred are to put right`);
	const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.click('main a[href$="/refused"]')]);
	const fixed = await corrected(await download.path(), classes);
	is([fixed.rows, fixed.reasons], [BAD, BAD], `${engine}: the workbook has the ${BAD} rows, each with a reason`);

	is(await visitor.press(CONFIRM), 200, `${engine}: the rest is imported`);
	seen = await settled(visitor, 400);
	lap('imported');
	ok(filled(seen) > 1, `${engine}: the bar fills`, seen.done.slice(0, 40));
	is(await tally(visitor), [ROWS - BAD, 0, 0, BAD], `${engine}: the tally of what was done`);
	is((await count()).children, before.children + ROWS - BAD, `${engine}: the children are counted`);

	is(await send_list(visitor, fixed.file), 200, `${engine}: the corrected workbook is sent`);
	addresses.push(new URL(visitor.page.url()).pathname);
	await settled(visitor, 100);
	is(await tally(visitor), [BAD, 0, 0, 0], `${engine}: every row of it is good`);
	await visitor.press(CONFIRM);
	await settled(visitor, 100);
	is((await count()).children, before.children + ROWS, `${engine}: all ${ROWS} are there`);
	lap('the corrected ones too');

	for (const address of addresses.reverse()) {
		const back = await take_back(visitor, address);
		ok(back.tally[0] > 0 && back.tally[1] === 0, `${engine}: taken back, nothing left`, back.tally, back.text, back.seen.done.slice(-5));
		lap('taken back');
	}
	is(await count(), before, `${engine}: the counts are as before`);
	none(visitor.take_faults(), `${engine}: no error on the way`);
	await visitor.context.close();
	await house.stop();
	if (engine !== 'sqlite')
		return; /* minutes for a quarter of a million rows there: undo.sh and test_batch ask it of smaller ones */
	const verified = tongxin('journal', 'verify', ...house.args);
	ok(!/broken/.test(verified), `${engine}: the journal is whole`, verified);
}

await run(async undo => {
	const browser = await launch(undo);
	/* Side by side: each is one long wait. */
	await Promise.all(['sqlite', ...process.env.TX_PG_URL ? ['postgres'] : []].map(engine => whole(engine, browser, undo)));
	if (!process.env.TX_PG_URL)
		skip('TX_PG_URL is not set');
}, { minutes: 14 });
