/* Does what a visitor sees fit?  With SHOTS=DIR a picture of it is kept there, too. */
import { axe, layout } from './inspect.mjs';
import { none } from './tap.mjs';

export const shot = (visitor, name) =>
	process.env.SHOTS && visitor.page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });

export async function fits(visitor, size, what, name) {
	none(await axe(visitor.page), `${what}: axe`);
	none(await layout(visitor.page, size), `${what}: fits`);
	if (name)
		await shot(visitor, name);
}
