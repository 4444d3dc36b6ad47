// Package machineid gives a machine a pseudonymous identity: one value per
// machine and salt, from which the machine's own ID cannot be read.
//
//	id := machineid.Derive("mytool.telemetry.v1")
//
// # What it promises
//
// [Derive] is the hexadecimal SHA-256 of the salt followed by the ID that the
// operating system gives the machine. The same machine and salt always give the
// same value, and two salts give two values that nobody can link without the
// machine's ID. It is the value that the Rust crate rtb-telemetry derives on the
// same machine.
//
// The machine's ID is read once per process, when [Derive] or [Stable] is first
// called, and never before. It is never returned, printed, logged or put in an
// error; this package makes no errors at all. Nothing is written anywhere.
//
// # Where the ID comes from
//
//   - Linux: /var/lib/dbus/machine-id, or else /etc/machine-id
//   - Windows: MachineGuid, from the registry
//   - macOS: IOPlatformUUID, from /usr/sbin/ioreg
//   - FreeBSD: the kern.hostuuid sysctl
//   - elsewhere, Android and iOS included: none
//
// Only 32 hexadecimal digits or a UUID of 36 characters count, and not those
// that are all zeros or all f. White space around them is dropped; nothing else
// is changed, not even the case. An ID file that is missing, unreadable, over
// 4 KiB or not a regular file counts as none.
//
// # Without an ID
//
// The process then gets a random UUID in its place, one for all salts and all
// calls, and [Stable] is false. The next process gets another one: such values
// must not be counted as machines.
//
// # What it does not promise
//
// The value is pseudonymous: whoever knows the salt and the machine's ID can
// compute it, and two events with the same value came from the same machine.
//
// One value is not always one machine. Containers started from one image may
// share an ID, and so do virtual machines cloned without making a new one.
//
// To give a machine a new identity, change the salt: nothing ties the value of
// the old salt to that of the new one.
package machineid
