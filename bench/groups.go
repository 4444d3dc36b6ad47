package main

var groups = []group{offGroup, bytesGroup}
