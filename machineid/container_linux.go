//go:build linux && !android

package machineid

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

func inContainer() (yes, sure bool) { return isContainer("/", os.LookupEnv) }

// Engines leave these in their containers, or systemd does that was started in one.
var containerFiles = [...]string{".dockerenv", "run/.containerenv", "run/systemd/container"}

// What the path of a container's root file system on its host has in it.
var containerStores = [...]string{"/docker/", "/containerd/", "/containers/", "/buildkit", "/kubelet/", "/crio/", "/lxc/", "/incus/"}

// maxMounts bounds what is read of the list of mounts, in bytes.
const maxMounts = 256 << 10

// isContainer looks for a container in the system's files below root, which ends
// with a slash, and in the environment. Whoever plants a sign of one has an identity
// less. It is not sure if it found no sign, and could not look for one.
func isContainer(root string, lookup func(string) (string, bool)) (yes, sure bool) {
	for _, name := range [...]string{"container", "KUBERNETES_SERVICE_HOST"} {
		if value, _ := lookup(name); value != "" {
			return true, true
		}
	}
	sure = true
	for _, file := range containerFiles {
		_, err := os.Lstat(root + file)
		if err == nil {
			return true, true
		}
		sure = sure && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR))
	}
	mounts, _ := readStart(root+"proc/self/mountinfo", maxMounts)
	for line := range strings.Lines(mounts) {
		// 21 1 0:20 / / rw,relatime - overlay none rw,lowerdir=…
		if fields := strings.Fields(line); len(fields) > 5 && fields[4] == "/" {
			for _, store := range containerStores {
				if strings.Contains(line, store) {
					return true, true
				}
			}
		}
	}
	return false, sure
}
