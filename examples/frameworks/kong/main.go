// Command kong is a tool that is built with kong.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/adapters/kong"
	"github.com/optin-go/optin/app"
)

func main() {
	tel, err := app.New(app.Config{Tool: "kong", ToolVersion: "0.1.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	parser := kong.Must(&commands{}, kong.Name("kong"), kongcmd.Command(tel))
	os.Exit(kongcmd.Main(context.Background(), tel, parser))
}

// tool:

type commands struct {
	Hello hello `cmd:"" help:"Greet somebody."`
	Fail  fail  `cmd:"" help:"Fail."`
}

type hello struct {
	Name string `arg:""`
}

func (h hello) Run() error {
	_, err := fmt.Println("Hello, " + h.Name + "!")
	return err
}

type fail struct{}

func (fail) Run() error { return errors.New("it failed") }
