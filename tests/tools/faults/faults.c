/* A layer between a program and its disk that makes writing fail, or writes down what reaches the disk and in which order.
 *
 * Loaded before the C library (LD_PRELOAD). It looks at files below FAULTS_FOLDER only.
 *   FAULTS_AT=n with FAULTS_KIND=full|io|short|sync|stop: from the n-th change on the disk is full, so that nothing is
 *     written but files can go; the n-th change fails, is written by half, or is the last before the power goes; or the n-th
 *     sync fails.
 *   FAULTS_LOG=file: each change as a line: what, path, and for a write its offset and its bytes in hexadecimal. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int n_changes, n_syncs;

static const char *folder(void) { return getenv("FAULTS_FOLDER"); }

static int is_ours(const char *path) {
  const char *of = folder();
  return of && path && strncmp(path, of, strlen(of)) == 0;
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, PATH_MAX - 1);
  if (n < 0) return 0;
  path[n] = 0;
  return is_ours(path);
}

static void note(const char *what, const char *path, long long at, const unsigned char *bytes, size_t n) {
  const char *log = getenv("FAULTS_LOG");
  if (!log) return;
  FILE *out = fopen(log, "a");
  if (!out) return;
  fprintf(out, "%s\t%s\t%lld\t", what, path, at);
  for (size_t i = 0; i < n; i++) fprintf(out, "%02x", bytes[i]);
  fputc('\n', out);
  fclose(out);
}

enum change { WRITE, SYNC, REMOVAL };

/* What happens to this change: 0 nothing, 1 it fails with errno set, 2 it is written by half. */
static int verdict(enum change change) {
  const char *at = getenv("FAULTS_AT"), *kind = getenv("FAULTS_KIND");
  if (!at || !kind) return 0;
  int n = change == SYNC ? ++n_syncs : ++n_changes, when = atoi(at);
  if (change == SYNC) {
    if (strcmp(kind, "sync") || n != when) return 0;
    errno = EIO;
    return 1;
  }
  if (!strcmp(kind, "full") && n >= when && change == WRITE) return errno = ENOSPC, 1;
  if (n != when) return 0;
  if (!strcmp(kind, "io")) return errno = EIO, 1;
  if (!strcmp(kind, "short")) return 2;
  if (!strcmp(kind, "stop")) _exit(137);
  return 0;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static ssize_t put(int fd, const void *bytes, size_t n, off_t at, int is_at) {
  REAL(write);
  __typeof__(&pwrite) real_at = (__typeof__(&pwrite))dlsym(RTLD_NEXT, "pwrite");
  char path[PATH_MAX];
  if (path_of(fd, path)) {
    long long begin = is_at ? at : lseek(fd, 0, SEEK_CUR);
    int told = verdict(WRITE);
    if (told == 1) return -1;
    if (told == 2) n = n > 1 ? n / 2 : n;
    note("write", path, begin, bytes, n);
  }
  return is_at ? real_at(fd, bytes, n, at) : real(fd, bytes, n);
}

ssize_t write(int fd, const void *bytes, size_t n) { return put(fd, bytes, n, 0, 0); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { return put(fd, bytes, n, at, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) { return put(fd, bytes, n, at, 1); }

static int cut(int fd, off_t length) {
  REAL(ftruncate);
  char path[PATH_MAX];
  if (path_of(fd, path)) {
    if (verdict(REMOVAL) == 1) return -1;
    note("cut", path, length, NULL, 0);
  }
  return real(fd, length);
}

int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

static int synced(int fd) {
  REAL(fsync);
  char path[PATH_MAX];
  struct stat meta;
  if (path_of(fd, path) || (folder() && !strcmp(path, folder()))) {
    if (verdict(SYNC) == 1) return -1;
    note(fstat(fd, &meta) == 0 && S_ISDIR(meta.st_mode) ? "folder" : "sync", path, 0, NULL, 0);
  }
  return real(fd);
}

int fsync(int fd) { return synced(fd); }
int fdatasync(int fd) { return synced(fd); }

static int opened(const char *path, int flags, mode_t mode) {
  REAL(open);
  char whole[PATH_MAX];
  int is_new = (flags & O_CREAT) && access(path, F_OK) != 0;
  int fd = real(path, flags, mode);
  if (fd >= 0 && is_new && path_of(fd, whole)) note("new", whole, 0, NULL, 0);
  return fd;
}

#define OPEN(name)                         \
  int name(const char *path, int flags, ...) { \
    va_list rest;                          \
    va_start(rest, flags);                 \
    mode_t mode = va_arg(rest, mode_t);    \
    va_end(rest);                          \
    return opened(path, flags, mode);      \
  }
OPEN(open)
OPEN(open64)

int unlink(const char *path) {
  REAL(unlink);
  char whole[PATH_MAX];
  if (realpath(path, whole) && is_ours(whole)) {
    if (verdict(REMOVAL) == 1) return -1;
    note("gone", whole, 0, NULL, 0);
  }
  return real(path);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  char whole[PATH_MAX], line[2 * PATH_MAX];
  if (realpath(from, whole) && is_ours(whole)) {
    if (verdict(REMOVAL) == 1) return -1;
    snprintf(line, sizeof line, "%s\t%s", whole, to);
    note("named", line, 0, NULL, 0);
  }
  return real(from, to);
}
