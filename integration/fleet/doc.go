// Package fleet holds what the tests of stores share: made-up events of many
// machines, and optin-server over them.
package fleet
