package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

func TestGoWorkIsUpToDate(t *testing.T) {
	w := repositorytest.Open(t)
	have, err := os.ReadFile(w.Join("go.work"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := w.Format()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("run GOWORK=off go -C tools run ./workspace; it would write:\n%s", want)
	}
}
