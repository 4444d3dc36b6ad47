// Package deploy holds tests of server/deploy: its container file and its systemd
// unit.
package deploy
