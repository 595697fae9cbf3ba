/* TAP on standard output.  A test that throws is one that failed; the plan comes last, so a file that dies half-way
 * has none and counts as failed. */
let count = 0, bad = 0;

const say = line => process.stdout.write(`${line}\n`);
const shown = value => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 2000);

export function ok(good, name, ...detail) {
	count++;
	bad += good ? 0 : 1;
	say(`${good ? 'ok' : 'not ok'} ${count} - ${name.replaceAll('#', '')}`);
	if (!good)
		for (const line of detail.map(shown).join('\n').split('\n'))
			say(`# ${line}`);
	return good;
}

export const is = (got, want, name) =>
	ok(JSON.stringify(got) === JSON.stringify(want), name, `got ${shown(got)}`, `want ${shown(want)}`);

/* Nothing may be in this list of faults. */
export const none = (faults, name) => ok(faults.length === 0, name, faults.slice(0, 12).join('\n'));

export function skip(why) {
	say(`ok ${++count} # SKIP ${why}`);
}

/* Run the file: `body` gets a list of things to undo, undone last first whatever happens. */
export async function run(body, { minutes = 20 } = {}) {
	const undo = [];
	const give_up = setTimeout(() => {
		say(`Bail out! it took longer than ${minutes} minutes`);
		process.exit(1);
	}, minutes * 60e3);
	try {
		await body(undo);
	} catch (error) {
		ok(false, 'runs to its end', error.stack);
	}
	for (const one of undo.reverse())
		await one().catch(error => ok(false, 'tidies up', error.stack));
	clearTimeout(give_up);
	say(`1..${count}`);
	process.exit(bad || !count ? 1 : 0);
}
