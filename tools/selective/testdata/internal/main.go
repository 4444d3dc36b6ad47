// Command main links what can be imported.
package main

import ()

func main() {}
