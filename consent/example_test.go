package consent_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// A tool asks at its start, and goes on whatever the answer.
func Example() {
	dir, err := os.MkdirTemp("", "consent")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	resolver := consent.Resolver{
		Tool:      "mytool",
		Path:      filepath.Join(dir, "consent.toml"),               // leave it empty in a tool
		LookupEnv: func(string) (string, bool) { return "", false }, // leave it nil in a tool
	}
	decision, err := resolver.Resolve()
	if err != nil {
		fmt.Println("note:", err) // the decision is off, and still usable
	}
	if decision.Policy == telemetry.Enabled {
		fmt.Println("on:", decision.Reason())
	} else {
		fmt.Println("off:", decision.Reason())
	}
	// Output:
	// off: you have not decided yet
}

func ExampleWrite() {
	dir, err := os.MkdirTemp("", "consent")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	path := filepath.Join(dir, "mytool", "consent.toml") // DefaultPath("mytool") in a tool
	err = consent.Write(path, consent.Consent{
		State:     consent.Disabled,
		DecidedAt: time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC),
	})
	if err != nil {
		fmt.Println(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(string(text))
	// Output:
	// version = 1
	// state = "disabled"
	// decided_at = "2026-05-08T12:34:56Z"
}

func ExampleDoNotTrack() {
	for _, value := range []string{"1", "please", "0", ""} {
		fmt.Printf("%q %v\n", value, consent.DoNotTrack(value))
	}
	// Output:
	// "1" true
	// "please" true
	// "0" false
	// "" false
}

// An on word is understood, and grants nothing.
func ExampleParseVariable() {
	for _, value := range []string{"off", "on", "log", "", "maybe"} {
		switch consent.ParseVariable(value) {
		case consent.SettingNeutral:
			fmt.Printf("%q leaves things as they are\n", value)
		case consent.SettingOn:
			fmt.Printf("%q has no effect\n", value)
		case consent.SettingLog:
			fmt.Printf("%q shows events and sends none\n", value)
		default:
			fmt.Printf("%q turns it off\n", value)
		}
	}
	// Output:
	// "off" turns it off
	// "on" has no effect
	// "log" shows events and sends none
	// "" leaves things as they are
	// "maybe" turns it off
}

func ExampleDecision_Reasons() {
	variables := map[string]string{"DO_NOT_TRACK": "1", "MYTOOL_TELEMETRY": "1"}
	decision, _ := consent.Resolver{
		Tool:      "mytool",
		Path:      filepath.Join(os.TempDir(), "no such directory", "consent.toml"),
		LookupEnv: func(name string) (string, bool) { value, ok := variables[name]; return value, ok },
	}.Resolve()
	for _, reason := range decision.Reasons() {
		fmt.Println(reason)
	}
	for _, note := range decision.Notes {
		fmt.Println("note:", note)
	}
	// Output:
	// DO_NOT_TRACK is set
	// you have not decided yet
	// note: MYTOOL_TELEMETRY has no effect: a variable can refuse, but not consent
}
