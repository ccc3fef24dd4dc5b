import Testing

/// The built binary, driven as a user would; one process at a time, so that what is measured is not the test's own load.
@Suite("The built binary", .serialized)
enum Acceptance {}

/// The built binary while it is killed, lied to and fed with rubbish; beside the others, since both take minutes.
@Suite("The built binary in trouble", .serialized)
enum Trouble {}
