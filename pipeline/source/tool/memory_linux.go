package tool

import "golang.org/x/sys/unix"

// boundMemory bounds the address space of a process that has just started. A process that is gone
// already needs no bound.
func boundMemory(pid int, bytes int64) {
	unix.Prlimit(pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)}, nil)
}
