package machineid

import "syscall"

// inContainer reports whether Windows says that it runs in one of its containers:
// those of an image have one MachineGuid.
func inContainer() (yes, sure bool) {
	key, err := syscall.UTF16PtrFromString(`SYSTEM\CurrentControlSet\Control`)
	if err != nil {
		return false, true
	}
	value, err := syscall.UTF16PtrFromString("ContainerType")
	if err != nil {
		return false, true
	}
	var h syscall.Handle
	if syscall.RegOpenKeyEx(syscall.HKEY_LOCAL_MACHINE, key, 0, syscall.KEY_QUERY_VALUE, &h) != nil {
		return false, true
	}
	defer func() { _ = syscall.RegCloseKey(h) }()
	return syscall.RegQueryValueEx(h, value, nil, nil, nil, nil) == nil, true
}
