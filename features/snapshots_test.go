package features

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const snapshots = "__snapshots__"

// features runs this suite once more, with the snapshots in dir, and returns
// whether it succeeded and what it printed. Of the environment it gets what is
// needed to run at all, since any of many variables says that this is CI.
func features(t *testing.T, dir string, environ, paths []string) (ok bool, output string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, append([]string{"-test.run=^TestFeatures$"}, paths...)...)
	cmd.Env = append(environ, snapshotsVariable+"="+dir)
	for _, name := range []string{"PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SystemRoot", "GOCOVERDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	return err == nil, out.String()
}

func TestMissingSnapshotFailsInCI(t *testing.T) {
	one := []string{"telemetry.feature"}
	dir := t.TempDir()
	ok, out := features(t, dir, []string{"CI=true"}, one)
	if ok || !strings.Contains(out, "snapshot not found") {
		t.Errorf("succeeded: %v; printed:\n%s", ok, out)
	}
	if made, err := os.ReadDir(dir); err != nil || len(made) != 0 {
		t.Errorf("snapshots were made in CI: %v, %v", made, err)
	}
	if ok, out = features(t, dir, nil, one); !ok {
		t.Errorf("on a desk, the first run must make the snapshots:\n%s", out)
	}
	if ok, out = features(t, dir, []string{"CI=true"}, one); !ok {
		t.Errorf("the snapshots of the first run do not hold in the second:\n%s", out)
	}
}

func TestOutdatedSnapshotFails(t *testing.T) {
	const changed = "s2-enabled-context-emits-one-event_1.snap.json"
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(snapshots)); err != nil {
		t.Fatal(err)
	}
	if err := put(filepath.Join(dir, changed), `{"name":"enabled.two"}`); err != nil {
		t.Fatal(err)
	}
	one := []string{"telemetry.feature"}
	if ok, out := features(t, dir, nil, one); ok || !strings.Contains(out, "enabled.two") {
		t.Errorf("with a snapshot of something else: succeeded: %v; printed:\n%s", ok, out)
	}
	if ok, out := features(t, dir, []string{"UPDATE_SNAPS=true"}, one); !ok {
		t.Errorf("updating: %s", out)
	}
	got, _ := os.ReadFile(filepath.Join(dir, changed))
	want, err := os.ReadFile(filepath.Join(snapshots, changed))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("updated to %s, want %s (%v)", got, want, err)
	}
}
