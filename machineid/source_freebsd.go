package machineid

import "syscall"

func sources() []source {
	return []source{hostUUID}
}

func hostUUID() string {
	id, err := syscall.Sysctl("kern.hostuuid")
	if err != nil {
		return ""
	}
	return id
}
