/*
 * Preloaded before a program: of the files in FORGETFUL_DISK the folder FORGETFUL_KEPT has what a power cut would leave, which is
 * what they were when they were last synced. POSIX promises no more of writes (fsync(2), "NOTES").
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void keep(int fd) {
  const char *disk = getenv("FORGETFUL_DISK"), *kept = getenv("FORGETFUL_KEPT");
  char link[64], path[PATH_MAX], to[PATH_MAX], half[PATH_MAX], bytes[65536];
  if (disk == NULL || kept == NULL) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = 0;
  if (strncmp(path, disk, strlen(disk)) != 0) return;
  const char *name = strrchr(path, '/') + 1;
  snprintf(to, sizeof to, "%s/%s", kept, name);
  snprintf(half, sizeof half, "%s/.%s.%d", kept, name, (int)getpid());
  /* SQLite locks its files by fcntl: closing another descriptor of one would give the locks up, so that it is read by this one. */
  int out = open(half, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (out < 0) return;
  off_t at = 0;
  for (ssize_t n; (n = pread(fd, bytes, sizeof bytes, at)) > 0; at += n)
    if (write(out, bytes, n) != n) break;
  close(out);
  rename(half, to);
}

int fsync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int result = real(fd);
  if (result == 0) keep(fd);
  return result;
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int result = real(fd);
  if (result == 0) keep(fd);
  return result;
}
