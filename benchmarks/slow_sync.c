/* A disk that takes so long to say that a write is safe: put before libc with LD_PRELOAD, by bench_saving.py.

   SLOW_SYNC names a file of two numbers of eight bytes: how many milliseconds a sync takes (a double, which may change
   while processes run) and how many there were (counted here, in all processes together).

   The real call is not made: what a sync takes is the sleep alone, whatever disk this machine has.  Nothing written
   this way survives a power cut.  A write to a file opened with O_DSYNC or O_SYNC passes unseen; SQLite opens none, and
   PostgreSQL none while wal_sync_method is fdatasync, which the benchmark asks it.  So does sync_file_range that only
   starts writing, as PostgreSQL's checkpoints do, and msync that does not wait. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static struct page {
    volatile double milliseconds;
    uint64_t syncs;
} *page;

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv("SLOW_SYNC");
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    void *found = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file >= 0)
        close(file);
    if (found == MAP_FAILED)
        abort(); /* rather than figures of another disk */
    page = found;
    prctl(PR_SET_TIMERSLACK, 1UL); /* wake on time: left alone, Linux adds up to 0.05 ms */
}

static int slow(void)
{
    double milliseconds = page->milliseconds;
    struct timespec left;
    left.tv_sec = (time_t)(milliseconds / 1000);
    left.tv_nsec = (long)((milliseconds - 1000.0 * (double)left.tv_sec) * 1e6);
    __atomic_fetch_add(&page->syncs, 1, __ATOMIC_RELAXED);
    while (nanosleep(&left, &left) && errno == EINTR)
        ;
    return 0;
}

int fsync(int file)
{
    (void)file;
    return slow();
}

int fdatasync(int file)
{
    (void)file;
    return slow();
}

int sync_file_range(int file, off64_t offset, off64_t length, unsigned int flags)
{
    (void)file, (void)offset, (void)length;
    return flags & SYNC_FILE_RANGE_WAIT_AFTER ? slow() : 0;
}

int msync(void *from, size_t length, int flags)
{
    (void)from, (void)length;
    return flags & MS_SYNC ? slow() : 0;
}
