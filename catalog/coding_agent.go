package catalog

import (
	"strings"
)

// agents lists the variables that coding agents set in the commands that they run,
// and the word for each agent.
//
// Not here is what only says that an agent is installed or configured, such as
// GOOSE_PROVIDER, AIDER_MODEL and COPILOT_MODEL: people have that in their own
// shells.
var agents = [...]struct{ variable, word string }{
	{"CLAUDECODE", "claude-code"},
	{"CLAUDE_CODE", "claude-code"}, // some of its versions
	{"CURSOR_AGENT", "cursor"},
	{"CURSOR_TRACE_ID", "cursor"}, // its agent used the same terminals as the person
	{"GEMINI_CLI", "gemini-cli"},
	{"CODEX_SANDBOX", "codex"}, // where it confines commands
	{"CODEX_CI", "codex"},
	{"CODEX_THREAD_ID", "codex"},
	{"OPENCODE", "opencode"},
	{"OPENCODE_CLIENT", "opencode"},
	{"ANTIGRAVITY_AGENT", "antigravity"},
	{"AUGMENT_AGENT", "augment"},
	{"CLINE_ACTIVE", "cline"}, // in the terminals that it opens
	{"GOOSE_TERMINAL", "goose"},
	{"PI_CODING_AGENT", "pi"},
	{"QWEN_CODE", "qwen-code"},
	{"TRAE_AI_SHELL_ID", "trae"},
	{"REPL_ID", "replit"}, // its agent uses the same shells as the person
}

// sharedVariables are the agents' common names for it, with the agent's name as the
// value. Others use them too, so a value that says no is one.
var sharedVariables = [...]string{"AI_AGENT", "AGENT"}

// agentWords are the values of [Agent]. It may have words that are in no table: amp
// sets AGENT alone.
var agentWords = []string{
	noAgent, "amp", "antigravity", "augment", "claude-code", "cline", "codex", "cursor", "gemini-cli", "goose",
	"opencode", "pi", "qwen-code", "replit", "trae", other,
}

const noAgent = "none"

// CodingAgent reports whether a coding agent may run this process, by the variables
// that lookup finds, usually [os.LookupEnv]. The word is one of the fixed words of
// [Agent]; the variable is the name of the one by which it is known. No value of a
// variable is returned.
func CodingAgent(lookup func(string) (string, bool)) (word, variable string, ok bool) {
	for _, a := range &agents {
		if value, ok := lookup(a.variable); ok && strings.TrimSpace(value) != "" {
			return a.word, a.variable, true
		}
	}
	for _, name := range sharedVariables {
		value, set := lookup(name)
		if !set {
			continue
		}
		switch value = strings.ToLower(strings.TrimSpace(value)); value {
		case "", "0", "false", "no", "off", "disabled":
			continue
		}
		return agentOf(value), name, true
	}
	return "", "", false
}

// agentOf returns the word for an agent that calls itself by value, such as
// "claude-code_1-0".
func agentOf(value string) string {
	for _, word := range agentWords[1:] { // noAgent is the first
		if rest, ok := strings.CutPrefix(value, word); ok && (rest == "" || !isAlnum(rest[0])) {
			return word
		}
	}
	return other
}
