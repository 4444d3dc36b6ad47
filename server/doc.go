// Package server holds nothing for programs to import. The command
// optin-server, in cmd/optin-server, receives the events of command-line tools,
// keeps them in one SQLite file, and shows their author what they say.
package server
