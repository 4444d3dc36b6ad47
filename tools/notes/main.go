package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/mod/semver"
	"golang.org/x/mod/zip"

	"github.com/optin-go/optin/tools/internal/repository"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "notes:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("notes", flag.ContinueOnError)
	dir := flags.Bool("dir", false, "print the module's directory instead")
	prerelease := flags.Bool("prerelease", false, "print whether the version is a prerelease instead")
	archive := flags.String("zip", "", "write the module to this `file` instead, as users download it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("name one tag, such as sinks/file/v0.1.0")
	}
	root, err := repository.Root()
	if err != nil {
		return err
	}
	w, err := repository.Load(root)
	if err != nil {
		return err
	}
	r, err := parse(w, flags.Arg(0))
	if err != nil {
		return err
	}
	text, err := r.notes(w)
	switch {
	case err != nil: // whatever is asked for: nothing is released without notes
		return err
	case *archive != "":
		return r.zip(w, *archive)
	case *dir:
		text = r.module.Dir
	case *prerelease:
		text = strconv.FormatBool(semver.Prerelease(r.version) != "")
	}
	_, err = fmt.Fprintln(out, text)
	return err
}

// zip writes the module's files as the module proxy packs them.
func (r release) zip(w *repository.Workspace, name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(zip.CreateFromDir(f, r.id(), w.Join(r.module.Dir)), f.Close())
}
