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
// # Without an ID, and with a shared one
//
// Without an ID the process gets a random UUID in its place, one for all salts and
// all calls, and [Stable] is false. The next process gets another one: such values
// must not be counted as machines.
//
// Containers of one image may have one ID, which its maker left in the image, and so
// do mainboards whose maker set none. [Stable] is false there too, as far as it can
// be told: in a container or jail of Docker, Podman, Kubernetes, LXC,
// systemd-nspawn, BuildKit, FreeBSD and Windows, and for a few well-known IDs.
// [Derive] still returns what the Rust crate derives.
//
// # On macOS
//
// Reading the ID takes a program there, some 10 to 50 milliseconds, once per process.
// A tool that runs often keeps what Derive and Stable returned, in a file for the
// user alone that is not synced to other machines. This package keeps nothing.
//
// # What it does not promise
//
// The value is pseudonymous: anyone who knows the salt and the machine's ID can
// compute it, and two events with the same value came from the same machine.
//
// One value is not always one machine, also where [Stable] is true: virtual machines
// that were cloned without making a new ID share one, and a container whose engine
// leaves no sign of itself is taken for a machine.
//
// To give a machine a new identity, change the salt: nothing ties the value of
// the old salt to that of the new one.
package machineid
