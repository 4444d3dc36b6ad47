package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/optin-go/optin/tools/internal/repository"
)

func main() {
	check := flag.Bool("check", false, "fail if a picture is not up to date, and write nothing")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "graph:", err)
		os.Exit(1)
	}
}

// pictures maps the name of each picture, relative to the repository's root, to
// what draws it.
var pictures = map[string]func(*graph) []byte{
	"docs/modules.svg": svg,
	"docs/modules.mmd": mermaid,
}

func run(check bool) error {
	root, err := repository.Root()
	if err != nil {
		return err
	}
	w, err := repository.Load(root)
	if err != nil {
		return err
	}
	g := newGraph(w)
	var failed []error
	for name, draw := range pictures {
		if check {
			failed = append(failed, current(w.Join(name), draw(g)))
		} else {
			failed = append(failed, os.WriteFile(w.Join(name), draw(g), 0o644))
		}
	}
	return errors.Join(failed...)
}

// current returns an error unless the file name holds want.
func current(name string, want []byte) error {
	have, err := os.ReadFile(name)
	if err == nil && !bytes.Equal(have, want) {
		err = fmt.Errorf("%s is out of date", name)
	}
	if err != nil {
		return fmt.Errorf("%w; run go run ./tools/graph", err)
	}
	return nil
}
