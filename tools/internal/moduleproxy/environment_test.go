package moduleproxy

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/mod/module"
)

// A directory may be called anything.
func TestURL(t *testing.T) {
	r := repository(t)
	v := module.Version{Path: "example.com/m", Version: "v0.1.0"}
	for _, name := range []string{"plain", "with space", "a,b", "a|b", "a%2Cb", "ä", "a#b?c"} {
		t.Run(name, func(t *testing.T) {
			dir, empty := filepath.Join(t.TempDir(), name), t.TempDir()
			if err := WriteRevision(dir, v, r, "m/v0.1.0", "m"); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("go", "mod", "download", "-modcacherw", v.String())
			cmd.Dir = empty
			cmd.Env = append(os.Environ(), "GOPROXY="+URL(dir)+",off", "GOMODCACHE="+t.TempDir(), "GONOSUMDB=*", "GOFLAGS=", "GOWORK=off")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", URL(dir), err, out)
			}
		})
	}
}
