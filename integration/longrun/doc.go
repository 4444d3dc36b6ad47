// Command longrun lets tools that use optin run for long beside everything that goes
// wrong, against a real optin-server, and then looks whether the promises were kept:
//
//	go run . -for 30s
//	go run . -kills 10000
//
// There are homes whose user agreed, and homes whose user agrees, refuses and resets all
// the time. In each of them commands record and second processes deliver, through a proxy
// that cuts, slows and refuses. The server takes only what the tool declares. Meanwhile
// processes are killed, stopped and continued; the server is killed with its store, and
// started again; disks fill up or become read-only; logs are deleted and renamed; files
// get times of other years.
//
// At the end, of all that was acknowledged nothing may be lost or have come under a
// second ID; nothing may have been written or sent after a refusal; the store's roll-ups
// equal its events; and no descriptor, goroutine, lock, process or temporary file is left.
//
// It runs on Linux. Full and read-only disks need root, and are left out without it.
package main
