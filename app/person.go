package app

import (
	"os"
	"slices"

	"github.com/optin-go/optin/consent"
)

// notThePerson says why whoever runs this process cannot agree for the person
// concerned, and what to do, in half a sentence such as "CI is set: …"; or "" if
// nothing speaks against it. It holds no values of variables.
func notThePerson(lookupEnv func(string) (string, bool)) string {
	if variable, ok := consent.CISystem(lookupEnv); ok {
		return variable + " is set: a CI system cannot agree for a person; " + ifYouAreOne(variable)
	}
	if variable, _, ok := codingAgent(lookupEnv); ok {
		return variable + " is set: a coding agent cannot agree for a person; " + ifYouAreOne(variable)
	}
	if variable, ok := elevated(os.Geteuid(), lookupEnv); ok {
		return variable + " is set: root cannot agree for the user who became root; run it as yourself"
	}
	return ""
}

func ifYouAreOne(variable string) string {
	return "if you are one, run it in a terminal of your own, where " + variable + " is not set"
}

// agentVariables are set by coding agents in the commands that they run.
//
// Not here is what only says that an agent is installed or configured, such as
// GOOSE_PROVIDER, AIDER_MODEL and COPILOT_MODEL: people have that in their own
// shells.
var agentVariables = [...]struct{ variable, word string }{
	{"CLAUDECODE", "claude"},             // Claude Code, 1
	{"CLAUDE_CODE", "claude"},            // Claude Code, in some of its versions
	{"CURSOR_AGENT", "cursor"},           // Cursor's agent, 1
	{"CURSOR_TRACE_ID", "cursor"},        // Cursor, whose agent used the same terminals as the person
	{"GEMINI_CLI", "gemini"},             // Gemini CLI, 1
	{"CODEX_SANDBOX", "codex"},           // Codex, where it confines commands
	{"CODEX_CI", "codex"},                // Codex, 1
	{"CODEX_THREAD_ID", "codex"},         // Codex, the conversation
	{"OPENCODE", "opencode"},             // opencode, 1
	{"OPENCODE_CLIENT", "opencode"},      // opencode, what it runs in
	{"ANTIGRAVITY_AGENT", "antigravity"}, // Antigravity
	{"AUGMENT_AGENT", "augment"},         // Augment's command-line agent
	{"CLINE_ACTIVE", "cline"},            // Cline, in the terminals that it opens
	{"GOOSE_TERMINAL", "goose"},          // Goose, 1
	{"PI_CODING_AGENT", "pi"},            // pi
	{"QWEN_CODE", "qwen"},                // Qwen Code, 1
	{"TRAE_AI_SHELL_ID", "trae"},         // TRAE, in the shells of its agent
	{"REPL_ID", "replit"},                // Replit, whose agent uses the same shells as the person
	{"AI_AGENT", "other"},                // the agents' common name for it, with the agent's name
	{"AGENT", "other"},                   // likewise: Amp, Goose and opencode set it
}

// agentWords returns the fixed words for coding agents, and "none".
func agentWords() []string {
	words := []string{"none"}
	for _, a := range agentVariables {
		if !slices.Contains(words, a.word) {
			words = append(words, a.word)
		}
	}
	return words
}

// codingAgent returns the variable from which it is known that a coding agent may run
// this process, the word for the agent, and whether there is one. As with CI systems,
// a variable of many meanings counts unless it is an off word, and one vendor's unless
// it is empty.
func codingAgent(lookup func(string) (string, bool)) (variable, word string, ok bool) {
	for _, a := range agentVariables {
		value, _ := lookup(a.variable)
		setting := consent.ParseVariable(value)
		shared := a.word == otherWord
		if setting != consent.SettingNeutral && (!shared || setting != consent.SettingOff) {
			return a.variable, a.word, true
		}
	}
	return "", "", false
}

// elevated returns the name of the variable from which it is known that a user
// became root for this process alone: what root agrees to, and the files that it
// makes, are not that user's.
func elevated(euid int, lookup func(string) (string, bool)) (variable string, ok bool) {
	if euid != 0 {
		return "", false
	}
	for _, name := range [...]string{"SUDO_UID", "SUDO_USER", "DOAS_USER", "PKEXEC_UID"} {
		if value, _ := lookup(name); value != "" {
			return name, true
		}
	}
	return "", false
}
