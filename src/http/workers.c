#include "server.h"

#include <stdlib.h>

/* These three are called with the lock, and give it up while they work. */
static void run_exchange(struct workers *w, struct ring *from)
{
	struct exchange *ex = from->at[from->first];
	bool refuse = w->stopping;

	from->first = (from->first + 1) % w->cap;
	from->n--;
	pthread_mutex_unlock(&w->lock);
	struct MHD_Connection *mhd = ex->mhd;
	if (refuse)
		exchange_refuse(ex, 503);
	else
		exchange_answer(ex);
	MHD_resume_connection(mhd); /* from here on the exchange is its connection's again */
	pthread_mutex_lock(&w->lock);
}

static void run_costly(struct workers *w)
{
	w->dear++;
	run_exchange(w, &w->costly);
	w->dear--;
}

static void run_note(struct workers *w)
{
	struct note note = w->notes[w->first_note];

	w->first_note = (w->first_note + 1) % NOTES_MAX;
	w->nnotes--;
	pthread_mutex_unlock(&w->lock);
	note.run(note.ctx, note.bytes);
	pthread_mutex_lock(&w->lock);
}

static void *worker_run(void *arg)
{
	struct workers *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		if (w->costly.n > 0 && (w->dear < w->dear_most || w->stopping))
			run_costly(w);
		else if (w->plain.n > 0)
			run_exchange(w, &w->plain);
		else if (w->stopping)
			break;
		else if (w->nnotes > 0)
			run_note(w);
		else
			pthread_cond_wait(&w->some, &w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

bool workers_start(struct workers *w, unsigned threads, size_t queue)
{
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->some, NULL);
	w->cap = queue;
	w->dear_most = threads / COSTLY_SHARE + (threads < COSTLY_SHARE);
	w->plain.at = calloc(queue, sizeof(struct exchange *));
	w->costly.at = calloc(queue, sizeof(struct exchange *));
	w->thread = calloc(threads, sizeof *w->thread);
	if (!w->plain.at || !w->costly.at || !w->thread)
		return false;
	while (w->nthreads < threads && !pthread_create(&w->thread[w->nthreads], NULL, worker_run, w))
		w->nthreads++;
	return w->nthreads == threads;
}

bool workers_hand(struct workers *w, struct exchange *ex)
{
	struct ring *to = ex->costly ? &w->costly : &w->plain;

	pthread_mutex_lock(&w->lock);
	bool room = to->n < w->cap && !w->stopping;
	if (room) {
		/* Before a worker can see it, since that one may resume at once. */
		MHD_suspend_connection(ex->mhd);
		to->at[(to->first + to->n++) % w->cap] = ex;
		pthread_cond_signal(&w->some);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

bool http_later(struct http_server *s, const struct http_note *given)
{
	struct workers *w = &s->workers;

	if (given->n > HTTP_NOTE_MAX)
		return false;
	pthread_mutex_lock(&w->lock);
	bool room = w->nnotes < NOTES_MAX && !w->stopping;
	if (room) {
		struct note *to = &w->notes[(w->first_note + w->nnotes++) % NOTES_MAX];
		to->run = given->run;
		to->ctx = given->ctx;
		if (given->n)
			memcpy(to->bytes, given->bytes, given->n);
		pthread_cond_signal(&w->some);
	}
	pthread_mutex_unlock(&w->lock);
	return room;
}

void workers_stop(struct workers *w)
{
	if (!w->thread)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->some);
	pthread_mutex_unlock(&w->lock);
	while (w->nthreads > 0)
		pthread_join(w->thread[--w->nthreads], NULL);
	free(w->thread);
	free(w->plain.at);
	free(w->costly.at);
	w->thread = NULL;
	w->plain.at = w->costly.at = NULL;
}
