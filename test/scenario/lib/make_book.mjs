/* node make_book.mjs exceljs|xlsx|fods FROM.csv TO: the rows as a spreadsheet that this program really writes, with the
 * dates as dates and everything else as text.  fods is LibreOffice's flat format, to be converted by itself. */
import { readFileSync, writeFileSync } from 'node:fs';

const [how, from, to] = process.argv.slice(2);
const rows = readFileSync(from, 'utf8').trim().split(/\r?\n/).map(line => line.split(','));
const is_date = cell => /^\d{4}-\d\d-\d\d$/.test(cell);
const day = cell => new Date(`${cell}T00:00:00Z`);
const width = rows[0].length;

async function exceljs() {
	const { default: ExcelJS } = await import('exceljs');
	const book = new ExcelJS.Workbook(), sheet = book.addWorksheet('花名册');
	sheet.addRow(['2026年秋季花名册']);
	sheet.mergeCells(1, 1, 1, width);
	sheet.addRow(rows[0].map(heading => ({ richText: [{ text: '★', font: { color: { argb: 'FFFF0000' } } }, { text: heading }] })));
	for (const cells of rows.slice(1)) {
		const row = sheet.addRow(cells.map(cell => cell === '' ? null : is_date(cell) ? day(cell) : cell));
		row.eachCell(cell => { cell.numFmt = cell.value instanceof Date ? 'yyyy-mm-dd' : '@'; });
	}
	const hidden = book.addWorksheet('字典', { state: 'hidden' });
	hidden.addRow(['性别', '男', '女']);
	await book.xlsx.writeFile(to);
}

async function sheetjs() {
	const { default: XLSX } = await import('xlsx');
	const sheet = XLSX.utils.aoa_to_sheet(rows.map((cells, i) => cells.map(cell =>
		cell === '' ? null : i && is_date(cell) ? { t: 'd', v: day(cell), z: 'yyyy/m/d' } : { t: 's', v: cell })), { cellDates: false, UTC: true });
	const book = XLSX.utils.book_new();
	XLSX.utils.book_append_sheet(book, sheet, 'Sheet1');
	writeFileSync(to, XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }));
}

const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const cell = text => text === '' ? '<table:table-cell/>'
	: is_date(text) ? `<table:table-cell table:style-name="day" office:value-type="date" office:date-value="${text}"/>`
		: `<table:table-cell office:value-type="string"><text:p>${escaped(text)}</text:p></table:table-cell>`;

function fods() {
	writeFileSync(to, `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><number:date-style style:name="ymd"><number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text><number:day/><number:text>日</number:text></number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="ymd"/></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="花名册">
${rows.map(cells => `<table:table-row>${cells.map(cell).join('')}</table:table-row>`).join('\n')}
</table:table></office:spreadsheet></office:body></office:document>
`);
}

await { exceljs, xlsx: sheetjs, fods }[how]();
