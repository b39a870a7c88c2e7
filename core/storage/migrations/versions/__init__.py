"""One file a step, numbered without gaps. A step that has been released is never changed."""
