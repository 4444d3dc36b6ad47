package machineid

import "github.com/denisbrodbeck/machineid"

func sources() []source {
	return []source{registry}
}

// registry returns MachineGuid, which Windows makes when it is installed.
func registry() string {
	id, err := machineid.ID()
	if err != nil {
		return ""
	}
	return id
}
