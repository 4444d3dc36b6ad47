// Package victorialogs holds tests that send events to VictoriaLogs and ask it
// optin-server's questions.
package victorialogs
