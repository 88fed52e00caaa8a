/* Notes, for each fsync that succeeded, how much of which file was certainly on disk by then. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int noted(int fd, const char *name) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct stat before;
  int known = fstat(fd, &before) == 0;
  int answer = real(fd);
  const char *path = getenv("SYNCED");
  if (answer == 0 && known && path) {
    long long note[2] = {(long long)before.st_ino, (long long)before.st_size};
    int to = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (to >= 0) {
      if (write(to, note, sizeof note) < 0) _exit(99);
      close(to);
    }
  }
  return answer;
}

int fdatasync(int fd) { return noted(fd, "fdatasync"); }
int fsync(int fd) { return noted(fd, "fsync"); }
