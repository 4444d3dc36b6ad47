//go:build linux && !android

package machineid

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestContainersAreDetected(t *testing.T) {
	const (
		ext4     = "23 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw\n"
		docker   = "601 473 0:52 / / rw,relatime - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/A:/var/lib/docker/overlay2/l/B,upperdir=/var/lib/docker/overlay2/c/diff\n"
		buildkit = "22 1 0:31 / / rw - overlay overlay rw,lowerdir=/var/lib/buildkit/runc-overlayfs/snapshots/1/fs\n"
		lxc      = "1 0 0:1 /lxc/a/rootfs / rw - btrfs /dev/sda rw,subvol=/lxc/a/rootfs\n"
		ostree   = "23 1 0:31 / / ro,relatime - overlay composefs ro,lowerdir=/run/ostree/.private/cfsroot-lower::/sysroot/ostree/repo/objects\n"
		onHost   = ext4 + "99 23 0:44 / /var/lib/docker/overlay2/c/merged rw - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/A\n"
	)
	for name, tt := range map[string]struct {
		file, mounts string
		env          map[string]string
		want         bool
	}{
		"a machine":                   {mounts: ext4},
		"no /proc":                    {},
		"a machine that runs Docker":  {mounts: onHost},
		"an image-based desktop":      {mounts: ostree},
		"Docker":                      {file: ".dockerenv", mounts: ext4, want: true},
		"Podman":                      {file: "run/.containerenv", mounts: ext4, want: true},
		"systemd in a container":      {file: "run/systemd/container", mounts: ext4, want: true},
		"Kubernetes":                  {mounts: ext4, env: map[string]string{"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, want: true},
		"systemd-nspawn":              {mounts: ext4, env: map[string]string{"container": "systemd-nspawn"}, want: true},
		"an empty variable":           {mounts: ext4, env: map[string]string{"container": ""}},
		"Docker's storage":            {mounts: docker, want: true},
		"a build":                     {mounts: buildkit, want: true},
		"a container of LXC":          {mounts: lxc, want: true},
		"after a mount of the host's": {mounts: "1 1 0:1 / /proc rw - proc proc rw\n" + docker, want: true},
	} {
		root := t.TempDir() + "/"
		for path, content := range map[string]string{tt.file: "", "proc/self/mountinfo": tt.mounts} {
			if path == "" || path != tt.file && content == "" {
				continue
			}
			if err := os.MkdirAll(filepath.Dir(root+path), 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, root+path, content)
		}
		lookup := func(name string) (string, bool) { value, ok := tt.env[name]; return value, ok }
		if got, sure := isContainer(root, lookup); got != tt.want || !sure {
			t.Errorf("%s: %v, sure %v", name, got, sure)
		}
	}
}

// A file that cannot be looked for is no sign of a machine.
func TestUnreadableSignsAreNotSure(t *testing.T) {
	root := t.TempDir() + "/" + strings.Repeat("x", 300) + "/" // too long a name for a file system
	if got, sure := isContainer(root, func(string) (string, bool) { return "", false }); got || sure {
		t.Errorf("%v, sure %v", got, sure)
	}
}
