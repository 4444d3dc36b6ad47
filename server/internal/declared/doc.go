// Package declared reads what a tool's author declares of it for a server: which
// events the tool sends, with which attributes, and what each means.
//
//	{
//		"tool": "mytool",
//		"key": "a-write-key",
//		"attributes": {
//			"command": {"purpose": "which command ran", "values": ["deploy", "status"]},
//			"took": {"purpose": "how long it took"}
//		},
//		"events": {
//			"command.invoke": {"purpose": "one run of a command", "attributes": ["command", "took"]}
//		}
//	}
//
// The key is what the tool sends as its bearer token; without one, no token is
// asked for. Without "events", the tool may send any. An attribute without "values"
// may have any value.
package declared
