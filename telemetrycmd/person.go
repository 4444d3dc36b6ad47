package telemetrycmd

import "github.com/optin-go/optin/consent"

// notThePerson says why whoever runs this process cannot agree for the person
// concerned, such as "CI is set", or "" if nothing speaks against it.
func (a *App) notThePerson() string {
	if variable, ok := consent.CISystem(a.lookupEnv); ok {
		return variable + " is set: a CI system cannot agree for a person"
	}
	return ""
}
