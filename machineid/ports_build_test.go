//go:build ports

package machineid

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// This compiles the standard library once for each port, so it is run on demand:
//
//	go test -tags=ports -timeout=60m -run=TestEveryPortCompiles .
func TestEveryPortCompiles(t *testing.T) {
	for _, port := range ports(t) {
		t.Run(port, func(t *testing.T) {
			goos, goarch, _ := strings.Cut(port, "/")
			cmd := exec.Command("go", "build", "./...")
			cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
