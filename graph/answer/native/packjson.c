/* PackStream to JSON: the value of one Bolt RECORD, shaped as GraphQL asks, with no Python object in between.

   A program (graph/answer/native/program.py) says what each positional list stands for; the ops are listed there. What is not
   written here (a cursor, a number with a fraction, what Python makes of a value) is left out, and a span says where it
   belongs and which bytes of the input it is made of. No memory is taken, nothing is kept, no library is called. */
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { OK, TRUNCATED, OUT_FULL, SPANS_FULL, NOT_AS_PROMISED, UNKNOWN, TOO_DEEP };
enum { FLOAT = -1 };
enum { HAS_ROWS = 1, BACKWARD = 2, IN_TURN = 4 };
enum { MAX_DEPTH = 200, MAX_ROWS = 256, NULL_MARKER = 0xC0 };

/* Where something is to be put in, made of these bytes of the input by the maker of that number. */
typedef struct { int64_t place, start, end, maker; } Span;
typedef struct {
  const uint8_t *in, *at, *end;
  uint8_t *out, *begin, *limit;
  Span *spans;
  int64_t used, room;
  int problem, depth;
} State;
typedef const uint8_t *Program;

static void fail(State *s, int problem) { if (!s->problem) s->problem = problem; }


static void put(State *s, const void *text, size_t n) {
  if ((size_t)(s->limit - s->out) < n) { fail(s, OUT_FULL); return; }
  __builtin_memcpy(s->out, text, n);
  s->out += n;
}

static void put_char(State *s, char c) { put(s, &c, 1); }

static uint64_t big_endian(State *s, int n) {
  uint64_t value = 0;
  if (s->end - s->at < n) { fail(s, TRUNCATED); return 0; }
  while (n--) value = value << 8 | *s->at++;
  return value;
}

static uint32_t program_number(Program *p, int n) {
  uint32_t value = 0;
  while (n--) value = value << 8 | *(*p)++;
  return value;
}

/* ---- what is met in PackStream */

enum { KIND_NULL, KIND_FALSE, KIND_TRUE, KIND_INT, KIND_FLOAT, KIND_TEXT, KIND_LIST, KIND_MAP, KIND_OTHER };
typedef struct { int kind; int64_t number; uint64_t size; } Head;

static Head sized(State *s, int kind, int bytes) { Head h = {kind, 0, big_endian(s, bytes)}; return h; }

static Head whole(int64_t number) { Head h = {KIND_INT, number, 0}; return h; }

static Head head(State *s) {
  Head h = {KIND_OTHER, 0, 0};
  uint8_t m = (uint8_t)big_endian(s, 1);
  if (s->problem) return h;
  if (m < 0x80) return whole(m);
  if (m >= 0xF0) return whole((int8_t)m);
  h.size = m & 15;
  switch (m & 0xF0) {
    case 0x80: h.kind = KIND_TEXT; return h;
    case 0x90: h.kind = KIND_LIST; return h;
    case 0xA0: h.kind = KIND_MAP; return h;
  }
  switch (m) {
    case NULL_MARKER: h.kind = KIND_NULL; return h;
    case 0xC1: h.kind = KIND_FLOAT; return h;
    case 0xC2: h.kind = KIND_FALSE; return h;
    case 0xC3: h.kind = KIND_TRUE; return h;
    case 0xC8: return whole((int8_t)big_endian(s, 1));
    case 0xC9: return whole((int16_t)big_endian(s, 2));
    case 0xCA: return whole((int32_t)big_endian(s, 4));
    case 0xCB: return whole((int64_t)big_endian(s, 8));
    case 0xD0: return sized(s, KIND_TEXT, 1);
    case 0xD1: return sized(s, KIND_TEXT, 2);
    case 0xD2: return sized(s, KIND_TEXT, 4);
    case 0xD4: return sized(s, KIND_LIST, 1);
    case 0xD5: return sized(s, KIND_LIST, 2);
    case 0xD6: return sized(s, KIND_LIST, 4);
    case 0xD8: return sized(s, KIND_MAP, 1);
    case 0xD9: return sized(s, KIND_MAP, 2);
    case 0xDA: return sized(s, KIND_MAP, 4);
  }
  fail(s, UNKNOWN); /* bytes and structures: Python knows them */
  return h;
}

static int is_null(State *s) { return s->at < s->end && *s->at == NULL_MARKER; }

static void skip(State *s) {
  uint64_t left = 1; /* values still to pass, however they are nested */
  while (left && !s->problem) {
    Head h = head(s);
    left--;
    switch (h.kind) {
      case KIND_FLOAT: h.size = 8; /* fall through */
      case KIND_TEXT:
        if ((uint64_t)(s->end - s->at) < h.size) fail(s, TRUNCATED); else s->at += h.size;
        break;
      case KIND_LIST: left += h.size; break;
      case KIND_MAP: left += 2 * h.size; break;
    }
  }
}

/* ---- JSON */

static const uint8_t SPECIAL[256] = {
  [0 ... 31] = 1, ['"'] = 1, ['\\'] = 1,
};

static void text(State *s, uint64_t n) {
  static const char HEX[] = "0123456789abcdef";
  if ((uint64_t)(s->end - s->at) < n) { fail(s, TRUNCATED); return; }
  const uint8_t *at = s->at, *end = at + n, *run = at;
  s->at = end;
  put_char(s, '"');
  for (; at < end; at++) {
    if (!SPECIAL[*at]) continue;
    put(s, run, (size_t)(at - run));
    run = at + 1;
    char plain = 0;
    switch (*at) {
      case '"': plain = '"'; break;
      case '\\': plain = '\\'; break;
      case '\b': plain = 'b'; break;
      case '\t': plain = 't'; break;
      case '\n': plain = 'n'; break;
      case '\f': plain = 'f'; break;
      case '\r': plain = 'r'; break;
    }
    char escape[6] = {'\\', plain ? plain : 'u', '0', '0', HEX[*at >> 4], HEX[*at & 15]};
    put(s, escape, plain ? 2 : 6);
  }
  put(s, run, (size_t)(end - run));
  put_char(s, '"');
}

static void integer(State *s, int64_t value) {
  char digits[20];
  int at = 20;
  uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do { digits[--at] = (char)('0' + left % 10); left /= 10; } while (left);
  if (value < 0) put_char(s, '-');
  put(s, digits + at, (size_t)(20 - at));
}

static void leave(State *s, const uint8_t *start, int64_t maker) {
  if (s->used == s->room) { fail(s, SPANS_FULL); return; }
  s->spans[s->used++] = (Span){s->out - s->begin, start - s->in, s->at - s->in, maker};
}

static void any(State *s);

static void items(State *s, uint64_t n, int is_map) {
  if (++s->depth > MAX_DEPTH) { fail(s, TOO_DEEP); return; }
  put_char(s, is_map ? '{' : '[');
  for (uint64_t i = 0; i < n && !s->problem; i++) {
    if (i) put_char(s, ',');
    any(s);
    if (is_map) { put_char(s, ':'); any(s); }
  }
  put_char(s, is_map ? '}' : ']');
  s->depth--;
}

static void written(State *s, Head h) {
  switch (h.kind) {
    case KIND_NULL: put(s, "null", 4); return;
    case KIND_FALSE: put(s, "false", 5); return;
    case KIND_TRUE: put(s, "true", 4); return;
    case KIND_INT: integer(s, h.number); return;
    case KIND_TEXT: text(s, h.size); return;
    case KIND_LIST: items(s, h.size, 0); return;
    case KIND_MAP: items(s, h.size, 1); return;
    case KIND_FLOAT:
      if (s->end - s->at < 8) { fail(s, TRUNCATED); return; }
      s->at += 8;
      leave(s, s->at - 9, FLOAT);
      return;
  }
  fail(s, UNKNOWN);
}

static void any(State *s) { written(s, head(s)); }

/* ---- shapes */

static Program shaped(State *s, Program p);

static uint64_t list(State *s) {
  Head h = head(s);
  if (!s->problem && h.kind != KIND_LIST) fail(s, UNKNOWN);
  return s->problem ? 0 : h.size;
}

/* The value at a place of the list that starts at `row`. */
static Program column(State *s, const uint8_t *row, uint32_t place, Program p) {
  const uint8_t *kept = s->at;
  s->at = row;
  uint64_t n = list(s);
  if (place >= n) fail(s, UNKNOWN);
  for (uint32_t i = 0; i < place && !s->problem; i++) skip(s);
  p = shaped(s, p);
  s->at = kept;
  return p;
}

static void key(State *s, Program *p) {
  uint32_t n = program_number(p, 2);
  put(s, *p, n);
  *p += n;
}

/* The rows of a page, in the order in which they came. */
typedef struct { uint64_t count, left_out; int backward; const uint8_t *at[MAX_ROWS]; } Page;

static const uint8_t *row_of(const Page *page, uint64_t place) {
  return page->at[page->backward ? page->count - 1 - place : place];
}

static void rows(State *s, const Page *page, uint32_t place, Program p) {
  put_char(s, '[');
  for (uint64_t i = 0; i < page->count && !s->problem; i++) {
    if (i) put_char(s, ',');
    column(s, row_of(page, i), place, p);
  }
  put_char(s, ']');
}

/* The same where each row has one value and comes in the order shown: read on and on, and nothing twice. */
static void rows_in_turn(State *s, const Page *page, Program p) {
  put_char(s, '[');
  for (uint64_t i = 0; i < page->count && !s->problem; i++) {
    if (i) put_char(s, ',');
    if (list(s) != 1) fail(s, UNKNOWN);
    shaped(s, p);
  }
  put_char(s, ']');
  for (uint64_t i = 0; i < page->left_out && !s->problem; i++) skip(s);
}

static int truth(State *s, const uint8_t *found, uint32_t place) {
  const uint8_t *kept = s->at;
  s->at = found;
  list(s);
  for (uint32_t i = 0; i < place && !s->problem; i++) skip(s);
  int is_true = head(s).kind == KIND_TRUE;
  s->at = kept;
  return is_true;
}

static Program page_info(State *s, const Page *page, const uint8_t *found, Program p) {
  uint32_t place = program_number(&p, 2);
  Program cursor = p;
  p += 3;
  uint32_t n = program_number(&p, 2);
  put_char(s, '{');
  for (uint32_t i = 0; i < n && !s->problem; i++) {
    int is_true;
    if (i) put_char(s, ',');
    key(s, &p);
    uint8_t name = *p++;
    switch (name) {
      case 't': put(s, "\"PageInfo\"", 10); break;
      case 'n': case 'p':
        is_true = truth(s, found, name == 'n' ? 2 : 1) || (page->left_out && page->backward == (name == 'p'));
        put(s, is_true ? "true" : "false", is_true ? 4 : 5);
        break;
      default: /* the cursor of the first row or of the last one */
        if (page->count) column(s, row_of(page, name == 'f' ? 0 : page->count - 1), place, cursor);
        else put(s, "null", 4);
    }
  }
  put_char(s, '}');
  return p;
}

static Program connection(State *s, Program p) {
  uint8_t flags = *p++;
  uint32_t n = program_number(&p, 2);
  const uint8_t *found = s->at, *end = NULL;
  Page page;
  page.count = 0;
  page.left_out = 0;
  page.backward = (flags & BACKWARD) != 0;
  if (flags & HAS_ROWS) { /* size, after given, before given, values of the list, and last the rows */
    uint64_t width = list(s);
    Head size = head(s);
    if (size.kind != KIND_INT || size.number < 0) fail(s, UNKNOWN);
    for (uint64_t i = 2; i < width && !s->problem; i++) skip(s);
    uint64_t have = list(s);
    page.count = have > (uint64_t)size.number ? (uint64_t)size.number : have;
    page.left_out = have - page.count;
    if (!(flags & IN_TURN)) {
      if (have > MAX_ROWS) { fail(s, UNKNOWN); return p; }
      for (uint64_t i = 0; i < have && !s->problem; i++) { page.at[i] = s->at; skip(s); }
      end = s->at;
    }
  }
  put_char(s, '{');
  for (uint32_t i = 0; i < n && !s->problem; i++) {
    if (i) put_char(s, ',');
    key(s, &p);
    uint8_t kind = *p++;
    if (kind == 't') { key(s, &p); continue; }
    if (kind == 'p') { p = page_info(s, &page, found, p); continue; }
    uint32_t place = program_number(&p, 2), length = program_number(&p, 4);
    if (kind == 'v') column(s, found, place, p);
    else if (flags & IN_TURN) { rows_in_turn(s, &page, p); end = s->at; }
    else rows(s, &page, place, p);
    p += length;
  }
  put_char(s, '}');
  if (end) s->at = end;
  else { s->at = found; skip(s); }
  return p;
}

static Program record(State *s, Program p) {
  uint32_t length = program_number(&p, 4), n = program_number(&p, 2);
  Program after = p + length;
  if (is_null(s)) { any(s); return after; }
  if (list(s) != n) { fail(s, UNKNOWN); return after; }
  put_char(s, '{');
  for (uint32_t i = 0; i < n && !s->problem; i++) {
    if (i) put_char(s, ',');
    key(s, &p);
    p = shaped(s, p);
  }
  put_char(s, '}');
  return after;
}

static Program one_of(State *s, Program p) {
  uint32_t length = program_number(&p, 4), n = program_number(&p, 2);
  Program after = p + length;
  if (is_null(s)) { any(s); return after; }
  if (list(s) != 2) { fail(s, UNKNOWN); return after; }
  Head tag = head(s);
  if (tag.kind != KIND_INT || tag.number < 0 || tag.number >= n) { fail(s, UNKNOWN); return after; }
  for (int64_t i = 0; i < tag.number; i++) { uint32_t size = program_number(&p, 4); p += size; }
  p += 4;
  shaped(s, p);
  return after;
}

static Program each(State *s, Program p) {
  uint32_t length = program_number(&p, 4);
  if (is_null(s)) { any(s); return p + length; }
  uint64_t n = list(s);
  put_char(s, '[');
  for (uint64_t i = 0; i < n && !s->problem; i++) {
    if (i) put_char(s, ',');
    shaped(s, p);
  }
  put_char(s, ']');
  return p + length;
}

static Program shaped(State *s, Program p) {
  if (s->problem) return p;
  if (++s->depth > MAX_DEPTH) { fail(s, TOO_DEEP); return p; }
  if (*p == '!') {
    if (is_null(s)) fail(s, NOT_AS_PROMISED);
    p++;
  }
  switch (*p++) {
    case 's': any(s); break;
    case 'i': {
      Head h = head(s);
      if (h.kind == KIND_INT && (h.number > INT32_MAX || h.number < INT32_MIN)) fail(s, NOT_AS_PROMISED);
      written(s, h);
      break;
    }
    case 'f': {
      Head h = head(s);
      written(s, h);
      if (h.kind == KIND_INT) put(s, ".0", 2);
      break;
    }
    case 'x': {
      int64_t maker = (int64_t)program_number(&p, 2);
      const uint8_t *start = s->at;
      if (is_null(s)) { any(s); break; }
      skip(s);
      leave(s, start, maker);
      break;
    }
    case '[': p = each(s, p); break;
    case 'o': p = record(s, p); break;
    case 'u': p = one_of(s, p); break;
    case 'c': p = connection(s, p); break;
    case '1':
      if (list(s) != 1) fail(s, UNKNOWN);
      p = shaped(s, p);
      break;
    default: fail(s, UNKNOWN);
  }
  s->depth--;
  return p;
}

/* Writes one value as JSON. Gives the number of bytes written, or minus the problem; `used` spans are to be put in. */
EXPORT int64_t packjson(const uint8_t *in, int64_t size, const uint8_t *program, uint8_t *out, int64_t room,
                        int64_t *spans, int64_t span_room, int64_t *used) {
  State s = {in, in, in + size, out, out, out + room, (Span *)spans, 0, span_room, OK, 0};
  shaped(&s, program);
  *used = s.used;
  return s.problem ? -s.problem : s.out - out;
}
