//go:build !linux

package tool

// boundMemory does nothing: only Linux bounds another process.
func boundMemory(int, int64) {}
