/* load.h - what the files of the load share (load.c). */
#pragma once
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CLIENTS_MAX = 24000,
	ROLES_MAX = 16,
	STEPS_MAX = 256, /* a page of each child is one */
	KINDS_MAX = 64,
	EVENTS = 512,
	REPLY_MAX = 4 << 20,
	READ_BYTES = 1 << 16,
	REQUEST_MAX = 8192,
	VALUE_MAX = 256,
	ADDRESSES = 250, /* a school's phones share one, here so many do not */
	BELLS_MAX = 32,
	RAMP_SECONDS = 300, /* for connecting and signing in, at most */
	HOLD_SECONDS = 15,  /* of quiet after each of the first phases */
	PHONES_A_SECOND = 400,
	STREAMS_A_SECOND = 250,
	USERS_A_SECOND = 10, /* each costs an Argon2id */
	PROBES_A_SECOND = 10,
	BELL_EVERY = 20 /* seconds */
};
#define SECOND INT64_C(1000000000)

enum what { PHONE, STREAM, USER, PROBE, BELL };
enum state { CLOSED, CONNECTING, BUSY, RESTING };

struct step {
	size_t kind;
	double weight;
	char *path, *to, *body; /* to: NULL, to look only */
};
struct role {
	char *name;
	double think;
	struct step step[STEPS_MAX];
	size_t nsteps;
	double weight;
};
struct client {
	enum what what;
	enum state state;
	int fd;
	bool again; /* tried once more on a fresh connection */
	bool begun, used, lost;
	const struct role *role;
	const struct step *step; /* being done; its form is fetched while `sending` is false */
	bool sending, fetched;
	char *a, *b; /* of the plan: login and password, or the path of a phone */
	char cookie[VALUE_MAX], csrf[VALUE_MAX], token[VALUE_MAX];
	size_t kind;
	int64_t due, asked;
	size_t place; /* in the heap, from 1; 0: none */
	char *request;
	size_t request_n;
	char *reply;
	size_t have, room;
	size_t match; /* of a stream: how much of the mark has come */
	unsigned heard;
};
struct kind {
	char *name;
	int32_t *time; /* us */
	size_t n, room, failed;
	uint64_t bytes;
	int last_status;
};
struct bell {
	int64_t sent, answered;
	int32_t *time; /* us, of each stream */
	size_t n;
};
struct run {
	struct sockaddr_in server;
	int epoll;
	struct client *c;
	size_t n, first[5], count[5];
	struct role role[ROLES_MAX];
	size_t nroles;
	struct kind kind[KINDS_MAX];
	size_t nkinds;
	size_t *heap, heaped;
	struct bell bell[BELLS_MAX];
	size_t nbells, open, streams_open;
	uint64_t serial, random;
	size_t retried, closed_idle, streams_ended;
	bool ending;
};
extern struct run run;

void load_die(const char *why) __attribute__((noreturn));
void *load_grow(void *old, size_t n);

/* load_due.c: the clients in the order in which something is due for them. */
void load_due_at(struct client *c, int64_t due);
struct client *load_due_take(int64_t t); /* NULL: nothing is due yet */

/* load_plan.c */
void load_plan_read(const char *path);
struct client *load_plan_add(enum what what, size_t kind);
size_t load_plan_kind(const char *name);
