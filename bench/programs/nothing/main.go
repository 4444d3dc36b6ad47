// Command nothing does what the others do beside recording.
package main

import "fmt"

func main() { fmt.Println("deployed") }
