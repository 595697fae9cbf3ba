#include "server.h"

#include <stdlib.h>

static void *worker_run(void *arg)
{
	struct workers *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->n == 0 && !w->stopping)
			pthread_cond_wait(&w->some, &w->lock);
		if (w->n == 0)
			break;
		struct exchange *ex = w->ring[w->first];
		bool refuse = w->stopping;
		w->first = (w->first + 1) % w->cap;
		w->n--;
		pthread_mutex_unlock(&w->lock);

		struct MHD_Connection *mhd = ex->mhd;
		if (refuse)
			exchange_refuse(ex, 503);
		else
			exchange_answer(ex);
		MHD_resume_connection(mhd); /* from here on the exchange is its connection's again */
		pthread_mutex_lock(&w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

bool workers_start(struct workers *w, unsigned threads, size_t queue)
{
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->some, NULL);
	w->cap = queue;
	w->ring = calloc(queue, sizeof(struct exchange *));
	w->thread = calloc(threads, sizeof *w->thread);
	if (!w->ring || !w->thread)
		return false;
	while (w->nthreads < threads && !pthread_create(&w->thread[w->nthreads], NULL, worker_run, w))
		w->nthreads++;
	return w->nthreads == threads;
}

bool workers_hand(struct workers *w, struct exchange *ex)
{
	pthread_mutex_lock(&w->lock);
	bool room = w->n < w->cap && !w->stopping;
	if (room) {
		/* Before a worker can see it, since that one may resume at once. */
		MHD_suspend_connection(ex->mhd);
		w->ring[(w->first + w->n++) % w->cap] = ex;
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
	free(w->ring);
	w->thread = NULL;
	w->ring = NULL;
}
