//go:build linux || darwin || freebsd

package consent_test

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// nobody is a user other than root.
const nobody = 65534

// playUnix plays the parts that need what other systems do not have.
func playUnix(part string, args []string) error {
	switch part {
	case "write with umask 000":
		syscall.Umask(0)
		return consent.Write(args[0], consent.Consent{State: consent.Enabled})
	case "write with umask 777":
		if err := leaveRoot(); err != nil {
			return err
		}
		syscall.Umask(0o777)
		return consent.Write(args[0], consent.Consent{State: consent.Enabled})
	case "enable on a full disk":
		return printFailure(onFullDisk(func() error {
			return consent.Write(args[0], consent.Consent{State: consent.Enabled})
		}))
	case "disable on a full disk":
		return printFailure(onFullDisk(func() error {
			return consent.Write(args[0], consent.Consent{State: consent.Disabled})
		}))
	case "disable as nobody":
		if err := leaveRoot(); err != nil {
			return err
		}
		return printFailure(consent.Write(args[0], consent.Consent{State: consent.Disabled}))
	case "disable as nobody on a full disk":
		if err := leaveRoot(); err != nil {
			return err
		}
		return printFailure(onFullDisk(func() error {
			return consent.Write(args[0], consent.Consent{State: consent.Disabled})
		}))
	case "enable and resolve with root's rights":
		// As of a program that belongs to root and is set-user-ID.
		if err := syscall.Setreuid(nobody, 0); err != nil {
			return err
		}
		if err := printFailure(consent.Write(args[0], consent.Consent{State: consent.Enabled})); err != nil {
			return err
		}
		d, _ := consent.Resolver{Tool: "mytool", Path: args[1], LookupEnv: noVariables}.Resolve()
		fmt.Println(d.Policy)
		return nil
	case "enable as nobody":
		if err := leaveRoot(); err != nil {
			return err
		}
		return printFailure(consent.Write(args[0], consent.Consent{State: consent.Enabled}))
	case "resolve":
		d, err := consent.Resolver{Tool: "mytool", Path: args[0], LookupEnv: noVariables}.Resolve()
		fmt.Print(d.Policy)
		if err != nil {
			fmt.Print(" ", d.Reason())
		}
		fmt.Println()
		return nil
	case "resolve without a descriptor, and with one":
		var limit syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
			return err
		}
		none := limit
		none.Cur = 0
		for _, limit := range []syscall.Rlimit{none, limit} {
			if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
				return err
			}
			for _, path := range args {
				r := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}
				d, err := r.Resolve()
				fmt.Print(d.Policy, " ", kindOf(err), " ")
				if err != nil {
					fmt.Print(r.Unchanged(d), " ")
				}
			}
		}
		return nil
	case "resolve in a clone":
		consent.SetPasswd(args[0])
		d, err := consent.Resolver{
			Tool: "mytool", Notice: "n", LookupEnv: noVariables,
			Key: func(path string) string { return "of this machine for " + path },
		}.Resolve()
		fmt.Println(d.Policy, d.Reason())
		return err
	case "write enabled", "write disabled", "reset":
		var err error
		switch part {
		case "write enabled":
			err = consent.Write(args[0], consent.Consent{State: consent.Enabled})
		case "write disabled":
			err = consent.Write(args[0], consent.Consent{State: consent.Disabled})
		default:
			err = consent.Reset(args[0])
		}
		fmt.Print(kindOf(err), ": ", err)
		return nil
	case "rename as nobody":
		if err := leaveRoot(); err != nil {
			return err
		}
		return os.Rename(args[0], args[1])
	case "reset as nobody":
		if err := leaveRoot(); err != nil {
			return err
		}
		return printFailure(consent.Reset(args[0]))
	case "resolve as nobody":
		if err := leaveRoot(); err != nil {
			return err
		}
		d, err := consent.Resolver{Tool: "mytool", Path: args[0], LookupEnv: noVariables}.Resolve()
		fmt.Println(d.Policy, d.Reason())
		return printFailure(err)
	}
	return errors.New("there is no such part")
}

// leaveRoot makes the process an ordinary user's, if it is not already.
func leaveRoot() error {
	if os.Getuid() != 0 {
		return nil
	}
	return errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody))
}

// onFullDisk calls write while no file can grow, as on a full disk.
func onFullDisk(write func() error) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	unlimited := limit.Cur
	limit.Cur = 0
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	failure := write()
	limit.Cur = unlimited
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	return failure
}

// printFailure prints "done", or that err is of kind ErrIO and its text.
func printFailure(err error) error {
	if err == nil {
		fmt.Println("done")
		return nil
	}
	if !errors.Is(err, telemetry.ErrIO) {
		return err
	}
	fmt.Println("ErrIO:", err)
	return nil
}
