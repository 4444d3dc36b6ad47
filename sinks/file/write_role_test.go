package filesink_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	filesink "github.com/optin-go/optin/sinks/file"
)

// writer is what a process in the role "write" is told to do.
type writer struct {
	path       string
	name       string
	goroutines int
	each       int // events of each goroutine; below 0 until killed
	from       int // number of the first event
	sizes      int // how many of lineSizes take turns
	options    filesink.Options
	wait       bool // for a line on standard input, after having said "ready"
	ack        bool // say the name of each event that Emit returned nil for
	mayFail    bool // an error of Emit is no failure
}

func (w writer) args() []string {
	return []string{
		"-path", w.path, "-name", w.name, "-goroutines", strconv.Itoa(max(w.goroutines, 1)),
		"-each", strconv.Itoa(w.each), "-from", strconv.Itoa(w.from), "-sizes", strconv.Itoa(max(w.sizes, 1)),
		"-max", strconv.FormatInt(w.options.MaxBytes, 10), "-keep", strconv.Itoa(w.options.Keep),
		"-wait=" + strconv.FormatBool(w.wait), "-ack=" + strconv.FormatBool(w.ack),
		"-mayfail=" + strconv.FormatBool(w.mayFail),
	}
}

// names returns the names of all events that w emits.
func (w writer) names(into map[string]bool) {
	for g := range max(w.goroutines, 1) {
		for i := range w.each {
			into[w.eventName(g, w.from+i)] = true
		}
	}
}

func (w writer) eventName(goroutine, number int) string {
	return fmt.Sprintf("%s.%d/%d/%d", w.name, goroutine, number, w.size(goroutine, number))
}

func (w writer) size(goroutine, number int) int { return (goroutine + number) % max(w.sizes, 1) }

func writeRole(args []string) error {
	var w writer
	flags := flag.NewFlagSet("write", flag.ContinueOnError)
	flags.StringVar(&w.path, "path", "", "")
	flags.StringVar(&w.name, "name", "", "")
	flags.IntVar(&w.goroutines, "goroutines", 1, "")
	flags.IntVar(&w.each, "each", 0, "")
	flags.IntVar(&w.from, "from", 0, "")
	flags.IntVar(&w.sizes, "sizes", 1, "")
	flags.Int64Var(&w.options.MaxBytes, "max", 0, "")
	flags.IntVar(&w.options.Keep, "keep", 0, "")
	flags.BoolVar(&w.wait, "wait", false, "")
	flags.BoolVar(&w.ack, "ack", false, "")
	flags.BoolVar(&w.mayFail, "mayfail", false, "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	events, err := newStock(w.sizes)
	if err != nil {
		return err
	}
	if w.wait {
		fmt.Println("ready")
		if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
			return err
		}
	}
	return w.run(events)
}

// ackBytes is the length of an acknowledgement. A pipe holds a few of them, so
// that a writer is never far ahead of its reader, and one write of that length
// is never mixed with another.
const ackBytes = 512

func (w writer) run(events *stock) error {
	sink := filesink.New(w.path, &w.options)
	var (
		group sync.WaitGroup
		errs  = make([]error, w.goroutines)
	)
	for g := range w.goroutines {
		group.Go(func() {
			for i := 0; i != w.each; i++ {
				number := w.from + i
				e := events.event(w.name+"."+strconv.Itoa(g), number, w.size(g, number))
				if err := sink.Emit(context.Background(), e); err != nil {
					if w.mayFail {
						continue
					}
					errs[g] = fmt.Errorf("event %s: %w", e.Name, err)
					return
				}
				if w.ack {
					if _, err := io.WriteString(os.Stdout, padded(e.Name)); err != nil {
						errs[g] = err
						return
					}
				}
			}
		})
	}
	group.Wait()
	return errors.Join(append(errs, sink.Close())...)
}

func padded(name string) string {
	return name + strings.Repeat(" ", ackBytes-1-len(name)) + "\n"
}

// acknowledged returns the names in the output of a writer. An acknowledgement
// that was cut off is none.
func acknowledged(output string) []string {
	var names []string
	for line := range strings.Lines(output) {
		if len(line) == ackBytes {
			names = append(names, strings.TrimSpace(line))
		}
	}
	return names
}

// writeTogether runs the writers, each in a process of its own, all at once.
func writeTogether(t *testing.T, writers []writer) {
	t.Helper()
	processes := make([]*roletest.Process, len(writers))
	for i, w := range writers {
		w.wait = true
		processes[i] = roletest.Start(t, "write", w.args()...)
	}
	for _, p := range processes {
		p.Says(t, "ready")
	}
	for _, p := range processes {
		p.Tell(t, "go")
	}
	for _, p := range processes {
		p.Ends(t)
	}
}

// holdRole opens the file at the path, emits one event, and ends with its input.
func holdRole(args []string) error {
	events, err := newStock(1)
	if err != nil {
		return err
	}
	sink := filesink.New(args[0], nil)
	if err := sink.Emit(context.Background(), events.event("holder", 0, 0)); err != nil {
		return err
	}
	fmt.Println("holding")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, sink.Close())
}

func mustStock(t testing.TB, sizes int) *stock {
	t.Helper()
	s, err := newStock(sizes)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tempFile returns a path in a directory of the test's own, at which there is
// nothing.
func tempFile(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "events.jsonl")
}
