package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/catalog"
)

// A tool without a framework. Nobody has agreed, so nothing is recorded.
func Example() {
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.4.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	err = tel.Run(context.Background(), "deploy", func(context.Context) error {
		fmt.Println("deployed")
		return nil
	})
	fmt.Println(tel.ExitCode(err))
	// Output:
	// deployed
	// 0
}

// New names every mistake at once. The App is nil then, and the tool runs without
// telemetry.
func ExampleNew_mistakes() {
	cat := catalog.New("mytool", "Which commands fail, to decide what to mend.")
	cat.Event(app.InvokeEvent, "one run of a command", cat.Enum("install", "how it was installed", "brew", "apt"))
	tel, err := app.New(app.Config{Tool: "mytool", Catalog: cat})
	fmt.Println(tel == nil)
	fmt.Println(err)
	// Output:
	// true
	// app: invalid configuration: Config.ToolVersion is empty; set it to the tool's version
	// app: invalid configuration: Config.Catalog: nothing fills the attribute "install" of command.invoke; put it into Attrs, or do not declare it
}

// What a framework's adapter does.
func ExampleApp_Begin() {
	var tel *app.App // as if New had failed
	run := tel.Begin(context.Background())
	var err error
	defer func() { run.End(err) }()

	run.Command("remote add") // as resolved, never as typed
	err = errors.New("there is no such remote")
	fmt.Println(err)
	// Output: there is no such remote
}
