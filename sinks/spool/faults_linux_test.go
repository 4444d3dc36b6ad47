package spoolsink_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/faulttest"
	"github.com/optin-go/optin/internal/roletest"
	"github.com/optin-go/optin/internal/wholetest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// Each file operation of a tool's life fails once, or the tool is killed there.
// Whatever it is: what was acknowledged arrives with the next run, or is counted;
// what was retracted or purged does not arrive; nothing hangs and nothing panics.
func TestOneFaultAnywhereLosesNothing(t *testing.T) {
	for _, life := range []string{"queue and deliver", "evict", "purge"} {
		t.Run(life, func(t *testing.T) {
			parent := t.TempDir()
			lived := func(dir string) *exec.Cmd { return quiet("life", life, dir) }
			faults := faulttest.Some(t, wholetest.Of(2, 4), func() *exec.Cmd { return lived(filepath.Join(parent, "counted")) })
			for i, fault := range faults {
				dir := filepath.Join(parent, strconv.Itoa(i))
				cmd := lived(dir)
				fault.Inject(cmd)
				said, err := output(cmd)
				var ended *exec.ExitError
				if errors.As(err, &ended) && (strings.Contains(string(ended.Stderr), "panic") || strings.Contains(string(ended.Stderr), "goroutine ")) {
					t.Errorf("%v: %s", fault, ended.Stderr)
				}
				next, err := output(quiet("life", "next", dir))
				if err != nil {
					t.Errorf("%v: the next run: %v", fault, err)
					continue
				}
				if problem := (story{said, next}).problem(); problem != "" {
					t.Errorf("%v: %s\nfirst run:\n%s\nnext run:\n%s", fault, problem, said, next)
				}
			}
			t.Logf("%d faults", len(faults))
		})
	}
}

func quiet(role string, args ...string) *exec.Cmd {
	cmd := roletest.Command(role, args...).Cmd
	cmd.Stderr = nil
	return cmd
}

// output runs cmd, which must end in time.
func output(cmd *exec.Cmd) (string, error) {
	var stderr strings.Builder
	cmd.Stderr = &stderr
	timer := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
	out, err := cmd.Output()
	if !timer.Stop() {
		err = errors.New("it did not end")
	}
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		ended.Stderr = []byte(stderr.String())
	}
	return string(out), err
}

// story is what two runs said, one line for each thing that happened.
type story struct{ first, next string }

func (s story) problem() string {
	acked, sent, retracted := map[string]bool{}, map[string]bool{}, map[string]bool{}
	retracting := ""            // whose end is not known if the process could not say it
	before := map[string]bool{} // what was acknowledged before the queue was purged
	dropped := 0
	for line := range strings.Lines(s.first + s.next) {
		verb, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case !strings.HasSuffix(line, "\n"):
		case verb == "acked":
			acked[name] = true
		case verb == "sent":
			sent[name] = true
			if retracted[name] {
				return name + " was sent after it had been taken back"
			}
		case verb == "retracting":
			retracting = name
		case verb == "retracted":
			retracted[name] = true
		case verb == "purging":
			before = maps.Clone(acked)
		case verb == "purged":
			maps.Copy(retracted, before)
		case verb == "dropped":
			_, _ = fmt.Sscan(name, &dropped)
		}
	}
	lost := 0
	for name := range acked {
		if !sent[name] && !retracted[name] && !before[name] && name != retracting {
			lost++
		}
	}
	if lost > dropped {
		return fmt.Sprintf("%d acknowledged events did not arrive, %d are counted as dropped", lost, dropped)
	}
	return ""
}

// Where the home's file system has no locks, nothing is queued, and a status can say
// so.
func TestFileSystemWithoutLocksIsSaid(t *testing.T) {
	faulttest.Need(t)
	for _, errno := range []string{"ENOLCK", "ENOSYS", "EOPNOTSUPP"} {
		parent := t.TempDir()
		cmd := quiet("no locks", filepath.Join(parent, "spool"))
		faulttest.Fault{Call: "flock", Errno: errno}.Inject(cmd)
		said, err := output(cmd)
		check(t, err)
		equal(t, errno, said, "before true\nemit true\nstats true\nwaiting 0\n")
		equal(t, "segments", len(segments(t, filepath.Join(parent, "spool"))), 0)
	}
}

func noLocksRole(args []string) error {
	s := spoolsink.New(args[0], nil, nil)
	unsupported := func(err error) bool { return errors.Is(err, errors.ErrUnsupported) && errors.Is(err, telemetry.ErrIO) }
	_, before := s.Stats()
	emitErr := s.Emit(context.Background(), event("one"))
	_, statsErr := s.Stats()
	w, err := s.Waiting()
	fmt.Printf("before %v\nemit %v\nstats %v\nwaiting %d\n", unsupported(before), unsupported(emitErr), unsupported(statsErr), w.Events)
	return err
}

func init() { roles["life"], roles["no locks"] = lifeRole, noLocksRole }

// teller is an Exporter that says what it accepts, in one write: of the first batch
// not the second event.
type teller struct{ partial bool }

func (p *teller) Export(_ context.Context, events []telemetry.Event) error {
	var b strings.Builder
	for i, e := range events {
		if i != 1 || !p.partial {
			b.WriteString("sent " + e.Name + "\n")
		}
	}
	if err := say(b.String()); err != nil {
		return err
	}
	if p.partial && len(events) > 1 {
		p.partial = false
		return &telemetry.PartialError{Retry: []int{1}}
	}
	return nil
}

// say writes text to standard output, as a whole or not at all.
func say(text string) error {
	_, err := syscall.Write(syscall.Stdout, []byte(text))
	return err
}

func lifeRole(args []string) error {
	life, dir := args[0], args[1]
	opts := &spoolsink.Options{Tool: "mytool", BatchEvents: 3}
	if life == "evict" {
		opts.MaxBytes = 8 << 10
	}
	s := spoolsink.New(dir, &teller{partial: life == "queue and deliver"}, opts)
	ctx := context.Background()
	n := 0
	record := func(times int) {
		for range times {
			e := event(fmt.Sprintf("%s.%d", strings.ReplaceAll(life, " ", "."), n))
			e.ID = telemetry.ID{15: byte(n + 1)}
			if n++; s.Emit(ctx, e) == nil {
				_ = say("acked " + e.Name + "\n")
			}
		}
	}
	looks := func() {
		_, _ = s.Stats()
		_, _ = s.Waiting()
		for range s.Pending() {
			break
		}
	}
	switch life {
	case "queue and deliver":
		record(6)
		_, _ = s.Deliver(ctx)
		looks()
		_ = resetBackoff(dir)
		record(2)
		last := telemetry.ID{15: byte(n)}
		name := fmt.Sprintf("queue.and.deliver.%d", n-1)
		if say("retracting "+name+"\n") == nil && s.Retract(ctx, last) == nil {
			_ = say("retracted " + name + "\n")
		}
		_, _ = s.Deliver(ctx)
	case "evict":
		for range 3 {
			record(25)
			_ = s.Close()
			s = spoolsink.New(dir, &teller{}, opts)
		}
	case "purge":
		record(3)
		if err := say("purging \n"); err != nil {
			return err
		}
		if spoolsink.Purge(dir) == nil {
			_ = say("purged \n")
		}
		record(2)
	case "next":
		return nextRole(s, dir, record)
	}
	return s.Close()
}

// nextRole is a run without faults, which must work.
func nextRole(s *spoolsink.Sink, dir string, record func(int)) error {
	record(1)
	if err := resetBackoff(dir); err != nil {
		return err
	}
	if _, err := s.Deliver(context.Background()); err != nil {
		return err
	}
	st, err := s.Stats()
	if err != nil {
		return err
	}
	if st.Pending > 0 {
		return fmt.Errorf("%d events are left", st.Pending)
	}
	dropped := 0
	for _, n := range st.Dropped {
		dropped += n
	}
	if err := say(fmt.Sprintf("dropped %d\n", dropped)); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	return os.RemoveAll(dir)
}
