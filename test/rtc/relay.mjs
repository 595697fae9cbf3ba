/* usage: BUILD=build node test/rtc/relay.mjs
 * The relay dies in a call and comes back, as systemd starts it again: who came by it is in again without a hand, who
 * came directly notices nothing, and booking and log stay right.  With AWAY=1 it stays away for half a minute: the page
 * says so in a sentence until then.  Half a minute on two cores; script/test does not run it. */
import { spawn } from 'node:child_process';
import { Scene, in_own_network, pause, process_of, soon, stats } from '../e2e/lib/calls.mjs';
import { is, ok, run } from '../e2e/lib/tap.mjs';

in_own_network(import.meta.url);

const away = process.env.AWAY ? 30e3 : 1e3;

/* Everybody else is seen and heard, with pictures that go on. */
async function whole(visitor, others, ms) {
	const before = new Map((await stats(visitor)).video.map(v => [v.mid, v.frames]));
	return soon(async () => {
		const s = await stats(visitor);
		return s.video.filter(v => v.frames >= (before.get(v.mid) ?? 0) + 5 || v.frames < before.get(v.mid)).length === others &&
			s.audio.filter(a => a.packets > 10).length === others && s;
	}, ms);
}

await run(async undo => {
	const scene = await Scene.open(undo), room = `/calls/${scene.call}/room`;
	const keeper = await scene.come('keeper'), child = await scene.come('child'), father = await scene.come('parent', { relay: true });
	await keeper.go(room);
	await keeper.press('form[action$="/check-in"] button');
	await scene.join(child);
	await scene.join(father);
	ok(await whole(child, 1, 30e3), 'the child sees and hears the father');
	const first = await whole(father, 1, 30e3);
	ok(first && first.pairs.every(p => p === 'relay'), 'and he the child, by the relay', first);
	const made = () => child.page.evaluate(() => window.connections.length), connections = await made();

	/* Whoever runs both ends with either: it is to sleep through this. */
	scene.rtc.child.kill('SIGSTOP');
	undo.push(async () => scene.rtc.child.kill('SIGCONT'));
	process.kill(process_of('turnserver', scene.dir), 'SIGKILL');
	const died = performance.now();
	ok(await soon(async () => /broke/.test(await father.text('#call-say')), 30e3), 'the page says that the connection broke', await father.text('#call-say'));
	console.log(`# said after ${Math.round(performance.now() - died)} ms`);
	const said = new Set();
	while (performance.now() - died < away) {
		said.add(await father.text('#call-say'));
		await pause(200);
	}
	console.log(`# until it came back: ${[...said].join(' | ')}`);
	ok(!process.env.AWAY || !said.has('You are talking.'), 'and never that they talk, as long as it is away');
	const relay = spawn('setpriv', ['--pdeathsig', 'TERM', 'turnserver', '-c', `${scene.dir}/turnserver.conf`, '--pidfile=', `--userdb=${scene.dir}/turndb`],
		{ cwd: scene.dir, stdio: 'ignore' });
	undo.push(() => new Promise(done => { relay.once('exit', done); relay.kill('SIGTERM'); }));
	const back = performance.now();
	ok(await soon(async () => {
		const s = await stats(father);
		return s.pairs.length === 2 && s.pairs.every(p => p === 'relay') && s.audio.some(a => a.packets > 10);
	}, 60e3), 'the father is in again by himself, by the relay', [await stats(father), await father.text('#call-say')]);
	console.log(`# in again after ${Math.round(performance.now() - back)} ms`);
	ok(await whole(father, 1, process.env.AWAY ? 90e3 : 20e3), 'and sees the child'); /* after a long silence the ladder waits before pictures */
	ok(await whole(child, 1, 20e3), 'the child him');
	ok(/You are talking/.test(await father.text('#call-say')), 'and the page says so', await father.text('#call-say'));
	console.log(`# the child made ${await made() - connections} new connections`);
	is(scene.sql(`SELECT count(*) FROM call WHERE id = ${scene.call} AND state = 'talking'`), '1', 'the call goes on');
	is(scene.sql(`SELECT count(*) FROM call_event WHERE call = ${scene.call} AND what IN ('lost', 'ended')`), '0', 'its log tells of no end');
	is(scene.sql(`SELECT count(*) FROM call_event WHERE call = ${scene.call} AND what = 'joined' AND party = ${scene.party.child}`), '1', 'the child came in once');
	for (const visitor of [keeper, child, father])
		visitor.take_faults().filter(f => !/join|line|leave|ERR_|503|410/.test(f)).forEach(f => ok(false, `no page complains: ${f}`));
});
