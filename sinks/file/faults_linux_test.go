package filesink_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/optin-go/optin/internal/faulttest"
	"github.com/optin-go/optin/internal/roletest"
	"github.com/optin-go/optin/internal/wholetest"
	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// Each file operation of a life with rotations and a retraction fails once, or the
// tool is killed there. Every acknowledged event is a line of its own in one of the
// files, unless it was retracted, and the next run works.
func TestOneFaultAnywhereLosesNothing(t *testing.T) {
	parent := t.TempDir()
	life := func(path, life string) *exec.Cmd {
		cmd := roletest.Command("life", path, life).Cmd
		cmd.Stdout, cmd.Stderr = nil, nil
		return cmd
	}
	faults := faulttest.Some(t, wholetest.Of(2, 6), func() *exec.Cmd { return life(filepath.Join(parent, "counted", "log"), "first") })
	for i, fault := range faults {
		path := filepath.Join(parent, strconv.Itoa(i), "log")
		cmd := life(path, "first")
		fault.Inject(cmd)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		said, _ := cmd.Output() // it may fail, and it may be killed
		if text := stderr.String(); strings.Contains(text, "panic") || strings.Contains(text, "goroutine ") {
			t.Errorf("%v: %s", fault, text)
		}
		next, err := life(path, "next").Output()
		if err != nil {
			t.Errorf("%v: the next run: %v", fault, err)
			continue
		}
		said = append(said, next...)
		if problem := problemOf(t, path, string(said)); problem != "" {
			t.Errorf("%v: %s\n%s", fault, problem, said)
		}
		check(t, os.RemoveAll(filepath.Dir(path)))
	}
	t.Logf("%d faults", len(faults))
}

// problemOf compares what a tool said with what its files hold.
func problemOf(t *testing.T, path, said string) string {
	t.Helper()
	there := map[string]bool{}
	for _, name := range rotated(t, path) {
		for line := range strings.Lines(content(t, name)) {
			if e, err := telemetry.ParseEvent([]byte(line)); err == nil {
				there[e.Name] = true
			}
		}
	}
	gone := map[string]bool{}
	for line := range strings.Lines(said) {
		switch verb, name, _ := strings.Cut(strings.TrimSpace(line), " "); {
		case verb == "retracted":
			gone[name] = true
			if there[name] {
				return name + " is there, although it was taken back"
			}
		case verb == "retracting":
			gone[name] = true // its line may be blank before an error
		}
	}
	for line := range strings.Lines(said) {
		if verb, name, _ := strings.Cut(strings.TrimSpace(line), " "); verb == "acked" && !there[name] && !gone[name] {
			return name + " is not there, although it was acknowledged"
		}
	}
	return ""
}

func init() { roles["life"] = lifeRole }

func lifeRole(args []string) error {
	path, life := args[0], args[1]
	s := filesink.New(path, &filesink.Options{MaxBytes: 2000, Keep: 20})
	say := func(verb, name string) {
		_, _ = syscall.Write(syscall.Stdout, []byte(verb+" "+name+"\n"))
	}
	for i := range 30 {
		e := telemetry.Event{Name: fmt.Sprintf("%s.%d", life, i), Tool: "mytool", ID: telemetry.ID{14: life[0], 15: byte(i + 1)}}
		e.Args = strings.Repeat("word ", 10)
		err := s.Emit(context.Background(), e)
		switch {
		case err == nil:
			say("acked", e.Name)
		case life == "next":
			return err
		}
		if i%10 == 7 {
			say("retracting", e.Name)
			if s.Retract(context.Background(), e.ID) == nil {
				say("retracted", e.Name)
			}
		}
	}
	return s.Close()
}
