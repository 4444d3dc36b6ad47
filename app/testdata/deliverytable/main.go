// Command deliverytable shows that every event arrives, and what that costs: it runs a
// real tool many times against a real receiver, and prints tables for the documentation.
//
//	go run ./app/testdata/deliverytable              # from the top of the repository
//	go run ./app/testdata/deliverytable -runs 20     # a quick look
//	go run ./app/testdata/deliverytable -commands 500ms -answers 50ms,300ms -costs=false
//
// Each cell of the first table combines how long the tool's commands take with how long
// the receiver takes to answer. The tool runs many times, one interval passes, and the
// tool runs once more; then every event must be there. The costs come from runs that
// alternate with the same tool without an Exporter. They are the median of the ratio,
// and of the difference for runs that start a sender.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	runs := flag.Int("runs", 200, "how often the tool runs in each cell")
	every := flag.Duration("every", 2*time.Second, "the interval between second processes")
	lengths, delays := list{0, 20 * time.Millisecond, 500 * time.Millisecond}, list{0, 50 * time.Millisecond, 300 * time.Millisecond, 2 * time.Second}
	flag.Var(&lengths, "commands", "how long commands take: `times` with commas between them")
	flag.Var(&delays, "answers", "after how long the receiver answers: `times`")
	costs := flag.Bool("costs", true, "measure runs that start a second process, and those while telemetry is off, too")
	flag.Parse()
	if err := table(*runs, *every, lengths, delays, *costs); err != nil {
		fmt.Fprintln(os.Stderr, "deliverytable:", err)
		os.Exit(1)
	}
}

// list is a flag of several durations.
type list []time.Duration

func (l *list) String() string {
	var words []string
	for _, d := range *l {
		words = append(words, d.String())
	}
	return strings.Join(words, ",")
}

func (l *list) Set(text string) error {
	*l = nil
	for word := range strings.SplitSeq(text, ",") {
		d, err := time.ParseDuration(word)
		if err != nil {
			return err
		}
		*l = append(*l, d)
	}
	return nil
}

func table(runs int, every time.Duration, lengths, delays list, costs bool) error {
	dir, err := os.MkdirTemp("", "deliverytable")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tool := filepath.Join(dir, "mytool")
	build := exec.Command("go", "build", "-o", tool, "github.com/optin-go/optin/app/testdata/mytool")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	fmt.Printf("%d runs in each cell, at most one second process every %v.\n\n", runs, every)
	fmt.Println("| command | answer after | delivered | second processes | requests | duplicates | time of a run that starts none |")
	fmt.Println("|--:|--:|--:|--:|--:|--:|--:|")
	for _, length := range lengths {
		for _, delay := range delays {
			c, err := newCell(tool, dir, length, delay, every)
			if err == nil {
				err = c.run(runs)
			}
			if err != nil {
				return err
			}
			fmt.Printf("| %v | %v | %d of %d | %d | %d | %d | %.3f× |\n",
				length, delay, len(c.receiver.events), c.recorded, c.starts, c.receiver.requests, c.receiver.twice(), c.ratio())
			c.close()
		}
	}
	if !costs {
		return nil
	}
	cost, err := startCost(tool, dir, runs)
	if err != nil {
		return err
	}
	fmt.Printf("\nA run that starts a second process takes %v more (median of %d, commands of 0 s).\n", cost, runs)
	off, err := offRatio(tool, dir, runs)
	if err != nil {
		return err
	}
	fmt.Printf("A run while telemetry is off takes %.3f times one of the same tool without telemetry (likewise).\n", off)
	return nil
}
