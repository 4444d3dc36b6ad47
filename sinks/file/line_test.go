package filesink

import "testing"

func TestHugeBufferIsNotKept(t *testing.T) {
	for _, size := range []int{maxReused, maxReused + 1, 1 << 24} {
		s := New("unused", nil)
		s.reuse(&line{framed: make([]byte, 0, size)})
		if got := cap(s.newLine().framed); got > maxReused {
			t.Errorf("a buffer of %d bytes is kept for the next event, want at most %d", got, maxReused)
		}
	}
}
