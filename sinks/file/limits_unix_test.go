//go:build unix && !aix && !solaris

package filesink_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	filesink "github.com/optin-go/optin/sinks/file"
)

func init() {
	roles["limited size"] = limitedSizeRole
	roles["limited descriptors"] = limitedDescriptorsRole
}

// limitedSizeRole emits until the limit of the file's size cuts a line, says so,
// goes on when told, without the limit, and says which events were
// acknowledged.
func limitedSizeRole(args []string) error {
	events, err := newStock(1)
	if err != nil {
		return err
	}
	sink := filesink.New(args[0], nil)
	defer sink.Close()
	acked := func(i int) error {
		e := events.event("limited", i, 0)
		if err := sink.Emit(context.Background(), e); err != nil {
			return err
		}
		fmt.Print(padded(e.Name))
		return nil
	}
	if err := acked(0); err != nil {
		return err
	}
	restore, err := limit(syscall.RLIMIT_FSIZE, 1000)
	if err != nil {
		return err
	}
	failed := 0
	for i := 1; i < 20; i++ {
		if err := acked(i); err != nil {
			failed++
			if failed == 1 && !errors.Is(err, io.ErrShortWrite) {
				return fmt.Errorf("the first error is %w, want a short write", err)
			}
			if failed == 2 && !errors.Is(err, syscall.EFBIG) {
				return fmt.Errorf("the second error is %w, want EFBIG", err)
			}
		}
	}
	if failed < 2 {
		return fmt.Errorf("%d events failed, want more", failed)
	}
	if err := restore(); err != nil {
		return err
	}
	fmt.Println("full")
	if _, err := fmt.Scanln(); err != nil {
		return err
	}
	return acked(20)
}

// limit sets a soft limit, and returns a function that undoes it.
func limit(resource int, soft uint64) (restore func() error, err error) {
	var before syscall.Rlimit
	if err := syscall.Getrlimit(resource, &before); err != nil {
		return nil, err
	}
	limited := before
	setSoft(&limited, soft)
	return func() error { return syscall.Setrlimit(resource, &before) }, syscall.Setrlimit(resource, &limited)
}

func TestFileSizeLimitLosesNothing(t *testing.T) {
	for _, tt := range []struct {
		name        string
		othersWrite bool
	}{
		{"alone", false},
		{"another process writes behind the cut line", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := tempFile(t)
			events := mustStock(t, 1)
			want := map[string]bool{}
			sink := filesink.New(path, nil)
			defer sink.Close()
			e := events.event("other", 0, 0)
			want[e.Name] = true
			check(t, sink.Emit(t.Context(), e))

			p := roletest.Start(t, "limited size", path)
			for {
				line, err := p.Out.ReadString('\n')
				if err != nil {
					t.Fatalf("%v: %s", err, p.Errors)
				}
				if line == "full\n" {
					break
				}
				for _, name := range acknowledged(line) {
					want[name] = true
				}
			}
			if tt.othersWrite {
				e := events.event("other", 1, 0)
				want[e.Name] = true
				check(t, sink.Emit(t.Context(), e))
			}
			p.Tell(t, "")
			for _, name := range acknowledged(p.Ends(t)) {
				want[name] = true
			}
			got := events.read(t, path)
			if len(got.bad) != 1 {
				t.Errorf("%d lines are no events, want the one that was cut: %q", len(got.bad), got.bad)
			}
			got.bad = nil
			got.wantAll(t, want)
			if !want["limited/20/0"] {
				t.Error("the event after the limit was lifted is not acknowledged")
			}
		})
	}
}

// limitedDescriptorsRole emits while no descriptor can be opened, and then again.
func limitedDescriptorsRole(args []string) error {
	events, err := newStock(1)
	if err != nil {
		return err
	}
	sink := filesink.New(args[0], nil)
	restore, err := limit(syscall.RLIMIT_NOFILE, 0)
	if err != nil {
		return err
	}
	if err := sink.Emit(context.Background(), events.event("p", 0, 0)); !errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("Emit returned %w, want EMFILE", err)
	}
	if _, err := os.Lstat(args[0]); err == nil {
		return errors.New("the file was made")
	}
	if err := restore(); err != nil {
		return err
	}
	if err := sink.Emit(context.Background(), events.event("p", 1, 0)); err != nil {
		return err
	}
	if restore, err = limit(syscall.RLIMIT_NOFILE, 0); err != nil {
		return err
	}
	// The file is open: nothing more is needed.
	if err := sink.Emit(context.Background(), events.event("p", 2, 0)); err != nil {
		return err
	}
	return errors.Join(restore(), sink.Close())
}

func TestNoDescriptorLeftIsAnErrorUntilThereIsOne(t *testing.T) {
	path := tempFile(t)
	roletest.Start(t, "limited descriptors", path).Ends(t)
	mustStock(t, 1).read(t, path).wantAll(t, map[string]bool{"p/1/0": true, "p/2/0": true})
}
