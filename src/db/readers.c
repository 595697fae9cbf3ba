#include "writer.h"

#include "engine.h"
#include "outage.h"
#include <pthread.h>
#include <stdlib.h>

struct readers {
	pthread_mutex_t lock;
	struct db *idle;
	size_t url_size;
	char url[];
};

struct readers *readers_new(str url)
{
	struct readers *r = calloc(1, sizeof(*r) + url.n);

	if (!r)
		return NULL;
	memcpy(r->url, url.s, url.n);
	r->url_size = url.n;
	pthread_mutex_init(&r->lock, NULL);
	return r;
}

struct db *readers_take(struct readers *r)
{
	pthread_mutex_lock(&r->lock);
	struct db *db = r->idle;

	if (db)
		r->idle = db->next_idle;
	pthread_mutex_unlock(&r->lock);
	if (db || !outage_try())
		return db;
	return db_open_logged((str){ r->url, r->url_size }, DB_READ);
}

void readers_give(struct readers *r, struct db *db)
{
	if (!db)
		return;
	db_abandon(db);
	pthread_mutex_lock(&r->lock);
	db->next_idle = r->idle;
	r->idle = db;
	pthread_mutex_unlock(&r->lock);
}

void readers_free(struct readers *r)
{
	if (!r)
		return;
	for (struct db *db = r->idle, *next; db; db = next) {
		next = db->next_idle;
		db_close(db);
	}
	pthread_mutex_destroy(&r->lock);
	free(r);
}
