package features

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/cucumber/godog"
	"github.com/gkampitakis/go-snaps/match"
	"github.com/gkampitakis/go-snaps/snaps"
)

// snapshotsVariable names another directory of snapshots, for the tests of what
// becomes of those that are missing or left over.
const snapshotsVariable = "FEATURES_SNAPSHOTS"

func (s *scenario) snapshotSteps(sc *godog.ScenarioContext) {
	sc.Then(re(`^the last event matches its snapshot$`), s.lastEventMatches)
	sc.Then(re(`^the file's only line matches its snapshot$`), s.onlyLineMatches)
}

func (s *scenario) lastEventMatches() error {
	e, err := s.lastEvent()
	if err != nil {
		return err
	}
	line, err := e.AppendJSON(nil)
	if err == nil {
		s.matchSnapshot(line)
	}
	return err
}

func (s *scenario) onlyLineMatches() error {
	line, err := s.onlyLine()
	if err == nil {
		s.matchSnapshot(line)
	}
	return err
}

// matchSnapshot holds an event's encoding to the scenario's snapshot. What a
// Recorder stamps anew each time, the ID and the time, is checked by itself.
func (s *scenario) matchSnapshot(line []byte) {
	var stamped []match.JSONMatcher
	if s.recorder != nil {
		stamped = append(stamped, match.Custom("id", checkID), match.Custom("timestamp_utc", s.checkTime))
	}
	s.matchLine(line, stamped...)
}

// matchLine holds a line to the scenario's snapshot, but for what differs each time.
func (s *scenario) matchLine(line []byte, stamped ...match.JSONMatcher) {
	settings := []func(*snaps.Config){
		snaps.Filename(slug(s.t.Name())),
		// As on the wire: in the order of the fields.
		snaps.JSON(snaps.JSONConfig{Indent: "  ", SortKeys: false}),
	}
	if dir := os.Getenv(snapshotsVariable); dir != "" {
		settings = append(settings, snaps.Dir(dir))
	}
	snaps.WithConfig(settings...).MatchStandaloneJSON(s.t, line, stamped...)
}

var hex32 = regexp.MustCompile(`^[0-9a-f]{32}$`)

func checkID(value any) (any, error) {
	if id, ok := value.(string); !ok || !hex32.MatchString(id) {
		return nil, fmt.Errorf("%v is not an ID of 32 hexadecimal digits", value)
	}
	return "<32 hexadecimal digits>", nil
}

func (s *scenario) checkTime(value any) (any, error) {
	text, _ := value.(string)
	at, err := time.Parse(time.RFC3339Nano, text)
	switch {
	case err != nil:
		return nil, err
	case !strings.HasSuffix(text, "Z"):
		return nil, errors.New("it is not in UTC")
	case at.Before(s.started.Round(0)) || at.After(time.Now()):
		return nil, errors.New("it is not of the time of the scenario")
	}
	return "<the time of the scenario, in UTC>", nil
}

var notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)

// slug returns a name for a scenario's files that every file system takes.
func slug(scenario string) string {
	return strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(scenario), "-"), "-")
}
