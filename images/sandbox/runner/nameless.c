#define _GNU_SOURCE
#include "nameless.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Everybody holds a little. Whoever has so much to be looked at that the host would have to wait is not gone through. */
enum { MUCH_BYTES = 16 * 1024 * 1024, MOST_LOOKS = 8192 };

static dev_t work;
static uint64_t bytes;
static int looks;

void nameless_begin(void) {
  struct stat folder;
  work = stat("/work", &folder) == 0 ? folder.st_dev : 0;
  bytes = 0;
  looks = 0;
}

static FILE *open_text(int proc, const char *pid, const char *name, const char *more) {
  char path[64];
  snprintf(path, sizeof path, "%.16s/%s%.16s", pid, name, more);
  const int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
  FILE *text = fd < 0 ? NULL : fdopen(fd, "r");
  if (fd >= 0 && !text) close(fd);
  return text;
}

/* Descriptors on their way to somebody else are nobody's. */
static bool carries_descriptors(int proc, const char *pid, const char *fd) {
  FILE *info = open_text(proc, pid, "fdinfo/", fd);
  char line[128];
  int carried = 0;
  while (info && carried == 0 && fgets(line, sizeof line, info)) sscanf(line, "scm_fds: %d", &carried);
  if (info) fclose(info);
  return carried > 0;
}

static bool look_at_descriptors(int proc, const char *pid) {
  char path[32];
  snprintf(path, sizeof path, "%.16s/fd", pid);
  const int fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = fd < 0 ? NULL : fdopendir(fd);
  if (!folder) return errno != ENOENT && errno != ESRCH;
  bool unsure = false;
  for (struct dirent *entry; !unsure && (entry = readdir(folder));) {
    struct stat file;
    if (entry->d_name[0] == '.' || fstatat(fd, entry->d_name, &file, 0) != 0) continue;
    if (file.st_dev == work && file.st_nlink == 0) bytes += (uint64_t)file.st_blocks * 512;
    unsure = ++looks > MOST_LOOKS || (S_ISSOCK(file.st_mode) && carries_descriptors(proc, pid, entry->d_name));
  }
  closedir(folder);
  return unsure;
}

/* A file stays for as long as it is mapped, descriptor or not. */
static bool look_at_mappings(int proc, const char *pid) {
  FILE *maps = open_text(proc, pid, "maps", "");
  char line[8192];
  bool unsure = false;
  while (maps && !unsure && fgets(line, sizeof line, maps)) {
    unsigned long from, to;
    unsigned high, low;
    unsure = ++looks > MOST_LOOKS;
    if (sscanf(line, "%lx-%lx %*s %*s %x:%x", &from, &to, &high, &low) != 4) continue;
    if (makedev(high, low) == work && strstr(line, " (deleted)")) bytes += to - from;
  }
  if (maps) fclose(maps);
  return unsure;
}

bool nameless_found(int proc, const char *pid) {
  return look_at_descriptors(proc, pid) || look_at_mappings(proc, pid) || bytes > MUCH_BYTES;
}
