/* What a line carries, one step a second: pure, so that a table can test it.  Rungs from the best to the poorest;
 * `line` is what the last second was like: concealed and lost as parts of one, delay in seconds, each undefined where
 * nothing is known, silent: seconds without any sound.  Audio first: a picture comes once the line has been good.  The
 * limits are the county's (data/params/family.csv, family.ladder_...): the page hands them over. */
(() => {
	const rungs = ['video', 'small', 'audio', 'audio60', 'voice'];
	const L = {};
	const beyond = (line, how) => line.concealed * 1000 > L[`${how}_concealed`] || line.lost * 1000 > L[`${how}_lost`] ||
		line.delay * 1000 > L[`${how}_delay`];

	/* `wait`: good seconds before the next step up; `age`: seconds on this rung; `hush`: seconds in which a
	 * change may still disturb and nothing is believed. */
	const start = () => ({ rung: 'audio', age: 0, good: 0, bad: 0, weak: 0, wait: L.first, hush: L.settle });
	const to = (rung, wait, hush) => ({ rung, age: 0, good: 0, bad: 0, weak: 0, wait, hush });

	const down = was => {
		const later = Math.min(was.rung === 'audio' || was.rung === 'audio60' ? was.wait : Math.max(L.again, was.wait * 2), L.most);
		if (was.rung === 'video' || was.rung === 'small')
			return to('audio', later, 2);
		return to(was.rung === 'audio' ? 'audio60' : 'voice', Math.max(L.again, later), 3);
	};
	const up = was => to(rungs[rungs.indexOf(was.rung) - 1], was.wait, 1);

	/* How long it must have been bad: pictures go at once, sound is not given up for a cough. */
	const patience = rung => ({ audio: L.sound, audio60: L.thrift, voice: Infinity })[rung] ?? L.picture;
	const step = (was, line, top = 'video') => {
		const now = { ...was, age: was.age + 1, hush: Math.max(0, was.hush - 1) };
		if (was.hush > 0)
			return now;
		const bad = beyond(line, 'bad') || line.silent > L.silence, weak = beyond(line, 'weak');
		now.bad = bad ? was.bad + 1 : 0;
		now.weak = weak ? was.weak + 1 : 0;
		now.good = bad || weak ? 0 : was.good + 1;
		if (now.bad >= patience(was.rung))
			return down(now);
		if (was.rung === 'video' && now.weak >= L.smaller)
			return to('small', now.wait, 2);
		if (now.age > L.steady && was.rung === 'video')
			now.wait = Math.min(now.wait, L.again);
		if (now.good >= now.wait && rungs.indexOf(was.rung) > rungs.indexOf(top))
			return up(now);
		return now;
	};
	globalThis.callLadder = { rungs, limits: L, start, step };
})();
