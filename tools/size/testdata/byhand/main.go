// Command byhand does by hand what command core leaves to optin, as briefly as
// it can be done: it reads the machine's ID with the library that optin uses,
// hashes it with a salt, and appends one line to a file. It does not redact,
// validate, escape, rotate or repair anything.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	"github.com/denisbrodbeck/machineid"
)

func main() {
	if err := record("events.jsonl"); err != nil {
		fmt.Println(err)
	}
}

func record(path string) error {
	id, err := machineid.ID()
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte("core.telemetry.v1" + id))
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	line := []byte(`{"name":"command.invoke","machine_id":"`)
	line = hex.AppendEncode(line, sum[:])
	line = append(line, `","timestamp_utc":"`...)
	line = time.Now().UTC().AppendFormat(line, time.RFC3339Nano)
	line = append(line, "\"}\n"...)
	_, err = f.Write(line)
	return err
}
