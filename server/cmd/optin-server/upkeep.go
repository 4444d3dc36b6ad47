package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/optin-go/optin/server/internal/store"
)

func runCheck(ctx context.Context, flags *flag.FlagSet, args []string, std streams) error {
	data := flags.String("data", "optin-data", "directory of the store")
	if err := parse(flags, args, os.Environ()); err != nil {
		return err
	}
	db, err := store.OpenReadOnly(ctx, *data)
	if err != nil {
		return err
	}
	defer db.Close()
	report, err := store.Check(ctx, db)
	if err != nil {
		return err
	}
	for _, problem := range report.Problems {
		fmt.Fprintln(std.out, problem)
	}
	if len(report.Problems) > 0 {
		return errors.New("the store is not sound; restore a backup")
	}
	fmt.Fprintf(std.out, "sound: %d events of %d machines, %d roll-ups", report.Events, report.Machines, report.Rollups)
	if report.FromDay > 0 {
		fmt.Fprintf(std.out, "; recomputed from %s on", time.Unix(report.FromDay*86400, 0).UTC().Format(time.DateOnly))
	}
	fmt.Fprintln(std.out)
	return nil
}

func runBackup(ctx context.Context, flags *flag.FlagSet, args []string, std streams) error {
	data := flags.String("data", "optin-data", "directory of the store")
	to := flags.String("to", "", "file to write, which must not exist; required")
	if err := parse(flags, args, os.Environ()); err != nil {
		return err
	}
	if *to == "" {
		return errors.New("--to is required: the file to write")
	}
	if err := store.Backup(ctx, *data, *to); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "written to %s; to restore it, stop the server and put it in an empty directory as %s\n", *to, store.FileName)
	return nil
}

func runDelete(ctx context.Context, flags *flag.FlagSet, args []string, std streams) error {
	data := flags.String("data", "optin-data", "directory of the store")
	tool := flags.String("tool", "", "name of the tool; required")
	machine := flags.String("machine", "", "the machine's ID, as mytool telemetry status --show-id prints it; required")
	if err := parse(flags, args, os.Environ()); err != nil {
		return err
	}
	if *tool == "" || *machine == "" {
		return errors.New("--tool and --machine are required")
	}
	s, err := store.Open(ctx, *data, nil)
	if errors.Is(err, store.ErrLocked) {
		return errors.New(`the server is running; ask it instead: curl http://127.0.0.1:8484/v1/events/deletions -H 'Content-Type: application/json' -d '{"tool":"…","machine_id":"…"}'`)
	}
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	by, err := s.Delete(ctx, *tool, *machine)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "deleted from the store; late events of the machine are refused. Delete backups made before now by %s.\n", by.UTC().Format(time.DateOnly))
	return nil
}

func runPassword(_ context.Context, flags *flag.FlagSet, args []string, std streams) error {
	if err := parse(flags, args, os.Environ()); err != nil {
		return err
	}
	fmt.Fprintln(std.err, "the password, and Enter (it is shown):")
	line, err := bufio.NewReader(io.LimitReader(std.in, 1024)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	password := strings.TrimRight(line, "\r\n")
	if len(password) < 10 || len(password) > 72 {
		return errors.New("a password has 10 to 72 bytes")
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
	if err != nil {
		return err
	}
	fmt.Fprintln(std.out, string(hash))
	return nil
}
