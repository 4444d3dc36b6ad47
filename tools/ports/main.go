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
	quick := flag.Bool("quick", false, "build for one port of each operating system, and one of 32 bits")
	flag.Parse()
	if err := run(*quick, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "ports:", err)
		os.Exit(1)
	}
}

func run(quick bool, ports []string) error {
	root, err := repository.Root()
	if err != nil {
		return err
	}
	w, err := repository.Load(root)
	if err != nil {
		return err
	}
	if len(ports) == 0 {
		out, err := exec.Command("go", "tool", "dist", "list").Output()
		if err != nil {
			return fmt.Errorf("go tool dist list: %w", err)
		}
		ports = strings.Fields(string(out))
	}
	if quick {
		ports = representatives(ports)
	}
	start := time.Now()
	var failed []error
	for _, port := range ports {
		if err := build(w, port); err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) > 0 {
		return errors.Join(failed...)
	}
	fmt.Printf("%d ports in %s\n", len(ports), time.Since(start).Round(time.Second))
	return nil
}

func build(w *repository.Workspace, port string) error {
	goos, goarch, ok := strings.Cut(port, "/")
	if !ok {
		return fmt.Errorf("%q is not a port; write GOOS/GOARCH", port)
	}
	cmd := exec.Command("go", append([]string{"build"}, repository.Patterns(w.Published())...)...)
	cmd.Dir = w.Root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", port, err, out)
	}
	return nil
}
