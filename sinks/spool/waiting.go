package spoolsink

import "time"

// Waiting says whether there is something to deliver, and when.
type Waiting struct {
	// Events is how many events wait, those that would be dropped included. 100 is
	// that many or more: counting stops there.
	Events int
	// NextAttempt is the time before which nothing is sent, after a failure; else
	// the zero time.
	NextAttempt time.Time
}

// manyWaiting is where counting stops.
const manyWaiting = 100

// Waiting is a look that is cheap enough for the end of each run of a tool: it takes
// no lock, parses no event, and reads no more than the first lines of the queue. It
// only reads. A directory that does not exist is an empty queue. An error is a
// [telemetry.ErrIO].
func (s *Sink) Waiting() (Waiting, error) {
	const op = "waiting"
	var found Waiting
	if s == nil {
		return found, ioError(op, errNoDir)
	}
	names, err := s.w.names()
	if err != nil {
		return found, ioError(op, err)
	}
	for _, name := range names {
		n, err := waitingIn(s.w.path(name), manyWaiting-found.Events)
		if err != nil && !isNothing(err) {
			return found, ioError(op, err)
		}
		if found.Events += n; found.Events == manyWaiting {
			break
		}
	}
	if found.Events > 0 {
		if next, due := loadState(s.w.dir).due(time.Now()); !due {
			found.NextAttempt = next
		}
	}
	return found, nil
}

// waitingIn returns how many events wait in a segment, at most most.
func waitingIn(path string, most int) (int, error) {
	f, p, err := openFront(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n, _, err := countLines(newLines(f, p.begin), p.begin, most)
	return n, err
}
