package main

// groups are all comparisons, in the order of docs/performance.md.
var groups = []group{
	offGroup,
	bytesGroup("bytes", "", "of three attributes"),
	bytesGroup("bytes2k", prose, "with 2 KiB of free text"),
	fileGroup("file", 1, "", "of three attributes"),
	fileGroup("file64", 64, "", "of three attributes"),
	fileGroup("file2k", 1, prose, "with 2 KiB of free text"),
	processesGroup("processes", 8),
	syncGroup,
	{name: "growth", about: "the cost of an operation against what grows", whole: printGrowth},
	{name: "backlog", about: "what waits in the queue, and what a process makes of it", whole: printBacklog},
	{name: "size", about: "what a program is made of that records its run", whole: printSize},
	{name: "whole", about: "one run of such a program", whole: printWhole},
	{name: "deliver", about: "100,000 events recorded and delivered", whole: printDeliver},
}
