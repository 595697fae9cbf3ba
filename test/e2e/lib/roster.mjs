/* Synthetic rosters: id numbers of Potou district (440804) with their check character by GB 11643, phones of the
 * block 130 0000, names made of common characters. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/* `order` odd: a boy or man. */
export function id_number(birth, order) {
	const body = `440804${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
	const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
	return body + '10X98765432'[sum % 11];
}

export const csv = rows => rows.map(row =>
	row.map(cell => /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell).join(',')).join('\r\n') + '\r\n';

const HEADING = ['姓名', '性别', '出生日期', '身份证号', '民族', '户籍地', '户口性质', '现住地', '电话', '班级', '入学年月',
	'父亲姓名', '父亲身份证号', '父亲电话', '父亲外出日期', '父亲外出地', '母亲姓名', '母亲身份证号', '母亲电话', '母亲外出日期', '母亲外出地'];

const VILLAGE = '440804101209', FAR = '440606';

/* One family: the child and whoever is away, since when. */
function row(i, { father, mother } = {}) {
	const girl = i % 2 === 0, birth = `2017-0${1 + i % 8}-1${i % 10}`;
	const adult = (year, order, since) => [id_number(`${year}-03-0${1 + i % 8}`, order), `130000099${order % 100}`.padEnd(11, '0'),
		since ?? '', since ? FAR : ''];
	return [`林小${'春夏秋冬东西南北山水云月'[i]}`, girl ? '女' : '男', birth, id_number(birth, 500 + i * 2 + (girl ? 0 : 1)), '汉族',
		VILLAGE, '农业户口', VILLAGE, '', '三（1）班', '202409',
		`林大${'春夏秋冬东西南北山水云月'[i]}`, ...adult(1988, 501 + i * 2, father),
		`陈阿${'春夏秋冬东西南北山水云月'[i]}`, ...adult(1990, 500 + i * 2, mother)];
}

/* Twelve children.  For more than 90 days away on 2026-09-15: both parents of three, one parent of three; on
 * 2026-11-21 both of six, one of three. */
export function roster() {
	const away = [
		{ father: '2026-01-10', mother: '2025-03-01' }, { father: '2026-01-10', mother: '2026-02-01' },
		{ father: '2025-09-01', mother: '2025-09-01' }, { father: '2025-06-01' }, { mother: '2026-02-20' },
		{ father: '2026-08-01', mother: '2026-03-03' }, { father: '2026-07-15', mother: '2026-07-15' }, { father: '2026-08-05', mother: '2026-08-05' },
		{ father: '2026-08-05' }, {}, {}, {},
	];
	return [HEADING, ...away.map((who, i) => row(i, who))];
}

export const column = (rows, name) => rows[0].indexOf(name);

/* The same with faults: [row as a spreadsheet numbers it, column] of each, in order. */
export function spoiled() {
	const rows = roster().map(r => [...r]);
	const faults = [
		[3, '出生日期', '2017-02-30'], [4, '身份证号', '440804201703120000'], [5, '性别', '男孩'], [7, '户籍地', '990000000000'],
		[7, '入学年月', '202413'], [9, '姓名', ''], [10, '母亲外出日期', '2026/13/01'], [12, '父亲身份证号', '12345'], [13, '班级', '九（9）班'],
	];
	for (const [line, name, value] of faults)
		rows[line - 1][column(rows, name)] = value;
	return { rows, faults };
}
