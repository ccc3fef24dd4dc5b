/// What happens to a process at one of its commits.
enum Fault: Sendable, CaseIterable {
    /// The process is lost, and nothing was written.
    case lostBefore
    /// The process is lost after the write, before it is told.
    case lostAfter
    /// The process is lost while the call that comes next is under way.
    case lostInCall
    /// The store fails and has written nothing; the process lives on.
    case failsBefore
    /// The store fails and has written all the same.
    case failsAfter
    /// The process is stopped, and another one takes the run over meanwhile.
    case stopped
    /// Another process adds a note first.
    case overtaken
}
