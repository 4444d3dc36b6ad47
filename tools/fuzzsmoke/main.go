package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/optin-go/optin/tools/internal/repository"
)

func main() {
	each := flag.Duration("time", 5*time.Second, "how long to run each target")
	list := flag.Bool("list", false, "only name the targets")
	flag.Parse()
	if err := run(*each, *list); err != nil {
		fmt.Fprintln(os.Stderr, "fuzzsmoke:", err)
		os.Exit(1)
	}
}

func run(each time.Duration, list bool) error {
	root, err := repository.Root()
	if err != nil {
		return err
	}
	w, err := repository.Load(root)
	if err != nil {
		return err
	}
	all, err := targets(w)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("found no fuzz target, which cannot be right")
	}
	var failed []error // one that fails early says nothing of the others
	for _, t := range all {
		fmt.Println(t.dir, t.name)
		if !list {
			failed = append(failed, fuzz(w.Root, t, each))
		}
	}
	return errors.Join(failed...)
}

// fuzz runs one target; the go command runs no more than one at a time.
func fuzz(root string, t target, each time.Duration) error {
	cmd := exec.Command("go", "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+each.String(), "./"+t.dir)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", t.dir, t.name, err, strings.TrimSpace(string(out)))
	}
	return nil
}
