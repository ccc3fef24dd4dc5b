internal import Glibc

/// Room for some samples, in memory that goes back to the system as soon as it is let go.
///
/// What is gathered is let go on another thread than it came on, as a rule, and the allocator keeps what is freed for the
/// thread whose it was: memory of its would be held twice.
@safe final class SampleBlock {
    static let capacity = 16_384
    private static let length = capacity * (MemoryLayout<UInt32>.stride + MemoryLayout<Double>.stride)

    private let memory: UnsafeMutableRawPointer
    private let offsets: UnsafeMutableBufferPointer<UInt32>
    private let values: UnsafeMutableBufferPointer<Double>

    /// Nil where the system has no more memory.
    init?() {
        let mapped = unsafe mmap(nil, Self.length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { return nil }
        unsafe memory = mapped
        // Zeros are valid numbers of both kinds; the values stand first, which have to be aligned to eight bytes.
        let start = unsafe mapped.bindMemory(to: Double.self, capacity: Self.capacity)
        unsafe values = UnsafeMutableBufferPointer(start: start, count: Self.capacity)
        let rest = unsafe (mapped + Self.capacity * MemoryLayout<Double>.stride)
        let second = unsafe rest.bindMemory(to: UInt32.self, capacity: Self.capacity)
        unsafe offsets = UnsafeMutableBufferPointer(start: second, count: Self.capacity)
    }

    deinit { unsafe munmap(memory, Self.length) }

    /// A sample at a place below the capacity.
    subscript(place: Int) -> (offset: UInt32, value: Double) {
        get {
            precondition(place >= 0 && place < Self.capacity)
            return unsafe (offsets[place], values[place])
        }
        set {
            precondition(place >= 0 && place < Self.capacity)
            unsafe offsets[place] = newValue.offset
            unsafe values[place] = newValue.value
        }
    }
}
