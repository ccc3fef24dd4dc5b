/// The process is lost; nothing that it still does reaches anything.
struct Lost: Error {}
