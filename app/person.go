package app

import (
	"os"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
)

// notThePerson says why this process cannot grant consent for the person
// concerned, and what to do, in half a sentence such as "CI is set: …"; "" if
// nothing speaks against it. It holds no values of variables.
func notThePerson(lookupEnv func(string) (string, bool)) string {
	if variable, ok := consent.CISystem(lookupEnv); ok {
		return variable + " is set: a CI system cannot agree for a person; " + ifYouAreOne(variable)
	}
	if _, variable, ok := catalog.CodingAgent(lookupEnv); ok {
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

// elevated returns the variable that shows that a user became root for this
// process alone. What root consents to, and the files that root makes, are not
// that user's.
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
