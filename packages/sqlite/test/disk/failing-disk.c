// Preloaded under a program: calls on files whose path has FAILING_PATH in it fail as the file FAILING_PLAN says, which
// anybody may write to while the program runs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WRITE = 1, READ = 2, SYNC = 4, TRUNCATE = 8, OPEN = 16 };

// As failing-disk.ts writes it. `one_in` fails calls at random; else the first `skip` go well and so many `times` fail.
struct plan { int error, calls, skip, times, one_in, tear, seen, failed; };

static volatile struct plan *plan;
static const char *path;
static char ours[65536];
static unsigned seed;

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAILING_PLAN");
  path = getenv("FAILING_PATH");
  if (!file || !path) return;
  seed = getpid();
  int fd = NEXT(open64)(file, O_RDWR);
  void *at = mmap(0, sizeof(struct plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (at != MAP_FAILED) plan = at;
}

static int fails(int call) {
  if (!plan || !plan->error || !(plan->calls & call)) return 0;
  int seen = __sync_fetch_and_add(&plan->seen, 1);
  int hit = plan->one_in ? rand_r(&seed) % plan->one_in == 0 : seen >= plan->skip && (!plan->times || seen < plan->skip + plan->times);
  if (!hit) return 0;
  __sync_fetch_and_add(&plan->failed, 1);
  errno = plan->error;
  return 1;
}

static int is_ours(int fd) { return fd >= 0 && fd < (int)sizeof ours && ours[fd]; }

static int opened(const char *at, int flags, mode_t mode) {
  static int (*next)(const char *, int, ...);
  if (!next) next = NEXT(open64);
  int mine = path && at && strstr(at, path);
  if (mine && fails(OPEN)) return -1;
  int fd = next(at, flags, mode);
  if (fd >= 0 && fd < (int)sizeof ours) ours[fd] = mine;
  return fd;
}

static mode_t mode_in(int flags, va_list rest) { return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; }
int open(const char *at, int flags, ...) { va_list rest; va_start(rest, flags); mode_t mode = mode_in(flags, rest); va_end(rest); return opened(at, flags, mode); }
int open64(const char *at, int flags, ...) { va_list rest; va_start(rest, flags); mode_t mode = mode_in(flags, rest); va_end(rest); return opened(at, flags, mode); }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  static __typeof__(&pwrite64) next;
  if (!next) next = NEXT(pwrite64);
  if (!is_ours(fd) || !fails(WRITE)) return next(fd, bytes, count, at);
  int error = errno;
  // A torn write: half of it reached the disk before it failed.
  if (plan->tear && next(fd, bytes, count / 2, at) < 0) return -1;
  errno = error;
  return -1;
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

ssize_t pread64(int fd, void *bytes, size_t count, off64_t at) {
  static __typeof__(&pread64) next;
  if (!next) next = NEXT(pread64);
  return is_ours(fd) && fails(READ) ? -1 : next(fd, bytes, count, at);
}
ssize_t pread(int fd, void *bytes, size_t count, off_t at) { return pread64(fd, bytes, count, at); }

ssize_t read(int fd, void *bytes, size_t count) {
  static __typeof__(&read) next;
  if (!next) next = NEXT(read);
  return is_ours(fd) && fails(READ) ? -1 : next(fd, bytes, count);
}

int close(int fd) {
  static __typeof__(&close) next;
  if (!next) next = NEXT(close);
  if (fd >= 0 && fd < (int)sizeof ours) ours[fd] = 0;
  return next(fd);
}

int fsync(int fd) { return is_ours(fd) && fails(SYNC) ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return is_ours(fd) && fails(SYNC) ? -1 : NEXT(fdatasync)(fd); }
int ftruncate64(int fd, off64_t size) { return is_ours(fd) && fails(TRUNCATE) ? -1 : NEXT(ftruncate64)(fd, size); }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
