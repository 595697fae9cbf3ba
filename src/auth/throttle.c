#include "throttle.h"

#include <arpa/inet.h>

/* Halve once for each period gone by; the rest of the last one is kept, so looking often changes nothing. */
static void decay(struct throttle_entry *e, const struct throttle_try *try)
{
	int64_t halves = try->now > e->at && try->period > 0 ? (try->now - e->at) / try->period : 0;

	e->strikes = halves < 31 ? e->strikes >> halves : 0;
	e->at += halves * try->period;
}

/* The entry of this key; when there is none, one of its set is given up for it: fewest strikes, then oldest.
 */
static struct throttle_entry *entry_of(struct throttle_table *table, const struct sm3 *key,
				       const struct throttle_try *try)
{
	uint64_t k[2];

	memcpy(k, key->b, sizeof k);
	struct throttle_entry *set = table->entry[k[0] % THROTTLE_SETS], *least = NULL;
	for (size_t i = 0; i < THROTTLE_WAYS; i++) {
		struct throttle_entry *e = &set[i];
		decay(e, try);
		if (e->key[0] == k[0] && e->key[1] == k[1])
			return e;
		if (!least || e->strikes < least->strikes ||
		    (e->strikes == least->strikes && e->at < least->at))
			least = e;
	}
	*least = (struct throttle_entry){ .key = { k[0], k[1] } };
	return least;
}

static void strike(struct throttle_entry *e, int64_t now)
{
	e->strikes += e->strikes < INT32_MAX;
	e->at = now;
}

static void unstrike(struct throttle_entry *e) { e->strikes -= e->strikes > 0; }

bool throttle_take(struct throttle *t, const struct throttle_try *try, struct throttle_taken *ret)
{
	struct throttle_entry kept = { .strikes = try->kept, .at = try->kept_at };

	decay(&kept, try);
	pthread_mutex_lock(&t->lock);
	struct throttle_entry *login = entry_of(&t->logins, &try->login, try);
	struct throttle_entry *peer = try->has_peer ? entry_of(&t->peers, &try->peer, try) : NULL;
	if (login->strikes < kept.strikes) {
		login->strikes = kept.strikes;
		login->at = kept.at;
	}
	bool crowded = peer && peer->strikes / THROTTLE_PEER_FACTOR >= try->most;
	bool open = login->strikes < (crowded ? 1 : try->most);
	if (open) {
		strike(login, try->now);
		if (peer)
			strike(peer, try->now);
		*ret = (struct throttle_taken){ login->strikes, crowded };
	}
	pthread_mutex_unlock(&t->lock);
	return open;
}

static void undo(struct throttle *t, const struct throttle_try *try, bool all)
{
	pthread_mutex_lock(&t->lock);
	struct throttle_entry *login = entry_of(&t->logins, &try->login, try);
	if (all)
		login->strikes = 0;
	else
		unstrike(login);
	if (try->has_peer)
		unstrike(entry_of(&t->peers, &try->peer, try));
	pthread_mutex_unlock(&t->lock);
}

void throttle_give_back(struct throttle *t, const struct throttle_try *try) { undo(t, try, false); }

void throttle_clear(struct throttle *t, const struct throttle_try *try) { undo(t, try, true); }

str throttle_peer(struct arena *mem, str peer)
{
	struct in6_addr six;

	if (peer.n < INET6_ADDRSTRLEN && inet_pton(AF_INET6, str_z(mem, peer), &six) == 1 &&
	    !IN6_IS_ADDR_V4MAPPED(&six))
		return str_dup(mem, (str){ (const char *)six.s6_addr, 8 });
	return peer;
}

bool throttle_enter(struct throttle_gate *g)
{
	pthread_mutex_lock(&g->lock);
	bool in = g->inside < g->most || g->waiting < g->queue;
	if (in) {
		g->waiting++;
		while (g->inside == g->most)
			pthread_cond_wait(&g->left, &g->lock);
		g->waiting--;
		g->inside++;
	}
	pthread_mutex_unlock(&g->lock);
	return in;
}

void throttle_leave(struct throttle_gate *g)
{
	pthread_mutex_lock(&g->lock);
	g->inside--;
	pthread_cond_signal(&g->left);
	pthread_mutex_unlock(&g->lock);
}
