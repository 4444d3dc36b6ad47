package door

import "time"

// Limits are what the door takes. The zero value of a field is its default.
type Limits struct {
	// BodyBytes is the size of a request as it comes: 1 MiB.
	BodyBytes int64
	// UnpackedBytes is the size of a request that was gzipped: 4 MiB.
	UnpackedBytes int64
	// BytesAtOnce is what all requests together may hold: 24 MiB.
	BytesAtOnce int64
	// Events is how many one request has: 5000.
	Events int
	// Decoders is how many requests are decoded at once: 2.
	Decoders int
	// BodyTime is how long a request may take to come: 10 seconds.
	BodyTime time.Duration
	// Connections is how many are open at once: 512. See [Listen].
	Connections int
	// PerSecond is how many requests one address makes a second in the long run, and
	// Burst how many at once: 20 and 200. Requests from this machine are not limited.
	// A negative PerSecond limits none.
	PerSecond, Burst int
}

func (l Limits) withDefaults() Limits {
	setDefault(&l.BodyBytes, 1<<20)
	setDefault(&l.UnpackedBytes, 4<<20)
	setDefault(&l.BytesAtOnce, 24<<20)
	setDefault(&l.Events, 5000)
	setDefault(&l.Decoders, 2)
	setDefault(&l.BodyTime, 10*time.Second)
	setDefault(&l.Connections, 512)
	setDefault(&l.PerSecond, 20)
	setDefault(&l.Burst, 200)
	return l
}

func setDefault[T int | int64 | time.Duration](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}
