/// What is on the disk of some files and what only the system knows, as the events of a trace come in.
struct DiskState {
    /// How much of what was never synchronised is there after a power cut.
    enum Rest: String, CaseIterable {
        case none, all
        /// The first of them, up to a random one.
        case prefix
        /// Each sector of 512 bytes by chance.
        case sectors
    }

    private struct File {
        /// Nil where there is none.
        var synced: [UInt8]?
        var pending: [DiskEvent] = []
    }

    private static let sector = 512
    private var files: [String: File] = [:]

    /// Takes the next event in; a removed file is gone at once.
    mutating func apply(_ event: DiskEvent) {
        switch event {
        case .write, .truncate: files[event.file, default: File()].pending.append(event)
        case .sync(let name):
            guard var file = files[name] else { return }
            var bytes = file.synced ?? []
            for change in file.pending { Self.apply(change, to: &bytes) }
            file = File(synced: bytes)
            files[name] = file
        case .remove(let name): files[name] = nil
        }
    }

    /// The bytes of each file after a power cut at this moment.
    func image(_ rest: Rest, using random: inout some RandomNumberGenerator) -> [String: [UInt8]] {
        files.mapValues { file in
            var bytes = file.synced ?? []
            switch rest {
            case .none: break
            case .all: for change in file.pending { Self.apply(change, to: &bytes) }
            case .prefix:
                let count = Int.random(in: 0...file.pending.count, using: &random)
                for change in file.pending.prefix(count) { Self.apply(change, to: &bytes) }
            case .sectors:
                for change in file.pending {
                    for part in Self.sectors(of: change) where Bool.random(using: &random) {
                        Self.apply(part, to: &bytes)
                    }
                }
            }
            return bytes
        }
    }

    private static func apply(_ change: DiskEvent, to bytes: inout [UInt8]) {
        switch change {
        case .write(_, let offset, let new):
            let missing = offset + new.count - bytes.count
            if missing > 0 { bytes += [UInt8](repeating: 0, count: missing) }
            bytes.replaceSubrange(offset..<(offset + new.count), with: new)
        case .truncate(_, let length):
            let missing = length - bytes.count
            if missing > 0 { bytes += [UInt8](repeating: 0, count: missing) } else { bytes.removeLast(-missing) }
        case .sync, .remove: break
        }
    }

    /// A write in pieces that a disk writes as one.
    private static func sectors(of change: DiskEvent) -> [DiskEvent] {
        guard case .write(let file, let offset, let bytes) = change else { return [change] }
        var parts: [DiskEvent] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, ((offset + start) / sector + 1) * sector - offset)
            parts.append(.write(file: file, offset: offset + start, bytes: Array(bytes[start..<end])))
            start = end
        }
        return parts
    }
}
