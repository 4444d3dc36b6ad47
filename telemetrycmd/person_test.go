package telemetrycmd

import (
	"strings"
	"testing"
)

func lookupIn(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	}
}

// The variables are written out again, so that one cannot be lost unnoticed.
func TestNotThePerson(t *testing.T) {
	type variables = map[string]string
	for name := range strings.FieldsSeq(`AI_AGENT AGENT CLAUDECODE CLAUDE_CODE CURSOR_AGENT CURSOR_TRACE_ID GEMINI_CLI CODEX_SANDBOX
		CODEX_CI CODEX_THREAD_ID OPENCODE OPENCODE_CLIENT ANTIGRAVITY_AGENT AUGMENT_AGENT CLINE_ACTIVE GOOSE_TERMINAL PI_CODING_AGENT
		QWEN_CODE TRAE_AI_SHELL_ID REPL_ID`) {
		for _, value := range []string{"1", "true", "some-agent@1.2"} {
			why := (&App{lookupEnv: lookupIn(variables{name: value})}).notThePerson()
			if !strings.HasPrefix(why, name+" is set: a coding agent cannot agree for a person; ") || strings.Contains(why, value+" ") {
				t.Errorf("with %s=%s: %q", name, value, why)
			}
		}
		if why := (&App{lookupEnv: lookupIn(variables{name: ""})}).notThePerson(); why != "" {
			t.Errorf("with an empty %s: %q", name, why)
		}
	}
	for _, env := range []variables{
		{},
		{"AI_AGENT": "0", "AGENT": "off"},
		{"CI": "false", "AGENTS": "1", "claudecode": "1"},
		// What is installed or configured does not run this.
		{"AIDER_MODEL": "x", "GOOSE_PROVIDER": "x", "COPILOT_MODEL": "x", "GEMINI_API_KEY": "x", "ANTHROPIC_API_KEY": "x", "CODEX_HOME": "x"},
	} {
		if why := (&App{lookupEnv: lookupIn(env)}).notThePerson(); why != "" {
			t.Errorf("with %v: %q", env, why)
		}
	}
	if why := (&App{lookupEnv: lookupIn(variables{"CI": "true", "CLAUDECODE": "1"})}).notThePerson(); !strings.HasPrefix(why, "CI is set: a CI system cannot agree for a person; ") {
		t.Errorf("in CI: %q", why)
	}
}

func TestElevated(t *testing.T) {
	for _, name := range []string{"SUDO_UID", "SUDO_USER", "DOAS_USER", "PKEXEC_UID"} {
		env := lookupIn(map[string]string{name: "1000"})
		if got, ok := elevated(0, env); got != name || !ok {
			t.Errorf("root with %s: %q, %v", name, got, ok)
		}
		for _, euid := range []int{1000, -1} { // Windows has no users by number
			if got, ok := elevated(euid, env); ok {
				t.Errorf("user %d with %s: %q", euid, name, got)
			}
		}
	}
	if got, ok := elevated(0, lookupIn(nil)); ok {
		t.Errorf("root by itself: %q", got)
	}
}
