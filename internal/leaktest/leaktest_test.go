package leaktest

import "testing"

func TestGoroutinesThatAreLeftAreFound(t *testing.T) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		<-end
		close(ended)
	}()
	if n := len(goroutines()); n != 1 {
		t.Errorf("found %d goroutines", n)
	}
	Check(t)
	close(end)
	<-ended
}
