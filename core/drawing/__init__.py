"""Pictures and printable pages, made of plain values. All of it takes its time: call it off the event loop."""
