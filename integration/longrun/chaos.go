package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// processes returns those that run in a home below dir. All of them were started by
// this program, or by such a one.
func processes(dir string) (pids []int) {
	entries, _ := os.ReadDir("/proc")
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		environ, _ := os.ReadFile("/proc/" + entry.Name() + "/environ")
		if strings.Contains(string(environ), "\x00"+homeVariable+"="+dir) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// zombies returns the children of a process that nobody waits for.
func zombies(parent int) (n int) {
	entries, _ := os.ReadDir("/proc")
	for _, entry := range entries {
		stat, _ := os.ReadFile("/proc/" + entry.Name() + "/stat")
		_, rest, _ := strings.Cut(string(stat), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[0] == "Z" && fields[1] == strconv.Itoa(parent) {
			n++
		}
	}
	return n
}

// disturb does one thing to a home. A process that must live is stopped at most.
func (h *home) disturb(lives map[int]bool, counts *counts) {
	switch dice := chance.IntN(20); {
	case dice < 8: // the second processes are hit here: those that deliver
		pids := processes(h.dir)
		if len(pids) == 0 {
			return
		}
		pid := pids[chance.IntN(len(pids))]
		if dice < 4 {
			if syscall.Kill(pid, syscall.SIGSTOP) == nil {
				counts.stops.Add(1)
				time.Sleep(below(300 * time.Millisecond))
				_ = syscall.Kill(pid, syscall.SIGCONT)
			}
		} else if !lives[pid] && syscall.Kill(pid, syscall.SIGKILL) == nil {
			counts.kills.Add(1)
		}
	case dice < 12:
		log := filepath.Join(state(h.dir), "events.jsonl")
		if dice%2 == 0 {
			_ = os.Remove(log)
		} else {
			_ = os.Rename(log, filepath.Join(h.dir, "moved"))
		}
		counts.files.Add(1)
	case dice < 16: // times of other years
		names, _ := filepath.Glob(filepath.Join(state(h.dir), "*"))
		more, _ := filepath.Glob(filepath.Join(state(h.dir), "spool", "*", "*"))
		if names = append(names, more...); len(names) > 0 {
			const year = 365 * 24 * time.Hour
			at := time.Now().Add(time.Duration(chance.IntN(21)-10) * year)
			_ = os.Chtimes(names[chance.IntN(len(names))], at, at)
			counts.clocks.Add(1)
		}
	case dice < 18:
		if !h.fickle { // there, the lock of a delivery is what a refusal waits for
			h.forgetBackoff()
		}
	case h.disk:
		h.breakDisk(dice == 18)
		counts.disks.Add(1)
	}
}

// breakDisk fills the home's disk, or makes it read-only, for a while.
func (h *home) breakDisk(full bool) {
	filler := filepath.Join(h.dir, "filler")
	if !full {
		if syscall.Mount("", h.dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "") == nil {
			time.Sleep(below(200 * time.Millisecond))
		}
		_ = syscall.Mount("", h.dir, "", syscall.MS_REMOUNT, "")
		return
	}
	if f, err := os.Create(filler); err == nil {
		chunk := make([]byte, 1000)
		for err == nil {
			_, err = f.Write(chunk)
		}
		_ = f.Close()
	}
	time.Sleep(below(300 * time.Millisecond))
	_ = os.Remove(filler)
	_ = os.Remove(filepath.Join(h.dir, "moved"))
}
