package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/optin-go/optin/tools/internal/git"
)

// The variables by which a test starts this binary as the program.
const (
	asProgram = "RELEASE_TEST_PROGRAM"
	killAfter = "RELEASE_TEST_KILL_AFTER" // the step after which the program dies
	stepsFile = "RELEASE_TEST_STEPS"      // where it notes its steps
)

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, step))
	}
	if err := git.Detach(); err != nil {
		panic(err)
	}
	for name, value := range map[string]string{
		// What a person's own configuration says must not matter, and a fixed date
		// makes equal commits of equal trees.
		"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "2026-01-02T03:04:05Z",
		"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z",
		// The scratch repositories need nothing that is not here.
		"GOPROXY": "off", "GOFLAGS": "", "GOWORK": "", "GOENV": "off",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// step notes a step of the program, and kills it if it is the one to die after.
func step(name string) {
	if file := os.Getenv(stepsFile); file != "" {
		f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(f, name)
		f.Close()
	}
	if os.Getenv(killAfter) == name {
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			panic(err)
		}
		if err := self.Kill(); err != nil {
			panic(err)
		}
		select {}
	}
}
