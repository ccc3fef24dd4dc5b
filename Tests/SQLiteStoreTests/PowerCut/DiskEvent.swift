/// What a process did to a file, in the order in which it can have come to the disk.
enum DiskEvent {
    case write(file: String, offset: Int, bytes: [UInt8])
    case truncate(file: String, length: Int)
    /// Everything that was done to the file before is on the disk.
    case sync(file: String)
    case remove(file: String)

    var file: String {
        switch self {
        case .write(let file, _, _), .truncate(let file, _), .sync(let file), .remove(let file): file
        }
    }
}
