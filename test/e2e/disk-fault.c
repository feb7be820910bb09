/*
 * Stands between a server and the C library: once the file named by DISK_FAULT_WHEN is there, the calls named by
 * DISK_FAULT_ON ("write", "sync", or "meta" for a write of the first two pages, after which the library panics) on the
 * journal file fail with the errno DISK_FAULT_WITH. Only the first of them fails, so that whatever is acknowledged
 * after it was acknowledged by a disk that had failed before.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define PAGE 4096

static atomic_flag failed = ATOMIC_FLAG_INIT;

static int fails(const char *call, int fd) {
  const char *on = getenv("DISK_FAULT_ON"), *when = getenv("DISK_FAULT_WHEN"), *with = getenv("DISK_FAULT_WITH");
  char link[64], path[4096];
  if (!on || !when || !with || strcmp(on, call) != 0 || access(when, F_OK) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (!strstr(path, "journal.mdb") || strstr(path, "-lock")) return 0;
  if (atomic_flag_test_and_set(&failed)) return 0;
  errno = atoi(with);
  return 1;
}

static int fails_at(int fd, off_t at) { return fails("write", fd) || (at < 2 * PAGE && fails("meta", fd)); }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) { return fails("write", fd) ? -1 : REAL(write)(fd, bytes, count); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return fails_at(fd, at) ? -1 : REAL(pwrite)(fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) { return fails_at(fd, at) ? -1 : REAL(pwrite64)(fd, bytes, count, at); }
ssize_t writev(int fd, const struct iovec *parts, int count) { return fails("write", fd) ? -1 : REAL(writev)(fd, parts, count); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return fails_at(fd, at) ? -1 : REAL(pwritev)(fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) { return fails_at(fd, at) ? -1 : REAL(pwritev64)(fd, parts, count, at); }
int fsync(int fd) { return fails("sync", fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails("sync", fd) ? -1 : REAL(fdatasync)(fd); }
