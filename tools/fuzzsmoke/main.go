package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

func main() {
	inputs := flag.Int("inputs", 20_000, "how many inputs to give each target")
	list := flag.Bool("list", false, "only name the targets")
	flag.Parse()
	if err := run(*inputs, *list); err != nil {
		fmt.Fprintln(os.Stderr, "fuzzsmoke:", err)
		os.Exit(1)
	}
}

func run(inputs int, list bool) error {
	if inputs < 1 {
		return fmt.Errorf("-inputs %d: give each target one input or more", inputs)
	}
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
			failed = append(failed, fuzz(w.Root, t, inputs))
		}
	}
	return errors.Join(failed...)
}

// fuzz runs one target; the go command runs no more than one at a time. It counts
// inputs because the end of a time can come out as a failed target that found
// nothing, "context deadline exceeded": https://go.dev/issue/75804.
func fuzz(root string, t target, inputs int) error {
	cmd := exec.Command("go", "test", "-run=^$", "-fuzz=^"+t.name+"$", fmt.Sprintf("-fuzztime=%dx", inputs), "./"+t.dir)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", t.dir, t.name, err, strings.TrimSpace(string(out)))
	}
	return nil
}
