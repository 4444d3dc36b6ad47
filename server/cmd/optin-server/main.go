// Command optin-server receives the events of command-line tools, keeps them, and
// shows their author what they say.
package main

func main() {}
