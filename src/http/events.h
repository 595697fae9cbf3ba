/* events.h - event streams (WHATWG HTML 9.2, text/event-stream): the server tells a browser that something
 * has changed, and the browser asks for it in the ordinary way.  So an event carries a name and a few words,
 * never a value of a child.
 *
 * A handler that sets http_reply.events to a topic (the id of the account that asked; never 0) turns its
 * reply into a stream of what is published for it.  At most a third of the server's connections are
 * streams; past it the reply is 503 with Retry-After, and the page polls.  Of one topic there are
 * EVENTS_TOPIC_MAX: one more ends the oldest, after an event `full` upon which its page does not come back
 * before somebody looks at it again.
 * A stream says something at least every 25 seconds, ends after EVENTS_LIFE_MINUTES (the browser comes back,
 * and is asked who it is again), and when the server stops.  There is no replay: who comes back looks anew.
 */
#pragma once
#include "http.h"

enum { EVENTS_TOPIC_MAX = 4, EVENTS_LIFE_MINUTES = 15, EVENTS_DATA_MAX = 1024, EVENTS_STREAMS_MAX = 10000 };

/* To every stream of the topic, from any thread; does not wait. Nobody there is RC_OK too. `event`:
 * [a-z0-9_-], not empty; `data`: UTF-8, its lines kept.  RC_INVALID: another name; RC_TOO_BIG: data past
 * EVENTS_DATA_MAX.  A client too slow to take what is published has its stream ended. */
enum rc http_events_publish(struct http_server *s, int64_t topic, const char *event, str data) MUST_CHECK;
/* The topics that somebody listens to, each once, in order: of `max` streams at most, and there are never
 * more than EVENTS_STREAMS_MAX. */
size_t http_events_topics(struct http_server *s, int64_t *ret_topic, size_t max);
/* End the topic's streams: after sign-out, or when the account is disabled. */
void http_events_end(struct http_server *s, int64_t topic);
