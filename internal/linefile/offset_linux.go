//go:build linux && (amd64 || arm64 || loong64 || riscv64)

package linefile

import (
	"io"
	"os"
	"runtime"
	"syscall"
)

// endOfWrite returns where the last write to f ended.
//
// It runs for each event. Reading an offset cannot block, so RawSyscall may
// skip telling the scheduler, which costs as much as the call itself.
func endOfWrite(f *os.File) (int64, error) {
	end, _, errno := syscall.RawSyscall(syscall.SYS_LSEEK, f.Fd(), 0, io.SeekCurrent)
	runtime.KeepAlive(f)
	if errno != 0 {
		return 0, os.NewSyscallError("lseek", errno)
	}
	return int64(end), nil //nolint:gosec // an offset of a file, which the kernel holds in 63 bits
}
