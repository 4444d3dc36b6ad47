package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// mistake returns the error of New for a mistake in a field of the Config.
func mistake(text string) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "app", Err: errors.New("Config." + strings.TrimPrefix(text, "Config."))}
}

// forPerson returns an error of package consent with the path and the cause alone.
func forPerson(err error) error {
	var typed *telemetry.Error
	if !errors.As(err, &typed) || typed.Err == nil {
		return err
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(typed.Op, "consent: "), " ")
	if path == "" {
		return typed.Err
	}
	return fmt.Errorf("%s: %w", path, typed.Err)
}

// cause returns the text of an error without its prefix.
func cause(err error) string {
	var typed *telemetry.Error
	if errors.As(err, &typed) && typed.Err != nil {
		return typed.Err.Error()
	}
	return err.Error()
}

// answered returns how a delivery failed, without the package and the address in front
// of it: a user has no use for the one, and reads the other elsewhere.
func answered(text string) string {
	for _, kind := range []telemetry.ErrorKind{telemetry.ErrHTTP, telemetry.ErrOTLP} {
		if _, answer, ok := strings.Cut(text, string(kind)+": "); ok {
			return answer
		}
	}
	return text
}
